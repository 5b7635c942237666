import type { Answers, Filing } from '../domain/notification.js';
import { formOf } from './notification-form.js';
import type { FormRow } from './notification-form.js';

/** Plain text, for an authority with a form of its own: number, question and answer, to be copied field by field. */
export function notificationText(answers: Answers, filing: Filing, timeZone: string): string {
  const sections = formOf(answers, filing, timeZone).map(({ title, rows }) => {
    return [title.toUpperCase(), ...rows.map(rowText)].join('\n\n');
  });
  return `${sections.join('\n\n\n')}\n`;
}

function rowText({ number, label, letters, lines }: FormRow): string {
  const chosen = letters === undefined ? '' : ` [${letters}]`;
  return [`${number}. ${label}${chosen}`, ...lines.map((line) => `   ${line}`)].join('\n');
}
