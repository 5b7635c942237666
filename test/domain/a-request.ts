import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { answerClock } from '../../domain/subject-request.clocks.js';
import type {
  GivenAnswer,
  KnownRequest,
  Proposal,
  Registration,
  RequestCommand,
  RequestEffect,
  RequestFact,
  SubjectRequest,
} from '../../domain/subject-request.js';
import type { Recorded } from '../../domain/decider.js';
import type { Instant } from '../../domain/time.js';
import { aRegistration, decider, fact, operator, registered } from '../support/builders.js';
import { given } from '../support/given.js';
import type { Given } from '../support/given.js';

export type GivenRequest = Given<SubjectRequest, RequestCommand, RequestFact, RequestEffect>;

/** The first instant after the month of a request received on 3 March 2026. */
export const monthEnd = answerClock(aRegistration()).dueAt;
export const dpo = { role: 'dpo', id: 'm-jansen' } as const;
export const soon = '2026-03-05T09:00:00.000Z';

export function millisecondsFrom(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

export function daysFrom(instant: Instant, days: number): Instant {
  return millisecondsFrom(instant, days * 24 * 60 * 60 * 1000);
}

/** A registered request to which these things happened, each on the fourth of March unless it says otherwise. */
export function aRequest(...facts: readonly Recorded<RequestFact>[]): GivenRequest {
  return given(subjectRequestDecider, [registered(), ...facts]);
}

export function aRequestFor(registration: Partial<Registration>, ...facts: readonly Recorded<RequestFact>[]) {
  return given(subjectRequestDecider, [registered(registration), ...facts]);
}

export function known(state: SubjectRequest): KnownRequest {
  if (state.phase === 'new') throw new Error('the request is not registered');
  return state;
}

export function happened(body: RequestFact, at: Instant = '2026-03-04T09:00:00.000Z'): Recorded<RequestFact> {
  return fact(body, at);
}

export const asked = happened({ type: 'identityAsked', doubt: 'it came from an unknown address' });
export const confirmed = happened({ type: 'identityConfirmed', method: 'account' });
export const notConfirmed = happened({ type: 'identityNotConfirmed', reasons: 'nobody answered the question' });
export const accepted = happened({ type: 'requestAccepted', acceptance: 'accepted' });
export const noDataHeld = happened({ type: 'requestAccepted', acceptance: 'noDataHeld' });
export const attached = happened({ type: 'answerAttached', documents: ['d1'] });
export const ordered = happened({ type: 'fulfilmentOrdered' });
export const withdrawn = happened({ type: 'requestWithdrawn' });
export const approved = happened({ type: 'proposalApproved' });
export const advisedAgainst = happened({ type: 'adviceGiven', advice: 'the demonstration is thin', against: true });
export const extensionGranted = happened({
  type: 'extensionGranted',
  grant: { ground: 'complexity', reasons: 'data lie in nine systems' },
});

export function aProposal(overrides: Partial<Omit<Proposal, 'proposedBy'>> = {}): Omit<Proposal, 'proposedBy'> {
  return {
    scope: 'whole',
    ground: 'excessive',
    reasons: 'the fifth identical request this month',
    demonstration: 'S-2026-0001 to S-2026-0004 were answered',
    ...overrides,
  };
}

/** On an access request, the day after it came in. */
export function anAnswerGiven(overrides: Partial<GivenAnswer> = {}): GivenAnswer {
  return { done: 'copyGiven', way: 'letter', givenAt: '2026-03-04T09:00:00.000Z', documents: ['e1'], ...overrides };
}

export function proposed(overrides: Partial<Proposal> = {}): Recorded<RequestFact> {
  return happened({ type: 'refusalProposed', proposal: { ...aProposal(), proposedBy: operator, ...overrides } });
}

/** A letter that left by mail, under the key of the effect that ordered it. */
export function left(
  type: 'requestAcknowledged' | 'identityEvidenceRequested' | 'requestRefused' | 'answerSent' | 'withdrawalConfirmed',
  effect: string,
  at: Instant = '2026-03-04T09:00:00.000Z',
): Recorded<RequestFact> {
  return happened({ type, effect, sentAt: at, how: 'mail' }, at);
}

/** Ready to be answered. */
export const gathered = [confirmed, accepted, attached];

/** As the decider tells it: the notice moves the date. */
export function noticeLeft(before: GivenRequest, effect: string, at: Instant): readonly Recorded<RequestFact>[] {
  const came = { outcome: 'sent', reportedAt: at } as const;
  return before.when({ type: 'noteLetter', by: operator, effect, letter: 'extension', came }, at).facts;
}

export { decider, operator };
