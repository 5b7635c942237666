import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { BusboyHeaders } from '@fastify/busboy';
import type { Request } from 'express';
import { BadRequest } from './problem.js';

/** A file that somebody sent with a form. */
export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What tells files apart, for the memory of a form: its nonce with other bytes is another question. */
export function marksOf(files: readonly Upload[]): { readonly files?: readonly object[] } {
  if (files.length === 0) return {};
  const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
  return { files: files.map(({ name, contentType, bytes }) => ({ name, contentType, digest: digestOf(bytes) })) };
}

export interface SentForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly Upload[];
  /** Somebody chose a file, and nothing is in it. */
  readonly hasEmptyFile: boolean;
}

export const UPLOAD_LIMIT = 50 * 1024 * 1024;
const MOST_PARTS = 100;
/** Longer than any field may be, so that what is too long can be told beside it, with every word kept. */
const LONGEST_FIELD = 1024 * 1024;

/** What a form with files sends, read whole: at most `limit` bytes are ever held. */
export async function readSentForm(request: Request, limit = UPLOAD_LIMIT): Promise<SentForm> {
  if (!request.is('multipart/form-data')) {
    throw new BadRequest('UnsupportedMediaType', 'Send the form as multipart/form-data.', 415);
  }
  const tooLarge = new BadRequest('TooLarge', `Send at most ${Math.floor(limit / 1024 / 1024)} MB at once.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const form = parser(request, limit);
  const fields = new Map<string, string>();
  const files: Upload[] = [];
  let size = 0;
  let hasEmptyFile = false;
  let problem: BadRequest | undefined;
  const fail = (why: BadRequest): void => {
    problem ??= why;
    form.destroy(why);
  };

  form.on('field', (name, value, isNameCut, isValueCut) => {
    size += value.length;
    if (isNameCut || isValueCut || size > limit) fail(tooLarge);
    fields.set(name, value);
  });
  form.on('file', (_field, stream, sent, _encoding, contentType) => {
    const pieces: Buffer[] = [];
    const name = fileNameFrom(sent);
    if (/\p{Cc}/u.test(name)) fail(new BadRequest('FileNameInvalid', 'A file name is one line of visible characters.'));
    stream.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > limit) fail(tooLarge);
      pieces.push(piece);
    });
    // A file field that was left empty still sends a part, without a name and without bytes.
    stream.on('end', () => {
      if (pieces.length > 0) files.push({ name, contentType, bytes: Buffer.concat(pieces) });
      else if (name !== '') hasEmptyFile = true;
    });
  });
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    form.on(event, () => {
      fail(new BadRequest('TooManyParts', `A form has at most ${MOST_PARTS} parts.`));
    });
  }
  try {
    await pipeline(request, form);
  } catch {
    throw problem ?? new BadRequest('MalformedRequest', 'The form cannot be read.');
  }
  return { fields: Object.fromEntries(fields), files, hasEmptyFile };
}

const escaped: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' };

/** RFC 7578, section 4.2: browsers escape these three and nothing else, so any other percent sign is itself. */
function fileNameFrom(sent: string | undefined): string {
  return (sent ?? '').replaceAll(/%(?:22|0D|0A)/g, (code) => escaped[code] ?? code);
}

function parser(request: Request, limit: number): Busboy {
  try {
    const limits = { fieldSize: LONGEST_FIELD, fileSize: limit, parts: MOST_PARTS };
    return new Busboy({ headers: request.headers as BusboyHeaders, limits });
  } catch {
    throw new BadRequest('MalformedRequest', 'The form cannot be read.');
  }
}
