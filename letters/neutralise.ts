import { visibleLine, visibleText } from '../domain/mail.js';

const dotBeforeTopLevelDomain = /(?<=[\p{L}\p{N}\p{M}_-])[.\u3002\uff0e\uff61](?=\p{L}{2}|xn--)/gu;

/** A line that others wrote: one line, visible, and nothing in it that a mail program would make a link of. */
export function safeLine(text: string, longest = 80): string {
  return withoutLinks(visibleLine(text, longest));
}

export function safeText(text: string): string {
  return withoutLinks(visibleText(text)).trim();
}

/** Readable as before, but mail programs find no address, and browsers no tag. */
function withoutLinks(text: string): string {
  return text
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('://', ': //')
    .replace(/\\{2,}/g, '\\')
    .replace(dotBeforeTopLevelDomain, '. ');
}

/** An address of ours, as it was made: anything else is a defect, not a link. */
export function isOurLink(url: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}
