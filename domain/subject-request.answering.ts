import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Right } from './right.js';
import {
  answerUnderWay,
  isIdentitySettled,
  isLate,
  refusalStands,
  whyNotActOnRight,
  whyNotWrite,
} from './subject-request.law.js';
import { isRefusalLate } from './subject-request.refusing.js';
import { acceptances } from './subject-request.js';
import type { Acceptance, Deed, GivenAnswer, KnownRequest, RequestFact, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

/** GDPR Art. 15(3): access hands over data, unless there are none. */
export function isCopyMissing({ right, acceptance, answerFiles }: KnownRequest): boolean {
  return right === 'access' && acceptance === 'accepted' && answerFiles.length === 0;
}

/** What answers each right. */
export const deedsOf: Readonly<Record<Right, readonly Deed[]>> = {
  access: ['copyGiven'],
  rectification: ['rectified', 'completed'],
  erasure: ['erased', 'anonymised'],
  restriction: ['restricted'],
  portability: ['handedOver', 'transmitted'],
  objection: ['stopped'],
  automatedDecision: ['reviewed'],
  consentWithdrawal: ['stopped'],
};

/** GDPR Art. 15(1): whether or not data are held is said as the search found it, so it may change until the answer leaves. */
export function whyNotAccept(request: SubjectRequest, acceptance: Acceptance): Refusal | undefined {
  const closed = whyNotAnswerNow(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.acceptance === acceptance) return refuse('AlreadyDecided', 'The request is already decided that way.');
  if (request.proposal?.scope === 'whole') return refuse('ProposalPending', 'A refusal waits for approval.');
  const unfit = acceptance === 'noDataHeld' ? whyNotNoData(request) : whyNotCompose(request);
  return unfit ?? whyNotSettled(request);
}

/** Open where either is open; which one, the form asks. */
export function whyNotAcceptAtAll(request: SubjectRequest): Refusal | undefined {
  const answers = acceptances.map((acceptance) => whyNotAccept(request, acceptance));
  return answers.includes(undefined) ? undefined : answers[0];
}

/** Who refuses a part holds data, and must not deny it. */
function whyNotNoData(request: KnownRequest): Refusal | undefined {
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A partial refusal waits for approval.');
  if (request.partsRefused.length === 0) return undefined;
  return refuse('AlreadyDecided', 'A part is refused, so data are held.', 'GDPR Art. 15(1)');
}

/** GDPR Art. 12(3): the answer tells what was done; of what is done outside Duly, Duly knows nothing and writes nothing. */
function whyNotCompose({ right }: KnownRequest): Refusal | undefined {
  if (right === 'access') return undefined;
  const message =
    'Duly writes the answer to an access request alone: do what is asked, and record the answer you gave.';
  return refuse('AnswerNotBuilt', message, 'GDPR Art. 12(3)');
}

/** GDPR Art. 12(6): nothing is handed out, changed or erased before it is clear whose it is. */
export function whyNotSettled(request: KnownRequest): Refusal | undefined {
  if (isIdentitySettled(request)) return undefined;
  const message = 'First confirm the identity, or record why no check is needed.';
  return refuse('IdentityNotSettled', message, 'GDPR Art. 12(6)');
}

/** Until a refusal or an answer is on its way. */
function whyNotAnswerNow(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.refusal !== undefined) return refusalStands();
  return request.fulfilment === undefined ? undefined : answerUnderWay();
}

export function whyNotAttachAnswer(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotAnswerNow(request);
  return closed !== undefined || request.phase === 'new' ? closed : whyNotCompose(request);
}

/** GDPR Art. 5(1)(f): a file of somebody else must not leave; until the answer is ordered it can be taken out. */
export function whyNotDetachAnswer(request: SubjectRequest, documents: readonly string[]): Refusal | undefined {
  const closed = whyNotAnswerNow(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (documents.every((document) => request.answerFiles.includes(document))) return undefined;
  return refuse('NotAttached', 'The answer has no such file.');
}

/** GDPR Art. 15: accepted, identity settled, nothing pending, a copy attached; when late, with the reasons. */
export function whyNotFulfil(
  request: SubjectRequest,
  lateReasons: string | undefined,
  now: Instant,
): Refusal | undefined {
  const closed = whyNotAnswerNow(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  const unfit = request.acceptance === 'noDataHeld' ? undefined : whyNotCompose(request);
  if (unfit !== undefined) return unfit;
  if (request.acceptance === undefined) return refuse('NotAccepted', 'First accept the request.');
  if (isCopyMissing(request))
    return refuse('NothingAttached', 'First attach the copy of the personal data.', 'GDPR Art. 15(3)');
  return whyNotWrite(request) ?? (isLate(request, now) ? whyNotLate(lateReasons) : undefined);
}

/** GDPR Art. 12(3): an answer that people gave themselves ends the duty like one that Duly sent, if something shows it. */
export function whyNotRecordAnswerGiven(
  request: SubjectRequest,
  given: GivenAnswer,
  now: Instant,
): Refusal | undefined {
  const closed = whyNotAnswerNow(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  return whyNotSettled(request) ?? whyNotShown(request, given, now);
}

function whyNotShown(request: KnownRequest, given: GivenAnswer, now: Instant): Refusal | undefined {
  const { done, documents, givenAt, lateReasons } = given;
  if (request.right !== undefined && !deedsOf[request.right].includes(done))
    return refuse('DeedNotForRight', 'That does not answer the right that is invoked.');
  if (documents.length === 0)
    return refuse('NothingAttached', 'Attach what shows the answer: the letter, the mail, a signed note.');
  if (givenAt > now) return refuse('SentInFuture', 'An answer cannot have been given in the future.');
  if (givenAt < request.receivedAt)
    return refuse('SentBeforeOrdered', 'An answer cannot have been given before the request came in.');
  return isLate(request, givenAt) ? whyNotLate(lateReasons) : undefined;
}

function whyNotLate(lateReasons: string | undefined): Refusal | undefined {
  if (areReasonsGiven(lateReasons)) return undefined;
  return refuse('LateWithoutReasons', 'The answer is late: say why.', 'GDPR Art. 12(3)');
}

/** GDPR Art. 12(4): what it refused was told with it. */
export function answerGiven(request: SubjectRequest, given: GivenAnswer): readonly RequestFact[] {
  if (request.phase === 'new') return [];
  const refusalLate = request.partsRefused.length > 0 && isRefusalLate(request, given.givenAt);
  return [{ type: 'answerGiven', ...(refusalLate && { refusalLate }), ...given }];
}
