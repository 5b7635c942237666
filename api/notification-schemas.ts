import { z } from 'zod';
import { MOST_PEOPLE } from '../domain/breach.extent.js';
import { notificationSubtypes } from '../domain/notification.js';
import type { Answer, AnswerChanges } from '../domain/notification.js';
import { answerable } from '../domain/notification.fields.js';
import type { AnswerForm, Field } from '../domain/notification.fields.js';
import { eeaStates } from '../domain/notification.gaps.js';
import { instant, line, words } from './subject-request-schemas.js';

const text = words.pipe(z.string().min(1).max(5_000));
const name = line.pipe(z.string().min(1));
const count = z.int().min(0).max(MOST_PEOPLE);
/** Said only where nothing else is wrong. */
const somethingIn = (message: string) => ({
  message,
  when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0,
});
const several = (choices: readonly string[]) =>
  z
    .array(z.enum(choices))
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'expected each once');

const schemaOf: Readonly<Record<AnswerForm, (field: Field) => z.ZodType<Answer>>> = {
  letter: ({ letters }) => z.enum(letters),
  letters: ({ letters }) => several(letters),
  text: () => text,
  texts: () => z.array(name).min(1).max(50),
  count: () => count,
  memberStates: () => several(eeaStates),
  countPerState: () =>
    z
      .strictObject(Object.fromEntries(eeaStates.map((state) => [state, count.exactOptional()])))
      .refine((all) => Object.keys(all).length > 0, somethingIn('expected at least one country')),
  date: () => z.iso.date(),
  instant: () => instant,
  yes: () => z.boolean(),
};

const byNumber = answerable.map((field) => {
  const answer = schemaOf[field.form](field).nullable().optional();
  return [String(field.number), answer] as const;
});

export const notificationAnswers: z.ZodType<{ readonly answers: AnswerChanges }> = z.strictObject({
  answers: z
    .strictObject(Object.fromEntries(byNumber))
    .refine((answers) => Object.keys(answers).length > 0, somethingIn('expected at least one answer'))
    .describe('By the numbers of the common template; what is not named stays as it is.'),
});

export const notificationSending = z.strictObject({
  version: z.int().min(1).max(9_999).describe('The frozen version that is to leave.'),
  reasonsForDelay: words.pipe(z.string().max(5_000)).optional().describe('GDPR Art. 33(1), where it is late.'),
});

export const notificationVersion = z.strictObject({
  subtype: z.enum(notificationSubtypes).describe('`incomplete`: the rest follows in phases.'),
  reasons: words.pipe(z.string().max(5_000)).optional().describe('Of a withdrawal.'),
});
