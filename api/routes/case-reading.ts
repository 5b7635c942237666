import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import { boardRowOf, listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter } from '../../database/board.js';
import type { ReadCase } from '../../database/case-reader.js';
import type { CaseKeys } from '../../database/keys.js';
import { evidenceOf } from '../../database/ledger-evidence.js';
import type { Pool } from '../../database/pool.js';
import type { Access } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import type { CaseKind } from '../../domain/board.js';
import type { FactBody } from '../../domain/decider.js';
import type { EvidenceFile } from '../../ledger/evidence.js';
import type { Action } from '../auth/permissions.js';
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

/** What one kind of case shows of itself. */
export interface Reading<Read> {
  readonly kind: CaseKind;
  /** As sentences name it: `request`, `breach`. */
  readonly noun: string;
  readonly action: Action;
  readonly evidence: Action;
  readonly query: z.ZodType<ListQuery>;
  /** Throws `NotFound`. */
  readonly read: (caseId: string) => Promise<Read>;
  readonly shown: (read: Read) => object;
}

const anything = z.record(z.string(), z.unknown());

/** What any list may be narrowed to; a kind adds its own phases. */
export const listQuery = z.strictObject({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  owner: z.string().max(60).optional(),
  closed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
export interface ListQuery extends z.infer<typeof listQuery> {
  readonly phase?: string | undefined;
  /** As the board has it under `what`. */
  readonly right?: string | undefined;
}
const cursorShape = z.tuple([z.string().nullable(), z.string()]);

/** Lists, cases, facts and proofs, all read from Postgres: they work without a worker and after closing. */
export function addReading<State, F extends FactBody, Effect>(
  cases: Resource,
  dependencies: ReadingDependencies,
  reading: Reading<ReadCase<State, F, Effect>>,
): void {
  addList(cases, dependencies, reading);
  addCase(cases, dependencies, reading);
  addProofs(cases, dependencies, reading);
}

function addList(
  cases: Resource,
  { pool }: ReadingDependencies,
  { kind, noun, query: schema }: Pick<Reading<never>, 'kind' | 'noun' | 'query'>,
): void {
  cases.route(
    'get',
    '/',
    {
      action: 'board.read',
      summary: `List cases of a ${noun}, what is due next first.`,
      query: schema,
      answers: { 200: z.object({ items: z.array(anything), next: z.string().optional() }) },
    },
    async ({ response, query }) => {
      const { cursor, limit, right, ...rest } = query;
      const filter: BoardFilter = { ...rest, what: right, kind };
      const items = await listBoard(pool, filter, limit, cursor === undefined ? undefined : cursorFrom(cursor));
      const last = items.length === limit ? items.at(-1) : undefined;
      response.json({
        items,
        ...(last && { next: cursorTo({ dueAt: last.dueAt ?? null, reference: last.reference }) }),
      });
    },
  );
}

function addCase<State, F extends FactBody, Effect>(
  cases: Resource,
  dependencies: ReadingDependencies,
  { noun, action, read, shown }: Reading<ReadCase<State, F, Effect>>,
): void {
  cases.route(
    'get',
    '/:caseId',
    {
      action,
      summary: `Read where a ${noun} stands, and its clocks.`,
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ request, response, actor, params }) => {
      const found = await read(params.caseId);
      await noted(dependencies, 'case-opened', actor, params.caseId);
      const { position } = found.folded;
      const etag = `"${String(position)}"`;
      response.set('etag', etag);
      if (request.get('if-none-match') === etag) response.status(304).end();
      else response.json({ caseId: params.caseId, position, ...shown(found) });
    },
  );

  cases.route(
    'get',
    '/:caseId/facts',
    {
      action,
      summary: `Read every fact of a ${noun}, in order.`,
      params: caseParams,
      answers: { 200: z.object({ facts: z.array(anything) }) },
    },
    async ({ response, actor, params }) => {
      const { entries } = await read(params.caseId);
      await noted(dependencies, 'case-opened', actor, params.caseId);
      response.json({ facts: entries.map(({ fact }, position) => ({ position, ...fact })) });
    },
  );
}

function addProofs<State, F extends FactBody, Effect>(
  cases: Resource,
  dependencies: ReadingDependencies,
  { evidence, read }: Reading<ReadCase<State, F, Effect>>,
): void {
  cases.route(
    'get',
    '/:caseId/evidence',
    {
      action: evidence,
      summary: 'Download the proofs of every fact, to be checked offline by `duly verify`. GDPR Art. 5(2).',
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ response, actor, params }) => {
      const { caseId } = params;
      await read(caseId);
      const reference = (await boardRowOf(dependencies.pool, caseId))?.reference ?? caseId;
      const file = await evidenceOf(dependencies.pool, dependencies.log, caseId);
      if (file === undefined)
        throw new NotFound('The ledger has not placed the facts of this case yet. Try again in a second.');
      await noted(dependencies, 'evidence-downloaded', actor, caseId);
      response
        .attachment(`${reference}.evidence.json`)
        .type('application/json')
        .send(JSON.stringify(file, null, 1));
    },
  );
}

function noted({ pool, now }: ReadingDependencies, access: Access, actor: Actor, caseId: string): Promise<void> {
  return recordAccess(pool, { access, actor, caseId, at: now() });
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
