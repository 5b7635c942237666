import type { CaseKind } from '../domain/board.js';

export interface KeptDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly name: string;
  readonly size: number;
}

export interface ShownDocument {
  readonly name: string;
  readonly kind: string;
  readonly size: string;
  readonly href: string;
}

const kindWords: Readonly<Record<string, string>> = {
  request: 'what was asked',
  message: 'further message',
  mail: 'the mail as it came',
  answer: 'copy of the data',
  evidence: 'evidence',
  scan: 'scan',
};

/** Each kind of case has a door of its own for its files. */
const doors: Readonly<Record<CaseKind, string>> = {
  'subject-request': '/v1/documents',
  breach: '/v1/breach-documents',
  'controller-notice': '/v1/notice-documents',
};

export function shownDocuments(
  caseId: string,
  documents: readonly KeptDocument[],
  of: CaseKind = 'subject-request',
): readonly ShownDocument[] {
  return documents
    .filter(({ kind }) => kind !== 'letter')
    .map(({ documentId, kind, name, size }) => ({
      name,
      kind: kindWords[kind] ?? kind,
      size: sizeWords(size),
      href: documentPath(caseId, documentId, of),
    }));
}

export function documentPath(caseId: string, documentId: string, of: CaseKind): string {
  return `${doors[of]}/${encodeURIComponent(documentId)}?caseId=${encodeURIComponent(caseId)}`;
}

const KILOBYTE = 1000;

export function sizeWords(bytes: number): string {
  if (bytes < KILOBYTE) return `${bytes} bytes`;
  if (bytes < KILOBYTE * KILOBYTE) return `${Math.round(bytes / KILOBYTE)} kB`;
  return `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`;
}
