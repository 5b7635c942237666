import { z } from 'zod';
import type { KeyRefusal, KeyRefusalType } from '../domain/key-destruction.js';
import type { Refusal, RefusalType } from '../domain/refusal.js';

/** A refusal added without a status does not compile. */
const statusOf: Readonly<Record<RefusalType | KeyRefusalType, number>> = {
  CaseAlreadyOpen: 409,
  CaseNotOpen: 409,
  ReceiptInFuture: 422,
  NotClassified: 409,
  AlreadyClassified: 409,
  IdentityAlreadyAsked: 409,
  IdentitySettled: 409,
  IdentityNotSettled: 409,
  NothingToLookUp: 409,
  AlreadyExtended: 409,
  ExtensionTooLate: 409,
  AlreadyDecided: 409,
  ProposalPending: 409,
  NothingProposed: 409,
  SamePerson: 409,
  DeviationWithoutReasons: 422,
  GroundNotForRight: 422,
  GroundTooBroad: 422,
  NotDemonstrated: 422,
  NotAccepted: 409,
  AnswerNotBuilt: 409,
  DeedNotForRight: 422,
  NothingAttached: 409,
  NotAttached: 409,
  AnswerUnderWay: 409,
  LateWithoutReasons: 422,
  LetterNotOpen: 409,
  SentInFuture: 422,
  SentBeforeOrdered: 422,
  CannotOwn: 422,
  AlreadyOwner: 409,
  AddressDoubtful: 409,
  ReasonsMissing: 422,
  AnchorInFuture: 422,
  AnchorTooVague: 422,
  AnchorsOutOfOrder: 422,
  AnchorMissing: 422,
  AnchorUnchanged: 409,
  AnchorByDecision: 409,
  AwarenessDecided: 409,
  NotAware: 409,
  NotDecided: 409,
  RegimeNotBinding: 409,
  AlreadySubmitted: 409,
  SubmissionNotOwed: 409,
  NotificationIncomplete: 409,
  NothingToWithdraw: 409,
  VersionUnknown: 422,
  ChannelTakesNoSending: 409,
  SendingUnderWay: 409,
  EvidenceMissing: 422,
  CommunicationNotOwed: 409,
  ClockRunning: 409,
  LessonOpen: 409,
  RetestTooEarly: 422,
  NothingToRestore: 409,
  TicketKnown: 409,
  ControllerLeftOut: 422,
  ControllerConfirmed: 409,
  NobodyConfirmed: 409,
  ControllerSilent: 409,
  WaveUnderWay: 409,
  NoRecipients: 409,
  NothingToRepeat: 409,
  LettersHeld: 409,
  CommunicationIncomplete: 422,
  ReferenceDiffers: 422,
  HoldNotAhead: 422,
  PublicCommunicationMissing: 409,
  NothingRings: 409,
  TooManyPeople: 422,
  AlreadyInvolved: 409,
  InformationKnown: 409,
  KeyUnknown: 404,
  KeyDestroyed: 410,
  CaseStillOpen: 409,
  CaseOnHold: 409,
  HoldNotInForce: 409,
  DestructionAlreadyProposed: 409,
  DestructionNotProposed: 409,
  DestructionAlreadyApproved: 409,
  ApproverIsProposer: 409,
};

/** RFC 9457, as every error of the API is answered. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  article: z.string().optional(),
  errors: z
    .array(z.object({ in: z.enum(['body', 'query', 'path']), pointer: z.string(), message: z.string() }))
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** An error whose words were written for the caller. Every other error says nothing to the outside. */
export class Told extends Error {
  override readonly name: string = 'Told';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

/** No such resource, or none that this caller may know of. */
export class NotFound extends Told {
  override readonly name = 'NotFound';
  constructor(detail = 'Nothing is kept under this address.') {
    super(problem('NotFound', 404, detail));
  }
}

/** Input that no schema can judge: a missing header, a shape refused before parsing. */
export class BadRequest extends Told {
  override readonly name = 'BadRequest';
  constructor(type: string, detail: string, status = 400) {
    super(problem(type, status, detail));
  }
}

export class KeyReused extends Told {
  override readonly name = 'KeyReused';
  constructor() {
    super(
      problem(
        'KeyReused',
        422,
        'This Idempotency-Key was used for another step or body. Use a new key for a new step.',
      ),
    );
  }
}

export class Unauthenticated extends Told {
  override readonly name = 'Unauthenticated';
  /** `hint` follows RFC 6750: absent when no token was sent, `invalid_token` when it was refused. */
  constructor(hint?: 'invalid_token') {
    const challenge = hint === undefined ? 'Bearer realm="duly"' : `Bearer realm="duly", error="${hint}"`;
    super(problem('Unauthenticated', 401, 'Sign in, or send a valid bearer token.'), { 'www-authenticate': challenge });
  }
}

export class Forbidden extends Told {
  override readonly name = 'Forbidden';
  constructor(detail: string, type = 'Forbidden') {
    super(problem(type, 403, detail), { 'www-authenticate': 'Bearer realm="duly", error="insufficient_scope"' });
  }
}

export class TooMany extends Told {
  override readonly name = 'TooMany';
  constructor(seconds: number) {
    const wait = String(Math.max(1, Math.ceil(seconds)));
    super(problem('TooManyRequests', 429, `Too many requests. Try again in ${wait} s.`), { 'retry-after': wait });
  }
}

/** Something we need is away; repeating helps. */
export class Unavailable extends Told {
  override readonly name = 'Unavailable';
  constructor(detail: string) {
    super(problem('Unavailable', 503, detail), { 'retry-after': '5' });
  }
}

export function problem(name: string, status: number, detail?: string): Problem {
  return { type: `urn:duly:problem:${name}`, title: wordsOf(name), status, ...(detail !== undefined && { detail }) };
}

/** `CaseNotOpen` → `Case not open` */
function wordsOf(name: string): string {
  const words = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function problemOfRefusal(type: RefusalType | KeyRefusalType, message: string, article: unknown): Problem {
  const refused = problem(type, statusOf[type], message);
  return typeof article === 'string' && article !== '' ? { ...refused, article } : refused;
}

/** For a rule that a route asks itself; what a case refuses arrives as a failed update. */
export class Refused extends Told {
  override readonly name = 'Refused';
  constructor(refusal: Refusal | KeyRefusal) {
    super(problemOfRefusal(refusal.type, refusal.message, refusal.article));
  }
}

const caseClosed = problem('CaseClosed', 409, 'The case is closed. Its facts can still be read.');

/** For a known case whose workflow has ended. */
export class CaseClosed extends Told {
  override readonly name = 'CaseClosed';
  constructor() {
    super(caseClosed);
  }
}
