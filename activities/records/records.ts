import type { FactBody } from '../../domain/decider.js';
import type { CaseRecords } from '../../domain/ports/case-records.js';
import type { Recording, Transition } from '../../domain/transition.js';

export function createRecordActivities(records: CaseRecords) {
  /** GDPR Art. 5(2): what is not on record cannot be demonstrated. */
  async function recordTransition(
    caseId: string,
    transition: Transition<FactBody, unknown>,
  ): Promise<Recording<FactBody>> {
    return records.record(caseId, transition);
  }

  return { recordTransition };
}

export type RecordActivities = ReturnType<typeof createRecordActivities>;
