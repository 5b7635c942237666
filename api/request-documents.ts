import type { NewDocument } from '../database/document-storing.js';
import type { Upload } from './uploads.js';

/** The words of a request or of a later message, and the files with them. */
export function requestDocuments(text: string, files: readonly Upload[] = []): readonly Omit<NewDocument, 'key'>[] {
  const words = { name: 'request.txt', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(text) };
  return [...(text.trim() === '' ? [] : [words]), ...files].map((file) => ({ ...file, kind: 'request' }));
}
