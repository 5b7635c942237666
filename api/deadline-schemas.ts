import { z } from 'zod';
import { regionOf } from '../calendars/library-holidays.js';
import type { WorkingCalendar } from '../domain/calendar.js';
import { daysBetween, earliestDate, isInstant, latestDate } from '../domain/civil-date.js';
import type { Deadline } from '../domain/deadline.js';
import { faultsIn, receiptDate } from '../domain/deadline-question.js';
import type { DeadlineQuestion } from '../domain/deadline-question.js';
import { memberStateOf } from '../domain/member-state.js';
import { lengthOf } from '../domain/period.js';
import { enabledRulePack, rulePackFor } from '../domain/rule-pack.js';
import type { RulePack } from '../domain/rule-pack.js';
import type { CivilDate } from '../domain/time.js';

/** A question as it is sent: flat, with the place whose holidays count. */
export interface AskedDeadline extends Omit<DeadlineQuestion, 'waiting' | 'timeZone'> {
  readonly timeZone?: string | undefined;
  readonly memberState?: string | undefined;
  readonly region?: string | undefined;
  readonly suspendedFrom?: CivilDate | undefined;
  readonly suspendedUntil?: CivilDate | undefined;
}

/** The calendar that answered, without its days. */
export type NamedCalendar = Pick<WorkingCalendar, 'id' | 'memberState' | 'complete' | 'sources' | 'from' | 'until'>;

export interface AnsweredDeadline extends Omit<Deadline, 'question'> {
  readonly question: AskedDeadline;
  readonly calendar?: NamedCalendar;
}

const inRange = (day: string): boolean => day >= earliestDate && day <= latestDate;
const outOfRange = `Expected a date from ${earliestDate} to ${latestDate}`;

const civilDate = z.iso.date('Expected a date, as 2026-03-03').refine(inRange, outOfRange);
const instant = z.iso
  .datetime({ offset: true, error: 'Expected an instant with its offset, as 2026-03-03T09:30:00Z' })
  .refine((text) => inRange(text.slice(0, 10)), outOfRange)
  .refine(isInstant, 'Expected an instant that exists');
const word = z.string().max(64);

/** Of the fields of one question each is looked at here, and all of them together in `whatIsWrong`. */
const fields = z.strictObject({
  period: word,
  receivedOn: civilDate.optional(),
  receivedAt: instant.optional(),
  anchorAt: instant.optional(),
  memberState: word.optional(),
  region: word.optional(),
  timeZone: word.optional(),
  extension: z.boolean().optional(),
  suspendedFrom: civilDate.optional(),
  suspendedUntil: civilDate.optional(),
  identityInformationOn: civilDate.optional(),
  feePaidOn: civilDate.optional(),
  rulePack: word.optional(),
});

/** Only fields that are each in order are looked at together: the law's rules take dates that exist. */
const wholeQuestion = z.custom<AskedDeadline>().superRefine((asked, context) => {
  for (const { field, message } of whatIsWrong(asked)) {
    context.addIssue({ code: 'custom', path: [field], message });
  }
});

const askedDeadline: z.ZodType<AskedDeadline> = fields.pipe(wholeQuestion);
const askedDeadlines: z.ZodType<AskedDeadline[]> = z.array(askedDeadline).min(1).max(1000);

/** One question or a list. A plain union would say only that neither fits, not where. */
export const deadlineBody = z
  .unknown()
  .transform((body, context): AskedDeadline | AskedDeadline[] => {
    const read = (Array.isArray(body) ? askedDeadlines : askedDeadline).safeParse(body);
    if (read.success) return read.data;
    context.issues.push(...read.error.issues.map((issue) => ({ ...issue, input: undefined })));
    return z.NEVER;
  })
  .meta({ description: 'One question, or a list of at most 1000' });

