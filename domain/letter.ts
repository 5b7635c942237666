import type { CaseKind } from './board.js';
import type { CommunicationContent } from './breach.communication.js';
import type { Right } from './right.js';
import type { CivilDate, Instant } from './time.js';

/** The languages in which letters are written. */
export const languages = ['en', 'nl', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];
/** For our own people, whose pages are in English. */
export const languageInEnglish: Readonly<Record<Language, string>> = {
  en: 'English',
  nl: 'Dutch',
  de: 'German',
  fr: 'French',
};

/** One text in the languages an organisation writes. */
export type Localised = Readonly<Partial<Record<Language, string>>>;

/** Letters to the person who asked. */
export const letterNames = [
  'acknowledgement',
  'identity-request',
  'extension',
  'refusal',
  'answer',
  'withdrawal-confirmation',
] as const;
export type LetterName = (typeof letterNames)[number];

/** Letters to our own people: they name a case, never the data subject. */
export const staffLetterNames = [
  'warning',
  'deadline-passed',
  'letter-needs-person',
  'message-received',
  'effect-failed',
  'incident-reported',
  'clock-soon',
  'clock-late',
  'clock-cannot-run',
  'clock-unacknowledged',
  'clock-silent',
  'handed-over',
  'controller-unreached',
  'controller-silent',
  'breach-needs-person',
  'incident-team-asks',
] as const;
export type StaffLetterName = (typeof staffLetterNames)[number];

export interface LetterController {
  readonly name: string;
  readonly address: string;
  /** Where the data subject can reach it about the request. */
  readonly contact: string;
}

export interface LetterAuthority {
  readonly name: string;
  readonly url: string;
  readonly address?: string;
}

export interface ProcessingTransfer {
  readonly recipient: string;
  /** ISO 3166; the letter writes it in words. */
  readonly country: string;
  /** Of GDPR Chapter V: `46(2)(c)`. */
  readonly article: string;
  readonly safeguard: string;
}

export interface AutomatedDecisionInformation {
  readonly logic: string;
  readonly significance: string;
  readonly consequences: string;
}

/** What GDPR Art. 15(1)(a)-(d), (g), (h) and (2) ask about one processing activity, in the language of the letter. */
export interface ProcessingInformation {
  readonly name: string;
  readonly purposes: readonly string[];
  readonly legalBasis: string;
  readonly dataCategories: readonly string[];
  readonly recipients: readonly string[];
  readonly period: string;
  readonly sources: readonly string[];
  readonly automatedDecisions: readonly AutomatedDecisionInformation[];
  readonly transfers: readonly ProcessingTransfer[];
}

/** Everything that GDPR Art. 15(1)(a)-(h) and (2) ask for beside the data themselves. */
export interface ArticleFifteenInformation {
  readonly language: Language;
  readonly activities: readonly ProcessingInformation[];
  readonly rights: readonly Right[];
  readonly authority: LetterAuthority;
}

interface CaseLetter {
  readonly language: Language;
  readonly reference: string;
  /** Absent while nobody has said what the message asks. */
  readonly right?: Right;
  readonly receivedOn: CivilDate;
  /** The last day of the period. */
  readonly answerBy: CivilDate;
  /** That day had passed when the letter was written: nothing is promised for it any more. */
  readonly isLate?: boolean;
  /** In which instants are told: the controller's. */
  readonly timeZone: string;
  readonly controller: LetterController;
  readonly recipientName?: string;
  readonly portalUrl?: string;
}

/** What a refusal, whole or in part, must name (GDPR Art. 12(4)). */
interface Remedies {
  /** The address of our own data protection officer: whoever disagrees may begin with us. */
  readonly dpo: string;
  readonly authority: LetterAuthority;
  /** Which court, and how: the controller's own text, in the language of the letter. */
  readonly remedy: string;
}

export interface AcknowledgementLetter extends CaseLetter {
  readonly letter: 'acknowledgement';
}

export interface IdentityRequestLetter extends CaseLetter {
  readonly letter: 'identity-request';
  /** Why there is reasonable doubt. */
  readonly reasons: string;
}

export interface ExtensionLetter extends CaseLetter {
  readonly letter: 'extension';
  readonly reasons: string;
  readonly extendedAnswerBy: CivilDate;
}

export interface RefusalLetter extends CaseLetter, Remedies {
  readonly letter: 'refusal';
  readonly reasons: string;
  readonly lateReasons?: string;
}

