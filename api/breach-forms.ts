import type { z } from 'zod';
import { createHash } from 'node:crypto';
import type { KnownBreach } from '../domain/breach.js';
import { dataSubjectKinds, dataTypes } from '../domain/breach.extent.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { onRecord } from '../pages/breach-step.view.js';
import { isAnnounced } from '../pages/incident-fields.js';
import type { BreachStepPage } from '../pages/breach-steps.words.js';
import { isChecked } from '../pages/step-fields.js';
import { classification, communicationOrder, communicationRepeatAsked } from './breach-schemas.js';
import { breachSteps } from './breach-steps.js';
import type { BreachStep } from './breach-steps.js';
import { localMoment } from './case-forms.js';
import type { Form } from './case-forms.js';
import { orderIn } from './communication-form.js';
import type { AskedLetters } from './communication-preview.js';
import { faultOfInstant, faultOfMoment, saidMoment } from './said-moment.js';
import { severityFault, severityField, severityIn } from './severity-form.js';

/** A form read: the body that the API takes for the same step, or what is wrong by field. */
export type ReadBreachForm = { readonly body: object } | { readonly wrong: Form };

/** Tells one state of the record from another, for a form that replaces it: whoever sends an older one is told so. */
export function stepMark(step: BreachStepPage, breach: KnownBreach): string | undefined {
  const said = onRecord(step, breach);
  return (
    said &&
    createHash('sha256')
      .update(JSON.stringify(Object.entries(said).sort()))
      .digest('base64url')
  );
}

/** What a person filled in, held to the very schema of the API. Whether the law allows it is the case's to say. */
export function readBreachForm(step: BreachStepPage, form: Form, timeZone: string): ReadBreachForm {
  const read = schemaOf(step, form).safeParse(bodyOf(step, form, timeZone));
  if (read.success) return { body: read.data as object };
  return { wrong: Object.fromEntries(read.error.issues.flatMap((issue) => faultsOf(issue, form, timeZone))) };
}

/** That of a classification has one shape per answer, and as a whole it could not say which field was meant. */
function schemaOf(step: BreachStepPage, { regime, isReportable }: Form): z.ZodType {
  if (step !== 'classification') return (breachSteps[step] as BreachStep<unknown>).body;
  const [nis2, dora, notReportable] = classification.options;
  if (isReportable !== 'yes') return notReportable;
  return regime === 'dora' ? dora : nis2;
}

/** Which letters a form asks to look at: those of an order, or those that would go out again. */
export function readPreviewForm(
  step: 'communication-order' | 'communication-repeat',
  form: Form,
  timeZone: string,
): AskedLetters | { readonly wrong: Form } {
  if (step === 'communication-repeat') {
    const read = communicationRepeatAsked.safeParse({ what: form['what'] });
    return read.success ? read.data : { wrong: { what: faultOf('what', form) } };
  }
  const read = readBreachForm(step, form, timeZone);
  if ('wrong' in read) return read;
  const { reference: _reference, ...order } = communicationOrder.parse(read.body);
  return { order };
}

interface Sent {
  readonly form: Form;
  readonly breach: KnownBreach;
  readonly organisation: OrganisationFile;
}

/** What ends every clock, or the case itself, or leaves the house, asks for the reference typed by hand; it is of the page alone. */
export function referenceMissing(step: BreachStepPage, { form, breach, organisation }: Sent): Form {
  const isGrave =
    step === 'closure' ||
    (step === 'awareness' && form['outcome'] === 'notABreach') ||
    (step === 'holding-statement' && isAnnounced(breach, organisation));
  return isGrave ? referenceDiffers(form, breach.reference) : {};
}

/** What is wrong with a reference typed by hand; nothing where it is the one of the case. */
export function referenceDiffers(form: Form, reference: string): Form {
  const typed = (form['confirmReference'] ?? '').trim().toUpperCase();
  if (typed === reference.toUpperCase()) return {};
  return { confirmReference: `Type ${reference}, as it stands below the label.` };
}

type Fault = readonly [field: string, fault: string];

