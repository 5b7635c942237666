import { z } from 'zod';
import { anchorNames, anchorSources } from '../domain/breach.anchors.js';
import { authorityMessageKinds, authorityProvisions } from '../domain/breach.authority.js';
import { submissionKinds } from '../domain/breach.clock-table.js';
import { dataSubjectKinds, dataTypes, encryptions, MOST_PEOPLE, quantityPrecisions } from '../domain/breach.extent.js';
import { informationItems } from '../domain/breach.information.js';
import { reporterMessages } from '../domain/breach.reporter.js';
import { breachAspects, breachChannels, breachRoles, riskLevels } from '../domain/breach.js';
import { repeatableLetters } from '../domain/breach.waves.js';
import { circumstanceLevels, dataKinds, easesOfIdentification } from '../domain/enisa-severity.js';
import { affectedCountries } from '../domain/competent-authority.js';
import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import { memberStates } from '../domain/member-state.js';
import { lengthOf } from '../domain/period.js';
import { instant, line, words } from './subject-request-schemas.js';

const reasons = words.pipe(z.string().min(1)).describe('In words that can be checked; kept with the case.');
const period = z
  .string()
  .max(12)
  .refine((text) => lengthOf(text) !== undefined, 'expected hours as PT72H, days as P14D or months as P1M');
const id = z.string().min(1).max(60);
const documents = z.array(z.uuid()).max(100).default([]).describe('What shows it: documents of this case.');

/** An instant, or as much of a date as is known; a day begins at the controller's midnight. */
const moment = {
  at: instant.optional().describe('The instant, where it is known.'),
  on: z
    .string()
    .regex(
      /^(19[7-9]\d|2[01]\d\d)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
      'expected 2026, 2026-11 or 2026-11-20',
    )
    .refine((text) => text.length < 10 || z.iso.date().safeParse(text).success, 'expected a date that exists')
    .optional()
    .describe('Or the day, the month, the year: as exactly as it is known.'),
  source: z.enum(anchorSources),
  reasons: words.optional().describe('Why what was said before is wrong.'),
};
export const anchor = z
  .strictObject(moment)
  .refine(({ at, on }) => (at === undefined) !== (on === undefined), { path: ['at'], message: 'expected at or on' });
export type AskedAnchor = z.infer<typeof anchor>;

export const newBreach = z.strictObject({
  roles: z
    .array(z.enum(breachRoles))
    .min(1)
    .max(2)
    .describe('Whose data: our own as controller, others’ as processor.'),
  summary: words.pipe(z.string().min(1).max(2_000)).describe('What happened, without naming anybody.'),
  aspects: z.array(z.enum(breachAspects)).min(1).max(3),
  anchors: z.strictObject({
    firstInformedAt: anchor.describe('When somebody of ours first heard of it.'),
    occurredFrom: anchor.exactOptional(),
    occurredTo: anchor.exactOptional(),
    detectedAt: anchor.exactOptional(),
    subProcessorAwareAt: anchor
      .exactOptional()
      .describe('When the processor that told us became aware of it, as it says.'),
    controllerToldAt: anchor
      .exactOptional()
      .describe('When the notice of our processor arrived: awareness starts then.'),
  }),
  channel: z.enum(breachChannels).default('api'),
  toldBy: id
    .exactOptional()
    .describe('Which processor of the organisation file told us; with channel `processor` only. GDPR Art. 33(2).'),
  externalId: line
    .pipe(z.string().min(1))
    .optional()
    .describe('The ticket that told it; the same one again is refused.'),
  controller: id.optional().describe('Of our house; default: the first of the organisation file.'),
  restorationPeriod: period.optional().describe('By when data that are away are to be back. GDPR Art. 32(1)(c).'),
  commitments: z
    .array(z.strictObject({ id, source: line.pipe(z.string().min(1)), anchor: z.enum(anchorNames), period }))
    .max(20)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'expected each id once')
    .default([])
    .describe('Promises beyond the law: codes of conduct, binding corporate rules, contracts.'),
  owner: id.optional().describe('Default: whoever answers for the first service, or the incident manager who reports.'),
  services: z
    .array(id)
    .min(1)
    .max(20)
    .exactOptional()
    .describe('What is concerned, by the ids of the organisation file: its owners and deputies are alerted.'),
  firstContact: id
    .optional()
    .describe('Who took the report, by the `id` of the organisation file; default: whoever sends it.'),
  drill: z.boolean().default(false),
});
export type AskedBreach = z.infer<typeof newBreach>;

