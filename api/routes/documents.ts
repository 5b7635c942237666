import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import { DocumentDiffers, DocumentTooLarge, storeDocument } from '../../database/document-storing.js';
import type { NewDocument } from '../../database/document-storing.js';
import { documentOf, readDocument } from '../../database/documents.js';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { boardRowOf } from '../../database/board.js';
import type { CaseKind } from '../../domain/board.js';
import type { Action } from '../auth/permissions.js';
import type { Questions } from '../idempotency.js';
import { BadRequest, KeyReused, NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface DocumentDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly questions: Questions;
  readonly now: () => Date;
}

const caseId = z.string().regex(/^[0-9a-z]{26}$/, 'expected the id of a case');
const placed = <Kind extends string>(kind: z.ZodType<Kind>) =>
  z.strictObject({ caseId, kind, name: z.string().min(1).max(200) });
const stored = z.object({ documentId: z.uuid(), name: z.string(), size: z.int() });
const mediaType = /^[\w.+-]{1,60}\/[\w.+-]{1,80}(;.{0,100})?$/;

interface Door {
  readonly path: string;
  readonly attach: Action;
  readonly read: Action;
  readonly placed: ReturnType<typeof placed>;
}

/** Who works on breaches reads nothing of requests, so each kind of case has a door of its own. GDPR Art. 25(2), 32(4). */
const doors: Readonly<Record<CaseKind, Door>> = {
  'subject-request': {
    ...{ path: '/v1/documents', attach: 'subject-request.attach', read: 'subject-request.documents' },
    placed: placed(
      z.enum(['answer', 'evidence', 'request']).describe('`answer`: may leave with the answer. `evidence`: scans.'),
    ),
  },
  breach: {
    ...{ path: '/v1/breach-documents', attach: 'breach.attach', read: 'breach.documents' },
    placed: placed(z.enum(['evidence']).describe('What shows that something was sent or told.')),
  },
  'controller-notice': {
    ...{ path: '/v1/notice-documents', attach: 'breach.attach', read: 'breach.documents' },
    placed: placed(z.enum(['evidence']).describe('What shows that a controller was told, or what it answered.')),
  },
};

/** Files of cases of one kind: encrypted while they stream in, checked while they stream out. */
export function documentRoutes(kind: CaseKind, dependencies: DocumentDependencies): Resource {
  const { pool, keys, questions, now } = dependencies;
  const door = doors[kind];
  const documents = resource(door.path);
  const mustBeCase = async (id: string) => {
    if ((await boardRowOf(pool, id))?.kind !== kind) throw new NotFound('There is no such case.');
  };

  documents.route(
    'post',
    '/',
    {
      action: door.attach,
      summary: 'Store a file with a case, up to 50 MB; it is encrypted on the way in, and leaves an access record.',
      query: door.placed,
      accepts: 'stream',
      answers: { 201: stored },
    },
    async ({ request, response, actor, query }) => {
      const contentType = request.get('content-type') ?? 'application/octet-stream';
      if (!mediaType.test(contentType))
        throw new BadRequest('MediaTypeInvalid', 'Name the media type of the file.', 415);
      await mustBeCase(query.caseId);
      const asked = { ...query, contentType };
      const question = await questions.remember(request, asked);
      const from = { source: question.updateId, added: { by: actor, at: now() } };
      const body = await take(dependencies, { ...asked, ...from, bytes: filled(request) });
      // Only now: a question asked before may come with other bytes. The answer kept says that it was asked, not of what.
      const location = `${door.path}/${body.documentId}?caseId=${query.caseId}`;
      if (question.earlierAnswer === undefined)
        await questions.answered(question, { status: 201, location, body: null });
      else response.set('idempotency-replayed', 'true');
      response.status(201).location(location).json(body);
    },
  );

  documents.route(
    'get',
    '/:documentId',
    {
      action: door.read,
      summary: 'Download a file of a case; leaves an access record.',
      params: z.object({ documentId: z.uuid() }),
      query: z.strictObject({ caseId }),
      answers: { 200: 'bytes' },
    },
    async ({ response, actor, params, query }) => {
      await mustBeCase(query.caseId);
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

/** What is empty is no document; thrown while it is stored, so that nothing of it stays. */
async function* filled(sent: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const piece of sent) {
    isEmpty &&= piece.length === 0;
    yield piece;
  }
  if (isEmpty) throw new BadRequest('FileEmpty', 'The file is empty. Send its bytes as the body.');
}

type Told = Omit<NewDocument, 'key'> & { readonly caseId: string };

async function take({ pool, keys }: DocumentDependencies, { caseId, ...told }: Told): Promise<z.infer<typeof stored>> {
  try {
    const { documentId, name, size } = await storeDocument(pool, { key: await keys.ofCase(caseId), ...told });
    return { documentId, name, size };
  } catch (error) {
    if (error instanceof DocumentDiffers) throw new KeyReused();
    if (error instanceof DocumentTooLarge) throw new BadRequest('TooLarge', 'A document has at most 50 MB.', 413);
    throw error;
  }
}
