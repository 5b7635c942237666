import type { Actor } from './actor.js';
import type { AlertOrder } from './alert.js';
import type { WorkingCalendar } from './calendar.js';
import type { Deadline } from './deadline.js';
import type { WaitingInterval } from './deadline-question.js';
import type { Language, LetterName } from './letter.js';
import type { Right } from './right.js';
import type { CivilDate, Instant } from './time.js';

/** How the request came in; the answer goes out the same way where it can (GDPR Art. 12(3)). */
export const channels = ['mail', 'portal', 'api', 'phone', 'letter', 'counter'] as const;
export type Channel = (typeof channels)[number];

/** Grounds on which an access request may be refused, in whole or in part; each with its article in the law file. */
export const refusalGrounds = [
  'manifestlyUnfounded',
  'excessive',
  'notIdentifiable',
  'rightsOfOthers',
  'nationalRestriction',
] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

export const extensionGrounds = ['complexity', 'numberOfRequests'] as const;
export type ExtensionGround = (typeof extensionGrounds)[number];

export const identityMethods = ['account', 'known-address', 'call-back', 'document-seen', 'wallet', 'other'] as const;
export type IdentityMethod = (typeof identityMethods)[number];

/** Why an answer to the sender's address might reach others, or nobody: it is looked at before anything is written to it. */
export const addressDoubts = ['list', 'noReply', 'replyTo'] as const;
export type AddressDoubt = (typeof addressDoubts)[number];

/** What a case knows from its first fact on. Who asks, and in which words, is kept elsewhere under the case's key. */
export interface Registration {
  readonly reference: string;
  /** Absent: nobody has said yet what the message asks. */
  readonly right?: Right | undefined;
  readonly suggestedRights: readonly Right[];
  /** What an access request is about, where somebody asks whether an incident concerned their data (GDPR Art. 15, 34). */
  readonly concerns?: 'breach' | undefined;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  readonly controller: string;
  readonly timeZone: string;
  readonly calendar: WorkingCalendar;
  readonly rulePack: string;
  readonly language: Language;
  readonly drill: boolean;
  /** False where an acknowledgement could feed a mail bomb, or nobody can be reached. */
  readonly acknowledge: boolean;
  /** False: nothing could read the message; a person must. */
  readonly readable: boolean;
  /** Until a person confirmed or corrected the address. */
  readonly addressDoubt?: AddressDoubt | undefined;
  readonly documents: readonly string[];
  /** The case whose letter the message refers to: it may go on about it, or ask anew. */
  readonly earlierCase?: string | undefined;
  /** The case that the message opened, where this one is about a further right that it asks for. */
  readonly sameMessageAs?: string | undefined;
  /** How long before the deadline people are warned, `P7D`. */
  readonly warnings: readonly string[];
  readonly owner?: string | undefined;
}

export interface Proposal {
  readonly scope: 'whole' | 'part';
  readonly ground: RefusalGround;
  /** Reasons for the data subject, in their language: they stand in the letter (GDPR Art. 12(4)). */
  readonly reasons: string;
  /** Facts that carry the controller's burden of proof (GDPR Art. 12(5)), or the provision of national law. */
  readonly demonstration: string;
  /** Where the data protection officer advised against it: why it is done all the same. */
  readonly deviationReasons?: string | undefined;
  readonly proposedBy: Actor;
}

/** What the data protection officer thinks of it (GDPR Art. 39(1)(a)); it binds nobody, but is not passed over in silence. */
export interface Advice {
  readonly advice: string;
  /** Against refusing, in whole or in part. */
  readonly against: boolean;
}

/** A message may ask for several rights; each has a case, and so a clock, of its own. */
export interface FurtherRight {
  readonly right: Right;
  readonly caseId: string;
}

export interface ExtensionGrant {
  readonly ground: ExtensionGround;
  readonly reasons: string;
}

export const acceptances = ['accepted', 'noDataHeld'] as const;
export type Acceptance = (typeof acceptances)[number];

/** What was done on a request that people answered themselves. */
export const deeds = [
  'copyGiven',
  'rectified',
  'completed',
  'erased',
  'anonymised',
  'restricted',
  'handedOver',
  'transmitted',
  'stopped',
  'reviewed',
] as const;
export type Deed = (typeof deeds)[number];

export const answerWays = ['mail', 'letter', 'phone', 'counter'] as const;
export type AnswerWay = (typeof answerWays)[number];

