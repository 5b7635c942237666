import type { Deadline } from './deadline.js';
import type { WaitingInterval } from './deadline-question.js';
import type { Recorded } from './decider.js';
import type { LetterName } from './letter.js';
import type { Right } from './right.js';
import { readBy, withMessage } from './subject-request.messages.js';
import type {
  FurtherRight,
  KnownRequest,
  OpenLetter,
  Outcome,
  RequestFact,
  SubjectRequest,
} from './subject-request.js';
import type { Instant } from './time.js';

type Registered = Extract<RequestFact, { type: 'requestRegistered' }>;
type LetterSent = Extract<Recorded<RequestFact>, { how: unknown }>;
type Later = Recorded<Exclude<RequestFact, { type: 'requestRegistered' | 'ownerAssigned' }>>;

export function evolve(request: SubjectRequest, fact: Recorded<RequestFact>): SubjectRequest {
  if (fact.type === 'requestRegistered') return opened(fact);
  if (request.phase === 'new') return request;
  // Whoever hands a case over leaves what has not been read to the next owner.
  if (fact.type === 'ownerAssigned') return { ...request, owner: fact.owner };
  return readBy(withFact(request, fact), fact.by);
}

function opened({ registration, clock, at }: Recorded<Registered>): KnownRequest {
  const { acknowledge: _acknowledged, ...known } = registration;
  return {
    ...known,
    phase: 'open',
    registeredAt: at,
    answerClock: clock,
    firstClock: clock,
    identity: 'notAsked',
    identityWaits: [],
    partsRefused: [],
    answerFiles: [],
    messages: [],
    openLetters: [],
    sentLetters: {},
    bouncedLetters: [],
    letterOrderedAt: { acknowledgement: at },
    failedEffects: [],
    milestonesPassedUntil: at,
  };
}

function withFact(request: KnownRequest, fact: Later): KnownRequest {
  if ('how' in fact) return withLetterSent(request, fact);
  switch (fact.type) {
    case 'requestClassified':
      return classified(request, fact.right);
    case 'furtherRightRegistered':
      return withFurtherRight(request, fact);
    case 'messageSetAside':
      return settled(request, 'notARequest', fact.at);
    case 'identityAsked':
      return { ...ordered(request, 'identity-request', fact.at), identity: 'asked', identityDoubt: fact.doubt };
    case 'identityConfirmed':
      return confirmed(request, fact.clock);
    case 'identityCheckWaived':
      return { ...request, identity: 'waived' };
    case 'identityNotConfirmed':
      return notConfirmed(request, fact.waited);
    case 'extensionGranted':
      return { ...ordered(request, 'extension', fact.at), extension: { ...fact.grant, effective: false } };
    case 'contactSettled':
      return without(request, 'addressDoubt');
    case 'requestAccepted':
      return { ...request, acceptance: fact.acceptance };
    case 'refusalProposed':
      return { ...request, proposal: fact.proposal };
    case 'proposalApproved':
      return approved(request, fact.at);
    case 'proposalRejected':
      return without(request, 'proposal');
    case 'adviceGiven':
      return { ...request, advice: { advice: fact.advice, against: fact.against } };
    case 'answerAttached':
      return { ...request, answerFiles: [...request.answerFiles, ...fact.documents] };
    case 'answerDetached':
      return { ...request, answerFiles: request.answerFiles.filter((file) => !fact.documents.includes(file)) };
    case 'fulfilmentOrdered':
      return { ...ordered(request, 'answer', fact.at), fulfilment: { lateReasons: fact.lateReasons } };
    case 'answerGiven':
      return settled(withLateRefusal({ ...request, answeredAt: fact.givenAt }, fact), 'answered', fact.at);
    case 'requestWithdrawn':
      return ordered(settled(request, 'withdrawn', fact.at), 'withdrawal-confirmation', fact.at);
    case 'letterNeedsPerson':
      return withOpenLetter(request, fact);
    case 'letterBounced':
      return bounced(request, fact);
    case 'effectFailed':
      return failed(request, fact.effect, fact.letter);
    case 'deadlinePassed':
      return { ...request, milestonesPassedUntil: fact.at, deadlinePassedAt: fact.at };
    case 'deadlineWarned':
    case 'latenessReminded':
      return { ...request, milestonesPassedUntil: fact.at };
    case 'caseClosed':
      return { ...request, phase: 'closed', openLetters: [] };
    case 'messageReceived':
      return withMessage(request, fact);
    case 'identityResultAnnounced':
      return { ...request, identityResults: [...(request.identityResults ?? []), fact.resultId] };
    case 'identityResultUnknown':
    case 'incidentsLookedUp':
    case 'noteAdded':
    case 'alertSent':
      return request;
  }
}

function withLetterSent(request: KnownRequest, fact: LetterSent): KnownRequest {
  switch (fact.type) {
    case 'requestAcknowledged':
      return sent(request, fact.effect, 'acknowledgement');
    case 'withdrawalConfirmed':
      return sent(request, fact.effect, 'withdrawal-confirmation');
    case 'identityEvidenceRequested':
      return { ...sent(request, fact.effect, 'identity-request'), identityAskedAt: fact.sentAt };
    case 'extensionNoticeSent':
      return extended(sent(request, fact.effect, 'extension'), fact);
    case 'requestRefused':
      return settled(withLateRefusal(sent(request, fact.effect, 'refusal'), fact), 'refused', fact.at);
    case 'answerSent':
      return settled(withLateRefusal(sent(request, fact.effect, 'answer'), fact), 'answered', fact.at);
  }
}

