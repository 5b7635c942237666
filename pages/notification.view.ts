import type { Difference, Filing } from '../domain/notification.js';
import { answerable } from '../domain/notification.fields.js';
import type { Gap } from '../domain/notification.gaps.js';
import { isRequired } from '../domain/notification.rules.js';
import type { BreachFact, KnownBreach } from '../domain/breach.js';
import type { NotificationChannel } from '../domain/organisation.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { breachSentence } from './breach-sentences.js';
import { breachStepPath } from './breach-steps.words.js';
import { sendingWords, subtypeWords } from './breach.words.js';
import { casePath, notificationPath } from './case-path.js';
import { shortMoment } from './moment.js';
import { slotOf } from './notification-fields.js';
import { sectionViews } from './notification-section.view.js';
import type { SectionsInput, SectionView, SentForm } from './notification-section.view.js';
import { filled } from './step-fields.js';
import type { Field as FormField, FieldView } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';

export interface VersionShown {
  readonly version: number;
  readonly filing: Filing;
  readonly sentAt?: Instant | undefined;
  /** What became of the last order to send it, where it did not arrive. */
  readonly failed?: Extract<BreachFact, { type: 'notificationRefused' | 'notificationUnresolved' }> | undefined;
  readonly difference?: Difference;
}

export interface NotificationInput extends SectionsInput {
  readonly caseId: string;
  readonly versions: readonly VersionShown[];
  readonly now: Instant;
  readonly nonce: string;
  /** Who takes it, and how. */
  readonly authority?: { readonly name: string; readonly by: NotificationChannel['by'] } | undefined;
  /** Why a version cannot leave now; absent for whoever may not send it. */
  readonly whyNotSend?: ((version: number) => Refusal | undefined) | undefined;
  /** Why nobody, or not this person, answers now. */
  readonly whyNot?: string | undefined;
}

interface Link {
  readonly href: string;
  readonly text: string;
}

interface VersionView {
  readonly title: string;
  readonly told: string;
  readonly files: readonly Link[];
  readonly differences: readonly string[];
  readonly send?: string;
  /** What became of the last order to send it. */
  readonly sending?: string;
  readonly leave?: LeaveView;
  /** In place of the button. */
  readonly whyNotLeave?: string;
}

/** The button by which Duly itself sends it. */
interface LeaveView {
  readonly version: number;
  readonly action: string;
  readonly button: string;
  readonly hint: string;
  readonly fields: readonly FieldView[];
}

export interface NotificationView {
  readonly reference: string;
  readonly caseHref: string;
  readonly summary: string;
  readonly gaps: readonly Link[];
  readonly nonce: string;
  readonly whyNot?: string;
  readonly problem?: SentForm['problem'];
  /** What is to be put right, and where. */
  readonly faults: readonly Link[];
  /** Of the form over all sections. */
  readonly action: string;
  readonly sections: readonly SectionView[];
  readonly unasked?: string;
  readonly freeze: readonly Link[];
  readonly draft: readonly Link[];
  readonly versions: readonly VersionView[];
  /** Of a version: frozen, or on its way. */
  readonly done?: string | undefined;
}

/** The notification to the authority as it stands: what is missing first, then section by section. GDPR Art. 33(3), 33(4). */
export function notificationView(input: NotificationInput): NotificationView {
  const { caseId, breach, complete, whyNot, sent } = input;
  const unasked = unaskedIn(input);
  const sections = sectionViews(input);
  return {
    ...{ reference: breach.reference, caseHref: casePath(caseId, 'breach'), nonce: input.nonce },
    summary: summaryOf(input),
    gaps: complete.gaps.map((gap) => gapLink(gap, input)),
    ...(whyNot !== undefined && { whyNot }),
    problem: sent?.problem,
    faults: sections.flatMap(faultLinks),
    ...{ action: `${notificationPath(caseId)}/answers`, sections },
    ...(unasked !== undefined && { unasked }),
    freeze: whyNot === undefined ? freezeLinks(input) : [],
    draft: files(caseId, 'draft'),
    versions: input.versions.map((version) => versionView(version, input)).reverse(),
    done: input.done?.at === 'versions' ? input.done.told : undefined,
  };
}

function faultLinks({ id, title, fields, meanwhile }: SectionView): readonly Link[] {
  const overtaken = `${title}: changed meanwhile. Compare, and save again.`;
  return [
    ...(meanwhile.length > 0 ? [{ href: `#s-${id}`, text: overtaken }] : []),
    ...fields.flatMap(({ name, label, wrong }) =>
      wrong === undefined ? [] : [{ href: `#f-${name}`, text: `${label}: ${wrong}` }],
    ),
  ];
}

/** `12 of 42 required answers are missing for Complete; 9 for Incomplete.` */
function summaryOf({ complete, incomplete }: NotificationInput): string {
  const required = answerable.filter(({ number }) => isRequired(number, complete.answers, complete.filing)).length;
  const lacks = `${complete.gaps.length} of ${required} required answers are missing for Complete; ${incomplete.gaps.length} for Incomplete`;
  return complete.gaps.length === 0 ? `All ${required} required answers are there.` : `${lacks}.`;
}

function labelOf(number: number, { sections }: NotificationInput): string {
  const all = sections.flatMap(({ questions }) => questions);
  return `${number}. ${all.find((question) => question.number === number)?.label ?? ''}`;
}

/** What nobody can type is decided elsewhere: since when we are aware. */
function gapLink({ field, why }: Gap, input: NotificationInput): Link {
  const isTyped = answerable.some(({ number }) => number === field);
  const href = isTyped ? `#f-${slotOf(field)}` : breachStepPath(input.caseId, 'awareness');
  const open = why === 'toBeDetermined' ? ' (still to be determined)' : '';
  return { href, text: `${labelOf(field, input)}${open}` };
}

