import { fold } from '../domain/decider.js';
import type { Folded, Recorded } from '../domain/decider.js';
import { subjectRequestDecider } from '../domain/subject-request.decider.js';
import type { RequestEffect, RequestFact, SubjectRequest } from '../domain/subject-request.js';
import type { Entry } from '../domain/transition.js';
import { entriesOf } from './case-records.js';
import type { CaseKeys } from './keys.js';
import type { Pool } from './pool.js';

/** A request as its facts tell it; works without a worker, without Temporal, and after closing. */
export interface ReadRequest {
  readonly caseId: string;
  readonly entries: readonly Entry<RequestFact>[];
  readonly folded: Folded<SubjectRequest, RequestEffect>;
}

/** Undefined where no fact is on record. Throws `KeyUnavailable` once the case's key is destroyed. */
export async function readRequest(pool: Pool, keys: CaseKeys, caseId: string): Promise<ReadRequest | undefined> {
  const { rowCount } = await pool.query('SELECT 1 FROM duly.fact WHERE case_id = $1 AND position = 0', [caseId]);
  if (rowCount === 0) return undefined;
  const key = await keys.ofCase(caseId);
  const entries = (await entriesOf(pool, key)) as readonly Entry<RequestFact>[];
  const facts: readonly Recorded<RequestFact>[] = entries.map(({ fact }) => fact);
  return { caseId, entries, folded: fold(subjectRequestDecider, facts) };
}
