import { Temporal as T } from 'temporal-polyfill';
import { z } from 'zod';
import type { Actor } from '../domain/actor.js';
import type { SubjectContact } from '../database/subjects.js';
import { isMailAddress } from '../domain/mail.js';
import { rights } from '../domain/right.js';
import { areReasonsGiven } from '../domain/refusal.js';
import {
  acceptances,
  answerWays,
  deeds,
  extensionGrounds,
  identityMethods,
  refusalGrounds,
} from '../domain/subject-request.js';
import type { IdentityDecision } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import type { StepName } from '../pages/step-names.js';
import type { StepCommand } from '../workflows/subject-request.contract.js';
import type { Unsigned } from './case-steps.js';

export type Form = Readonly<Record<string, string>>;

/** A form read: the command that it asks of the case, or what is wrong by field. */
export type ReadForm = { readonly command: StepCommand } | { readonly wrong: Form };

const longText = z.string().trim().max(10_000, 'At most 10,000 characters.');
const needed = longText.min(1, 'Write something here.');
const tooShort = 'Write it in words that can be checked; ten characters at least.';
const checkable = longText.refine(areReasonsGiven, tooShort);
const optional = longText.transform((text) => (text === '' ? undefined : text)).optional();
const chosen = <const Values extends readonly [string, ...string[]]>(values: Values, error = 'Choose one.') =>
  z.enum(values, { error });

const whichRight = 'Choose the right that the message invokes.';

const identity = z
  .object({
    outcome: chosen(['confirmed', 'waived', 'notConfirmed']),
    method: z.string().default(''),
    reasons: longText.default(''),
  })
  .transform(({ outcome, method, reasons }, context): IdentityDecision => {
    if (outcome !== 'confirmed' && areReasonsGiven(reasons)) return { outcome, reasons };
    if (outcome !== 'confirmed') {
      context.addIssue({ code: 'custom', path: ['reasons'], message: tooShort });
      return z.NEVER;
    }
    const known = identityMethods.find((each) => each === method);
    if (known !== undefined) return { outcome, method: known };
    context.addIssue({ code: 'custom', path: ['method'], message: 'Say how you know that it is them.' });
    return z.NEVER;
  });

/** Whoever has no address at all is written to by nobody, so one of the three stays. */
const contactForm = z
  .object({
    name: optional,
    mail: optional.refine((mail) => mail === undefined || isMailAddress(mail), 'Write it as name@example.org.'),
    phone: optional,
    postalAddress: optional,
    reasons: checkable,
  })
  .refine(({ mail, phone, postalAddress }) => (mail ?? phone ?? postalAddress) !== undefined, {
    path: ['mail'],
    message: 'Write an e-mail address, a telephone number or a postal address.',
  });

/** Of a form that was read without fault. */
export function contactIn(form: Form): SubjectContact {
  const { reasons: _reasons, ...contact } = contactForm.parse(form);
  return contact;
}

interface Reading {
  readonly by: Actor;
  /** In which the moments of the form are told. */
  readonly timeZone: string;
}

/** What a person filled in, as the command of the decider. Whether the law allows it is the decider's to say. */
export function readStepForm(step: StepName, form: Form, { by, timeZone }: Reading): ReadForm {
  const read = schemaOf(step, timeZone).safeParse(form);
  if (read.success) return { command: { ...read.data, by } };
  return { wrong: wrongIn(read.error) };
}

export function wrongIn(error: z.ZodError): Form {
  return Object.fromEntries(
    error.issues.map(({ path, message }) => [String(path[0] ?? ''), message] as const).reverse(),
  );
}

