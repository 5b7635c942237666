import type { Actor } from './actor.js';
import type { AlertOrder } from './alert.js';
import type { Anchor, AnchorName, Anchors } from './breach.anchors.js';
import type { AuthorityAnswer, AuthorityMessage, AuthorityQuestion } from './breach.authority.js';
import type { AnnouncedStatement, AnnouncementOrder, AnnouncementOutcome } from './breach.announcing.js';
import type { BreachClock, ClockKey } from './breach.clocks.js';
import type { Escalation, RingingClocks, RingReason } from './breach.ringing.js';
import type { CommunicationOrder } from './breach.communication.js';
import type { Extent } from './breach.extent.js';
import type { InformationItem, InformationRequest } from './breach.information.js';
import type { Involvement } from './breach.involving.js';
import type { HoldingStatement, ToldReporter } from './breach.reporter.js';
import type { SubmissionKind } from './breach.clock-table.js';
import type { Dispatch, Sending, SendingOrder, SendingOutcome, WhyUnresolved } from './breach.sending.js';
import type {
  CommunicationHold,
  CommunicationRepeat,
  NumberRange,
  Wave,
  WaveBatchOrder,
  WaveTally,
} from './breach.waves.js';
import type { WorkingCalendar } from './calendar.js';
import type { AffectedCountry } from './competent-authority.js';
import type { MemberState } from './member-state.js';
import type { AnnouncementPlace } from './organisation.js';
import type { EarlierWords } from './ports/announcer.js';
import type { CalledPagers } from './ports/pager.js';
import type { Severity, SeverityInput } from './enisa-severity.js';
import type { AnswerChanges, Answers, FrozenVersion, NotificationSubtype } from './notification.js';
import type { NotifyingOrganisation } from './notification.prefill.js';
import type { Period } from './period.js';
import type { CivilDate, Instant } from './time.js';

/** In which capacity the organisation is concerned; in both, if the data are its own and of others. */
export const breachRoles = ['controller', 'processor'] as const;
export type BreachRole = (typeof breachRoles)[number];

/** What may have happened to the data (GDPR Art. 4(12)). */
export const breachAspects = ['confidentiality', 'integrity', 'availability'] as const;
export type BreachAspect = (typeof breachAspects)[number];

