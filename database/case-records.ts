import pg from 'pg';
import type { CaseKind } from '../domain/board.js';
import type { FactBody, Recorded } from '../domain/decider.js';
import type { FactLeaf } from '../domain/ledger.js';
import type { CaseRecords } from '../domain/ports/case-records.js';
import type { Behind, Entry, Transition } from '../domain/transition.js';
import { canonicalJson } from '../ledger/canonical.js';
import type { Json } from '../ledger/canonical.js';
import { commitmentOf } from '../ledger/leaf.js';
import { raiseAlarm } from './alarms.js';
import { boardRow } from './board.js';
import { noticeRow } from './controller-notices.js';
import type { CaseKeys, DataKey } from './keys.js';
import { stagedLeaves } from './ledger.js';
import { stagedEffects } from './outbox.js';
import { together } from './pool.js';
import type { Pool, Queryable, Statement } from './pool.js';
import { finishedRegistration } from './registrations.js';
import { isSameBytes, open, seal } from './sealing.js';

export interface CaseRecordsOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
}

/** A fact as it stands in the table. */
interface Row {
  readonly position: number;
  readonly cause: string;
  readonly body: Buffer;
  readonly hash: Buffer;
}

interface StoredRow extends Row {
  readonly run: string;
}

interface Sealed extends Row {
  readonly fact: Recorded<FactBody>;
}

const UNIQUE_VIOLATION = '23505';
/** As the trigger `fact_follows_another` says it. */
const INTEGRITY_VIOLATION = '23000';
/** Under which activity of the processing records our own cases are kept (GDPR Art. 30). */
const activityOf: Readonly<Record<CaseKind, string>> = {
  'subject-request': 'data-subject-requests',
  breach: 'breach-handling',
  'controller-notice': 'breach-handling',
};
/** Handling a request or a breach is itself a legal duty (GDPR Art. 6(1)(c), 12, 33). */
const LEGAL_BASIS = 'GDPR Art. 6(1)(c)';

export function createCaseRecords({ pool, keys }: CaseRecordsOptions): CaseRecords {
  return {
    async record(caseId, transition) {
      const key = await keys.ofCase(caseId);
      const sealed = transition.entries.map((entry, index) => sealFact(key, transition.firstPosition + index, entry));
      try {
        await pool.query(together(statementsOf(caseId, transition, sealed)));
        return [];
      } catch (error) {
        if (isTaken(error)) return whatStands(pool, key, transition, sealed);
        if (isGap(error)) return whatIsLeft(pool, key, transition);
        throw error;
      }
    },
  };
}

/** One of the positions has a fact already. */
function isTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION && error.table === 'fact';
}

/** The fact before the first one is missing. */
function isGap(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === INTEGRITY_VIOLATION;
}

/** Every fact of a case from a position on, as it was recorded. */
export async function entriesOf(db: Queryable, key: DataKey, from = 0): Promise<readonly Entry<FactBody>[]> {
  return (await rowsOf(db, key.caseId, from)).map((row) => openFact(key, row));
}

/** All of it in one statement, which fails where one of the positions is taken. */
function statementsOf(
  caseId: string,
  transition: Transition<FactBody, unknown>,
  sealed: readonly Sealed[],
): readonly Statement[] {
  const activity = activityOf[transition.row?.kind ?? 'subject-request'];
  const leaves = sealed.map((row) => leafOf(caseId, activity, row));
  const rows = [boardRow(caseId, transition), noticeRow(caseId, transition)].filter((row) => row !== undefined);
  return [
    insertedFacts(caseId, transition.run, sealed),
    stagedLeaves(leaves),
    ...(transition.due.length > 0 ? [stagedEffects(caseId, transition.due)] : []),
    ...rows,
    ...(transition.firstPosition === 0 ? [finishedRegistration(caseId, sealed[0]?.fact.at ?? '')] : []),
  ];
}

function insertedFacts(caseId: string, run: string, rows: readonly Sealed[]): Statement {
  return {
    name: 'fact',
    text: `INSERT INTO duly.fact (case_id, run_id, position, type, at, actor_role, actor_id, cause, body, hash)
           SELECT $1, $2, * FROM unnest($3::integer[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
                                        $9::bytea[], $10::bytea[])`,
    values: [
      caseId,
      run,
      rows.map(({ position }) => position),
      rows.map(({ fact }) => fact.type),
      rows.map(({ fact }) => fact.at),
      rows.map(({ fact }) => fact.by.role),
      rows.map(({ fact }) => fact.by.id),
      rows.map(({ cause }) => cause),
      rows.map(({ body }) => body),
      rows.map(({ hash }) => hash),
    ],
  };
}

/**
 * Nothing more where an earlier attempt wrote the very same. Otherwise the facts that stand there win: a worker died
 * between its commit and the end of its task, or two runs were at work. Facts of the same run or the same cause are
 * our own; any other alarms.
 */
async function whatStands(
  pool: Pool,
  key: DataKey,
  { firstPosition, run }: Transition<FactBody, unknown>,
  sealed: readonly Sealed[],
): Promise<readonly Entry<FactBody>[]> {
  const standing = await rowsOf(pool, key.caseId, firstPosition);
  const isSame = sealed.every(({ hash }, index) => isSameBytes(hash, standing[index]?.hash ?? Buffer.alloc(0)));
  if (isSame && standing.length === sealed.length) return [];
  const ours = new Set(sealed.map(({ cause }) => cause));
  const isForeign = standing.some((row) => row.run !== run && !ours.has(row.cause));
  if (isForeign) await raiseAlarm(pool, 'FactsTakenOver', [key.caseId]);
  return standing.map((row) => openFact(key, row));
}

/** A database that was restored has lost facts of cases that run. Each case that meets it tells a person. */
async function whatIsLeft(
  pool: Pool,
  key: DataKey,
  { firstPosition }: Transition<FactBody, unknown>,
): Promise<Behind<FactBody>> {
  const onRecord = await entriesOf(pool, key);
  if (onRecord.length >= firstPosition) throw new Error('the missing facts are there now');
  await raiseAlarm(pool, 'FactsMissing', [key.caseId]);
  return { onRecord };
}

async function rowsOf(db: Queryable, caseId: string, from: number): Promise<readonly StoredRow[]> {
  const { rows } = await db.query<StoredRow>({
    name: 'facts-of-case',
    text: `SELECT position, cause, run_id AS run, body, hash FROM duly.fact
           WHERE case_id = $1 AND position >= $2 ORDER BY position`,
    values: [caseId, from],
  });
  return rows;
}

function sealFact(key: DataKey, position: number, { fact, cause }: Entry<FactBody>): Sealed {
  const text = canonicalJson(fact as unknown as Json);
  const body = seal(key.encrypt, Buffer.from(text), ['fact', key.caseId, position]);
  return { position, cause, fact, body, hash: commitmentOf(key.commit.export(), text) };
}

function openFact(key: DataKey, { position, cause, body }: Row): Entry<FactBody> {
  const text = open(key.encrypt, body, ['fact', key.caseId, position]).toString('utf8');
  return { cause, fact: JSON.parse(text) as Recorded<FactBody> };
}

function leafOf(caseId: string, activity: string, { position, fact, hash }: Sealed): FactLeaf {
  return {
    v: 1,
    fact: fact.type,
    caseId,
    position,
    activity,
    actor: fact.by,
    at: fact.at,
    legalBasis: LEGAL_BASIS,
    commitment: hash.toString('base64'),
  };
}