/** Typed before something else made it beside the point: kept, and not sent. */
function unaskedIn(input: NotificationInput): string | undefined {
  const { breach, incomplete } = input;
  const typed = Object.keys(breach.notificationAnswers ?? {}).map(Number);
  const unasked = typed.filter((number) => incomplete.answers[number] === undefined);
  if (unasked.length === 0) return undefined;
  return `Kept, but not asked as things stand, so not sent: ${unasked.map((number) => labelOf(number, input)).join('; ')}.`;
}

export function versionPath(caseId: string, subtype: Filing['subtype']): string {
  return `${notificationPath(caseId)}/versions?subtype=${subtype}`;
}

function freezeLinks({ caseId, incomplete }: NotificationInput): readonly Link[] {
  const link = (subtype: Filing['subtype'], text: string): Link => ({ href: versionPath(caseId, subtype), text });
  return [
    link('incomplete', 'Freeze it as incomplete'),
    link('complete', 'Freeze it as complete'),
    ...(incomplete.filing.isFollowUp ? [link('withdrawn', 'Withdraw what was notified')] : []),
  ];
}

function files(caseId: string, name: string): readonly Link[] {
  const folder = `/v1/breaches/${encodeURIComponent(caseId)}/notification`;
  return ['txt', 'json', 'pdf'].map((form) => ({ href: `${folder}/${name}.${form}`, text: form.toUpperCase() }));
}

function versionView(shown: VersionShown, input: NotificationInput): VersionView {
  const { version, filing, sentAt, difference } = shown;
  const { caseId, breach, now, whyNot } = input;
  const frozen = `Frozen ${shortMoment(filing.at, breach.timeZone, now)}`;
  const query = `kind=authority-notification&version=${version}`;
  const isOpen = sentAt === undefined && whyNot === undefined;
  return {
    title: `Version ${version}: ${filing.isFollowUp ? 'follow-up' : 'new'}, ${subtypeWords[filing.subtype]}`,
    told: `${frozen}; ${sentTold(shown, input)}.`,
    files: files(caseId, String(version)),
    differences: difference === undefined ? [] : differences(difference, (number) => labelOf(number, input)),
    ...sendingTold(shown, input),
    ...(isOpen && { ...leaving(version, input), send: `${breachStepPath(caseId, 'submissions')}?${query}` }),
  };
}

function sentTold({ version, sentAt }: VersionShown, { breach, now }: NotificationInput): string {
  if (sentAt === undefined) return 'not on record as sent';
  const receipt = breach.submissions.find((submission) => submission.version === version)?.receipt;
  const sent = `sent ${shortMoment(sentAt, breach.timeZone, now)}`;
  return receipt === undefined ? sent : `${sent}, receipt ${receipt}`;
}

function lastSending(version: number, { sendings = [] }: KnownBreach) {
  return sendings.findLast((sending) => sending.version === version);
}

function sendingTold({ version, failed }: VersionShown, { breach, now }: NotificationInput) {
  const last = lastSending(version, breach);
  if (last === undefined) return {};
  const ordered = `Ordered ${shortMoment(last.orderedAt, breach.timeZone, now)} to be sent ${sendingWords[last.channel]}.`;
  if (last.outcome === undefined)
    return { sending: `${ordered} It is on its way; the clock runs until there is a receipt.` };
  if (last.outcome === 'taken' || failed === undefined) return { sending: ordered };
  const { text } = breachSentence(failed, breach.timeZone, (id) => id);
  const kept = failed.documents.length > 0 ? ' What was sent, and what came back, is among the files of the case.' : '';
  return { sending: `${ordered} ${text}${kept}` };
}

/** The button, or why there is none; after its time with a field for the reasons. GDPR Art. 33(1). */
function leaving(
  version: number,
  { caseId, breach, authority, whyNotSend, sent }: NotificationInput,
): Pick<VersionView, 'leave' | 'whyNotLeave'> {
  const underWay = lastSending(version, breach);
  if (authority === undefined || whyNotSend === undefined) return {};
  if (underWay !== undefined && underWay.outcome === undefined) return {};
  const whyNot = whyNotSend(version);
  const isLate = whyNot?.type === 'LateWithoutReasons';
  if (whyNot !== undefined && !isLate) return { whyNotLeave: whyNot.message };
  const drill = breach.drill ? ' This is a drill: it reaches no authority.' : '';
  return {
    leave: {
      ...{ version, action: `${notificationPath(caseId)}/sendings` },
      button: `Send to ${authority.name} ${sendingWords[authority.by]}`,
      hint: `It leaves as it was frozen. Its receipt stops the clock, and nothing else does.${drill}`,
      fields: isLate ? filled([delay(version)], sent?.typed ?? {}, {}) : [],
    },
  };
}

/** Each version has a form of its own on the page, so each field has a name of its own. */
export const delayField = (version: number): string => `delay-${version}`;

function delay(version: number): FormField {
  return {
    ...{ name: delayField(version), label: 'Reasons for the delay', type: 'textarea', required: true },
    hint: 'It leaves after the 72 hours of Art. 33(1).',
  };
}

/** What a version says that the one before it did not. */
export function differences(difference: Difference, label: (number: number) => string): readonly string[] {
  return (['added', 'changed', 'removed'] as const).flatMap((what) => {
    const numbers = difference[what];
    return numbers.length === 0 ? [] : [`${sentenceCase(what)}: ${numbers.map(label).join('; ')}.`];
  });
}