/** An answer that Duly did not send. */
export interface GivenAnswer {
  readonly done: Deed;
  readonly way: AnswerWay;
  readonly givenAt: Instant;
  /** What shows it: the letter, the mail, a signed note. */
  readonly documents: readonly string[];
  readonly lateReasons?: string | undefined;
}

/** How many lists of incidents were searched, and the references of those on which the data subject stands. */
export interface IncidentLookup {
  readonly searched: number;
  readonly found: readonly string[];
}

export type Outcome = 'answered' | 'refused' | 'withdrawn' | 'notARequest';

/** A letter that Duly could not send by itself and a person must see to. */
export interface OpenLetter {
  readonly effect: string;
  readonly letter: LetterName;
  readonly reason: LetterTrouble;
}
export const letterTroubles = ['no-mail-address', 'refused', 'unknown-outcome', 'failed', 'bounced'] as const;
export type LetterTrouble = (typeof letterTroubles)[number];

export interface KnownRequest extends Omit<Registration, 'acknowledge' | 'right'> {
  readonly phase: 'open' | 'settled' | 'closed';
  readonly right?: Right | undefined;
  /** A person found a request in a message that named none. */
  readonly isFound?: boolean | undefined;
  readonly furtherRights?: readonly FurtherRight[] | undefined;
  readonly registeredAt: Instant;
  /** The binding clock: never suspended; it raises the alarms. */
  readonly answerClock: Deadline;
  /** The month from receipt, which an extension does not lengthen for a refusal (GDPR Art. 12(4)). */
  readonly firstClock: Deadline;
  /** Beside it, where the law leaves a second reading (EDPB Guidelines 01/2022, para. 159). */
  readonly suspendedClock?: Deadline | undefined;
  readonly identity: 'notAsked' | 'asked' | 'confirmed' | 'waived' | 'notConfirmed';
  readonly identityDoubt?: string | undefined;
  readonly identityAskedAt?: Instant | undefined;
  /** Waits for the data subject that are over. */
  readonly identityWaits: readonly WaitingInterval[];
  readonly extension?: ExtensionGrant & { readonly noticeSentAt?: Instant | undefined; readonly effective: boolean };
  readonly advice?: Advice | undefined;
  readonly proposal?: Proposal | undefined;
  /** Each part has its own ground and reasons, and all of them stand in the answer. */
  readonly partsRefused: readonly Proposal[];
  readonly refusal?: Proposal | undefined;
  /** The reasons for refusing, in whole or in part, left later than the law allows. */
  readonly refusalLate?: boolean | undefined;
  readonly acceptance?: Acceptance | undefined;
  readonly answerFiles: readonly string[];
  readonly fulfilment?: { readonly lateReasons?: string | undefined };
  /** When people gave the answer themselves; it is recorded later. */
  readonly answeredAt?: Instant | undefined;
  /** Messages that came in later, by document. */
  readonly messages: readonly string[];
  /** The first of those that came in since one of our people last did anything in the case. */
  readonly unreadMessage?: string | undefined;
  /** Results of identity checks that were announced. */
  readonly identityResults?: readonly string[] | undefined;
  readonly openLetters: readonly OpenLetter[];
  /** Which letter left under which effect key; a bounce names the key. */
  readonly sentLetters: Readonly<Record<string, LetterName>>;
  readonly bouncedLetters: readonly string[];
  /** When each letter was last ordered: it cannot have left before. */
  readonly letterOrderedAt: Readonly<Partial<Record<LetterName, Instant>>>;
  readonly failedEffects: readonly string[];
  readonly milestonesPassedUntil: Instant;
  readonly deadlinePassedAt?: Instant | undefined;
  readonly outcome?: Outcome | undefined;
  readonly settledAt?: Instant | undefined;
}
export type SubjectRequest = { readonly phase: 'new' } | KnownRequest;

export type LetterOutcome =
  | {
      readonly outcome: 'sent';
      readonly reportedAt: Instant;
      readonly messageId?: string | undefined;
      readonly documentId?: string | undefined;
    }
  | { readonly outcome: 'trouble'; readonly reason: LetterTrouble; readonly documentId?: string | undefined };

export type IdentityResult =
  | { readonly found: true; readonly confirmed: boolean; readonly method: IdentityMethod; readonly service: string }
  | { readonly found: false };

