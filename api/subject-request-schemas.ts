import { z } from 'zod';
import { languages } from '../domain/letter.js';
import { isMailAddress, visibleLine, visibleText } from '../domain/mail.js';
import { rights } from '../domain/right.js';
import {
  acceptances,
  answerWays,
  channels,
  deeds,
  extensionGrounds,
  identityMethods,
  refusalGrounds,
} from '../domain/subject-request.js';
import type { Advice, ExtensionGrant, GivenAnswer, IdentityDecision, Proposal } from '../domain/subject-request.js';

const EARLIEST = Date.parse('1970-01-01T00:00:00Z');

/** Stored in one form, so that instants sort as strings. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= EARLIEST, 'expected an instant after 1969')
  .transform((text) => new Date(text).toISOString());

/** One line as somebody wrote it, without what cannot be seen. */
export const line = z
  .string()
  .max(200)
  .transform((text) => visibleLine(text));
export const words = z
  .string()
  .max(20_000)
  .transform((text) => visibleText(text));
const reasons = words.pipe(z.string().min(1)).describe('In words of your own; kept with the case.');

export const contact = z
  .strictObject({
    name: line.optional(),
    mail: z
      .string()
      .max(254)
      .refine(isMailAddress, 'expected a mail address such as name@example.org')
      .optional()
      .describe('Or one of the two below: somewhere an answer can go.'),
    phone: z
      .string()
      .max(40)
      .regex(/^\+?[\d\s()/.-]{5,40}$/, 'expected a telephone number')
      .optional(),
    postalAddress: words.optional(),
  })
  .refine(({ mail, phone, postalAddress }) => (mail ?? phone ?? postalAddress) !== undefined, {
    message: 'expected at least one of mail, phone and postalAddress, or nobody can answer',
  });

export const newSubjectRequest = z
  .strictObject({
    right: z.enum(rights).optional().describe('Absent: a person classifies it later.'),
    channel: z.enum(channels).default('api').describe('How it came in.'),
    receivedAt: instant.optional().describe('When it was received, if earlier than now: calls, visits.'),
    receivedOn: z.iso
      .date()
      .refine((date) => date >= '1970-01-01', 'expected a date after 1969')
      .optional()
      .describe('The day, where the hour is not known: letters.'),
    controller: z.string().max(60).optional().describe('Of our house; default: the first of the organisation file.'),
    language: z.enum(languages).optional().describe('Of the letters; default: the first of the organisation.'),
    contact: contact.describe('Who asks, and where an answer reaches them.'),
    text: words.optional().describe('What was asked, in the words of the data subject.'),
    owner: z
      .string()
      .max(60)
      .optional()
      .describe('The `id` of who looks after it; default: the operator who registers it.'),
    drill: z.boolean().default(false).describe('An exercise: nothing reaches anybody outside.'),
  })
  .refine(({ receivedAt, receivedOn }) => receivedAt === undefined || receivedOn === undefined, {
    path: ['receivedOn'],
    message: 'expected either receivedAt or receivedOn',
  });
export type NewSubjectRequest = z.infer<typeof newSubjectRequest>;

export const classification = z.union([
  z.strictObject({ right: z.enum(rights) }),
  z.strictObject({ setAside: z.literal(true), reasons }),
]);
export const furtherRight = z.strictObject({
  right: z.enum(rights).describe('Another right that the message invokes.'),
});
export const identityRequest = z.strictObject({
  doubt: reasons.describe('Why there is doubt about who asks. GDPR Art. 12(6).'),
});
export const identityDecision: z.ZodType<IdentityDecision> = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('confirmed'),
    method: z.enum(identityMethods).describe('How it was confirmed.'),
  }),
  z.strictObject({ outcome: z.literal('waived'), reasons }),
  z.strictObject({ outcome: z.literal('notConfirmed'), reasons }),
]);
export const extension: z.ZodType<ExtensionGrant> = z.strictObject({ ground: z.enum(extensionGrounds), reasons });
export const acceptance = z.strictObject({ outcome: z.enum(acceptances) });
const deviationReasons = words
  .optional()
  .describe('Why it is done although the data protection officer advised against it.');
export const refusal: z.ZodType<Omit<Proposal, 'proposedBy'>> = z.strictObject({
  scope: z.enum(['whole', 'part']),
  ground: z.enum(refusalGrounds),
  reasons,
  demonstration: words.default('').describe('What shows that the ground is met. GDPR Art. 12(5).'),
  deviationReasons,
});
export const approval = z.strictObject({
  decision: z.enum(['approved', 'rejected']),
  reasons: words.optional(),
  deviationReasons,
});
export const advice: z.ZodType<Advice> = z.strictObject({
  advice: reasons,
  against: z.boolean().default(false).describe('Against refusing, in whole or in part.'),
});
const lateReasons = words.optional().describe('Needed once the date is over: why it is late.');
export const answer = z.strictObject({
  documents: z.array(z.uuid()).min(1).max(100).describe('By the `documentId` given when they were stored.'),
});
export const answerGiven: z.ZodType<GivenAnswer> = z.strictObject({
  done: z.enum(deeds).describe('What was done; it must answer the right that is invoked.'),
  way: z.enum(answerWays).describe('How the answer was given.'),
  givenAt: instant.describe('When it was given.'),
  documents: z.array(z.uuid()).min(1).max(100).describe('What shows it: documents of the kind `evidence`.'),
  lateReasons,
});
export const fulfilment = z.strictObject({ lateReasons });
export const withdrawal = z.strictObject({ reasons: words.optional() });
export const note = z.strictObject({ text: reasons.describe('The note.') });
export const owner = z.strictObject({
  owner: z.string().min(1).max(60).describe('The `id` of a person in the organisation file.'),
});
export const contactSettled = z.strictObject({
  contact: contact.optional().describe('Where letters go from now on. Absent: the address is right as it is.'),
  reasons,
});
export const letterSent = z.strictObject({
  effect: z
    .string()
    .regex(/^\d{1,6}\.\d{1,3}$/)
    .describe('Which letter: its number in the case.'),
  sentAt: instant.describe('When it was sent.'),
});

export const caseParams = z.object({
  caseId: z
    .string()
    .regex(/^[0-9a-z]{26}$/, 'expected the id of a case')
    .describe('As it was given when the case was opened.'),
});

export const standing = z.object({
  position: z.int(),
  phase: z.string(),
  dueAt: z.string().optional().describe('The first instant that is too late.'),
});

/** In a 202: of which case the answer is still to come. It is given under the same Idempotency-Key. */
export const stillToCome = z.object({ caseId: z.string() });

export const opened = standing.extend({ caseId: z.string(), reference: z.string(), dueOn: z.string() });

/** The case of a further right. */
export const furtherCase = opened.pick({ caseId: true, reference: true, dueOn: true });
