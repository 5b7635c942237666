import type { CaseKind } from '../domain/board.js';

const folders: Readonly<Record<CaseKind, string>> = {
  'subject-request': 'cases',
  breach: 'breaches',
  'controller-notice': 'controller-notices',
};

/** The page of a case: each kind has its own. */
export function casePath(caseId: string, kind: CaseKind = 'subject-request'): string {
  return `/operations/${folders[kind]}/${encodeURIComponent(caseId)}`;
}

/** The page of the notification to the authority. */
export function notificationPath(caseId: string): string {
  return `${casePath(caseId, 'breach')}/notification`;
}
