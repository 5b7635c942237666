import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Acceptance, ExtensionGrant, IdentityDecision, KnownRequest, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

/** GDPR Art. 12(3): the answer is due within one month of receipt, or within the extended period. */
export function isLate(request: KnownRequest, now: Instant): boolean {
  return now >= request.answerClock.dueAt;
}

/** GDPR Art. 12(6): further information is asked for only on reasonable doubt; a reply to it settles the doubt. */
export function isIdentitySettled(request: KnownRequest): boolean {
  return request.identity === 'confirmed' || request.identity === 'waived';
}

/** GDPR Art. 15(3), 20(1): access and portability hand over data, unless there are none. */
export function isCopyMissing({ right, acceptance, answerFiles }: KnownRequest): boolean {
  const handsOver = right === 'access' || right === 'portability';
  return handsOver && acceptance === 'accepted' && answerFiles.length === 0;
}

/** GDPR Art. 12(3): an extension moves the date only when its notice left inside the first month. */
export function isExtensionEffective(request: KnownRequest, noticeSentAt: Instant): boolean {
  return request.extension?.noticeSentAt === undefined && noticeSentAt < request.answerClock.dueAt;
}

/** Asked at the door, by the door's own clock: the engine's may lag, and what was received is then received all the same. */
export function whyNotReceive(receivedAt: Instant, now: Instant): Refusal | undefined {
  if (receivedAt <= now) return undefined;
  return refuse('ReceiptInFuture', 'A request cannot be received in the future.');
}

export function whyNotRegister(request: SubjectRequest): Refusal | undefined {
  if (request.phase === 'new') return undefined;
  return refuse('CaseAlreadyOpen', 'This request is already registered.');
}

/** What every step of a person needs: a request that is registered and not yet at its end. */
export function whyNotAct(request: SubjectRequest): Refusal | undefined {
  if (request.phase === 'open') return undefined;
  return refuse('CaseNotOpen', 'The request is not open: it has been answered, refused, withdrawn or set aside.');
}

/** Steps on the merits need to know which right is invoked. */
export function whyNotActOnRight(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotAct(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.right !== undefined) return undefined;
  return refuse('NotClassified', 'First say which right the message invokes, or set it aside.');
}

export function whyNotClassify(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotAct(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.right === undefined) return undefined;
  return refuse('AlreadyClassified', 'The request is already classified.');
}

/** GDPR Art. 12(2): facilitating rights means that a message is set aside only with a reason that can be checked. */
export function whyNotSetAside(request: SubjectRequest, reasons: string): Refusal | undefined {
  return whyNotClassify(request) ?? whyNotReasons(reasons, 'GDPR Art. 12(2)');
}

/** GDPR Art. 12(6): the doubt is named, and the data subject is asked once at a time. */
export function whyNotRequestIdentityEvidence(request: SubjectRequest, doubt: string): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.identity === 'asked')
    return refuse('IdentityAlreadyAsked', 'The identity question is still open.', 'GDPR Art. 12(6)');
  if (isIdentitySettled(request)) return refuse('IdentitySettled', 'The identity is settled.', 'GDPR Art. 12(6)');
  if (request.refusal !== undefined) return refusalStands();
  return whyNotReasons(doubt, 'GDPR Art. 12(6)');
}

/** GDPR Art. 12(6): settled once; that no check is needed, or that it failed, is said with reasons. */
export function whyNotDecideIdentity(request: SubjectRequest, decision?: IdentityDecision): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (isIdentitySettled(request)) return refuse('IdentitySettled', 'The identity is settled.', 'GDPR Art. 12(6)');
  if (decision === undefined || decision.outcome === 'confirmed') return undefined;
  return whyNotReasons(decision.reasons, 'GDPR Art. 12(6)');
}

/** GDPR Art. 12(3): once, inside the first month, for complexity or number, with reasons. */
export function whyNotExtend(request: SubjectRequest, grant: ExtensionGrant, now: Instant): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  const article = 'GDPR Art. 12(3)';
  if (request.extension !== undefined) return refuse('AlreadyExtended', 'The period can be extended once.', article);
  if (isLate(request, now)) return refuse('ExtensionTooLate', 'Too late: the first month has ended.', article);
  if (request.refusal !== undefined) return refusalStands();
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  return whyNotReasons(grant.reasons, article);
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

/** Recorded by a person who saw to a letter that Duly could not send. */
export function whyNotRecordLetterSent(
  request: SubjectRequest,
  effect: string,
  sentAt: Instant,
  now: Instant,
): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  const open = request.openLetters.find((candidate) => candidate.effect === effect);
  if (open === undefined) return refuse('LetterNotOpen', 'No letter of this key waits for a person.');
  if (sentAt > now) return refuse('SentInFuture', 'A letter cannot have left in the future.');
  if (sentAt >= (request.letterOrderedAt[open.letter] ?? request.registeredAt)) return undefined;
  return refuse('SentBeforeOrdered', 'A letter cannot have left before it was ordered.');
}

/** What somebody wants to remember is kept also when nothing more is due, until the case is closed. */
export function whyNotAddNote(request: SubjectRequest): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  return request.phase === 'closed' ? refuse('CaseNotOpen', 'The case is closed: it keeps what it has.') : undefined;
}

/** Its letter is on its way, and nothing may contradict it. */
function refusalStands(): Refusal {
  return refuse('AlreadyDecided', 'The refusal is already approved.');
}