function schemaOf(step: StepName, timeZone: string): z.ZodType<Unsigned> {
  switch (step) {
    case 'classify':
      return z.object({ right: chosen(rights, whichRight) }).transform(({ right }) => ({ type: 'classify', right }));
    case 'further-rights':
      return z
        .object({ right: chosen(rights, whichRight) })
        .transform(({ right }) => ({ type: 'registerFurtherRight', right, caseId: '' }));
    case 'set-aside':
      return z.object({ reasons: checkable }).transform(({ reasons }) => ({ type: 'setAside', reasons }));
    case 'identity-request':
      return z.object({ doubt: checkable }).transform(({ doubt }) => ({ type: 'requestIdentityEvidence', doubt }));
    case 'identity-decision':
      return identity.transform((decision) => ({ type: 'decideIdentity', decision }));
    case 'extension':
      return z
        .object({ ground: chosen(extensionGrounds), reasons: checkable })
        .transform((grant) => ({ type: 'grantExtension', grant }));
    case 'acceptance':
      return z
        .object({ acceptance: chosen(acceptances) })
        .transform(({ acceptance }) => ({ type: 'acceptRequest', acceptance }));
    case 'refusal':
      return z
        .object({
          scope: chosen(['whole', 'part']),
          ground: chosen(refusalGrounds),
          reasons: checkable,
          demonstration: longText.default(''),
          deviationReasons: optional,
        })
        .transform((proposal) => ({ type: 'proposeRefusal', proposal }));
    case 'approval':
      return z
        .object({ decision: chosen(['approved', 'rejected']), reasons: optional, deviationReasons: optional })
        .transform((decided) => ({ type: 'decideProposal', ...decided }));
    case 'answer':
      return z.object({}).transform(() => ({ type: 'attachAnswer', documents: [] }));
    case 'answer-removal':
      return z
        .object({ document: z.string().min(1, 'Choose one.').max(100) })
        .transform(({ document }) => ({ type: 'detachAnswer', documents: [document] }));
    case 'fulfilment':
      return z.object({ lateReasons: optional }).transform((late) => ({ type: 'fulfil', ...late }));
    case 'answer-given':
      return z
        .object({
          done: chosen(deeds),
          way: chosen(answerWays),
          givenAt: localMoment(timeZone),
          lateReasons: optional,
        })
        .transform((given) => ({ type: 'recordAnswerGiven', given: { ...given, documents: [] } }));
    case 'withdrawal':
      return z.object({ reasons: optional }).transform((told) => ({ type: 'withdraw', ...told }));
    case 'advice':
      return z
        .object({ advice: checkable, against: chosen(['no', 'yes']) })
        .transform(({ advice, against }) => ({ type: 'advise', advice: { advice, against: against === 'yes' } }));
    case 'letter-sent':
      return z
        .object({ effect: z.string().min(1, 'Choose one.').max(50), sentAt: localMoment(timeZone) })
        .transform((sent) => ({ type: 'recordLetterSent', ...sent }));
    case 'owner':
      return z
        .object({ owner: z.string().min(1, 'Choose one.').max(60) })
        .transform((assigned) => ({ type: 'assignOwner', ...assigned }));
    case 'contact':
      return contactForm.transform(({ reasons }) => ({ type: 'settleContact', corrected: false, reasons }));
    case 'notes':
      return z.object({ text: needed }).transform((note) => ({ type: 'addNote', ...note }));
  }
}

/** `2026-11-30T17:05`, as the field of a form gives it, in a zone. Where the clock shows it twice, the earlier one. */
export function localMoment(timeZone: string): z.ZodType<Instant> {
  return z.string().transform((text, context) => {
    const instant = instantOf(text, timeZone);
    if (instant !== undefined) return instant;
    context.addIssue({ code: 'custom', message: 'Write a date and a time, as 2026-11-30 17:05.' });
    return z.NEVER;
  });
}

function instantOf(text: string, timeZone: string): Instant | undefined {
  try {
    const local = T.PlainDateTime.from(text.trim().replace(' ', 'T'));
    return local.toZonedDateTime(timeZone).toInstant().toString({ fractionalSecondDigits: 3 });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
