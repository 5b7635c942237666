/** Somebody in a mail. The name is for showing only: it never reaches an envelope. */
export interface Mailbox {
  readonly address: string;
  readonly name?: string;
}

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * Whether Duly may write to this address by itself. Stricter than RFC 5321 on purpose: no quoted local parts, no
 * address literals, ASCII only. Whoever has such an address is written to by a person.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.indexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  const isNumericHost = /^\d+$/.test(labels.at(-1) ?? '');
  if (at < 1 || at > 64 || labels.length < 2 || isNumericHost) return false;
  return localPart.test(local) && labels.every((label) => domainLabel.test(label));
}

/** The same mailbox as far as one may tell: providers do not tell `A@x` from `a@x`. */
export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

// Formatting and control characters reorder or hide what a reader sees; some fillers are letters by category.
const hidden = /[\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]|(?![\n\t])\p{Cc}/gu;
// A look back instead of one long match, which would exhaust the stack on a megabyte of marks.
const stackedMarks = /(?<=\p{M}{4})\p{M}/gu;

/** Text of several lines as a person may safely read it: composed, nothing hidden, nothing reordered. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .normalize('NFC')
    .replace(hidden, '')
    .replace(stackedMarks, '');
}

/** One such line of at most `longest` characters: names, subjects, file names. */
export function visibleLine(text: string, longest = 200): string {
  // Cut before the work, so that a line of a megabyte costs as little as a short one.
  const line = visibleText(text.slice(0, longest * 8))
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(line).slice(0, longest).join('').trim();
}
