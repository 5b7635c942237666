import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { whyNotSettled } from './subject-request.answering.js';
import { whyNotAct, whyNotWrite } from './subject-request.law.js';
import type { KnownRequest, SubjectRequest } from './subject-request.js';

/** GDPR Art. 15(1): who asks whether an incident concerned their data asks what is held of them in that incident. */
export function asksAboutIncident({ right, concerns }: KnownRequest): boolean {
  return right === 'access' && concerns === 'breach';
}

/** GDPR Art. 12(6): that somebody was part of an incident is their own matter; nobody looks before it is clear who asks. */
export function whyNotLookUpIncidents(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotAct(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (!asksAboutIncident(request)) return refuse('NothingToLookUp', 'The request does not ask about an incident.');
  return whyNotSettled(request) ?? whyNotWrite(request);
}
