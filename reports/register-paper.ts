import type { Content } from 'pdfmake/interfaces.js';
import { pdfOf } from './pdf.js';

/** One breach, in the words of whoever shows it. */
export interface PaperEntry {
  /** Stands among the bookmarks. */
  readonly reference: string;
  readonly heading: string;
  readonly lines: readonly { readonly label: string; readonly texts: readonly string[] }[];
}

export interface RegisterPaper {
  readonly organisation: string;
  /** When it was made, and what it was narrowed to. */
  readonly about: readonly string[];
  readonly entries: readonly PaperEntry[];
}

const LABEL_POINTS = 110;

/** GDPR Art. 33(5): the register as a supervisory authority can file it. */
export function registerPaper({ organisation, about, entries }: RegisterPaper): Promise<Uint8Array> {
  const head: Content[] = [
    { text: 'Register of personal data breaches', style: 'title' },
    { text: `${organisation}, GDPR Art. 33(5)` },
    ...about.map((text) => ({ text, style: 'quiet' })),
  ];
  const none: Content[] = entries.length === 0 ? [{ text: 'No breach is on record for this selection.' }] : [];
  return pdfOf({
    ...{ title: 'Register of personal data breaches', language: 'en', landscape: true },
    content: [...head, ...none, ...entries.flatMap(entryContent)],
  });
}

function entryContent({ reference, heading, lines }: PaperEntry): Content[] {
  const body = lines.map(({ label, texts }) => [
    { text: label, style: 'label' },
    { stack: texts.map((text) => ({ text })) },
  ]);
  return [
    { text: heading, style: 'heading', outline: true, outlineText: reference },
    { table: { widths: [LABEL_POINTS, '*'], body }, layout: 'lightHorizontalLines' },
  ];
}
