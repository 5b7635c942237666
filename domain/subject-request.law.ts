import { refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Right } from './right.js';
import type {
  AddressDoubt,
  ExtensionGrant,
  IdentityDecision,
  KnownRequest,
  SubjectRequest,
} from './subject-request.js';
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

/** GDPR Art. 12(2): a mistake about the right is mended; the month of Art. 12(3) runs from receipt for all of them. */
export function whyNotClassify(request: SubjectRequest, right?: Right): Refusal | undefined {
  const closed = whyNotAct(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (right !== undefined && request.right === right)
    return refuse('AlreadyClassified', 'The request is already classified that way.');
  return whyNotReclassify(request) ?? whyNotTwice(request, right);
}

/** GDPR Art. 12(2): who asks for several rights in one message is owed an answer on each, also after the first. */
export function whyNotRegisterFurtherRight(request: SubjectRequest, right?: Right): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  if (request.phase === 'closed') return refuse('CaseNotOpen', 'The case is closed: open a new one.');
  if (request.right === undefined) return refuse('NotClassified', 'First say which right this case is about.');
  if (request.sameMessageAs !== undefined)
    return refuse('AlreadyClassified', 'Further rights are registered in the case that the message opened.');
  if (right !== undefined && request.right === right) return refuse('AlreadyClassified', 'This case is about it.');
  return whyNotTwice(request, right);
}

function whyNotTwice({ furtherRights = [] }: KnownRequest, right: Right | undefined): Refusal | undefined {
  if (!furtherRights.some((further) => further.right === right)) return undefined;
  return refuse('AlreadyClassified', 'That right of the message has a case of its own.');
}

/** What was decided by two people, or is on its way, was decided on the right that it names. */
function whyNotReclassify(request: KnownRequest): Refusal | undefined {
  if (request.refusal !== undefined) return refusalStands();
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  if (request.partsRefused.length > 0) return refuse('AlreadyDecided', 'The refusal of a part is already approved.');
  return request.fulfilment === undefined ? undefined : answerUnderWay();
}

/** GDPR Art. 12(2): facilitating rights means that a message is set aside only with a reason that can be checked. */
export function whyNotSetAside(request: SubjectRequest, reasons: string): Refusal | undefined {
  const closed = whyNotClassify(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  return whyNotARequest(request) ?? whyNotReasons(reasons, 'GDPR Art. 12(2)');
}

/** Whoever named a right, or was asked about theirs, is owed an answer. */
function whyNotARequest({ right, isFound, letterOrderedAt }: KnownRequest): Refusal | undefined {
  if (right === undefined) return undefined;
  const message = 'It is a request: answer it, or refuse it with reasons.';
  const hasLetters = Object.keys(letterOrderedAt).some((letter) => letter !== 'acknowledgement');
  return isFound === true && !hasLetters ? undefined : refuse('AlreadyClassified', message, 'GDPR Art. 12(4)');
}

/** GDPR Art. 5(1)(f): a letter to a list tells strangers, and one to a machine tells nobody. */
export function whyNotWrite({ addressDoubt }: KnownRequest): Refusal | undefined {
  if (addressDoubt === undefined) return undefined;
  return refuse('AddressDoubtful', doubtWords[addressDoubt], 'GDPR Art. 5(1)(f)');
}

const doubtWords: Readonly<Record<AddressDoubt, string>> = {
  list: 'The message came by way of a mailing list: confirm or correct the address first, or many may read the letter.',
  noReply: 'The message came from an address that nobody reads: confirm or correct the address first.',
  replyTo: 'The message asks for answers at another address: confirm or correct the address first.',
};

/** Whoever writes to a person sees to it that the letter reaches them, and nobody else. */
export function whyNotSettleContact(request: SubjectRequest, reasons: string): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  if (request.phase === 'closed') return refuse('CaseNotOpen', 'The case is closed: it writes to nobody.');
  return whyNotReasons(reasons, 'GDPR Art. 5(1)(f)');
}

/** GDPR Art. 12(6): the doubt is named, and the data subject is asked once at a time. */
export function whyNotRequestIdentityEvidence(request: SubjectRequest, doubt: string): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.identity === 'asked')
    return refuse('IdentityAlreadyAsked', 'The identity question is still open.', 'GDPR Art. 12(6)');
  if (isIdentitySettled(request)) return refuse('IdentitySettled', 'The identity is settled.', 'GDPR Art. 12(6)');
  if (request.refusal !== undefined) return refusalStands();
  return whyNotWrite(request) ?? whyNotReasons(doubt, 'GDPR Art. 12(6)');
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
  if (request.fulfilment !== undefined) return answerUnderWay();
  return whyNotWrite(request) ?? whyNotReasons(grant.reasons, article);
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

/** Until it is closed somebody has to see to a case: a letter may come back, a message may come in. */
export function whyNotAssignOwner(request: SubjectRequest, owner?: string): Refusal | undefined {
  if (request.phase === 'new') return refuse('CaseNotOpen', 'The request is not registered.');
  if (request.phase === 'closed') return refuse('CaseNotOpen', 'The case is closed: nobody needs to see to it.');
  if (owner === undefined || request.owner !== owner) return undefined;
  return refuse('AlreadyOwner', 'That person owns the case already.');
}

export function answerUnderWay(): Refusal {
  return refuse('AnswerUnderWay', 'The answer is already on its way.');
}

/** Its letter is on its way, and nothing may contradict it. */
export function refusalStands(): Refusal {
  return refuse('AlreadyDecided', 'The refusal is already approved.');
}
