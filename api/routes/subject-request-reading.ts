import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import { listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter } from '../../database/board.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import type { CaseKeys } from '../../database/keys.js';
import { evidenceOf } from '../../database/ledger-evidence.js';
import type { Pool } from '../../database/pool.js';
import type { Access } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import { rights } from '../../domain/right.js';
import { requestPhases } from '../../domain/subject-request.standing.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import type { EvidenceFile } from '../../ledger/evidence.js';
import { invalidField } from '../input.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

export interface ReadingDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly now: () => Date;
  readonly log: EvidenceFile['log'];
}

const anything = z.record(z.string(), z.unknown());

const boardQuery = z.strictObject({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  phase: z.enum(requestPhases).optional(),
  right: z.enum([...rights, 'unclassified']).optional(),
  owner: z.string().max(60).optional(),
  closed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
const cursorShape = z.tuple([z.string().nullable(), z.string()]);

/** Lists, cases, facts and proofs, all read from Postgres: they work without a worker and after closing. */
export function addReading(requests: Resource, dependencies: ReadingDependencies): void {
  addList(requests, dependencies);
  addCase(requests, dependencies);
  addProofs(requests, dependencies);
}

function addList(requests: Resource, { pool }: ReadingDependencies): void {
  requests.route(
    'get',
    '/',
    {
      action: 'board.read',
      summary: 'List requests, what is due next first.',
      query: boardQuery,
      answers: { 200: z.object({ items: z.array(anything), next: z.string().optional() }) },
    },
    async ({ response, query }) => {
      const { cursor, limit, right, ...rest } = query;
      const filter: BoardFilter = { ...rest, what: right, kind: 'subject-request' };
      const items = await listBoard(pool, filter, limit, cursor === undefined ? undefined : cursorFrom(cursor));
      const last = items.length === limit ? items.at(-1) : undefined;
      response.json({ items, ...(last && { next: cursorTo({ dueAt: last.dueAt ?? null, reference: last.reference }) }) });
    },
  );
}

function addCase(requests: Resource, dependencies: ReadingDependencies): void {
  requests.route(
    'get',
    '/:caseId',
    {
      action: 'subject-request.read',
      summary: 'Read where a request stands, and its clocks.',
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ request, response, actor, params }) => {
      const read = await mustRead(dependencies, params.caseId);
      await noted(dependencies, 'case-opened', actor, params.caseId);
      const etag = `"${String(read.folded.position)}"`;
      response.set('etag', etag);
      if (request.get('if-none-match') === etag) response.status(304).end();
      else response.json({ caseId: params.caseId, position: read.folded.position, ...withoutCalendar(knownOf(read)) });
    },
  );

  requests.route(
    'get',
    '/:caseId/facts',
    {
      action: 'subject-request.read',
      summary: 'Read every fact of a request, in order.',
      params: caseParams,
      answers: { 200: z.object({ facts: z.array(anything) }) },
    },
    async ({ response, actor, params }) => {
      const { entries } = await mustRead(dependencies, params.caseId);
      await noted(dependencies, 'case-opened', actor, params.caseId);
      response.json({ facts: entries.map(({ fact }, position) => ({ position, ...fact })) });
    },
  );
}

function addProofs(requests: Resource, dependencies: ReadingDependencies): void {
  requests.route(
    'get',
    '/:caseId/evidence',
    {
      action: 'case.evidence',
      summary: 'Download the proofs of every fact, to be checked offline by `duly verify`. GDPR Art. 5(2).',
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ response, actor, params }) => {
      const { caseId } = params;
      const { reference } = knownOf(await mustRead(dependencies, caseId));
      const evidence = await evidenceOf(dependencies.pool, dependencies.log, caseId);
      if (evidence === undefined)
        throw new NotFound('The ledger has not placed the facts of this case yet. Try again in a second.');
      await noted(dependencies, 'evidence-downloaded', actor, caseId);
      response
        .attachment(`${reference}.evidence.json`)
        .type('application/json')
        .send(JSON.stringify(evidence, null, 1));
    },
  );
}

function noted({ pool, now }: ReadingDependencies, access: Access, actor: Actor, caseId: string): Promise<void> {
  return recordAccess(pool, { access, actor, caseId, at: now() });
}

export async function mustRead(
  { pool, keys }: Pick<ReadingDependencies, 'pool' | 'keys'>,
  caseId: string,
): Promise<ReadRequest> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined) throw new NotFound('There is no such case.');
  return read;
}

function knownOf({ folded }: ReadRequest): KnownRequest {
  if (folded.state.phase === 'new') throw new NotFound('There is no such case.');
  return folded.state;
}

/** The calendar is long and belongs to the computation; its id is in the clock. */
function withoutCalendar({ calendar: _calendar, ...request }: KnownRequest): Omit<KnownRequest, 'calendar'> {
  return request;
}

function cursorTo({ dueAt, reference }: BoardCursor): string {
  return Buffer.from(JSON.stringify([dueAt, reference])).toString('base64url');
}

function cursorFrom(text: string): BoardCursor {
  try {
    const [dueAt, reference] = cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { dueAt, reference };
  } catch {
    throw invalidField('cursor', 'expected the `next` of an earlier answer', 'query');
  }
}
