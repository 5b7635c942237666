import type { KnownBreach } from '../domain/breach.js';
import { readBreach } from './case-reader.js';
import type { CaseKeys } from './keys.js';
import type { Pool, Queryable } from './pool.js';
import { entryByMail } from './recipient-entries.js';
import type { RecipientEntry } from './recipient-entries.js';

/** A breach, and whether anybody is on its list of recipients. */
export interface IncidentList {
  readonly caseId: string;
  readonly reference: string;
  readonly closed: boolean;
  readonly hasList: boolean;
}

/** Where somebody is on the list. */
export interface FoundIncident extends Pick<RecipientEntry, 'state' | 'changedAt'>, Omit<IncidentList, 'hasList'> {
  readonly breach?: KnownBreach | undefined;
}

/** Every breach but drills, in which nobody was concerned, and those whose key is destroyed, of which nobody knows more. */
export async function incidentLists(db: Queryable): Promise<readonly IncidentList[]> {
  const { rows } = await db.query<IncidentList>(
    `SELECT case_id AS "caseId", reference, closed,
            EXISTS (SELECT FROM duly.wave_recipient AS listed
                    WHERE listed.case_id = board.case_id AND address_hash IS NOT NULL) AS "hasList"
     FROM duly.board JOIN duly.case_key USING (case_id)
     WHERE kind = 'breach' AND NOT drill AND wrapped_key IS NOT NULL ORDER BY reference COLLATE "C"`,
  );
  return rows;
}

/** Each list has its own key, and so its own hash of the same address. */
export async function findOnList(
  { pool, keys }: { readonly pool: Pool; readonly keys: CaseKeys },
  { caseId, reference, closed }: IncidentList,
  mail: string,
): Promise<FoundIncident | undefined> {
  const entry = await entryByMail(pool, await keys.ofCase(caseId), mail);
  if (entry === undefined) return undefined;
  const state = (await readBreach(pool, keys, caseId))?.folded.state;
  const breach = state?.phase === 'new' ? undefined : state;
  return { caseId, reference, closed, state: entry.state, changedAt: entry.changedAt, breach };
}
