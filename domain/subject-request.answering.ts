import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { isIdentitySettled, isLate, refusalStands, whyNotActOnRight } from './subject-request.law.js';
import type { Acceptance, KnownRequest, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

/** GDPR Art. 15(3), 20(1): access and portability hand over data, unless there are none. */
export function isCopyMissing({ right, acceptance, answerFiles }: KnownRequest): boolean {
  const handsOver = right === 'access' || right === 'portability';
  return handsOver && acceptance === 'accepted' && answerFiles.length === 0;
}

/** GDPR Art. 15(1): whether or not data are held is said as the search found it, so it may change until the answer leaves. */
export function whyNotAccept(request: SubjectRequest, acceptance?: Acceptance): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.refusal !== undefined) return refusalStands();
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  if (acceptance !== undefined && request.acceptance === acceptance)
    return refuse('AlreadyDecided', 'The request is already decided that way.');
  if (request.proposal?.scope === 'whole') return refuse('ProposalPending', 'A refusal waits for approval.');
  if (acceptance === 'noDataHeld' && whyNotNoData(request) !== undefined) return whyNotNoData(request);
  if (isIdentitySettled(request)) return undefined;
  return refuse(
    'IdentityNotSettled',
    'First confirm the identity, or record why no check is needed.',
    'GDPR Art. 12(6)',
  );
}

/** Who refuses a part holds data, and must not deny it. */
function whyNotNoData(request: KnownRequest): Refusal | undefined {
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A partial refusal waits for approval.');
  if (request.partsRefused.length === 0) return undefined;
  return refuse('AlreadyDecided', 'A part is refused, so data are held.', 'GDPR Art. 15(1)');
}

export function whyNotAttachAnswer(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.refusal !== undefined) return refusalStands();
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  return undefined;
}

/** GDPR Art. 5(1)(f): a file of somebody else must not leave; until the answer is ordered it can be taken out. */
export function whyNotDetachAnswer(request: SubjectRequest, documents: readonly string[]): Refusal | undefined {
  const closed = whyNotAttachAnswer(request);
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
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.refusal !== undefined) return refusalStands();
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  if (request.acceptance === undefined) return refuse('NotAccepted', 'First accept the request.');
  if (isCopyMissing(request)) {
    const article = request.right === 'portability' ? 'GDPR Art. 20(1)' : 'GDPR Art. 15(3)';
    return refuse('NothingAttached', 'First attach the copy of the personal data.', article);
  }
  if (!isLate(request, now) || areReasonsGiven(lateReasons)) return undefined;
  return refuse('LateWithoutReasons', 'The answer is late: say why.', 'GDPR Art. 12(3)');
}
