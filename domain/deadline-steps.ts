import type { RollOver, SourceDifference, WorkingCalendar } from './calendar.js';
import { daysAfter, spoken } from './civil-date.js';
import type { DeadlineQuestion } from './deadline-question.js';
import { spokenLength } from './period.js';
import type { Length } from './period.js';
import type { Citations, RulePack } from './rule-pack.js';
import type { NotCountedBecause, Suspension } from './suspension.js';
import type { CivilDate, Instant } from './time.js';

/** One step of a computation, as people read it, and the provision behind it. */
export interface Step {
  readonly text: string;
  readonly article: string;
}

export function hoursRun(
  anchor: Instant,
  length: Length,
  dueAt: Instant,
  { startsWith }: DeadlineQuestion,
  { hours, rollOver }: Citations,
): Step[] {
  return [
    ...(startsWith === undefined
      ? []
      : [{ text: `The period runs from ${startsWith.event}.`, article: startsWith.article }]),
    { text: `${spokenLength(length)} of elapsed time from ${anchor} end at ${dueAt}.`, article: hours },
    { text: 'A period in hours does not move for weekends or public holidays.', article: rollOver },
  ];
}

export function received(startsOn: CivilDate, question: DeadlineQuestion, { citations, startsAt }: RulePack): Step[] {
  const later = question.identityInformationOn ?? question.feePaidOn;
  const event = question.startsWith?.event ?? 'receipt';
  const start =
    later === undefined || startsAt === 'receipt'
      ? `The period runs from ${event}, on ${spoken(startsOn)} in ${question.timeZone}.`
      : `The period runs from the latest of the request, the identity information and the fee: ${spoken(startsOn)}.`;
  return [
    { text: start, article: question.startsWith?.article ?? citations.receipt },
    { text: `${spoken(startsOn)} itself is not counted.`, article: citations.dayOfEvent },
  ];
}

export function notInForce(startsOn: CivilDate, { id, effectiveFrom, citations }: RulePack): Step[] {
  if (effectiveFrom === undefined || startsOn >= effectiveFrom) return [];
  return [
    {
      text: `${id} applies since ${spoken(effectiveFrom)}; the period starts before that.`,
      article: citations.inForce,
    },
  ];
}

export function counted(startsOn: CivilDate, length: Length, nominal: CivilDate, { citations }: RulePack): Step {
  if (length.unit === 'days') {
    return { text: `${spokenLength(length)} later is ${spoken(nominal)}.`, article: citations.days };
  }
  const sameDate = startsOn.slice(8) === nominal.slice(8);
  const text = sameDate
    ? `${spokenLength(length)} later, the day with the same date is ${spoken(nominal)}.`
    : `${spokenLength(length)} later, that month has no day ${Number(startsOn.slice(8))}: its last day counts, ${spoken(nominal)}.`;
  return { text, article: citations.months };
}

export function extended(fromReceipt: CivilDate, fromFirstEnd: CivilDate, { citations }: RulePack): Step {
  const text =
    fromReceipt === fromFirstEnd
      ? `Two further months end on ${spoken(fromReceipt)}.`
      : `Two further months end on ${spoken(fromReceipt)} counted from receipt, on ${spoken(fromFirstEnd)} counted from the end of the first month: the earlier counts.`;
  return { text, article: citations.extension };
}

export function moved(nominal: CivilDate, { passed }: RollOver, { citations }: RulePack): Step {
  const end = passed.at(-1);
  if (end === undefined) {
    return { text: `${spoken(nominal)} is a working day.`, article: citations.rollOver };
  }
  const reasons = passed.map(({ on, because }) => dayOff(on, because)).join('; ');
  const text = `${reasons}. The end moves to the next working day, ${spoken(daysAfter(end.on, 1))}.`;
  return { text, article: citations.rollOver };
}

function dayOff(on: CivilDate, because: string): string {
  return spoken(on).startsWith(because) ? `${spoken(on)} is no working day` : `${spoken(on)} is ${because}`;
}

export function lengthened(last: CivilDate, { citations }: RulePack): Step {
  const text = `A period of two days or more has at least two working days: it ends on ${spoken(last)}.`;
  return { text, article: citations.twoWorkingDays };
}

export function ends(last: CivilDate, timeZone: string, unit: Length['unit'], { citations }: RulePack): Step {
  const text = `The period ends with the last hour of ${spoken(last)}, at 24:00 in ${timeZone}.`;
  return { text, article: unit === 'days' ? citations.days : citations.months };
}

export function unsettled(calendar: WorkingCalendar, expected: CivilDate | undefined, { citations }: RulePack): Step {
  const outlook = expected === undefined ? '' : ` If the expected holidays come true it ends on ${spoken(expected)}.`;
  const text = `No list of public holidays of ${calendar.memberState} is known for these days: only weekends move the end.${outlook}`;
  return { text, article: citations.holidays };
}

export function disputed({ on, name, saidBy }: SourceDifference, { citations }: RulePack): Step {
  const [says, denies] =
    saidBy === 'date-holidays'
      ? ['the library of holidays', 'the Official Journal list']
      : ['the Official Journal list', 'the library of holidays'];
  const text = `${spoken(on)} (${name}) counts as a working day: ${says} calls it a public holiday, ${denies} does not.`;
  return { text, article: citations.holidays };
}

export function byRegion(region: string, national: CivilDate, regional: CivilDate, { citations }: RulePack): Step {
  const text =
    national === regional
      ? `The holidays of ${region} make no difference.`
      : `By the holidays of the whole state it ends on ${spoken(national)}, by those of ${region} on ${spoken(regional)}: the earlier counts.`;
  return { text, article: citations.holidays };
}

const whyNotCounted: Readonly<Record<NotCountedBecause, string>> = {
  askedTooLate: 'it was not asked without undue delay',
  periodOver: 'the period was over',
  answeredAlready: 'the answer lies before the period or inside an earlier wait',
};

export function stoodStill({ days, notCounted }: Suspension, last: CivilDate, pack: RulePack): Step[] {
  const effect = pack.suspension === 'binds' ? 'it ends' : 'it would end';
  const aside = pack.suspension === 'binds' ? '' : ' This date is shown beside the other, which stays due.';
  const text = `Waiting for the data subject took ${days} days: counted in, ${effect} on ${spoken(last)}.${aside}`;
  const ignored = notCounted.map(({ from, because }) => ({
    text: `The question of ${spoken(from)} stops no clock: ${whyNotCounted[because]}.`,
    article: pack.citations.suspension,
  }));
  return [{ text, article: pack.citations.suspension }, ...ignored];
}
