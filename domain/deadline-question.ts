import { civilDateIn, isTimeZone } from './civil-date.js';
import { expectedPeriod, lengthOf } from './period.js';
import type { Period } from './period.js';
import { enabledRulePack } from './rule-pack.js';
import type { RulePack } from './rule-pack.js';
import type { CivilDate, Instant } from './time.js';

/** From the day we asked to the day the answer came. */
export interface WaitingInterval {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** One anchor, never more: `anchorAt` or `receivedAt` for hours, any of the three for days and months. */
export interface DeadlineQuestion {
  readonly period: Period;
  readonly anchorAt?: Instant | undefined;
  readonly receivedAt?: Instant | undefined;
  readonly receivedOn?: CivilDate | undefined;
  readonly timeZone: string;
  /** GDPR Art. 12(3): two further months. */
  readonly extension?: boolean | undefined;
  readonly waiting?: readonly WaitingInterval[] | undefined;
  /** UK GDPR Art. 12A: the days on which the identity information and the fee that were asked for arrived. */
  readonly identityInformationOn?: CivilDate | undefined;
  readonly feePaidOn?: CivilDate | undefined;
  /** What happened at the anchor, and the provision that counts from it; else the receipt of a request. */
  readonly startsWith?: { readonly event: string; readonly article: string } | undefined;
  /** The pack pinned at receipt; without it the present one of the Member State. */
  readonly rulePack?: string | undefined;
}

export interface Fault {
  readonly field: keyof DeadlineQuestion;
  readonly message: string;
}

export const anchors = ['anchorAt', 'receivedAt', 'receivedOn'] as const satisfies readonly (keyof DeadlineQuestion)[];
export type Anchor = (typeof anchors)[number];

/** What makes a question unanswerable, all of it at once. A missing anchor is a fault, never a guess. */
export function faultsIn(question: DeadlineQuestion, pack: RulePack): readonly Fault[] {
  const given = anchors.filter((anchor) => question[anchor] !== undefined);
  return [
    ...periodFaults(question.period),
    ...anchorFaults(question.period, given),
    ...zoneFaults(question.timeZone),
    ...waitingFaults(question.waiting),
    ...packFaults(question, pack),
  ];
}

export function periodFaults(period: Period): readonly Fault[] {
  return lengthOf(period) === undefined ? [{ field: 'period', message: expectedPeriod }] : [];
}

/** A period that cannot be read is no reason to say nothing about its anchor. */
export function anchorFaults(period: Period, given: readonly Anchor[]): readonly Fault[] {
  const [first, second] = given;
  const isInHours = lengthOf(period)?.unit === 'hours';
  if (isInHours && given.includes('receivedOn')) {
    return [{ field: 'receivedOn', message: 'A period in hours counts from an instant: give anchorAt' }];
  }
  if (first === undefined) {
    return isInHours
      ? [{ field: 'anchorAt', message: 'Expected the instant of the event' }]
      : [{ field: 'receivedOn', message: 'Expected the date of receipt, or its instant as receivedAt' }];
  }
  return second === undefined ? [] : [{ field: second, message: `Expected one anchor; ${first} is given already` }];
}

export function zoneFaults(timeZone: string): readonly Fault[] {
  if (isTimeZone(timeZone)) return [];
  return [{ field: 'timeZone', message: 'Expected the IANA name of a time zone, such as Europe/Paris' }];
}

export function waitingFaults(waiting: readonly WaitingInterval[] = []): readonly Fault[] {
  if (waiting.every(({ from, until }) => until >= from)) return [];
  return [{ field: 'waiting', message: 'Expected an answer that is not earlier than the question' }];
}

/** What the law allows with one period only; of a period that cannot be read it says nothing. */
export function packFaults(question: DeadlineQuestion, pack: RulePack): readonly Fault[] {
  const faults: Fault[] = [];
  const forAnAnswer = question.period === pack.answerPeriod;
  if (lengthOf(question.period) === undefined) return [];
  if (question.extension === true && !forAnAnswer) {
    faults.push({
      field: 'extension',
      message: `Only the period for an answer, ${pack.answerPeriod}, can be extended`,
    });
  }
  if (question.waiting !== undefined && !forAnAnswer) {
    faults.push({ field: 'waiting', message: `Only the period for an answer, ${pack.answerPeriod}, can be suspended` });
  }
  for (const field of ['identityInformationOn', 'feePaidOn'] as const) {
    if (question[field] !== undefined && (pack.startsAt === 'receipt' || !forAnAnswer)) {
      faults.push({ field, message: `Under ${pack.id} the period ${question.period} does not start with it` });
    }
  }
  return faults;
}

export function packOf(question: DeadlineQuestion, otherwise: RulePack): RulePack {
  if (question.rulePack === undefined) return otherwise;
  const pack = enabledRulePack(question.rulePack);
  if (pack === undefined) throw new Error(`${question.rulePack} is no rule pack in force`);
  return pack;
}

export function anchorInstant({ anchorAt, receivedAt }: Pick<DeadlineQuestion, Anchor>): Instant {
  const instant = anchorAt ?? receivedAt;
  if (instant === undefined) throw new Error('The question has no instant to count from');
  return instant;
}

export function receiptDate(question: Pick<DeadlineQuestion, Anchor | 'timeZone'>): CivilDate {
  return question.receivedOn ?? civilDateIn(anchorInstant(question), question.timeZone);
}