/** What is wrong, by the field of the form: in words what would be right, and never “fill in” of what is filled in. */
function faultsOf(issue: z.core.$ZodIssue, form: Form, timeZone: string): readonly Fault[] {
  const [first, ...rest] = issue.path.map(String);
  const field = first === 'translations' ? rest.join('-') : (rest.at(-1) ?? first ?? '');
  if (first === 'severity') {
    const factor = severityField(issue.path.slice(1), form);
    return [[factor, severityFault(factor)]];
  }
  if (issue.code === 'too_big' && issue.origin === 'string')
    return [[field, `At most ${issue.maximum.toLocaleString('en')} characters.`]];
  const moment = anchorFields[first ?? ''];
  return moment === undefined ? [[field, faultOf(field, form)]] : faultsOfAnchor(moment, field, form, timeZone);
}

/** Where a form asks for an instant that the API takes with its source. */
const anchorFields: Readonly<Record<string, string>> = {
  anchor: 'at',
  significantAwareAt: 'classifiedAt',
  classifiedAt: 'classifiedAt',
  incidentAwareAt: 'incidentAwareAt',
};

/** The schema stops at the first fault of an instant, which may be its source. */
function faultsOfAnchor(moment: string, field: string, form: Form, timeZone: string): readonly Fault[] {
  const isUnread = field !== 'source' || Object.keys(saidMoment(form, moment, timeZone)).length === 0;
  return [
    ...(field === 'source' ? [['source', 'Choose one.'] as const] : []),
    ...(isUnread ? [[moment, faultOfMoment(form, moment)] as const] : []),
  ];
}

const instants = ['at', 'until', 'dueAt', 'keptAt', 'receivedAt', 'restoredAt', 'sentAt', 'submittedAt'];

function faultOf(field: string, form: Form): string {
  if (field === 'dataSubjects' || field === 'records') return 'Say a whole number, or that nobody knows yet.';
  if (field === 'language')
    return 'The words in this language stand below too. Leave them empty there, or choose another.';
  if (field === 'recipients') return 'Say to how many, as a whole number.';
  if (field === 'doneBy' || field === 'retestOn') return 'Write a day that exists, as 2026-11-30, or leave it empty.';
  if (field === 'lifts') return 'Only a view takes something back: choose “Nothing”, or say that a view came in.';
  if (field === 'dueAt' && form['kind'] === 'view')
    return 'A view sets no date: leave it empty, or say that an order or a question came in.';
  return instants.includes(field) ? faultOfInstant(form[field]) : 'Fill this in.';
}