export type RequestCommand = { readonly by: Actor } & (
  | { readonly type: 'register'; readonly registration: Registration }
  | { readonly type: 'classify'; readonly right: Right }
  | ({ readonly type: 'registerFurtherRight' } & FurtherRight)
  | { readonly type: 'setAside'; readonly reasons: string }
  | { readonly type: 'requestIdentityEvidence'; readonly doubt: string }
  | { readonly type: 'decideIdentity'; readonly decision: IdentityDecision }
  | { readonly type: 'grantExtension'; readonly grant: ExtensionGrant }
  | { readonly type: 'acceptRequest'; readonly acceptance: Acceptance }
  | { readonly type: 'proposeRefusal'; readonly proposal: Omit<Proposal, 'proposedBy'> }
  | {
      readonly type: 'decideProposal';
      readonly decision: 'approved' | 'rejected';
      readonly reasons?: string | undefined;
      readonly deviationReasons?: string | undefined;
    }
  | { readonly type: 'advise'; readonly advice: Advice }
  | { readonly type: 'attachAnswer'; readonly documents: readonly string[] }
  | { readonly type: 'detachAnswer'; readonly documents: readonly string[] }
  | { readonly type: 'fulfil'; readonly lateReasons?: string | undefined }
  | { readonly type: 'recordAnswerGiven'; readonly given: GivenAnswer }
  | { readonly type: 'withdraw'; readonly reasons?: string | undefined }
  | ({ readonly type: 'recordIncidentLookup' } & IncidentLookup)
  | { readonly type: 'addNote'; readonly text: string }
  | { readonly type: 'assignOwner'; readonly owner: string }
  | { readonly type: 'settleContact'; readonly corrected: boolean; readonly reasons: string }
  | { readonly type: 'recordLetterSent'; readonly effect: string; readonly sentAt: Instant }
  | { readonly type: 'noteLetter'; readonly effect: string; readonly letter: LetterName; readonly came: LetterOutcome }
  | { readonly type: 'noteAlert'; readonly effect: string }
  | {
      readonly type: 'noteEffectFailed';
      readonly what: RequestEffect['type'];
      readonly effect: string;
      readonly letter?: LetterName | undefined;
    }
  | ({ readonly type: 'noteMessage'; readonly receivedAt: Instant } & LaterMessage)
  | { readonly type: 'noteBounce'; readonly effect: string; readonly status: string }
  | { readonly type: 'noteIdentitySignal'; readonly resultId: string }
  | { readonly type: 'noteIdentityResult'; readonly effect: string; readonly result: IdentityResult }
  | { readonly type: 'passWarning'; readonly dueAt: Instant; readonly before: string }
  | { readonly type: 'passDeadline'; readonly dueAt: Instant }
  | { readonly type: 'passReminder'; readonly dueAt: Instant }
  | { readonly type: 'close' }
);

export type IdentityDecision =
  | { readonly outcome: 'confirmed'; readonly method: IdentityMethod }
  | { readonly outcome: 'waived'; readonly reasons: string }
  | { readonly outcome: 'notConfirmed'; readonly reasons: string };

/** Every letter, once it has left, becomes a fact of this type. */
export const sentFactOf = {
  acknowledgement: 'requestAcknowledged',
  'identity-request': 'identityEvidenceRequested',
  extension: 'extensionNoticeSent',
  refusal: 'requestRefused',
  answer: 'answerSent',
  'withdrawal-confirmation': 'withdrawalConfirmed',
} as const satisfies Record<LetterName, string>;

/** What came in later: its words, and what was attached to them; each a document of the case. */
export interface LaterMessage {
  readonly documentId: string;
  readonly attachments?: readonly string[] | undefined;
  /** The first messages on record have none, and alerted nobody: replayed, they must not do so now. */
  readonly receivedAt?: Instant | undefined;
}

/** A letter that has left. */
export interface Sent {
  readonly effect: string;
  readonly sentAt: Instant;
  /** What the outside said of when; the law compares what the case itself saw. */
  readonly reportedAt?: Instant | undefined;
  readonly messageId?: string | undefined;
  readonly documentId?: string | undefined;
  /** `by-hand`: a person posted it or told it, and says so. */
  readonly how: 'mail' | 'by-hand';
}

