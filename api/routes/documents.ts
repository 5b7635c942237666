import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import { DocumentTooLarge, storeDocument } from '../../database/document-storing.js';
import { documentOf, readDocument } from '../../database/documents.js';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { boardRowOf } from '../../database/board.js';
import { BadRequest, NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface DocumentDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly now: () => Date;
}

const caseId = z.string().regex(/^[0-9a-z]{26}$/, 'expected the id of a case');
const placed = z.strictObject({
  caseId,
  kind: z.enum(['answer', 'evidence', 'request']).describe('`answer`: may leave with the answer. `evidence`: scans.'),
  name: z.string().min(1).max(200),
});
const stored = z.object({ documentId: z.uuid(), name: z.string(), size: z.int() });
const mediaType = /^[\w.+-]{1,60}\/[\w.+-]{1,80}(;.{0,100})?$/;

/** Files of a case: encrypted while they stream in, checked while they stream out. */
export function documentRoutes({ pool, keys, now }: DocumentDependencies): Resource {
  const documents = resource('/v1/documents');

  documents.route(
    'post',
    '/',
    {
      action: 'document.attach',
      summary: 'Store a file with a case, up to 50 MB; it is encrypted on the way in.',
      query: placed,
      accepts: 'stream',
      answers: { 201: stored },
    },
    async ({ request, response, query }) => {
      const contentType = request.get('content-type') ?? 'application/octet-stream';
      if (!mediaType.test(contentType))
        throw new BadRequest('MediaTypeInvalid', 'Name the media type of the file.', 415);
      if ((await boardRowOf(pool, query.caseId)) === undefined) throw new NotFound('There is no such case.');
      try {
        const { documentId, name, size } = await storeDocument(pool, {
          key: await keys.ofCase(query.caseId),
          kind: query.kind,
          name: query.name,
          contentType,
          bytes: request,
        });
        response
          .status(201)
          .location(`/v1/documents/${documentId}?caseId=${query.caseId}`)
          .json({ documentId, name, size });
      } catch (error) {
        if (!(error instanceof DocumentTooLarge)) throw error;
        throw new BadRequest('TooLarge', 'A document has at most 50 MB.', 413);
      }
    },
  );

  documents.route(
    'get',
    '/:documentId',
    {
      action: 'document.read',
      summary: 'Download a file of a case; leaves an access record.',
      params: z.object({ documentId: z.uuid() }),
      query: z.strictObject({ caseId }),
      answers: { 200: 'text' },
    },
    async ({ response, actor, params, query }) => {
      if ((await boardRowOf(pool, query.caseId)) === undefined) throw new NotFound('There is no such case.');
      const key = await keys.ofCase(query.caseId);
      const found = await documentOf(pool, key, params.documentId);
      if (found === undefined) throw new NotFound('This case has no such document.');
      await recordAccess(pool, { access: 'document-downloaded', actor, caseId: query.caseId, at: now() });
      // Never shown in our origin: whoever sent it may have meant it for a browser.
      response.attachment(found.name).type('application/octet-stream').set('cache-control', 'no-store');
      for await (const piece of readDocument(pool, key, found.documentId)) response.write(piece);
      response.end();
    },
  );
  return documents;
}
