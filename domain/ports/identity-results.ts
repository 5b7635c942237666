import type { IdentityResult } from '../subject-request.js';

/** Results of identity checks as a service stored them, authenticated; a signal only points here. */
export interface IdentityResults {
  read(caseId: string, resultId: string): Promise<IdentityResult>;
}