/** Never carries the data themselves: mail is not the place. */
export interface AnswerLetter extends CaseLetter, Remedies {
  readonly letter: 'answer';
  readonly noDataHeld?: boolean;
  readonly downloadUrl?: string;
  readonly downloadUntil?: Instant;
  readonly information?: ArticleFifteenInformation;
  /** `package`: the information lies with the files, because even the purposes can tell much about a person. */
  readonly informationPlace?: 'letter' | 'package';
  readonly partlyRefusedReasons?: string;
  readonly lateReasons?: string;
}

export interface WithdrawalLetter extends CaseLetter {
  readonly letter: 'withdrawal-confirmation';
}

export type LetterData =
  AcknowledgementLetter | IdentityRequestLetter | ExtensionLetter | RefusalLetter | AnswerLetter | WithdrawalLetter;

/** Letters to a controller for whom we process (GDPR Art. 33(2)). */
export const noticeLetterNames = ['controller-notice', 'controller-information'] as const;
export type NoticeLetterName = (typeof noticeLetterNames)[number];

export interface NoticeLetterData {
  readonly letter: NoticeLetterName;
  readonly language: Language;
  readonly reference: string;
  /** Who processes, and where more is learnt: a contact point of ours (GDPR Art. 33(3)(b)). */
  readonly processor: string;
  readonly contactPoint: string;
  readonly recipientName: string;
  /** What is known: nature, consequences, measures, as far as that goes (GDPR Art. 33(3), 33(4)). */
  readonly text: string;
  /** When we became aware. */
  readonly awareAt: Instant;
  readonly timeZone: string;
  /** Where the notice stands with all that followed, and is acknowledged. */
  readonly noticeUrl: string;
}

/** To one of the data subjects of a breach with a high risk (GDPR Art. 34(2)), in plain language (GDPR Art. 12(1)). */
export interface CommunicationLetterData extends CommunicationContent {
  readonly letter: 'breach-communication';
  readonly language: Language;
  readonly reference: string;
  readonly controller: Pick<LetterController, 'name' | 'address'>;
  readonly recipientName?: string | undefined;
}

export interface StaffLetterData {
  readonly letter: StaffLetterName;
  readonly language: Language;
  readonly reference: string;
  readonly kind: CaseKind;
  /** Exclusive: midnight is told as 24:00 of the day before. */
  readonly dueAt?: Instant | undefined;
  /** The provision or promise whose clock it is. */
  readonly clock?: string | undefined;
  readonly timeZone: string;
  readonly caseUrl: string;
}

type KeysOfAll<T> = T extends unknown ? keyof T : never;
export type LetterPart = Exclude<
  KeysOfAll<LetterData | StaffLetterData | NoticeLetterData | CommunicationLetterData>,
  'letter' | 'language' | 'timeZone'
>;

export interface RequiredPart {
  readonly part: LetterPart;
  /** The provision that wants it, or our own rule. */
  readonly article: string;
  readonly applies?: (letter: LetterData) => boolean;
}

const ownRule = 'ADR 0009';

const always: readonly RequiredPart[] = [
  { part: 'reference', article: ownRule },
  { part: 'controller', article: ownRule },
];

const remedies: readonly RequiredPart[] = [
  { part: 'authority', article: 'GDPR Art. 12(4)' },
  { part: 'remedy', article: 'GDPR Art. 12(4)' },
];

const lateness: RequiredPart = {
  part: 'lateReasons',
  article: 'GDPR Art. 12(3)',
  applies: (letter) => 'lateReasons' in letter,
};

/** What the law wants to read in each letter; a letter without it is not sent. */
export const requiredParts: Readonly<Record<LetterName, readonly RequiredPart[]>> = {
  acknowledgement: [
    ...always,
    { part: 'receivedOn', article: 'EDPB Guidelines 01/2022, para. 57' },
    { part: 'answerBy', article: 'EDPB Guidelines 01/2022, para. 57' },
  ],
  'identity-request': [...always, { part: 'reasons', article: 'GDPR Art. 12(6)' }],
  extension: [
    ...always,
    { part: 'reasons', article: 'GDPR Art. 12(3)' },
    { part: 'extendedAnswerBy', article: 'GDPR Art. 12(3)' },
  ],
  refusal: [...always, { part: 'reasons', article: 'GDPR Art. 12(4)' }, ...remedies, lateness],
  answer: [
    ...always,
    { part: 'downloadUrl', article: 'GDPR Art. 15(3)', applies: carriesData },
    { part: 'downloadUntil', article: 'GDPR Art. 15(3)', applies: carriesData },
    { part: 'information', article: 'GDPR Art. 15(1)', applies: carriesData },
    {
      part: 'partlyRefusedReasons',
      article: 'GDPR Art. 12(4)',
      applies: (letter) => 'partlyRefusedReasons' in letter,
    },
    lateness,
    ...remedies,
  ],
  'withdrawal-confirmation': always,
};

