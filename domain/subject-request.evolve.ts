import type { Recorded } from './decider.js';
import type { LetterName } from './letter.js';
import type { KnownRequest, OpenLetter, Outcome, RequestFact, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

type Registered = Extract<RequestFact, { type: 'requestRegistered' }>;
type Later = Recorded<Exclude<RequestFact, { type: 'requestRegistered' }>>;

export function evolve(request: SubjectRequest, fact: Recorded<RequestFact>): SubjectRequest {
  if (fact.type === 'requestRegistered') return opened(fact);
  return request.phase === 'new' ? request : withFact(request, fact);
}

function opened({ registration, clock, at }: Recorded<Registered>): KnownRequest {
  const { acknowledge: _acknowledged, ...known } = registration;
  return {
    ...known,
    phase: 'open',
    registeredAt: at,
    answerClock: clock,
    identity: 'notAsked',
    answerFiles: [],
    messages: [],
    openLetters: [],
    sentLetters: {},
    failedEffects: [],
    milestonesPassedUntil: at,
  };
}

function withFact(request: KnownRequest, fact: Later): KnownRequest {
  switch (fact.type) {
    case 'requestClassified':
      return { ...request, right: fact.right };
    case 'messageSetAside':
      return settled(request, 'notARequest', fact.at);
    case 'identityAsked':
      return { ...request, identity: 'asked', identityDoubt: fact.doubt };
    case 'identityConfirmed':
      return { ...request, identity: 'confirmed', suspendedClock: fact.clock };
    case 'identityCheckWaived':
      return { ...request, identity: 'waived' };
    case 'identityNotConfirmed':
      return { ...request, identity: 'notConfirmed' };
    case 'extensionGranted':
      return { ...request, extension: { ...fact.grant, effective: false } };
    case 'requestAccepted':
      return { ...request, acceptance: fact.acceptance };
    case 'refusalProposed':
      return { ...request, proposal: fact.proposal };
    case 'proposalApproved':
      return approved(request);
    case 'proposalRejected':
      return without(request, 'proposal');
    case 'answerAttached':
      return { ...request, answerFiles: [...request.answerFiles, ...fact.documents] };
    case 'fulfilmentOrdered':
      return { ...request, fulfilment: { lateReasons: fact.lateReasons } };
    case 'requestWithdrawn':
      return settled(request, 'withdrawn', fact.at);
    case 'requestAcknowledged':
      return sent(request, fact.effect, 'acknowledgement');
    case 'withdrawalConfirmed':
      return sent(request, fact.effect, 'withdrawal-confirmation');
    case 'identityEvidenceRequested':
      return { ...sent(request, fact.effect, 'identity-request'), identityAskedAt: fact.sentAt };
    case 'extensionNoticeSent':
      return extended(sent(request, fact.effect, 'extension'), fact);
    case 'requestRefused':
      return settled(sent(request, fact.effect, 'refusal'), 'refused', fact.at);
    case 'answerSent':
      return settled(sent(request, fact.effect, 'answer'), 'answered', fact.at);
    case 'letterNeedsPerson':
      return withOpenLetter(request, fact);
    case 'letterBounced':
      return withOpenLetter(request, { ...fact, reason: 'bounced' });
    case 'effectFailed':
      return failed(request, fact.effect, fact.letter);
    case 'deadlineWarned':
      return { ...request, milestonesPassedUntil: fact.at };
    case 'deadlinePassed':
      return { ...request, milestonesPassedUntil: fact.at, deadlinePassedAt: fact.at };
    case 'latenessReminded':
      return { ...request, milestonesPassedUntil: fact.at };
    case 'caseClosed':
      return { ...request, phase: 'closed' };
    case 'messageReceived':
      return { ...request, messages: [...request.messages, fact.documentId] };
    case 'identityResultAnnounced':
    case 'identityResultUnknown':
    case 'noteAdded':
    case 'alertSent':
      return request;
  }
}

/** Nothing more is due; a first outcome stays, whatever letter comes after it. */
function settled(request: KnownRequest, outcome: Outcome, settledAt: Instant): KnownRequest {
  return request.phase === 'open' ? { ...request, phase: 'settled', outcome, settledAt } : request;
}

function approved(request: KnownRequest): KnownRequest {
  const { proposal } = request;
  if (proposal === undefined) return request;
  const rest = without(request, 'proposal');
  return proposal.scope === 'whole' ? { ...rest, refusal: proposal } : { ...rest, partlyRefused: proposal };
}

type NoticeSent = Extract<RequestFact, { type: 'extensionNoticeSent' }>;

/** GDPR Art. 12(3): only the notice moves the date, and only inside the first month. */
function extended(request: KnownRequest, { sentAt, effective, clock }: NoticeSent): KnownRequest {
  if (request.extension === undefined) return request;
  const extension = { ...request.extension, noticeSentAt: sentAt, effective };
  return clock === undefined ? { ...request, extension } : { ...request, extension, answerClock: clock };
}

function sent(request: KnownRequest, effect: string, letter: LetterName): KnownRequest {
  return {
    ...request,
    openLetters: request.openLetters.filter((open) => open.effect !== effect),
    sentLetters: { ...request.sentLetters, [effect]: letter },
  };
}

function withOpenLetter(request: KnownRequest, { effect, letter, reason }: OpenLetter): KnownRequest {
  const others = request.openLetters.filter((open) => open.effect !== effect);
  return { ...request, openLetters: [...others, { effect, letter, reason }] };
}

function failed(request: KnownRequest, effect: string, letter: LetterName | undefined): KnownRequest {
  const known = { ...request, failedEffects: [...request.failedEffects, effect] };
  return letter === undefined ? known : withOpenLetter(known, { effect, letter, reason: 'failed' });
}

function without<Key extends keyof KnownRequest>(request: KnownRequest, key: Key): Omit<KnownRequest, Key> {
  const { [key]: _removed, ...rest } = request;
  return rest;
}
