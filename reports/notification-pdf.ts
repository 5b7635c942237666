import type { Content } from 'pdfmake/interfaces.js';
import type { Answers, Filing } from '../domain/notification.js';
import { formOf } from './notification-form.js';
import type { FormRow } from './notification-form.js';
import { pdfOf } from './pdf.js';

const credit =
  'Questions: common template of the European Data Protection Board for the notification of personal data breaches, v1.0, ' +
  'consultation text; as a schema by Nicola Franchetto and Martim Taborda Barata, CC BY 4.0.';

/** A notification for the file, as it was sent, or as it would be sent now. */
export async function notificationPdf(
  reference: string,
  answers: Answers,
  filing: Filing,
  timeZone: string,
): Promise<Uint8Array> {
  const title = `Notification of a personal data breach, ${reference}`;
  const sections = formOf(answers, filing, timeZone).flatMap((section): Content[] => [
    { text: section.title, style: 'heading' },
    ...section.rows.map(rowContent),
  ]);
  const content = [
    { text: title, style: 'title' },
    ...sections,
    { text: credit, style: 'quiet', margin: [0, 16, 0, 0] },
  ];
  return pdfOf({ title, language: 'en', content: content as Content[] });
}

function rowContent({ number, label, letters, lines }: FormRow): Content {
  const chosen = letters === undefined ? '' : ` [${letters}]`;
  return {
    stack: [{ text: `${number}. ${label}${chosen}`, style: 'label' }, ...lines.map((line) => ({ text: line }))],
    margin: [0, 2, 0, 4],
    unbreakable: lines.length < 10,
  };
}
