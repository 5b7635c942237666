import type { IdentityResults } from '../../domain/ports/identity-results.js';
import type { IdentityResult } from '../../domain/subject-request.js';

export function createIdentityActivities(results: IdentityResults) {
  /** GDPR Art. 12(6): the case believes what was stored by an authenticated service, not what a message says. */
  async function readIdentityResult(caseId: string, resultId: string): Promise<IdentityResult> {
    return results.read(caseId, resultId);
  }

  return { readIdentityResult };
}

export type IdentityActivities = ReturnType<typeof createIdentityActivities>;