/** What a controller must read in order to notify in its turn (GDPR Art. 33(2), 33(3)). */
export const requiredNoticeParts: readonly RequiredPart[] = [
  ...(['reference', 'processor', 'noticeUrl'] as const).map((part) => ({ part, article: ownRule })),
  { part: 'text', article: 'GDPR Art. 33(3)(a)' },
  { part: 'contactPoint', article: 'GDPR Art. 33(3)(b)' },
  { part: 'awareAt', article: 'GDPR Art. 33(2)' },
];

/** The nature of the breach, and at least what Art. 33(3)(b), (c) and (d) ask for. */
export const requiredCommunicationParts: readonly RequiredPart[] = [
  ...always,
  { part: 'text', article: 'GDPR Art. 34(2)' },
  { part: 'contactPoint', article: 'GDPR Art. 33(3)(b)' },
  { part: 'consequences', article: 'GDPR Art. 33(3)(c)' },
  { part: 'measures', article: 'GDPR Art. 33(3)(d)' },
];

/** What our own people need to act on. */
export function requiredStaffPartsOf(letter: StaffLetterName): readonly RequiredPart[] {
  const parts = ['reference', 'kind', 'caseUrl', ...furtherStaffParts(letter)] as const;
  return parts.map((part) => ({ part, article: ownRule }));
}

/** An incident is told before its clocks are known; a clock without its anchor has no end. */
function furtherStaffParts(letter: StaffLetterName): readonly ('dueAt' | 'clock')[] {
  switch (letter) {
    case 'incident-reported':
    case 'handed-over':
    case 'breach-needs-person':
    case 'incident-team-asks':
      return [];
    case 'clock-cannot-run':
    case 'clock-unacknowledged':
    case 'clock-silent':
      return ['clock'];
    case 'clock-soon':
    case 'clock-late':
    case 'controller-unreached':
    case 'controller-silent':
      return ['dueAt', 'clock'];
    case 'warning':
    case 'deadline-passed':
    case 'letter-needs-person':
    case 'message-received':
    case 'effect-failed':
      return ['dueAt'];
  }
}

/** The parts that this letter must carry. */
export function requiredPartsOf(letter: LetterData): readonly RequiredPart[] {
  return requiredParts[letter.letter].filter(({ applies }) => applies?.(letter) ?? true);
}

/** Access hands over data, unless there are none, and says what is done with them. GDPR Art. 15(1)(a)-(h), (2), (3). */
function carriesData(letter: LetterData): boolean {
  return letter.letter === 'answer' && letter.right === 'access' && letter.noDataHeld !== true;
}

/** The provision whose information is missing. Recipients, sources, decisions and transfers may truly be none. */
export function whatInformationLacks(information: ArticleFifteenInformation): string | undefined {
  const { activities } = information;
  if (activities.length === 0) return 'GDPR Art. 15(1)(a)';
  if (activities.some(({ purposes }) => !areWritten(purposes))) return 'GDPR Art. 15(1)(a)';
  if (activities.some(({ dataCategories }) => !areWritten(dataCategories))) return 'GDPR Art. 15(1)(b)';
  if (activities.some(({ recipients }) => recipients.some(isBlank))) return 'GDPR Art. 15(1)(c)';
  if (activities.some(({ period }) => isBlank(period))) return 'GDPR Art. 15(1)(d)';
  if (information.rights.length === 0) return 'GDPR Art. 15(1)(e)';
  if (isBlank(information.authority.name)) return 'GDPR Art. 15(1)(f)';
  if (activities.some(({ sources }) => sources.some(isBlank))) return 'GDPR Art. 15(1)(g)';
  if (activities.some(({ automatedDecisions }) => automatedDecisions.some(({ logic }) => isBlank(logic))))
    return 'GDPR Art. 15(1)(h)';
  if (activities.some(({ transfers }) => transfers.some(({ safeguard }) => isBlank(safeguard))))
    return 'GDPR Art. 15(2)';
  return undefined;
}

function areWritten(texts: readonly string[]): boolean {
  return texts.length > 0 && !texts.some(isBlank);
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
