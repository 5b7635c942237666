import { fold } from '../domain/decider.js';
import type { Command, Decider, FactBody, Folded } from '../domain/decider.js';
import { breachDecider } from '../domain/breach.decider.js';
import type { Breach, BreachEffect, BreachFact } from '../domain/breach.js';
import { controllerNoticeDecider } from '../domain/controller-notice.decider.js';
import type { ControllerNotice, NoticeEffect, NoticeFact } from '../domain/controller-notice.js';
import { subjectRequestDecider } from '../domain/subject-request.decider.js';
import type { RequestEffect, RequestFact, SubjectRequest } from '../domain/subject-request.js';
import type { Entry } from '../domain/transition.js';
import { entriesOf } from './case-records.js';
import type { CaseKeys } from './keys.js';
import type { Pool } from './pool.js';

/** A case as its facts tell it; works without a worker, without Temporal, and after closing. */
export interface ReadCase<State, F extends FactBody, Effect> {
  readonly caseId: string;
  readonly entries: readonly Entry<F>[];
  readonly folded: Folded<State, Effect>;
}
export type ReadRequest = ReadCase<SubjectRequest, RequestFact, RequestEffect>;
export type ReadNotice = ReadCase<ControllerNotice, NoticeFact, NoticeEffect>;
export type ReadBreach = ReadCase<Breach, BreachFact, BreachEffect>;

/** A kind of case, and the fact with which every case of it begins. */
export interface FoldedKind<State, C extends Command, F extends FactBody, Effect> {
  readonly decider: Decider<State, C, F, Effect>;
  readonly firstFact: F['type'];
}
const requests = { decider: subjectRequestDecider, firstFact: 'requestRegistered' } as const;
const notices = { decider: controllerNoticeDecider, firstFact: 'noticeOrdered' } as const;
const breaches = { decider: breachDecider, firstFact: 'incidentReported' } as const;

/** Undefined where no fact of such a case is on record. Throws `KeyUnavailable` once the case's key is destroyed. */
export async function readCase<State, C extends Command, F extends FactBody, Effect>(
  { decider, firstFact }: FoldedKind<State, C, F, Effect>,
  pool: Pool,
  keys: CaseKeys,
  caseId: string,
): Promise<ReadCase<State, F, Effect> | undefined> {
  const { rowCount } = await pool.query('SELECT 1 FROM duly.fact WHERE case_id = $1 AND position = 0 AND type = $2', [
    caseId,
    firstFact,
  ]);
  if (rowCount === 0) return undefined;
  const key = await keys.ofCase(caseId);
  const entries = (await entriesOf(pool, key)) as readonly Entry<F>[];
  return {
    caseId,
    entries,
    folded: fold(
      decider,
      entries.map(({ fact }) => fact),
    ),
  };
}

export function readRequest(pool: Pool, keys: CaseKeys, caseId: string): Promise<ReadRequest | undefined> {
  return readCase(requests, pool, keys, caseId);
}

export function readBreach(pool: Pool, keys: CaseKeys, caseId: string): Promise<ReadBreach | undefined> {
  return readCase(breaches, pool, keys, caseId);
}

export function readNotice(pool: Pool, keys: CaseKeys, caseId: string): Promise<ReadNotice | undefined> {
  return readCase(notices, pool, keys, caseId);
}
