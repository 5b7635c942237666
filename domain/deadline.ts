import type { SourceDifference, WorkingCalendar } from './calendar.js';
import { civilDeadline } from './civil-deadline.js';
import { civilDateIn, exactHoursAfter } from './civil-date.js';
import { anchorInstant, faultsIn, packOf } from './deadline-question.js';
import type { DeadlineQuestion, WaitingInterval } from './deadline-question.js';
import { hoursRun } from './deadline-steps.js';
import type { Step } from './deadline-steps.js';
import { lengthOf } from './period.js';
import type { Length, Period } from './period.js';
import { rulePackFor } from './rule-pack.js';
import type { RulePack } from './rule-pack.js';
import type { Suspension } from './suspension.js';
import type { CivilDate, Instant } from './time.js';

/** Where a period ends. */
export interface PeriodEnd {
  /** The last day. */
  readonly dueOn: CivilDate;
  /** The first instant that is too late: the midnight after the last day, or the exact instant of a period in hours. */
  readonly dueAt: Instant;
}

export interface Deadline extends PeriodEnd {
  /** What was asked, unchanged. */
  readonly question: DeadlineQuestion;
  readonly period: Period;
  readonly rulePack: string;
  /** The civil date of the event, itself not counted. */
  readonly startsOn: CivilDate;
  /** The last day before Art. 3(4) of Reg. 1182/71 moved it. */
  readonly nominalOn: CivilDate;
  /** The last day if the expected holidays of a year without a list come true; only where it differs. */
  readonly expectedDueOn?: CivilDate;
  readonly calendarId?: string;
  readonly calendarComplete: boolean;
  /** With a region: the date by the days of the whole state, and by those of the region. The earlier one is due. */
  readonly national?: PeriodEnd;
  readonly regional?: PeriodEnd & { readonly region: string };
  readonly suspended?: SuspendedEnd;
  /** Days of the period that one source alone calls a holiday. */
  readonly differences: readonly SourceDifference[];
  readonly steps: readonly Step[];
}

/** The second clock: shown beside the first, or binding where the rule pack says so. */
export interface SuspendedEnd extends PeriodEnd, Suspension {
  readonly nominalOn: CivilDate;
  readonly binds: boolean;
  /** The date without any suspension. */
  readonly unsuspended: PeriodEnd;
}

/** The deadline of any period, with every step that led to it. A question with faults is a defect of the caller. */
export function computeDeadline(question: DeadlineQuestion, calendar?: WorkingCalendar): Deadline {
  const pack = packOf(question, rulePackFor(calendar?.memberState));
  const faults = faultsIn(question, pack);
  const length = lengthOf(question.period);
  const [fault] = faults;
  if (fault !== undefined || length === undefined) throw new Error(fault?.message ?? question.period);
  if (length.unit === 'hours') return hoursDeadline(question, length, pack);
  if (calendar === undefined) throw new Error('A period in days or months needs a calendar');
  return civilDeadline(question, length, pack, calendar);
}

/** GDPR Art. 12(3): inform the data subject within one month of receipt. */
export function answerBy(receivedAt: Instant, timeZone: string, calendar: WorkingCalendar): Deadline {
  const { answerPeriod } = rulePackFor(calendar.memberState);
  return computeDeadline({ period: answerPeriod, receivedAt, timeZone }, calendar);
}

/** GDPR Art. 12(3): the month may be extended by two further months. */
export function extendedAnswerBy(receivedAt: Instant, timeZone: string, calendar: WorkingCalendar): Deadline {
  const { answerPeriod } = rulePackFor(calendar.memberState);
  return computeDeadline({ period: answerPeriod, receivedAt, timeZone, extension: true }, calendar);
}

/** EDPB Guidelines 01/2022, para. 159: the date shown beside the due one after waiting for the data subject. */
export function suspendedAnswerBy(
  receivedAt: Instant,
  timeZone: string,
  calendar: WorkingCalendar,
  waiting: readonly WaitingInterval[],
  extension = false,
): SuspendedEnd {
  const { answerPeriod } = rulePackFor(calendar.memberState);
  const { suspended } = computeDeadline({ period: answerPeriod, receivedAt, timeZone, waiting, extension }, calendar);
  if (suspended === undefined) throw new Error('A question with waiting intervals has a suspended end');
  return suspended;
}

/** Reg. 1182/71 Art. 3(4), first sentence: a period in hours never moves for holidays or weekends. */
function hoursDeadline(question: DeadlineQuestion, length: Length, pack: RulePack): Deadline {
  const anchor = anchorInstant(question);
  const dueAt = exactHoursAfter(anchor, length.count);
  const dueOn = civilDateIn(dueAt, question.timeZone);
  return {
    question,
    period: question.period,
    rulePack: pack.id,
    startsOn: civilDateIn(anchor, question.timeZone),
    nominalOn: dueOn,
    dueOn,
    dueAt,
    calendarComplete: true,
    differences: [],
    steps: hoursRun(anchor, length, dueAt, question, pack.citations),
  };
}
