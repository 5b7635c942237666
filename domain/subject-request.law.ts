import type { Actor } from './actor.js';
import { areReasonsGiven } from './refusal.js';
import type { Refusal, RefusalType } from './refusal.js';
import type {
  ExtensionGrant,
  KnownRequest,
  Proposal,
  RefusalGround,
  Registration,
  SubjectRequest,
} from './subject-request.js';
import type { Instant } from './time.js';

/** The articles on which a refusal may rest; anything else is no ground (EDPB Guidelines 01/2022, para. 166). */
export const articleOfGround: Readonly<Record<RefusalGround, string>> = {
  manifestlyUnfounded: 'GDPR Art. 12(5)',
  excessive: 'GDPR Art. 12(5)',
  notIdentifiable: 'GDPR Art. 11(2)',
  rightsOfOthers: 'GDPR Art. 15(4)',
  nationalRestriction: 'GDPR Art. 23',
};

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

export function whyNotRegister(request: SubjectRequest, registration: Registration, now: Instant): Refusal | undefined {
  if (request.phase !== 'new') return refuse('CaseAlreadyOpen', 'This request is already registered.');
  if (registration.receivedAt > now) return refuse('ReceiptInFuture', 'A request cannot be received in the future.');
  return undefined;
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
  return whyNotReasons(doubt, 'GDPR Art. 12(6)');
}

export function whyNotDecideIdentity(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (!isIdentitySettled(request)) return undefined;
  return refuse('IdentitySettled', 'The identity is settled.', 'GDPR Art. 12(6)');
}

/** GDPR Art. 12(3): once, inside the first month, for complexity or number, with reasons. */
export function whyNotExtend(request: SubjectRequest, grant: ExtensionGrant, now: Instant): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  const article = 'GDPR Art. 12(3)';
  if (request.extension !== undefined) return refuse('AlreadyExtended', 'The period can be extended once.', article);
  if (isLate(request, now)) return refuse('ExtensionTooLate', 'Too late: the first month has ended.', article);
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  return whyNotReasons(grant.reasons, article);
}

export function whyNotAccept(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.acceptance !== undefined) return refuse('AlreadyDecided', 'The request is already accepted.');
  if (request.refusal !== undefined) return refuse('AlreadyDecided', 'The refusal is already approved.');
  if (request.proposal?.scope === 'whole') return refuse('ProposalPending', 'A refusal waits for approval.');
  if (isIdentitySettled(request)) return undefined;
  return refuse(
    'IdentityNotSettled',
    'First confirm the identity, or record why no check is needed.',
    'GDPR Art. 12(6)',
  );
}

/** GDPR Art. 12(4), 12(5), 15(4), 23: reasons always; facts or a provision where the controller bears the burden. */
export function whyNotProposeRefusal(
  request: SubjectRequest,
  proposal: Omit<Proposal, 'proposedBy'>,
): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.refusal !== undefined) return refuse('AlreadyDecided', 'The refusal is already approved.');
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  const article = articleOfGround[proposal.ground];
  if (proposal.ground === 'rightsOfOthers' && proposal.scope === 'whole') {
    return refuse(
      'GroundTooBroad',
      'The rights of others justify leaving parts out, never refusing everything.',
      article,
    );
  }
  return whyNotReasons(proposal.reasons, 'GDPR Art. 12(4)') ?? whyNotDemonstrated(proposal, article);
}

function whyNotDemonstrated(proposal: Omit<Proposal, 'proposedBy'>, article: string): Refusal | undefined {
  if (proposal.ground === 'rightsOfOthers' || areReasonsGiven(proposal.demonstration)) return undefined;
  return refuse(
    'NotDemonstrated',
    'The controller bears the burden: record the facts, or the provision of law.',
    article,
  );
}

/** What needs two people is approved by another human than the one who proposed it. */
export function whyNotDecideProposal(request: SubjectRequest, by: Actor): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.proposal === undefined) return refuse('NothingProposed', 'No proposal waits for approval.');
  if (request.proposal.proposedBy.id !== by.id) return undefined;
  return refuse('SamePerson', 'A proposal is approved by another person than the one who made it.');
}

export function whyNotAttachAnswer(request: SubjectRequest): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  return undefined;
}

/** GDPR Art. 15: accepted, identity settled, nothing pending, a copy attached; when late, with the reasons. */
export function whyNotFulfil(
  request: SubjectRequest,
  lateReasons: string | undefined,
  now: Instant,
): Refusal | undefined {
  const closed = whyNotActOnRight(request);
  if (closed !== undefined || request.phase === 'new') return closed;
  if (request.fulfilment !== undefined) return refuse('AnswerUnderWay', 'The answer is already on its way.');
  if (request.proposal !== undefined) return refuse('ProposalPending', 'A refusal waits for approval.');
  if (request.acceptance === undefined) return refuse('NotAccepted', 'First accept the request.');
  if (request.acceptance === 'accepted' && request.answerFiles.length === 0) {
    return refuse('NothingAttached', 'First attach the copy of the personal data.', 'GDPR Art. 15(3)');
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
  if (!request.openLetters.some((open) => open.effect === effect)) {
    return refuse('LetterNotOpen', 'No letter of this key waits for a person.');
  }
  if (sentAt > now) return refuse('SentInFuture', 'A letter cannot have left in the future.');
  return undefined;
}

function whyNotReasons(reasons: string, article: string): Refusal | undefined {
  if (areReasonsGiven(reasons)) return undefined;
  return refuse('ReasonsMissing', 'Give the reasons, in words that can be checked.', article);
}

function refuse(type: RefusalType, message: string, article?: string): Refusal {
  return { type, message, ...(article !== undefined && { article }) };
}
