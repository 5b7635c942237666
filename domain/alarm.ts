import type { Instant } from './time.js';

/** What a person must see because no law of a case expects it. */
export const alarmCodes = [
  'FactsTakenOver',
  'FactsMissing',
  'MessageForged',
  'RegistrationStuck',
  'WorkStuck',
  'CaseStuck',
  'MailUnreadable',
  'WorkflowMissing',
  'AlertBounced',
  'BreachMailBounced',
  'BreachMailAnswered',
] as const;
export type AlarmCode = (typeof alarmCodes)[number];

/** What went wrong, and what became of it; for a mail to our own people and for the page. */
export const alarmWords: Readonly<Record<AlarmCode, string>> = {
  FactsTakenOver: 'Facts were found on record that no running case had written. The case has taken them over.',
  FactsMissing:
    'A case is further on than the database, as after a restore. It has put down again what it knew; documents that came since then are gone.',
  MessageForged: 'A message reached a case that Duly did not send. It was dropped.',
  RegistrationStuck: 'A request that was taken in could not be opened as a case for ten minutes.',
  WorkStuck:
    'Letters of a breach, or notices to controllers, could not be worked off for ten minutes. Duly goes on trying.',
  CaseStuck:
    'Cases did not say that a date of theirs passed: they hang, and warn nobody. Watch their dates by hand, and have somebody look at the workers and at Temporal.',
  MailUnreadable: 'A mail could not be processed again and again. It is kept.',
  AlertBounced: 'A letter to one of our own people came back: somebody does not hear what is wrong.',
  BreachMailBounced:
    'A mail of a breach to an authority, or to a place where others are told, came back after it had been taken: it did not arrive. Tell them otherwise.',
  BreachMailAnswered:
    'Somebody answered a mail of a breach, or of its announcement. The answer lies with the documents of the case.',
  WorkflowMissing: 'Open cases had no run in Temporal. They were started again from their facts.',
};

/** A case or a mail; it has a reference once it is on the board. */
export interface AlarmedCase {
  readonly caseId: string;
  readonly reference: string | null;
}

export interface Alarm {
  /** A number as text: it is a name, nobody reckons with it. */
  readonly alarmId: string;
  readonly code: AlarmCode;
  readonly raisedAt: Instant;
  /** How many cases it is about, and the first of them. */
  readonly count: number;
  readonly cases: readonly AlarmedCase[];
  /** When the first mailbox took it. Null: nobody was told. */
  readonly toldAt: Instant | null;
  /** When those who have not heard are tried again. Null: everybody has heard, or cannot be reached. */
  readonly ringAt: Instant | null;
}