export type RequestFact =
  | { readonly type: 'requestRegistered'; readonly registration: Registration; readonly clock: Deadline }
  | { readonly type: 'requestClassified'; readonly right: Right }
  | ({ readonly type: 'furtherRightRegistered' } & FurtherRight)
  | { readonly type: 'messageSetAside'; readonly reasons: string }
  | { readonly type: 'identityAsked'; readonly doubt: string }
  | {
      readonly type: 'identityConfirmed';
      readonly method: IdentityMethod;
      readonly effect?: string | undefined;
      readonly clock?: Deadline | undefined;
    }
  | { readonly type: 'identityCheckWaived'; readonly reasons: string }
  | {
      readonly type: 'identityNotConfirmed';
      readonly reasons?: string | undefined;
      readonly waited?: readonly WaitingInterval[] | undefined;
      readonly effect?: string | undefined;
    }
  | { readonly type: 'identityResultAnnounced'; readonly resultId: string }
  | { readonly type: 'identityResultUnknown'; readonly effect: string }
  | { readonly type: 'extensionGranted'; readonly grant: ExtensionGrant }
  | { readonly type: 'requestAccepted'; readonly acceptance: Acceptance }
  | { readonly type: 'refusalProposed'; readonly proposal: Proposal }
  | {
      readonly type: 'proposalApproved';
      readonly reasons?: string | undefined;
      readonly deviationReasons?: string | undefined;
    }
  | { readonly type: 'proposalRejected'; readonly reasons?: string | undefined }
  | ({ readonly type: 'adviceGiven' } & Advice)
  | { readonly type: 'answerAttached'; readonly documents: readonly string[] }
  | { readonly type: 'answerDetached'; readonly documents: readonly string[] }
  | { readonly type: 'fulfilmentOrdered'; readonly lateReasons?: string | undefined }
  | ({
      readonly type: 'answerGiven';
      /** Reasons for refusing a part were given with it, later than one month after receipt (GDPR Art. 12(4)). */
      readonly refusalLate?: boolean | undefined;
    } & GivenAnswer)
  | { readonly type: 'requestWithdrawn'; readonly reasons?: string | undefined }
  | ({ readonly type: 'incidentsLookedUp' } & IncidentLookup)
  | { readonly type: 'noteAdded'; readonly text: string }
  /** By the `id` of a person in the organisation file. */
  | { readonly type: 'ownerAssigned'; readonly owner: string }
  | { readonly type: 'contactSettled'; readonly corrected: boolean; readonly reasons: string }
  | ({ readonly type: 'messageReceived' } & LaterMessage)
  | ({
      readonly type: 'extensionNoticeSent';
      readonly effective: boolean;
      readonly clock?: Deadline | undefined;
      readonly suspendedClock?: Deadline | undefined;
    } & Sent)
  | ({
      readonly type: Exclude<(typeof sentFactOf)[LetterName], 'extensionNoticeSent'>;
      /** Reasons for refusing left with it, later than one month after receipt (GDPR Art. 12(4)). */
      readonly refusalLate?: boolean | undefined;
    } & Sent)
  | {
      readonly type: 'letterNeedsPerson';
      readonly effect: string;
      readonly letter: LetterName;
      readonly reason: LetterTrouble;
      readonly documentId?: string | undefined;
    }
  | {
      readonly type: 'letterBounced';
      readonly effect: string;
      readonly letter: LetterName;
      readonly status: string;
      readonly suspendedClock?: Deadline | undefined;
    }
  | { readonly type: 'alertSent'; readonly effect: string }
  | {
      readonly type: 'effectFailed';
      readonly what: RequestEffect['type'];
      readonly effect: string;
      readonly letter?: LetterName | undefined;
    }
  | { readonly type: 'deadlineWarned'; readonly dueAt: Instant; readonly before: string }
  | { readonly type: 'deadlinePassed'; readonly dueAt: Instant }
  | { readonly type: 'latenessReminded'; readonly dueAt: Instant }
  | { readonly type: 'caseClosed' };

/** What the letter needs to know beyond the case itself; texts are in the language of the data subject. */
export interface LetterOrder {
  readonly letter: LetterName;
  readonly language: Language;
  readonly reference: string;
  readonly controller: string;
  readonly right?: Right | undefined;
  readonly receivedOn: CivilDate;
  readonly answerBy: CivilDate;
  readonly timeZone: string;
  readonly drill: boolean;
  readonly reasons?: string | undefined;
  readonly extendedAnswerBy?: CivilDate | undefined;
  readonly partlyRefusedReasons?: string | undefined;
  readonly lateReasons?: string | undefined;
  readonly noDataHeld?: boolean | undefined;
  readonly answerFiles?: readonly string[] | undefined;
}

export type RequestEffect =
  | ({ readonly type: 'sendLetter' } & LetterOrder)
  | ({ readonly type: 'alertStaff' } & AlertOrder)
  | { readonly type: 'readIdentityResult'; readonly resultId: string };