export const setAnchor = z.strictObject({ name: z.enum(anchorNames), anchor });
export const awareness = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('aware'), anchor, reasons: words.optional() }),
  z.strictObject({ outcome: z.literal('notABreach'), reasons }),
]);
export const classification = z.union([
  z.strictObject({ regime: z.literal('nis2'), isReportable: z.literal(true), significantAwareAt: anchor, reasons }),
  z.strictObject({
    ...{ regime: z.literal('dora'), isReportable: z.literal(true), reasons },
    ...{ classifiedAt: anchor, incidentAwareAt: anchor },
  }),
  z.strictObject({ regime: z.enum(['nis2', 'dora']), isReportable: z.literal(false), reasons }),
]);
const judged = <Schema extends z.ZodType>(value: Schema) => z.strictObject({ value, reasons });
export const severity = z
  .strictObject({
    context: z
      .array(z.strictObject({ kind: z.enum(dataKinds), steps: z.int().min(-3).max(3), reasons }))
      .min(1)
      .max(20),
    ease: judged(z.enum(easesOfIdentification)),
    confidentiality: judged(z.enum(circumstanceLevels)),
    integrity: judged(z.enum(circumstanceLevels)),
    availability: judged(z.enum(circumstanceLevels)),
    isMalicious: judged(z.boolean()),
  })
  .describe('The ENISA score of 2013, each factor with its reason; it informs the decision and never takes it.');

export const riskAssessment = z
  .strictObject({
    level: z.enum(riskLevels),
    reasons,
    severity: severity.optional(),
    deviationReasons: words.optional().describe('Why the level is another one than the score proposes.'),
    hasIdentificationNumber: z
      .boolean()
      .optional()
      .describe('Whether one is among the data: an unlikely risk is then proposed, and approved by a second person.'),
    foundAt: instant.optional().describe('Since when a high risk is known; default: now.'),
  })
  .refine(({ level, hasIdentificationNumber }) => level !== 'unlikely' || hasIdentificationNumber !== undefined, {
    path: ['hasIdentificationNumber'],
    message: 'expected for an unlikely risk: is an identification number among the data?',
  });
export const riskApproval = z.strictObject({});
export const submission = z.strictObject({
  kind: z.enum(submissionKinds),
  submittedAt: instant,
  receipt: line.optional().describe('The reference that the authority gave.'),
  documents,
  isComplete: z.boolean().default(true).describe('False: the rest follows in phases. GDPR Art. 33(4).'),
  reasonsForDelay: words.optional(),
  version: z.int().min(1).optional().describe('Which frozen version of the notification to the authority was sent.'),
});
export const communication = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...{ outcome: z.literal('communicated'), way: z.enum(['individual', 'public']), at: instant },
    ...{ recipients: z.int().min(0).max(MOST_PEOPLE), documents },
  }),
  z.strictObject({ outcome: z.literal('exempt'), ground: z.enum(['a', 'b', 'c']), at: instant, reasons }),
]);
const letterWords = {
  text: words.describe('What happened, in plain words. GDPR Art. 34(2).'),
  consequences: words.describe('What it is likely to lead to. GDPR Art. 33(3)(c).'),
  measures: words.describe('What is done about it. GDPR Art. 33(3)(d).'),
  contactPoint: line.describe('Whom people can ask. GDPR Art. 33(3)(b).'),
  recommendations: words
    .optional()
    .describe('What people can do themselves; said in every language or in none. Recital 86.'),
};
const translation = z.strictObject(letterWords).exactOptional();
const translations = Object.fromEntries(languages.map((language) => [language, translation]));
const communicationWords = {
  ...letterWords,
  language: z
    .enum(languages)
    .optional()
    .describe('In which these words are written; default: the first one of the organisation.'),
  translations: z
    .strictObject(translations as Record<Language, typeof translation>)
    .optional()
    .describe('The same told in other languages, each of them whole: who reads one of these gets it. GDPR Art. 12(1).'),
  voluntaryReasons: words.optional().describe('Without a high risk: why people are told all the same.'),
};
type AskedWords = z.infer<z.ZodObject<typeof communicationWords>>;
const isSaidOnce = ({ language, translations = {} }: AskedWords) =>
  language === undefined || translations[language] === undefined;
const saidTwice = { path: ['language'], message: 'expected in none of the translations' };
export const communicationLetter = z.strictObject(communicationWords).refine(isSaidOnce, saidTwice);
export const communicationOrder = z
  .strictObject({
    ...communicationWords,
    reference: line.describe('The reference of the case, typed by hand: the letters go out at once.'),
  })
  .refine(isSaidOnce, saidTwice);