function bodyOf(step: BreachStepPage, form: Form, timeZone: string): object {
  const { outcome, level, kind, name, source, to, isComplete, ground, id } = form;
  const said = (field: string) => ((form[field] ?? '').trim() === '' ? undefined : form[field]);
  const at = (field: string) => localMoment(timeZone).safeParse(form[field] ?? '').data;
  const optionalAt = (field: string) => (said(field) === undefined ? undefined : (at(field) ?? form[field]));
  const reasons = said('reasons');
  switch (step) {
    case 'awareness':
      return outcome === 'notABreach'
        ? { outcome, reasons }
        : { outcome, anchor: { ...saidMoment(form, 'at', timeZone), source }, reasons };
    case 'risk-assessment':
      return {
        ...{ level, reasons, hasIdentificationNumber: yesOrNo(form['hasIdentificationNumber']) },
        ...{ severity: severityIn(form), deviationReasons: said('deviationReasons') },
      };
    case 'submissions':
      return {
        ...{ kind, submittedAt: at('submittedAt'), receipt: said('receipt'), isComplete: isComplete !== 'no' },
        ...{ reasonsForDelay: said('reasonsForDelay'), version: wholeNumber(form['version']) },
      };
    case 'anchors':
      return { name, anchor: { ...saidMoment(form, 'at', timeZone), source, reasons } };
    case 'communication-order':
      return orderIn(form);
    case 'communication-repeat':
      return { what: form['what'], reasons };
    case 'communication-hold':
      return { requestedBy: said('requestedBy'), reasons, until: at('until') };
    case 'communications':
      return outcome === 'communicated'
        ? { outcome, way: form['way'], at: at('at'), recipients: wholeNumber(form['recipients']) }
        : { outcome, ground, at: at('at'), reasons };
    case 'classification':
      return classificationIn(form, (field) => ({ ...saidMoment(form, field, timeZone), source }), reasons);
    case 'affected-countries':
      return { countries: markedIn(form, 'countries'), establishments: markedIn(form, 'establishments') };
    case 'authority-messages':
      return {
        ...(said('corrects') === undefined ? { id: said('id') } : { id: said('corrects'), corrects: true }),
        ...{ kind, text: said('text'), receivedAt: at('receivedAt'), dueAt: optionalAt('dueAt') },
        ...{ provision: said('provision'), reference: said('reference') },
        ...{ answers: said('answers'), lifts: said('lifts') },
      };
    case 'authority-answers':
      return { message: said('message'), ...sentIn(form, at('sentAt')) };
    case 'authority-questions':
      return { id: said('id'), ...sentIn(form, at('sentAt')) };
    case 'commitments':
      return { id, keptAt: at('keptAt') };
    case 'lessons':
      return {
        ...{ id: said('id'), text: said('text'), owner: said('owner') },
        ...{ doneBy: said('doneBy'), retestOn: said('retestOn') },
      };
    case 'extent':
      return {
        ...{ dataSubjects: quantityIn(form, 'dataSubjects'), records: quantityIn(form, 'records') },
        dataSubjectKinds: dataSubjectKinds.filter((kind) => isChecked(form, 'dataSubjectKinds', kind)),
        dataTypes: dataTypes.filter((type) => isChecked(form, 'dataTypes', type)),
        encryption: form['encryption'],
      };
    case 'involvements':
      return { person: said('person'), mandate: said('mandate'), workStopped: said('workStopped') };
    case 'contact-reports':
      return { what: form['what'], text: said('text'), at: at('at'), reasons };
    case 'information-requests':
      return { item: form['item'], of: said('of') };
    case 'information-answers':
      return { item: form['item'], text: said('text') };
    case 'restoration':
      return { restoredAt: at('restoredAt') };
    case 'measures':
    case 'holding-statement':
    case 'notes':
      return { text: said('text') };
    case 'alert-acknowledgement':
      return { clock: said('clock') };
    case 'telling':
      return { toldBy: said('toldBy'), reasons };
    case 'handover':
      return { to, reasons };
    case 'risk-approval':
    case 'closure':
      return {};
  }
}

function markedIn(form: Form, name: string): readonly string[] {
  const marked = Object.keys(form).filter((slot) => slot.startsWith(`${name}-`));
  return marked.map((slot) => slot.slice(name.length + 1));
}

function sentIn({ text = '', receipt = '' }: Form, sentAt: string | undefined): object {
  return { text: text.trim(), sentAt, receipt: receipt.trim() === '' ? undefined : receipt };
}

/** Null where nobody said it: a form asks what the API may leave open. */
function yesOrNo(said: string | undefined): boolean | null {
  return said === 'yes' || said === 'no' ? said === 'yes' : null;
}

/** Undefined where nobody said it, or no number that could be one. */
function quantityIn(form: Form, field: string): object | string | undefined {
  const said = form[field];
  const isPlain = said === 'unknown' && (form[`${field}Count`] ?? '').trim() === '';
  return isPlain ? said : { count: wholeNumber(form[`${field}Count`]), precision: said };
}

function wholeNumber(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

function classificationIn({ regime, isReportable }: Form, anchor: (field: string) => object, reasons?: string): object {
  const about = { regime, reasons };
  if (isReportable !== 'yes') return { ...about, isReportable: isReportable === 'no' ? false : undefined };
  const since = anchor('classifiedAt');
  if (regime === 'nis2') return { ...about, isReportable: true, significantAwareAt: since };
  return { ...about, isReportable: true, classifiedAt: since, incidentAwareAt: anchor('incidentAwareAt') };
}
