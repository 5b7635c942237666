import type { Actor } from './actor.js';
import type { AlertOrder } from './alert.js';
import type { Language, NoticeLetterName } from './letter.js';
import type { LetterOutcome } from './subject-request.js';
import type { Instant } from './time.js';

/** A controller for whom we process, as it is reached at the hour of a breach. */
export interface Addressee {
  /** Its `id` among the controllers for whom we process. */
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly mail: string;
  /** A second address, read round the clock. */
  readonly roundTheClockMail?: string | undefined;
  readonly phones: readonly string[];
}

/** What a notice knows from its first fact on. One notice tells one controller, and names no other. */
export interface NoticeRegistration {
  readonly reference: string;
  /** The case of the breach, and its reference: the link between the two. */
  readonly breach: string;
  readonly breachReference: string;
  /** Which confirmation of controllers ordered it, counted from zero. */
  readonly batch: number;
  /** In whose name it is told: a controller in-house acts as the processor here. */
  readonly controller: string;
  readonly addressee: Addressee;
  /** What is known so far, in words for this controller alone. */
  readonly text: string;
  /** When the processor became aware (GDPR Art. 33(2)), and when the contract wants it told. */
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  readonly timeZone: string;
  readonly drill: boolean;
  readonly owner?: string | undefined;
}

/** The steps of the contact ladder, until somebody there has acknowledged the notice. */
export const rungNames = ['second-address', 'telephone', 'incident-manager', 'overrun', 'silent'] as const;
export type RungName = (typeof rungNames)[number];

export interface SentNotice {
  readonly effect: string;
  readonly at: Instant;
}

/** Something that became known after the first notice (GDPR Art. 33(4)). */
export interface Information {
  /** The effect of the breach that sent it: sent again, it is the same. */
  readonly key: string;
  readonly text: string;
  readonly at: Instant;
}

export interface KnownNotice extends NoticeRegistration {
  readonly phase: 'open' | 'closed';
  readonly orderedAt: Instant;
  readonly sent: readonly SentNotice[];
  /** By their effects: the word that one came back may be here before the word that it left. */
  readonly bounced: readonly string[];
  /** By telephone or in person, on the word of one of ours. */
  readonly toldOtherwiseAt?: Instant | undefined;
  readonly acknowledgedAt?: Instant | undefined;
  readonly information: readonly Information[];
  readonly rungsPassed: number;
  readonly failedEffects: readonly string[];
}
export type ControllerNotice = { readonly phase: 'new' } | KnownNotice;

/** How an acknowledgement came: by the button behind the signed link, or to one of our people. */
export type AcknowledgementWay = 'link' | 'staff';

export type NoticeCommand = { readonly by: Actor } & (
  | { readonly type: 'register'; readonly registration: NoticeRegistration }
  | { readonly type: 'recordTold'; readonly toldAt: Instant; readonly words: string }
  | { readonly type: 'recordAcknowledgement'; readonly words: string }
  | { readonly type: 'noteAcknowledged' }
  | { readonly type: 'noteInformation'; readonly key: string; readonly text: string }
  | { readonly type: 'noteBreachClosed' }
  | { readonly type: 'noteBounce'; readonly effect: string }
  | { readonly type: 'noteReply'; readonly documentId: string; readonly attachments: readonly string[] }
  | { readonly type: 'passRung'; readonly index: number }
  | { readonly type: 'noteNotice'; readonly effect: string; readonly came: LetterOutcome }
  | { readonly type: 'noteAlert'; readonly effect: string }
  | { readonly type: 'noteEffectFailed'; readonly effect: string; readonly what?: NoticeEffect['type'] | undefined }
);

export type NoticeFact =
  | { readonly type: 'noticeOrdered'; readonly registration: NoticeRegistration }
  | {
      readonly type: 'noticeSent';
      readonly effect: string;
      readonly reportedAt: Instant;
      readonly documentId?: string | undefined;
    }
  | { readonly type: 'noticeNotSent'; readonly effect: string; readonly reason: string }
  | { readonly type: 'noticeBounced'; readonly effect: string }
  | { readonly type: 'replyReceived'; readonly documentId: string; readonly attachments: readonly string[] }
  | { readonly type: 'controllerToldOtherwise'; readonly toldAt: Instant; readonly words: string }
  | { readonly type: 'noticeAcknowledged'; readonly way: AcknowledgementWay; readonly words?: string | undefined }
  | { readonly type: 'informationAdded'; readonly key: string; readonly text: string }
  | {
      readonly type: 'rungPassed';
      readonly rung: RungName;
      readonly count: number;
      /** No rung was passed before. */
      readonly isFirst?: boolean | undefined;
    }
  | { readonly type: 'alertSent'; readonly effect: string }
  | { readonly type: 'effectFailed'; readonly effect: string; readonly what?: NoticeEffect['type'] | undefined }
  | { readonly type: 'noticeClosed' };

/** A letter to a controller, of which the case's facts keep the words. */
export interface NoticeOrder {
  readonly letter: NoticeLetterName;
  readonly reference: string;
  readonly controller: string;
  readonly addressee: Addressee;
  /** To which of its addresses. */
  readonly to: 'mail' | 'roundTheClockMail';
  readonly text: string;
  readonly startsAt: Instant;
  readonly timeZone: string;
  readonly drill: boolean;
}

/** All controllers that are silent at one rung are one alert: it belongs to the breach, and its key names batch and rung. */
export interface SharedAlert {
  readonly caseId: string;
  readonly key: string;
}

export type NoticeEffect =
  | ({ readonly type: 'sendNotice' } & NoticeOrder)
  | ({ readonly type: 'alertStaff'; readonly shared: SharedAlert } & AlertOrder);
