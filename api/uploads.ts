import type { Request } from 'express';
import { partsOf } from './multipart.js';
import type { Part } from './multipart.js';
import { BadRequest } from './problem.js';

/** A file that somebody sent with a form. */
export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface SentForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly Upload[];
}

export const UPLOAD_LIMIT = 50 * 1024 * 1024;
const MOST_PARTS = 100;

/** What a form with files sends, read whole: at most `limit` bytes are ever held. */
export async function readSentForm(request: Request, limit = UPLOAD_LIMIT): Promise<SentForm> {
  if (!request.is('multipart/form-data')) {
    throw new BadRequest('UnsupportedMediaType', 'Send the form as multipart/form-data.', 415);
  }
  const parts = partsOf(await bytesOf(request, limit), request.headers['content-type'] ?? '');
  if (parts === undefined) throw new BadRequest('MalformedRequest', 'The form cannot be read.');
  if (parts.length > MOST_PARTS) throw new BadRequest('TooManyParts', `A form has at most ${MOST_PARTS} parts.`);
  return { fields: fieldsIn(parts), files: filesIn(parts) };
}

function fieldsIn(parts: readonly Part[]): Readonly<Record<string, string>> {
  const texts = parts.filter(({ fileName }) => fileName === undefined);
  return Object.fromEntries(texts.map(({ name, bytes }) => [name, bytes.toString('utf8')]));
}

/** A file field that was left empty still sends a part, without a name and without bytes. */
function filesIn(parts: readonly Part[]): readonly Upload[] {
  return parts.flatMap(({ fileName, contentType, bytes }) =>
    fileName === undefined || bytes.length === 0 ? [] : [{ name: fileName, contentType, bytes }],
  );
}

async function bytesOf(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = new BadRequest('TooLarge', `Send at most ${Math.floor(limit / 1024 / 1024)} MB at once.`, 413);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