/** Risk to the rights and freedoms of natural persons (GDPR Art. 33(1), 34(1)). */
export const riskLevels = ['unlikely', 'risk', 'high-risk'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const breachChannels = [
  'api',
  'operations',
  'service-desk',
  'help-desk',
  'access-monitor',
  'processor',
] as const;
export type BreachChannel = (typeof breachChannels)[number];

/** A promise beyond the law: of a code of conduct, binding corporate rules or a contract. Shown as not statutory. */
export interface Commitment {
  readonly id: string;
  /** `Code of conduct for cloud providers, 5.13` */
  readonly source: string;
  readonly anchor: AnchorName;
  readonly period: Period;
}

/** A processor of ours that told us, and how soon its contract asks it to (GDPR Art. 33(2)). */
export interface TellingProcessor {
  /** The `id` in the organisation file. */
  readonly processor: string;
  readonly maxNotify: Period;
}

/** What a case knows from its first fact on. Names and words of people are documents, kept under the case's key. */
export interface BreachRegistration {
  readonly reference: string;
  readonly roles: readonly BreachRole[];
  readonly channel: BreachChannel;
  readonly toldBy?: TellingProcessor | undefined;
  /** The ticket or alert that told it, in the words of the system that has it. */
  readonly externalId?: string | undefined;
  readonly summary: string;
  readonly aspects: readonly BreachAspect[];
  readonly anchors: Readonly<Partial<Record<AnchorName, Anchor>>>;
  readonly controller: string;
  readonly timeZone: string;
  readonly calendar: WorkingCalendar;
  readonly packs: readonly string[];
  /** The shortest period promised to a controller (GDPR Art. 33(2)). */
  readonly controllerNoticePeriod: Period;
  /** By when data that are not available are to be back (GDPR Art. 32(1)(c)). */
  readonly restorationPeriod?: Period | undefined;
  readonly commitments: readonly Commitment[];
  /** When people are warned: a share of the period, or so long before its end. */
  readonly warnings: readonly string[];
  readonly documents: readonly string[];
  readonly drill: boolean;
  readonly owner?: string | undefined;
  /** Of the organisation file, where somebody said which are concerned. */
  readonly services?: readonly string[] | undefined;
  /** Absent in cases on record before alerts were pursued. */
  readonly escalation?: Escalation | undefined;
  /** Who took the report, and stays the contact of whoever made it. */
  readonly firstContact?: string | undefined;
}

export type AwarenessDecision =
  | { readonly outcome: 'aware'; readonly anchor: Anchor; readonly reasons?: string | undefined }
  | { readonly outcome: 'notABreach'; readonly reasons: string };

/** Under NIS2 significant, under DORA major. Each says since when, so that no instant stands in for another. */
export type Classification =
  | {
      readonly regime: 'nis2';
      readonly isReportable: true;
      readonly significantAwareAt: Anchor;
      readonly reasons: string;
    }
  | {
      readonly regime: 'dora';
      readonly isReportable: true;
      readonly classifiedAt: Anchor;
      readonly incidentAwareAt: Anchor;
      readonly reasons: string;
    }
  | { readonly regime: 'nis2' | 'dora'; readonly isReportable: false; readonly reasons: string };

export interface RiskAssessment {
  readonly level: RiskLevel;
  readonly reasons: string;
  /** What the score rests on, where one was made. It informs the decision and never takes it. */
  readonly severity?: SeverityInput | undefined;
  /** Why the decision differs from what the score proposes. */
  readonly deviationReasons?: string | undefined;
  /** A number that a state or a body gave to one person only: with it, an unlikely risk takes two who say so. */
  readonly hasIdentificationNumber?: boolean | undefined;
  /** Since when the high risk is known; the assessment's own instant where nobody says otherwise. */
  readonly foundAt?: Instant | undefined;
}

/** An assessment that is none before another person approves it. */
export interface RiskProposal {
  readonly assessment: RiskAssessment;
  readonly proposedBy: Actor;
}

/** Evidence that something was sent: without it nothing counts as sent. */
export interface Submission {
  readonly kind: SubmissionKind;
  readonly submittedAt: Instant;
  /** That of the authority's receipt. */
  readonly receipt?: string | undefined;
  readonly documents: readonly string[];
  /** False: information follows in phases (GDPR Art. 33(4)). */
  readonly isComplete: boolean;
  readonly reasonsForDelay?: string | undefined;
  /** Which frozen version was sent; without one it was typed into the authority's own form. */
  readonly version?: number | undefined;
}

/** As what the answers are to be frozen, and what the organisation file says of who notifies. */
export interface FilingOrder {
  readonly subtype: NotificationSubtype;
  /** Of a withdrawal. */
  readonly reasons?: string | undefined;
  readonly organisation: NotifyingOrganisation;
  readonly isEstablishedInEea: boolean;
}

/** What the case itself goes by; the answers stand in the fact, so that they are not carried from run to run. */
export type FiledVersion = Omit<FrozenVersion, 'answers'> & { readonly reasonsForDelay?: string | undefined };

/** What decides to which authority the notification goes (GDPR Art. 55, 56). */
export interface AffectedCountries {
  readonly countries: readonly AffectedCountry[];
  /** Member States in which the controller has other establishments. */
  readonly establishments: readonly MemberState[];
}

/** The letters to the data subjects, or what stands in for them (GDPR Art. 34(3)). */
export type Communication =
  | {
      readonly outcome: 'communicated';
      readonly way: 'individual' | 'public';
      readonly at: Instant;
      readonly recipients: number;
      readonly documents: readonly string[];
    }
  | { readonly outcome: 'exempt'; readonly ground: 'a' | 'b' | 'c'; readonly at: Instant; readonly reasons: string };

export interface Lesson {
  readonly id: string;
  readonly text: string;
  readonly owner?: string | undefined;
  readonly doneBy?: CivilDate | undefined;
  readonly retestOn?: CivilDate | undefined;
}

/** One controller for whom we process, whose data are concerned. */
export interface AffectedController {
  readonly controller: string;
  /** Its own data alone: kinds and numbers; no controller learns of another. */
  readonly particulars?: string | undefined;
}

/** Whom the incident concerns, decided in one go (GDPR Art. 33(2)). */
export interface ControllerConfirmation {
  /** The services and systems concerned, from which the controllers were proposed. */
  readonly services: readonly string[];
  /** What every one of them is told. */
  readonly text: string;
  readonly affected: readonly AffectedController[];
  readonly excluded: readonly { readonly controller: string; readonly reasons: string }[];
  /** Since when it is known of these, where that was later than awareness; with the reasons. */
  readonly knownAt?: Instant | undefined;
  readonly reasons?: string | undefined;
}

/** How far the notices have come, all batches together. */
export interface NoticesSummary {
  readonly of: number;
  readonly told: number;
  readonly acknowledged: number;
  readonly lastToldAt?: Instant | undefined;
}

export interface KnownBreach extends Omit<BreachRegistration, 'anchors'> {
  readonly phase: 'open' | 'closed';
  readonly registeredAt: Instant;
  readonly anchors: Anchors;
  readonly awareness: 'investigating' | 'aware' | 'notABreach';
  readonly awarenessReasons?: string | undefined;
  readonly classifications: Readonly<Partial<Record<Classification['regime'], Classification>>>;
  readonly risk?: RiskAssessment | undefined;
  readonly riskProposal?: RiskProposal | undefined;
  /** Whoever said so, and in whichever assessment. */
  readonly hasIdentificationNumber?: boolean | undefined;
  readonly submissions: readonly Submission[];
  readonly notificationAnswers?: Answers | undefined;
  readonly notificationVersions?: readonly FiledVersion[] | undefined;
  /** What was ordered to be sent, the last one at the end. */
  readonly sendings?: readonly Sending[] | undefined;
  readonly communication?: Communication | undefined;
  /** For the first time, whatever was recorded since (GDPR Art. 34(3)(c)). */
  readonly publiclyToldAt?: Instant | undefined;
  readonly communicationHold?: CommunicationHold | undefined;
  readonly affected?: AffectedCountries | undefined;
  readonly authorityMessages?: readonly AuthorityMessage[] | undefined;
  readonly authorityAnswers?: readonly AuthorityAnswer[] | undefined;
  readonly authorityQuestions?: readonly AuthorityQuestion[] | undefined;
  /** The letters that were ordered last. */
  readonly wave?: Wave | undefined;
  readonly restoredAt?: Instant | undefined;
  readonly measures: readonly string[];
  readonly lessons: readonly Lesson[];
  readonly handovers: number;
  /** As they were last computed; each computation is a fact. */
  readonly clocks: readonly BreachClock[];
  readonly stagesPassed: Readonly<Partial<Record<ClockKey, StagesPassed>>>;
  /** Clocks that call people until somebody takes them. */
  readonly ringing?: RingingClocks | undefined;
  /** Whose pager answered no for good, until it takes a call again. */
  readonly refusedPagers?: readonly string[] | undefined;
  readonly commitmentsKept: readonly { readonly id: string; readonly keptAt: Instant }[];
  readonly failedEffects: readonly string[];
  /** Absent while nobody has said whom it concerns. */
  readonly confirmations?: readonly ControllerConfirmation[] | undefined;
  readonly notices?: NoticesSummary | undefined;
  readonly extent?: Extent | undefined;
  readonly involved?: readonly Involvement[] | undefined;
  readonly reporterTold?: readonly ToldReporter[] | undefined;
  readonly holdingStatements?: readonly HoldingStatement[] | undefined;
  /** Absent while nothing was told anywhere. */
  readonly announcements?: readonly AnnouncedStatement[] | undefined;
  /** The last statement that began to hold; what was written before it never holds again. */
  readonly begunStatement?: number | undefined;
  readonly information?: readonly InformationRequest[] | undefined;
}
export type Breach = { readonly phase: 'new' } | KnownBreach;

/** How far a clock has come, as it was last computed. */
export interface StagesPassed {
  readonly dueAt: Instant;
  readonly stage: string;
  readonly count: number;
}

export type BreachCommand = { readonly by: Actor } & (
  | { readonly type: 'register'; readonly registration: BreachRegistration }
  | { readonly type: 'setAnchor'; readonly name: AnchorName; readonly anchor: Anchor }
  | { readonly type: 'decideAwareness'; readonly decision: AwarenessDecision }
  | { readonly type: 'classifyIncident'; readonly classification: Classification }
  | { readonly type: 'assessRisk'; readonly assessment: RiskAssessment }
  | { readonly type: 'approveRisk' }
  | { readonly type: 'answerNotification'; readonly answers: AnswerChanges }
  | { readonly type: 'freezeNotification'; readonly order: FilingOrder }
  | { readonly type: 'sendNotification'; readonly order: SendingOrder }
  | ({ readonly type: 'noteSending'; readonly effect: string; readonly version: number } & SendingOutcome)
  | { readonly type: 'recordSubmission'; readonly submission: Submission }
  | { readonly type: 'recordCommunication'; readonly communication: Communication }
  | {
      readonly type: 'orderCommunication';
      readonly order: CommunicationOrder;
      /** The case's own, typed by hand: nobody orders letters to thousands by a slip. */
      readonly reference: string;
      /** The last number on the list of recipients. */
      readonly listed: number;
    }
  | {
      readonly type: 'repeatCommunication';
      readonly repeat: CommunicationRepeat;
      /** Between which numbers such letters stand; absent where there is none. */
      readonly numbers?: NumberRange | undefined;
    }
  | { readonly type: 'holdCommunication'; readonly hold: CommunicationHold }
  | ({ readonly type: 'noteWaveBatch'; readonly effect: string; readonly batch: number } & WaveTally)
  | { readonly type: 'passHoldEnd'; readonly until: Instant }
  | { readonly type: 'nameCountries'; readonly affected: AffectedCountries }
  | { readonly type: 'recordAuthorityMessage'; readonly message: AuthorityMessage }
  | { readonly type: 'answerAuthority'; readonly answer: AuthorityAnswer }
  | { readonly type: 'askAuthority'; readonly question: AuthorityQuestion }
  | { readonly type: 'keepCommitment'; readonly id: string; readonly keptAt: Instant }
  | { readonly type: 'recordRestoration'; readonly restoredAt: Instant }
  | { readonly type: 'addMeasure'; readonly text: string }
  | { readonly type: 'putLesson'; readonly lesson: Lesson }
  | { readonly type: 'handOver'; readonly to: string; readonly reasons: string }
  | { readonly type: 'correctTelling'; readonly toldBy: TellingProcessor; readonly reasons: string }
  | { readonly type: 'addNote'; readonly text: string }
  | { readonly type: 'recordExtent'; readonly extent: Extent }
  | { readonly type: 'involvePerson'; readonly involvement: Involvement }
  | { readonly type: 'reportToReporter'; readonly told: ToldReporter }
  | {
      readonly type: 'setHoldingStatement';
      readonly text: string;
      readonly validFrom?: Instant | undefined;
      readonly announceAt?: readonly AnnouncementPlace[] | undefined;
    }
  | { readonly type: 'passStatementStart'; readonly statement: number }
  | ({ readonly type: 'noteAnnouncement'; readonly effect: string } & AnnouncementOutcome)
  | { readonly type: 'noteAnnouncementBounce'; readonly statement: number; readonly place: AnnouncementPlace }
  | { readonly type: 'askInformation'; readonly item: InformationItem; readonly of: string }
  | { readonly type: 'giveInformation'; readonly item: InformationItem; readonly text: string }
  | {
      readonly type: 'confirmControllers';
      readonly confirmation: ControllerConfirmation;
      /** Whom the services and systems led to. */
      readonly proposed: readonly string[];
    }
  | { readonly type: 'informControllers'; readonly text: string }
  | { readonly type: 'noteNoticesOpened'; readonly effect: string; readonly count: number }
  | { readonly type: 'noteControllersReached'; readonly effect: string; readonly count: number }
  | { readonly type: 'noteNoticesSummary'; readonly summary: NoticesSummary }
  | {
      readonly type: 'close';
      /** How many stand on the list of data subjects. */
      readonly listed?: number | undefined;
    }
  | {
      readonly type: 'acknowledgeAlert';
      /** All that ring, where none is named. */
      readonly clock?: ClockKey | undefined;
    }
  | { readonly type: 'passRing'; readonly clock: ClockKey; readonly dueAt: Instant; readonly rung: number }
  | { readonly type: 'passStage'; readonly clock: ClockKey; readonly dueAt: Instant }
  | { readonly type: 'noteAlert'; readonly effect: string; readonly pagers?: CalledPagers | undefined }
  | { readonly type: 'noteEffectFailed'; readonly effect: string; readonly what?: BreachEffect['type'] | undefined }
);

export type BreachFact =
  | { readonly type: 'incidentReported'; readonly registration: BreachRegistration }
  | { readonly type: 'anchorSet'; readonly name: AnchorName; readonly anchor: Anchor }
  | { readonly type: 'controllerBecameAware'; readonly reasons?: string | undefined }
  | { readonly type: 'foundNotABreach'; readonly reasons: string }
  | { readonly type: 'incidentClassified'; readonly classification: Classification }
  | { readonly type: 'riskProposed'; readonly assessment: RiskAssessment; readonly score?: Severity | undefined }
  | {
      readonly type: 'riskAssessed';
      readonly assessment: RiskAssessment;
      readonly score?: Severity | undefined;
      /** Where it took two: the one whose assessment the other approved. */
      readonly proposedBy?: Actor | undefined;
    }
  | { readonly type: 'notificationAnswered'; readonly answers: AnswerChanges }
  | ({ readonly type: 'notificationFrozen' } & FrozenVersion)
  | { readonly type: 'notificationSendingOrdered'; readonly order: SendingOrder }
  | {
      readonly type: 'submissionEvidenced';
      readonly submission: Submission;
      /** Where Duly itself sent it. */
      readonly effect?: string | undefined;
      /** Somebody recorded it by hand while it was on its way: it is one sending, and has both as evidence. */
      readonly isKnown?: true | undefined;
    }
  | {
      readonly type: 'notificationRefused';
      readonly effect: string;
      readonly version: number;
      /** Of the endpoint, where it was one. */
      readonly code?: number | undefined;
      readonly documents: readonly string[];
    }
  | {
      readonly type: 'notificationUnresolved';
      readonly effect: string;
      readonly version: number;
      readonly why: WhyUnresolved;
      readonly documents: readonly string[];
    }
  | { readonly type: 'communicationRecorded'; readonly communication: Communication }
  | {
      readonly type: 'communicationOrdered';
      readonly order: CommunicationOrder;
      readonly from: number;
      readonly to: number;
    }
  | ({ readonly type: 'waveBatchSent'; readonly effect: string; readonly batch: number } & WaveTally)
  | ({ readonly type: 'communicationRepeated'; readonly repeat: CommunicationRepeat } & NumberRange)
  | { readonly type: 'communicationHeld'; readonly hold: CommunicationHold }
  | { readonly type: 'communicationHoldEnded'; readonly until: Instant; readonly resumes: boolean }
  | { readonly type: 'countriesNamed'; readonly affected: AffectedCountries }
  | { readonly type: 'authorityMessageReceived'; readonly message: AuthorityMessage }
  | { readonly type: 'authorityAnswered'; readonly answer: AuthorityAnswer }
  | { readonly type: 'authorityAsked'; readonly question: AuthorityQuestion }
  | { readonly type: 'commitmentKept'; readonly id: string; readonly keptAt: Instant }
  | { readonly type: 'dataRestored'; readonly restoredAt: Instant }
  | { readonly type: 'measureTaken'; readonly text: string }
  | { readonly type: 'lessonRecorded'; readonly lesson: Lesson }
  | { readonly type: 'handedOver'; readonly to: string; readonly reasons: string }
  /** GDPR Art. 33(5): which processor told us, and which one was believed to have told us. */
  | {
      readonly type: 'tellingCorrected';
      readonly toldBy: TellingProcessor;
      readonly before: TellingProcessor;
      readonly reasons: string;
    }
  | { readonly type: 'noteAdded'; readonly text: string }
  | { readonly type: 'extentRecorded'; readonly extent: Extent }
  | { readonly type: 'personInvolved'; readonly involvement: Involvement }
  | { readonly type: 'reporterTold'; readonly told: ToldReporter }
  | ({ readonly type: 'holdingStatementSet' } & HoldingStatement)
  | { readonly type: 'holdingStatementBegan'; readonly statement: number }
  | {
      readonly type: 'announced';
      readonly effect: string;
      readonly statement: number;
      readonly place: AnnouncementPlace;
      readonly earlier?: EarlierWords | undefined;
    }
  | {
      readonly type: 'announcementFailed';
      readonly effect: string;
      readonly statement: number;
      readonly place: AnnouncementPlace;
      readonly why: 'refused' | 'unknown';
    }
  /** After the place had taken it. */
  | { readonly type: 'announcementBounced'; readonly statement: number; readonly place: AnnouncementPlace }
  | { readonly type: 'informationAsked'; readonly item: InformationItem; readonly of: string }
  | { readonly type: 'informationGiven'; readonly item: InformationItem; readonly text: string }
  | { readonly type: 'controllersConfirmed'; readonly batch: number; readonly confirmation: ControllerConfirmation }
  | { readonly type: 'noticesOpened'; readonly effect: string; readonly count: number }
  | { readonly type: 'controllersToldMore'; readonly text: string }
  | { readonly type: 'controllersReached'; readonly effect: string; readonly count: number }
  | { readonly type: 'noticesSummed'; readonly summary: NoticesSummary }
  | { readonly type: 'clocksComputed'; readonly clocks: readonly BreachClock[] }
  | ({ readonly type: 'clockStagePassed'; readonly clock: ClockKey } & StagesPassed)
  | { readonly type: 'alertAcknowledged'; readonly clocks: readonly ClockKey[] }
  | {
      readonly type: 'alertEscalated';
      readonly clock: ClockKey;
      readonly dueAt: Instant;
      readonly rung: number;
      readonly because: RingReason;
    }
  | {
      readonly type: 'alertSent';
      readonly effect: string;
      /** Whose pager answered no for good, and had not before; and whose takes calls again. */
      readonly pagersRefused?: readonly string[] | undefined;
      readonly pagersBack?: readonly string[] | undefined;
    }
  | { readonly type: 'effectFailed'; readonly effect: string; readonly what?: BreachEffect['type'] | undefined }
  | { readonly type: 'caseClosed' };

/** What the notices of one confirmation need; each becomes a case of its own. */
export interface NoticesOrder {
  readonly batch: number;
  readonly reference: string;
  readonly controller: string;
  readonly timeZone: string;
  readonly calendar: WorkingCalendar;
  readonly drill: boolean;
  readonly owner?: string | undefined;
  readonly startsAt: Instant;
  readonly text: string;
  readonly affected: readonly AffectedController[];
}

export type BreachEffect =
  | ({ readonly type: 'alertStaff' } & AlertOrder)
  | ({ readonly type: 'openNotices' } & NoticesOrder)
  | { readonly type: 'informControllers'; readonly text: string }
  | { readonly type: 'closeNotices' }
  | ({ readonly type: 'sendWaveBatch' } & WaveBatchOrder)
  | ({ readonly type: 'sendNotification' } & Dispatch)
  | ({ readonly type: 'announce' } & AnnouncementOrder);
