import { breachRoles } from '../domain/breach.js';
import type { Actor } from '../domain/actor.js';
import { informedOn, registerEntryOf } from '../domain/breach.register.js';
import type { ForgottenEntry, LedgerPlace, LedgerPlaces, RegisterRow } from '../domain/breach.register-row.js';
import { civilDateIn } from '../domain/civil-date.js';
import type { FactLeaf } from '../domain/ledger.js';
import type { CivilDate, Instant } from '../domain/time.js';
import { readBreach } from './case-reader.js';
import { KeyUnavailable } from './keys.js';
import type { CaseKeys } from './keys.js';
import type { Pool, Queryable } from './pool.js';

/** Civil dates of the first information, both days included. */
export interface RegisterFilter {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly controller?: string | undefined;
}

export interface RegisterSource {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly logName: string;
}

interface Listed {
  readonly caseId: string;
  readonly reference: string;
  readonly controller: string;
  readonly what: string;
  readonly position: number;
}

/** Few enough that others find a connection too. */
const AT_ONCE = 10;

/** GDPR Art. 33(5): the whole register in the order of its references, a few entries at a time. */
export async function* readRegister(
  source: RegisterSource,
  filter: RegisterFilter,
  now: Instant,
): AsyncGenerator<RegisterRow> {
  let listed: readonly Listed[];
  let after = '';
  do {
    listed = await listedAfter(source.pool, filter, after);
    const places = await placesOf(source.pool, listed);
    const rows = await Promise.all(listed.map((one) => rowOf(source, one, places.get(one.caseId) ?? {}, now)));
    for (const row of rows) if (row !== undefined && isWithin(row, filter)) yield row;
    after = listed.at(-1)?.reference ?? after;
  } while (listed.length === AT_ONCE);
}

async function listedAfter(db: Queryable, { controller }: RegisterFilter, after: string): Promise<readonly Listed[]> {
  const { rows } = await db.query<Listed>(
    `SELECT case_id AS "caseId", reference, controller, what, position FROM duly.board
     WHERE kind = 'breach' AND NOT drill AND reference COLLATE "C" > $1 AND ($2::text IS NULL OR controller = $2)
     ORDER BY reference COLLATE "C" LIMIT $3`,
    [after, controller ?? null, AT_ONCE],
  );
  return rows;
}

async function rowOf(
  source: RegisterSource,
  listed: Listed,
  places: Pick<LedgerPlaces, 'first' | 'last'>,
  now: Instant,
): Promise<RegisterRow | undefined> {
  const { pool, keys, logName: log } = source;
  const { caseId } = listed;
  try {
    const read = await readBreach(pool, keys, caseId);
    const facts = (read?.entries ?? []).map(({ fact }) => fact);
    const entry = read && registerEntryOf(facts, read.folded.state, now);
    const ledger = { log, facts: facts.length, ...places };
    return entry && { ...entry, caseId, ledger, evidence: `/v1/breaches/${caseId}/evidence` };
  } catch (error) {
    if (!(error instanceof KeyUnavailable) || error.reason !== 'destroyed') throw error;
    const entry = await forgotten(pool, listed);
    return { ...entry, caseId, ledger: { log, facts: entry.steps.length, ...places } };
  }
}

/** The board and the uncovered columns of the facts outlive the key; both say nothing that anybody typed. */
async function forgotten(db: Queryable, { caseId, reference, controller, what }: Listed): Promise<ForgottenEntry> {
  const { rows } = await db.query<{ type: string; at: Date; role: Actor['role']; id: string; destroyedAt: Date }>(
    `SELECT type, at, actor_role AS role, actor_id AS id, destroyed_at AS "destroyedAt"
     FROM duly.fact JOIN duly.case_key USING (case_id) WHERE case_id = $1 ORDER BY position`,
    [caseId],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a case on the board has facts');
  const roles = what.split('-and-');
  return {
    ...{ kind: 'keyDestroyed', reference, controller, roles: breachRoles.filter((role) => roles.includes(role)) },
    registeredAt: first.at.toISOString(),
    changedAt: last.at.toISOString(),
    destroyedAt: first.destroyedAt.toISOString(),
    steps: rows.map(({ type, at, role, id }) => ({ fact: type, at: at.toISOString(), by: { role, id } })),
  };
}

/** When we first heard of a forgotten one nobody knows any more: it is left out only where it cannot belong. */
function isWithin(row: RegisterRow, { from, to }: RegisterFilter): boolean {
  if (row.kind === 'keyDestroyed') return from === undefined || civilDateIn(row.registeredAt, LATEST_ZONE) >= from;
  const day = informedOn(row);
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** Where each day begins first: in no zone of a controller is it later. */
const LATEST_ZONE = 'Pacific/Kiritimati';

async function placesOf(
  db: Queryable,
  listed: readonly Listed[],
): Promise<ReadonlyMap<string, Pick<LedgerPlaces, 'first' | 'last'>>> {
  const caseIds = listed.map(({ caseId }) => caseId);
  const [first, last] = [await endsOf(db, caseIds, 'ASC'), await endsOf(db, caseIds, 'DESC')];
  return new Map(caseIds.map((caseId) => [caseId, { first: first.get(caseId), last: last.get(caseId) }]));
}

async function endsOf(
  db: Queryable,
  caseIds: readonly string[],
  order: 'ASC' | 'DESC',
): Promise<ReadonlyMap<string, LedgerPlace>> {
  const { rows } = await db.query<{ caseId: string; position: number; index: string; body: Buffer }>(
    `SELECT DISTINCT ON (case_id) case_id AS "caseId", position, index, body FROM duly.ledger_body
     WHERE case_id = ANY($1) AND position IS NOT NULL ORDER BY case_id, position ${order}, index`,
    [caseIds],
  );
  return new Map(
    rows.map(({ caseId, position, index, body }) => {
      const { commitment } = JSON.parse(body.toString('utf8')) as FactLeaf;
      return [caseId, { position, index: Number(index), commitment }];
    }),
  );
}
