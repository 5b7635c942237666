import { visibleLine } from '../domain/mail.js';

export interface MailAttachment {
  /** Safe as a file name anywhere: no path, nothing hidden, never empty. */
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const longestName = 120;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export function attachmentName(told: string | undefined, index: number): string {
  const lastStep =
    visibleLine(told ?? '', 1000)
      .split(/[/\\]/)
      .at(-1) ?? '';
  const name = lastStep.replace(/[<>:"|?*%\p{Cc}]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  if (name === '') return `attachment-${String(index + 1)}`;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  const stem = Array.from(name.slice(0, name.length - extension.length)).slice(0, longestName - extension.length);
  return reservedOnWindows.test(name) ? `_${stem.join('')}${extension}` : stem.join('') + extension;
}

/** `image/png`, or what promises nothing. */
export function attachmentType(told: string | undefined): string {
  const type = (told ?? '').toLowerCase().trim();
  return /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}$/.test(type) ? type : 'application/octet-stream';
}