/** Nothing more is due, no other letter included; a first outcome stays, whatever letter comes after it. */
function settled(request: KnownRequest, outcome: Outcome, settledAt: Instant): KnownRequest {
  return request.phase === 'open' ? { ...request, phase: 'settled', outcome, settledAt, openLetters: [] } : request;
}

/** The letter that an outcome hangs on. */
const concluding: Readonly<Record<Outcome, LetterName | undefined>> = {
  answered: 'answer',
  refused: 'refusal',
  withdrawn: 'withdrawal-confirmation',
  notARequest: undefined,
};

/** A new letter of a kind overtakes one that still waits for a person. */
function ordered(request: KnownRequest, letter: LetterName, at: Instant): KnownRequest {
  return {
    ...request,
    letterOrderedAt: { ...request.letterOrderedAt, [letter]: at },
    openLetters: request.openLetters.filter((open) => open.letter !== letter),
  };
}

function confirmed(request: KnownRequest, clock: Deadline | undefined): KnownRequest {
  const identityWaits = clock?.question.waiting ?? request.identityWaits;
  return { ...request, identity: 'confirmed', suspendedClock: clock, identityWaits };
}

/** What was decided on another right is decided anew on this one; nobody was told of it yet. */
function classified(request: KnownRequest, right: Right): KnownRequest {
  const isFound = request.right === undefined || request.isFound;
  return { ...without(request, 'acceptance'), right, isFound };
}

function withFurtherRight(request: KnownRequest, { right, caseId }: FurtherRight): KnownRequest {
  return { ...request, furtherRights: [...(request.furtherRights ?? []), { right, caseId }] };
}

/** The wait is over without success; the data subject may be asked again. */
function notConfirmed(request: KnownRequest, waited: readonly WaitingInterval[] | undefined): KnownRequest {
  const identityWaits = waited ?? request.identityWaits;
  return { ...request, identity: 'notConfirmed', identityAskedAt: undefined, identityWaits };
}

/** A refusal of the whole undoes an acceptance; that of a part stands beside it. */
function approved(request: KnownRequest, at: Instant): KnownRequest {
  const { proposal } = request;
  if (proposal === undefined) return request;
  const rest = without(request, 'proposal');
  if (proposal.scope === 'part') return { ...rest, partsRefused: [...request.partsRefused, proposal] };
  return { ...ordered(without(rest, 'acceptance'), 'refusal', at), refusal: proposal };
}

function withLateRefusal(request: KnownRequest, { refusalLate }: Pick<KnownRequest, 'refusalLate'>): KnownRequest {
  return refusalLate === true ? { ...request, refusalLate } : request;
}

type NoticeSent = Recorded<Extract<RequestFact, { type: 'extensionNoticeSent' }>>;

/** GDPR Art. 12(3): only the notice moves the date, and only inside the first month. */
function extended(request: KnownRequest, { sentAt, effective, clock, suspendedClock, at }: NoticeSent): KnownRequest {
  if (request.extension === undefined) return request;
  const extension = { ...request.extension, noticeSentAt: sentAt, effective };
  if (clock === undefined) return { ...request, extension };
  const moved = { ...request, extension, answerClock: clock, suspendedClock: suspendedClock ?? request.suspendedClock };
  // A notice may be told after the first month, when the case already counts as late.
  return at < clock.dueAt ? { ...moved, deadlinePassedAt: undefined } : moved;
}

type Bounced = Recorded<Extract<RequestFact, { type: 'letterBounced' }>>;

/** What came back undelivered was not told: GDPR Art. 12(3), 12(4). A case that hangs on it is open again, a closed one too. */
function bounced(request: KnownRequest, fact: Bounced): KnownRequest {
  const known = { ...request, bouncedLetters: [...request.bouncedLetters, fact.effect] };
  return withOpenLetter(untold(known, fact), { ...fact, reason: 'bounced' });
}

function untold(request: KnownRequest, { letter, suspendedClock, at }: Bounced): KnownRequest {
  const { extension, firstClock } = request;
  if (letter === 'identity-request') return { ...request, identityAskedAt: undefined };
  if (letter === 'extension' && extension !== undefined) {
    const granted = { ...extension, noticeSentAt: undefined, effective: false };
    return { ...request, extension: granted, answerClock: firstClock, suspendedClock };
  }
  const hangsOnIt = request.outcome !== undefined && concluding[request.outcome] === letter;
  if (request.phase === 'open' || !hangsOnIt || letter === 'withdrawal-confirmation') return request;
  // A warning that time has passed meanwhile would come after the deadline that it warns of.
  return { ...request, phase: 'open', outcome: undefined, settledAt: undefined, milestonesPassedUntil: at };
}

function sent(request: KnownRequest, effect: string, letter: LetterName): KnownRequest {
  return {
    ...request,
    openLetters: request.openLetters.filter((open) => open.effect !== effect),
    sentLetters: { ...request.sentLetters, [effect]: letter },
  };
}

/** Once a case is settled, only the letter that it hangs on still needs anybody; once it is closed, none can be seen to. */
function withOpenLetter(request: KnownRequest, { effect, letter, reason }: OpenLetter): KnownRequest {
  if (request.phase === 'closed') return request;
  if (request.outcome !== undefined && concluding[request.outcome] !== letter) return request;
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
