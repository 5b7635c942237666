import { z } from 'zod';
import type { WorkingCalendar } from '../domain/calendar.js';
import { earliestDate, isInstant, latestDate } from '../domain/civil-date.js';
import type { Deadline } from '../domain/deadline.js';
import { expectedPeriod } from '../domain/period.js';
import type { AskedDeadline } from './asked-deadline.js';
import { brokenFields, whatIsWrong } from './deadline-faults.js';

/** The calendar that answered, without its days. */
export type NamedCalendar = Pick<WorkingCalendar, 'id' | 'memberState' | 'complete' | 'sources' | 'from' | 'until'>;

export interface AnsweredDeadline extends Omit<Deadline, 'question'> {
  readonly question: AskedDeadline;
  readonly calendar?: NamedCalendar;
}

const inRange = (day: string): boolean => day >= earliestDate && day <= latestDate;
const outOfRange = `Expected a date from ${earliestDate} to ${latestDate}`;

/** One fault of a field is enough. */
const readable = { when: ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0 };

const civilDate = z.iso.date('Expected a date, as 2026-03-03').refine(inRange, { error: outOfRange, ...readable });
const instant = z.iso
  .datetime({ offset: true, error: 'Expected an instant with its offset, as 2026-03-03T09:30:00Z' })
  .refine((text) => inRange(text.slice(0, 10)), { error: outOfRange, ...readable })
  .refine(isInstant, { error: 'Expected an instant that exists', ...readable });
const word = z.string().max(64);

export const deadlineQuestion: z.ZodType<AskedDeadline> = z
  .strictObject({
    period: z
      .string({ error: expectedPeriod })
      .max(64, expectedPeriod)
      .describe('Hours as PT72H, days as P14D, months as P1M.'),
    receivedOn: civilDate.optional().describe('The day of receipt, where the hour is not known.'),
    receivedAt: instant.optional().describe('The instant of receipt, instead of the day.'),
    anchorAt: instant.optional().describe('The instant of the event from which hours count.'),
    memberState: word.optional().describe('Whose holidays count, as FR. Needed for days and months.'),
    region: word.optional().describe('Whose holidays count too, as BY of DE.'),
    timeZone: word.optional().describe('Of the controller, as Europe/Paris. Needed for days and months.'),
    extension: z.boolean().optional().describe('With the two further months of GDPR Art. 12(3).'),
    suspendedFrom: civilDate.optional().describe('The day on which the data subject was asked something.'),
    suspendedUntil: civilDate.optional().describe('The day on which the answer to it came.'),
    identityInformationOn: civilDate
      .optional()
      .describe('UK GDPR Art. 12A: the day on which the identity information arrived.'),
    feePaidOn: civilDate.optional().describe('UK GDPR Art. 12A: the day on which the fee was paid.'),
    rulePack: word.optional().describe('As eu-gdpr@1; without it the one in force in the state.'),
  })
  .superRefine(
    (asked, context) => {
      for (const { field, message } of whatIsWrong(asked, brokenFields(context.issues))) {
        context.addIssue({ code: 'custom', path: [field], message });
      }
    },
    // Also beside fields that cannot be read, so that one answer tells everything.
    { when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value) },
  );

export const deadlineBody = z
  .union([deadlineQuestion, z.array(deadlineQuestion).min(1).max(1000)])
  .describe('One question, or a list of at most 1000.');

const oneAnswer = z.looseObject({
  dueOn: z.string().describe('The last day.'),
  dueAt: z.string().describe('The first instant that is too late.'),
  expectedDueOn: z
    .string()
    .optional()
    .describe('The last day by expected holidays, where their official list is not out yet.'),
  calendarComplete: z.boolean().describe('False: only weekends bind, as the list of holidays of that year is not out.'),
  steps: z
    .array(z.strictObject({ text: z.string(), article: z.string() }))
    .describe('How it was computed, each step with its article.'),
});
export const deadlineAnswer = z.union([oneAnswer, z.array(oneAnswer)]);
