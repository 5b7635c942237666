import { refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { ExtensionGrant, IdentityDecision, KnownRequest, SubjectRequest } from './subject-request.js';
import type { Instant } from './time.js';

/** GDPR Art. 12(3): the answer is due within one month of receipt, or within the extended period. */
export function isLate(request: KnownRequest, now: Instant): boolean {
  return now >= request.answerClock.dueAt;
}

/** GDPR Art. 12(6): further information is asked for only on reasonable doubt; a reply to it settles the doubt. */
export function isIdentitySettled(request: KnownRequest): boolean {
  return request.identity === 'confirmed' || request.identity === 'waived';
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

/** Recorded by a person who saw to a letter that Duly could not send. */
export function whyNotRecordLetterSent(
  request: SubjectRequest,
  effect: string,
  sentAt: Instant,
  now: Instant,
): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  const open = request.openLetters.find((candidate) => candidate.effect === effect);
  if (open === undefined) return refuse('LetterNotOpen', 'No such letter waits for a person to send it.');
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
export function refusalStands(): Refusal {
  return refuse('AlreadyDecided', 'The refusal is already approved.');
}
