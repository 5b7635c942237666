import type { Dispatch, SendingOutcome } from '../breach.sending.js';

/** Carries a frozen notification to the authority (GDPR Art. 33(1)). What passes by itself is thrown, and tried again. */
export interface AuthorityNotifier {
  send(caseId: string, dispatch: Dispatch, signal?: AbortSignal): Promise<SendingOutcome>;
}