const what = z.enum(repeatableLetters).describe('Whose letters; with `unknown` somebody may be written to twice.');
export const communicationRepeatAsked = z.strictObject({ what });
export const communicationRepeat = z.strictObject({ what, reasons });
export const communicationHold = z.strictObject({
  requestedBy: line.describe('Which police or prosecutor asked for it.'),
  reasons,
  until: instant.describe('When it ends by itself.'),
});
export const countriesNamed = z.strictObject({
  countries: z.array(z.enum(affectedCountries)).min(1).max(40).describe('Where the data subjects live, by ISO code.'),
  establishments: z.array(z.enum(memberStates)).max(40).default([]).describe('Where the controller has others.'),
});
export const authorityMessage = z
  .strictObject({
    id: id.describe('Of your choice.'),
    corrects: z
      .literal(true)
      .optional()
      .describe('It stands in the place of what is on record under the same `id`, as where the date was moved.'),
    kind: z.enum(authorityMessageKinds),
    text: reasons,
    receivedAt: instant,
    dueAt: instant.optional().describe('As the authority set it; without one it is owed without undue delay.'),
    provision: z
      .enum(authorityProvisions)
      .optional()
      .describe('The power that it uses, where the Regulation names it.'),
    reference: line.optional().describe('Its own reference.'),
    documents,
    answers: id.optional().describe('The `id` of the question of ours that it answers.'),
    lifts: id.optional().describe('The `id` of the order or question that a view takes back. GDPR Art. 34(4).'),
  })
  .refine(({ kind, dueAt }) => kind !== 'view' || dueAt === undefined, {
    ...{ path: ['dueAt'], message: 'expected with an order or a question only' },
  })
  .refine(({ kind, lifts }) => kind === 'view' || lifts === undefined, {
    ...{ path: ['lifts'], message: 'expected with a view only' },
  });
const evidenced = { text: reasons, sentAt: instant, receipt: line.optional().describe('What shows it.'), documents };
export const authorityAnswer = z.strictObject({ message: id.describe('What it answers, by `id`.'), ...evidenced });
export const authorityQuestion = z.strictObject({ id: id.describe('Of your choice.'), ...evidenced });
const person = id.describe('The `id` of a person in the organisation file.');
export const commitmentKept = z.strictObject({ id, keptAt: instant });
export const restoration = z.strictObject({ restoredAt: instant });
export const measure = z.strictObject({ text: reasons });
export const lesson = z.strictObject({
  id,
  text: reasons,
  owner: id.optional(),
  doneBy: z.iso.date().optional(),
  retestOn: z.iso.date().optional(),
});
export const telling = z.strictObject({
  toldBy: id.describe('Which processor of the organisation file told us. GDPR Art. 33(2).'),
  reasons: reasons.describe('Why what was said before is wrong.'),
});
export const handover = z.strictObject({ to: person, reasons });
const quantity = z.union([
  z.literal('unknown'),
  z.strictObject({ count: z.int().min(0), precision: z.enum(quantityPrecisions) }),
]);
export const extent = z.strictObject({
  dataSubjects: quantity.describe('How many people, exactly or approximately; or that nobody knows yet.'),
  records: quantity.describe('How many single entries about them.'),
  dataSubjectKinds: z.array(z.enum(dataSubjectKinds)).max(dataSubjectKinds.length).default([]),
  dataTypes: z
    .array(z.enum(dataTypes))
    .max(dataTypes.length)
    .default([])
    .describe('Which data, those of GDPR Art. 9(1) and Art. 10 among them; none while nobody knows.'),
  encryption: z.enum(encryptions).describe('Whether whoever got the data can read them.'),
});
export const involvement = z.strictObject({
  person,
  mandate: reasons.describe('What they may decide or do.'),
  workStopped: words.optional().describe('What they put down for it.'),
});
export const told = z.strictObject({
  what: z.enum(reporterMessages),
  text: reasons.describe('What they were told.'),
  at: instant,
  reasons: words.optional().describe('Why somebody else tells it than their first contact.'),
});
export const holdingStatement = z.strictObject({
  text: reasons.describe('What everybody who is asked may say. Name nobody in it.'),
  validFrom: instant.optional().describe('From when on; default: now.'),
});
export const informationRequest = z.strictObject({ item: z.enum(informationItems), of: person });
export const informationAnswer = z.strictObject({ item: z.enum(informationItems), text: reasons });
export const note = z.strictObject({ text: reasons });
export const alertAcknowledgement = z.strictObject({
  clock: z.string().min(1).max(80).optional().describe('The key of a clock that rings; default: all that ring.'),
});
export const closure = z.strictObject({});