const oneAnswer = z.looseObject({
  dueOn: z.string(),
  dueAt: z.string(),
  expectedDueOn: z.string().optional(),
  calendarComplete: z.boolean(),
  steps: z.array(z.strictObject({ text: z.string(), article: z.string() })),
});
export const deadlineAnswer = z.union([oneAnswer, z.array(oneAnswer)]);

/** A slip in a year would ask for a calendar of centuries. */
const FURTHEST_DAYS = 1826;

interface Wrong {
  readonly field: keyof AskedDeadline;
  readonly message: string;
}

/** The question as the law sees it; hours need neither a zone nor a state. */
export function questionOf(asked: AskedDeadline): DeadlineQuestion {
  const { period, anchorAt, receivedAt, receivedOn, timeZone = 'UTC', extension } = asked;
  const { identityInformationOn, feePaidOn, suspendedFrom, suspendedUntil } = asked;
  const waits = suspendedFrom !== undefined && suspendedUntil !== undefined;
  return {
    period,
    anchorAt,
    receivedAt,
    receivedOn,
    timeZone,
    extension,
    identityInformationOn,
    feePaidOn,
    rulePack: packOf(asked)?.id,
    ...(waits && { waiting: [{ from: suspendedFrom, until: suspendedUntil }] }),
  };
}

function packOf({ rulePack, memberState }: AskedDeadline): RulePack | undefined {
  if (rulePack !== undefined) return enabledRulePack(rulePack);
  return rulePackFor(memberState === undefined ? undefined : memberStateOf(memberState));
}

function whatIsWrong(asked: AskedDeadline): readonly Wrong[] {
  const pack = packOf(asked);
  const wrong = [...whatIsWrongWithPlace(asked), ...whatIsWrongWithWaiting(asked)];
  if (pack === undefined)
    return [...wrong, { field: 'rulePack', message: 'Expected a rule pack in force, as eu-gdpr@1' }];
  const question = questionOf(asked);
  const faults = faultsIn(question, pack).map(({ field, message }) => ({ field: asSent(field), message }));
  const all = [...wrong, ...faults];
  return all.length > 0 ? all : whatIsTooFar(asked, receiptDate(question));
}

function whatIsTooFar(asked: AskedDeadline, receivedOn: CivilDate): readonly Wrong[] {
  return (['suspendedFrom', 'suspendedUntil', 'identityInformationOn', 'feePaidOn'] as const).flatMap((field) => {
    const date = asked[field];
    if (date === undefined || (date >= receivedOn && daysBetween(receivedOn, date) <= FURTHEST_DAYS)) return [];
    return [{ field, message: 'Expected a day not before receipt, and within five years of it' }];
  });
}

function asSent(field: keyof DeadlineQuestion): keyof AskedDeadline {
  return field === 'waiting' ? 'suspendedUntil' : field;
}

function whatIsWrongWithPlace({ memberState, region, timeZone, period }: AskedDeadline): Wrong[] {
  const wrong: Wrong[] = [];
  const isCivil = lengthOf(period)?.unit !== 'hours';
  const state = memberState === undefined ? undefined : memberStateOf(memberState);
  if (isCivil && timeZone === undefined) {
    wrong.push({ field: 'timeZone', message: 'Expected the time zone of the controller, as Europe/Paris' });
  }
  if (state === undefined && (isCivil || memberState !== undefined)) {
    wrong.push({ field: 'memberState', message: 'Expected a state of the EEA or the United Kingdom, as FR' });
  }
  if (region !== undefined && (state === undefined || regionOf(state, region) === undefined)) {
    wrong.push({ field: 'region', message: 'Expected a region of that state, as BY of DE' });
  }
  return wrong;
}

function whatIsWrongWithWaiting({ suspendedFrom, suspendedUntil }: AskedDeadline): Wrong[] {
  if ((suspendedFrom === undefined) === (suspendedUntil === undefined)) return [];
  return suspendedFrom === undefined
    ? [{ field: 'suspendedFrom', message: 'Expected the day on which the question was sent' }]
    : [{ field: 'suspendedUntil', message: 'Expected the day on which the answer came' }];
}
