import type { PortalChoice } from '../portal-faults.js';
import type { RemainingWords } from '../moment.js';

/** What may go wrong on the way to a page. */
export const troubles = ['notFound', 'tooLarge', 'tooMany', 'unreadable', 'away', 'defect'] as const;
export type Trouble = (typeof troubles)[number];

/** Everything the portal says, in one language. `#` stands for what is put in. */
export interface PortalWords {
  readonly remaining: RemainingWords;
  readonly tagline: string;
  readonly skip: string;
  readonly language: string;
  readonly steps: string;
  readonly stepNames: readonly [string, string, string, string];
  /** `Step # of 4` */
  readonly stepOf: string;
  readonly done: string;
  readonly noAccount: string;
  readonly nothingKnown: string;

  readonly whatTitle: string;
  readonly whatHint: string;
  readonly rights: Readonly<Record<PortalChoice, { readonly title: string; readonly example: string }>>;

  readonly reachTitle: string;
  readonly reachHint: string;
  readonly name: string;
  readonly nameHint: string;
  readonly where: string;
  readonly channels: Readonly<
    Record<'mail' | 'letter' | 'phone', { readonly title: string; readonly hint: string; readonly field: string }>
  >;
  readonly otherTitle: string;
  readonly otherText: string;

  readonly tellTitle: string;
  readonly tellHint: string;
  readonly tellField: string;
  readonly tellFiles: string;

  readonly checkTitle: string;
  readonly checkHint: string;
  readonly youAsk: string;
  readonly change: string;
  readonly files: string;
  readonly filesHint: string;
  readonly nothingWritten: string;
  readonly willHappen: string;

  readonly next: string;
  readonly back: string;
  /** Nothing is kept here that a browser could be led back to. */
  readonly backHint: string;
  readonly send: string;

  readonly problems: { readonly one: string; readonly many: string };
  readonly wrong: {
    readonly right: string;
    readonly channel: string;
    readonly mail: string;
    readonly address: string;
    readonly phone: string;
    /** What was written, then what may be. */
    readonly tooLong: string;
  };
  /** Under a field, before it is counted: `At most # characters.` */
  readonly atMost: string;
  /** And while somebody writes. */
  readonly counted: string;
  readonly notSent: string;
  readonly filesAgain: string;

  readonly receivedTitle: string;
  readonly receivedText: string;
  /** With its colon, which French sets apart. */
  readonly reference: string;
  readonly keepLink: string;
  readonly statusTitle: string;
  readonly answerBy: string;
  readonly atTheLatest: string;
  readonly whyDate: string;
  /** `#` is the day of receipt. */
  readonly whyDateText: string;
  readonly extendedText: string;
  readonly lateText: string;
  readonly whereItStands: string;
  readonly stages: readonly [string, string, string, string, string];
  readonly stageDone: string;
  readonly stageNow: string;
  readonly stageNotYet: string;
  /** What a request has come past without. */
  readonly stageLeftOut: string;
  readonly waitingForYou: string;
  readonly waitingText: string;
  readonly outcomes: Readonly<
    Record<'answered' | 'refused' | 'withdrawn' | 'notARequest', { readonly title: string; readonly text: string }>
  >;
  readonly youCan: string;
  readonly addTitle: string;
  readonly addText: string;
  readonly addFiles: string;
  readonly addSend: string;
  readonly addDone: string;
  readonly addEmpty: string;
  readonly withdrawTitle: string;
  readonly withdrawText: string;
  readonly withdrawSend: string;
  readonly withdrawDone: string;
  readonly withdrawNot: string;
  readonly complainTitle: string;
  readonly complainToUs: string;
  readonly complainToDpo: string;
  readonly complainToAuthority: string;

  readonly answerTitle: string;
  readonly answerText: string;
  readonly download: string;
  readonly downloadUntil: string;
  readonly footer: string;

  readonly trouble: Readonly<Record<Trouble, { readonly title: string; readonly text: string }>>;
  readonly toStart: string;
}
