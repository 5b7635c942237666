import { daysAfter, endOfDay } from './civil-date.js';
import type { Deadline, PeriodEnd, SuspendedEnd } from './deadline.js';
import { receiptDate } from './deadline-question.js';
import type { DeadlineQuestion } from './deadline-question.js';
import * as say from './deadline-steps.js';
import type { Step } from './deadline-steps.js';
import { isSettledFor, lastDays } from './last-day.js';
import type { Counting, LastDays } from './last-day.js';
import { lengthOf, nominalEnd } from './period.js';
import type { Length } from './period.js';
import type { RulePack } from './rule-pack.js';
import { later, suspend } from './suspension.js';
import type { Suspension } from './suspension.js';
import type { WorkingCalendar } from './calendar.js';
import type { CivilDate } from './time.js';

interface Nominal {
  readonly on: CivilDate;
  readonly steps: readonly Step[];
}

interface Delay {
  readonly suspension: Suspension;
  readonly days: LastDays;
}

/** A period of days or months: counted on civil dates, turned into an instant once, at the end. */
export function civilDeadline(
  question: DeadlineQuestion,
  length: Length,
  pack: RulePack,
  calendar: WorkingCalendar,
): Deadline {
  const counting = { length, pack, calendar, startsOn: startOf(question, pack) };
  const nominal = nominalOf(question, counting);
  const unsuspended = lastDays(nominal.on, counting);
  const delay = delayOf(question, unsuspended, counting);
  const days = delay !== undefined && pack.suspension === 'binds' ? delay.days : unsuspended;
  const end = (on: CivilDate): PeriodEnd => ({ dueOn: on, dueAt: endOfDay(on, question.timeZone) });
  return {
    question,
    period: question.period,
    rulePack: pack.id,
    startsOn: counting.startsOn,
    nominalOn: days.nominalOn,
    ...end(days.dueOn),
    ...expectation(days),
    calendarId: calendar.id,
    calendarComplete: isSettledFor(days, counting),
    ...bothDates(days, calendar.region, end),
    ...(delay && { suspended: suspendedEnd(delay, end(unsuspended.dueOn), pack, end) }),
    differences: calendar.differences.filter(({ on }) => on > counting.startsOn && on <= days.dueOn),
    steps: stepsOf(question, counting, nominal, days, delay),
  };
}

/** UK GDPR Art. 12A: the latest of the request, the identity information and the fee; elsewhere the receipt alone. */
function startOf(question: DeadlineQuestion, pack: RulePack): CivilDate {
  const receivedOn = receiptDate(question);
  if (pack.startsAt === 'receipt') return receivedOn;
  return later(later(receivedOn, question.identityInformationOn ?? receivedOn), question.feePaidOn ?? receivedOn);
}

/** GDPR Art. 12(3): of the two readings of "two further months" the earlier day counts; ADR 0003. */
function nominalOf(question: DeadlineQuestion, { startsOn, length, pack }: Counting): Nominal {
  const first = nominalEnd(startsOn, length);
  const counted = say.counted(startsOn, length, first, pack);
  const further = lengthOf(pack.furtherPeriod);
  if (question.extension !== true || further === undefined) return { on: first, steps: [counted] };
  const fromReceipt = nominalEnd(startsOn, { ...further, count: length.count + further.count });
  const fromFirstEnd = nominalEnd(first, further);
  const on = fromReceipt < fromFirstEnd ? fromReceipt : fromFirstEnd;
  return { on, steps: [counted, say.extended(fromReceipt, fromFirstEnd, pack)] };
}

function delayOf(question: DeadlineQuestion, { nominalOn, dueOn }: LastDays, counting: Counting): Delay | undefined {
  if (question.waiting === undefined) return undefined;
  const { startsOn, pack } = counting;
  const suspension = suspend(question.waiting, { startsOn, dueOn, askWithinDays: pack.askWithinDays });
  return { suspension, days: lastDays(daysAfter(nominalOn, suspension.days), counting) };
}

function expectation({ national, expected }: LastDays): Pick<Deadline, 'expectedDueOn'> {
  return expected.last === national.last ? {} : { expectedDueOn: expected.last };
}

function bothDates(
  { national, regional }: LastDays,
  region: string | undefined,
  end: (on: CivilDate) => PeriodEnd,
): Pick<Deadline, 'national' | 'regional'> {
  if (regional === undefined || region === undefined) return {};
  return { national: end(national.last), regional: { region, ...end(regional.last) } };
}

function suspendedEnd(
  { suspension, days }: Delay,
  unsuspended: PeriodEnd,
  pack: RulePack,
  end: (on: CivilDate) => PeriodEnd,
): SuspendedEnd {
  return {
    ...suspension,
    nominalOn: days.nominalOn,
    ...end(days.dueOn),
    binds: pack.suspension === 'binds',
    unsuspended,
  };
}

function stepsOf(
  question: DeadlineQuestion,
  counting: Counting,
  nominal: Nominal,
  days: LastDays,
  delay: Delay | undefined,
): readonly Step[] {
  const { calendar, pack, startsOn, length } = counting;
  const { national, regional, nominalOn, dueOn } = days;
  const disputed = calendar.differences.filter(({ on }) => on >= nominalOn && on <= dueOn);
  return [
    ...say.notInForce(startsOn, pack),
    ...say.received(startsOn, question, pack),
    ...nominal.steps,
    ...(delay ? say.stoodStill(delay.suspension, delay.days.dueOn, pack) : []),
    say.moved(nominalOn, national, pack),
    ...(national.lengthened ? [say.lengthened(national.last, pack)] : []),
    ...(regional && calendar.region !== undefined
      ? [say.byRegion(calendar.region, national.last, regional.last, pack)]
      : []),
    ...disputed.map((difference) => say.disputed(difference, pack)),
    ...(isSettledFor(days, counting) ? [] : [say.unsettled(calendar, expectation(days).expectedDueOn, pack)]),
    say.ends(dueOn, question.timeZone, length.unit, pack),
  ];
}
