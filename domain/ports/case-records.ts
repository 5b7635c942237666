import type { FactBody } from '../decider.js';
import type { Entry, Transition } from '../transition.js';

/** Keeps the facts of every case, and what is folded from them. */
export interface CaseRecords {
  /** All of it or nothing. Empty: it is on record, now or since an earlier attempt. Else what stands there instead. */
  record(caseId: string, transition: Transition<FactBody, unknown>): Promise<readonly Entry<FactBody>[]>;
}
