import type { FactBody } from '../decider.js';
import type { Recording, Transition } from '../transition.js';

/** Keeps the facts of every case, and what is folded from them. */
export interface CaseRecords {
  /** All of it or nothing. */
  record(caseId: string, transition: Transition<FactBody, unknown>): Promise<Recording<FactBody>>;
}
