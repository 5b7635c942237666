import { controllerOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { extendedClock } from '../domain/subject-request.clocks.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import type { KnownRequest, LetterOrder } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import { paragraphsOf } from './case.view.js';
import { clockView } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { dueMoment, lengthOfTime } from './moment.js';
import type { KnownContact } from './contact-fields.js';
import type { MessageView } from './message.view.js';
import type { Rehearsal } from './rehearsal.js';
import { evidenceField } from './answer-fields.js';
import { filled, stepFields } from './step-fields.js';
import type { AnswerFile, FieldView, Typed } from './step-fields.js';
import type { StepName } from './step-names.js';
import { stepPath, titleOf } from './steps.view.js';
import { nameOfPerson } from './timeline.view.js';
import { groundWords, letterWords, phaseWords, requestTitle, rightWords } from './subject-request.words.js';

/** A letter as it would leave. */
export interface LetterPreview {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: string;
  /** It cannot leave by mail: a person will have to send it. */
  readonly byHand?: string | undefined;
}
/** Or why it could not: a required part is missing. */
export interface LetterFault {
  readonly lacks: string;
}

/** What was refused, as the page tells it. */
export interface ProblemNote {
  readonly message: string;
  readonly article?: string | undefined;
}

export interface StepInput {
  readonly caseId: string;
  readonly step: StepName;
  readonly request: KnownRequest;
  /** By name, the files of the case: those of its answer are among them. */
  readonly files: readonly AnswerFile[];
  readonly contact?: KnownContact | undefined;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly nonce: string;
  readonly typed: Typed;
  readonly wrong: Typed;
  /** `confirm`: everything is typed and shown once more, before it happens. */
  readonly mode: 'write' | 'confirm';
  readonly rehearsal?: Rehearsal | undefined;
  readonly letter?: LetterPreview | LetterFault | undefined;
  readonly problem?: ProblemNote | undefined;
  /** What the data subject wrote, where the step is decided from it. */
  readonly message?: MessageView | undefined;
  /** The law refuses the step now, and nobody has typed anything yet: the reason is all there is to show. */
  readonly isClosed?: boolean | undefined;
}

export interface EffectView {
  readonly what: string;
  readonly text: string;
}

export interface StepPageView {
  readonly caseHref: string;
  readonly action: string;
  readonly reference: string;
  readonly about: string;
  readonly title: string;
  readonly article?: string;
  readonly nonce: string;
  readonly formTitle: string;
  readonly mayChange: boolean;
  readonly fields: readonly FieldView[];
  /** What was typed, sent along unseen on the second page. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly said: readonly { readonly term: string; readonly text: string }[];
  readonly button: string;
  /** `look`: the next page shows the letter first. */
  readonly go: 'look' | 'do';
  readonly takesFiles: boolean;
  readonly asksReference: boolean;
  readonly referenceWrong?: string;
  readonly typedReference: string;
  readonly isGrave: boolean;
  readonly effects: readonly EffectView[];
  readonly letter?: LetterPreview & { readonly paragraphs: readonly string[]; readonly title: string };
  readonly letterFault?: string;
  readonly message?: MessageView;
  readonly proposal?: readonly { readonly term: string; readonly text: string }[];
  readonly problem?: ProblemNote;
  readonly isClosed: boolean;
  readonly clock: ClockView;
  readonly faults: readonly { readonly name: string; readonly text: string }[];
}

/** Steps whose letter, or whose end, is shown before they are taken. */
const shownFirst: readonly StepName[] = [
  'set-aside',
  'identity-request',
  'extension',
  'refusal',
  'approval',
  'fulfilment',
  'answer-given',
  'withdrawal',
];
/** What cannot be called back asks for the reference to be typed. */
const irrevocable: readonly StepName[] = [
  'set-aside',
  'extension',
  'approval',
  'fulfilment',
  'answer-given',
  'withdrawal',
];
/** Steps that end the case without a letter. */
const letterless: readonly StepName[] = ['set-aside', 'answer-given', 'withdrawal', 'approval'];

export function looksFirst(step: StepName): boolean {
  return shownFirst.includes(step);
}

/** Whose form is sent with files. */
export function takesFiles(step: StepName): boolean {
  return step === 'answer' || step === 'answer-given';
}

/** No browser carries a file over to a second page, so the second page asks for it. */
function lastFields({ step, typed, wrong }: StepInput): readonly FieldView[] {
  return step === 'answer-given' ? filled([evidenceField], typed, wrong) : [];
}

/** A rejected refusal sends nothing, so it asks for nothing. */
export function asksForReference(step: StepName, typed: Typed): boolean {
  return irrevocable.includes(step) && !(step === 'approval' && typed['decision'] === 'rejected');
}

const buttons: Readonly<Record<StepName, string>> = {
  classify: 'Record this right',
  'set-aside': 'Set the message aside',
  'further-rights': 'Open a case for this right',
  'identity-request': 'Send the question',
  'identity-decision': 'Record this decision',
  extension: 'Extend, and send the notice',
  acceptance: 'Record this decision',
  refusal: 'Propose the refusal',
  approval: 'Record my decision',
  answer: 'Attach these files',
  'answer-removal': 'Take this file out',
  fulfilment: 'Send the answer',
  'answer-given': 'Record this answer',
  withdrawal: 'Record the withdrawal',
  advice: 'Give this advice',
  'letter-sent': 'Record that it was sent',
  contact: 'Record this address',
  owner: 'Record the owner',
  notes: 'Add the note',
};

const articles: Readonly<Partial<Record<StepName, string>>> = {
  'set-aside': 'Art. 12(2)',
  'further-rights': 'Art. 12(2)',
  'identity-request': 'Art. 12(6)',
  'identity-decision': 'Art. 12(6)',
  extension: 'Art. 12(3)',
  refusal: 'Art. 12(4), 12(5)',
  'answer-removal': 'Art. 5(1)(f)',
  fulfilment: 'Art. 12(3), 15(3)',
  'answer-given': 'Art. 12(3)',
  advice: 'Art. 39(1)(a)',
};

export function stepPage(input: StepInput): StepPageView {
  const { caseId, step, request, now, typed, wrong, mode, problem } = input;
  const fields = stepFields(input);
  const confirms = mode === 'confirm' || !looksFirst(step);
  const referenceWrong = wrong['confirmReference'];
  return {
    caseHref: casePath(caseId),
    action: stepPath(caseId, step),
    reference: request.reference,
    about: requestTitle(request),
    title: titleOf(step, request),
    ...(articles[step] !== undefined && { article: articles[step] }),
    nonce: input.nonce,
    formTitle: formTitle(step, mode),
    mayChange: mode === 'confirm' && fields.length > 0,
    fields: mode === 'confirm' ? lastFields(input) : fields,
    hidden: mode === 'confirm' ? fields.map(({ name, value }) => ({ name, value })) : [],
    said: mode === 'confirm' ? fields.flatMap(saidIn) : [],
    button: confirms ? buttons[step] : lookWords(step),
    go: confirms ? 'do' : 'look',
    takesFiles: takesFiles(step),
    asksReference: mode === 'confirm' && asksForReference(step, typed),
    ...(referenceWrong !== undefined && { referenceWrong }),
    typedReference: typed['confirmReference'] ?? '',
    isGrave: step === 'set-aside' || (step === 'approval' && typed['decision'] === 'approved'),
    effects: effectsOf(input),
    ...letterPart(input),
    ...(step === 'approval' && request.proposal !== undefined && { proposal: proposalPairs(request) }),
    ...(input.message !== undefined && { message: input.message }),
    ...(problem !== undefined && { problem }),
    isClosed: input.isClosed === true,
    clock: clockView(request.phase === 'open' ? request.answerClock.dueAt : undefined, {
      now,
      timeZone: request.timeZone,
    }),
    faults: [
      ...[...fields, ...lastFields(input)].flatMap(({ name, wrong: text }) =>
        text === undefined ? [] : [{ name, text }],
      ),
      ...(referenceWrong === undefined ? [] : [{ name: 'confirmReference', text: referenceWrong }]),
    ],
  };
}

function formTitle(step: StepName, mode: StepInput['mode']): string {
  if (mode === 'confirm') return 'Check once more';
  return step === 'notes' ? 'Your note' : 'What you decide';
}

function lookWords(step: StepName): string {
  return letterless.includes(step) ? 'See what will happen' : 'See the letter first';
}

function saidIn(field: FieldView): { term: string; text: string }[] {
  const text = field.choices?.find(({ chosen }) => chosen)?.text ?? field.value;
  return text === '' ? [] : [{ term: field.label, text }];
}

function letterPart({ letter, rehearsal, mode }: StepInput): Pick<StepPageView, 'letter' | 'letterFault'> {
  if (mode !== 'confirm' || letter === undefined || rehearsal === undefined) return {};
  if ('lacks' in letter) return { letterFault: letter.lacks };
  const order = ordersIn(rehearsal)[0];
  const title = order === undefined ? 'Letter' : letterWords[order.letter];
  return { letter: { ...letter, title, paragraphs: paragraphsOf(letter.text) } };
}

export function ordersIn({ letters, lettersOnceApproved }: Rehearsal): readonly LetterOrder[] {
  return [...letters, ...lettersOnceApproved];
}

/** Who gets what, which clock moves, who must approve: before anything happens. */
function effectsOf(input: StepInput): readonly EffectView[] {
  const { step, request, rehearsal, organisation } = input;
  const controller = controllerOf(organisation, request.controller)?.name ?? request.controller;
  return [
    { what: 'Letter', text: letterWordsOf(input) },
    { what: 'Clock', text: clockWordsOf(input) },
    { what: 'Approval', text: approvalWords(step, request) },
    { what: 'Systems', text: 'None is changed.' },
    ...(rehearsal === undefined ? [] : [{ what: 'Then', text: thenWords(rehearsal) }]),
    ...(step === 'classify' ? correctionEffect(request) : []),
    ...(step === 'further-rights' ? [copiesEffect] : []),
    ...(step === 'letter-sent' ? [{ what: 'In whose name', text: controller }] : []),
    ...(step === 'owner' ? [{ what: 'Owner', text: ownerWords(request, organisation) }] : []),
  ];
}

function ownerWords({ owner }: KnownRequest, organisation: OrganisationFile): string {
  const now = owner === undefined ? 'Nobody yet.' : `Now ${nameOfPerson(owner, organisation)}.`;
  return `${now} What Duly warns of in this case goes to the new owner, and no longer to the earlier one. Nobody is told of the change itself.`;
}

function letterWordsOf({ step, rehearsal, letter }: StepInput): string {
  const preview = letter === undefined || 'lacks' in letter ? undefined : letter;
  const to = preview === undefined ? 'the requester' : preview.to;
  const how = preview?.byHand === undefined ? '' : ` It cannot go by mail (${preview.byHand}): a person must send it.`;
  const [order] = rehearsal?.letters ?? [];
  if (order !== undefined) return `${letterWords[order.letter]} to ${to}.${how}`;
  const [later] = rehearsal?.lettersOnceApproved ?? [];
  if (later !== undefined) return `None yet. Once approved: ${letterWords[later.letter].toLowerCase()} to ${to}.${how}`;
  return defaultLetterWords[step] ?? 'None is sent.';
}

const copiesEffect: EffectView = {
  what: 'Data',
  text: 'Who asked, the message and its files are copied to the new case, encrypted under its own key.',
};

/** What was decided on the right that was named before is decided anew. */
function correctionEffect({ right, acceptance }: KnownRequest): readonly EffectView[] {
  if (right === undefined) return [];
  const word = rightWords[right].toLowerCase();
  const undone = acceptance === undefined ? '' : ` What was decided on it falls away, and is to be decided anew.`;
  return [{ what: 'Correction', text: `It is recorded as ${word}; that is taken back.${undone}` }];
}

const defaultLetterWords: Readonly<Partial<Record<StepName, string>>> = {
  'further-rights': 'An acknowledgement of the new case, with its own reference, to the requester.',
  classify: 'None is sent. Letters from now on name the right that you choose.',
  'identity-request': 'A question about identity to the requester.',
  extension: 'An extension notice with your reasons to the requester.',
  refusal: 'None yet. A whole refusal leaves once it is approved; a part stands in the answer.',
  approval: 'If you approve a whole refusal, it leaves at once. A refusal of a part stands in the answer.',
  fulfilment: 'The answer, with a link to the files, to the requester.',
  withdrawal: 'A confirmation to the requester.',
  answer: 'None is sent. The files leave with the answer.',
  'answer-given': 'None is sent: they have your answer.',
  'answer-removal': 'None is sent. The file stays with the case, and no longer leaves with the answer.',
};

/** Steps that settle the case themselves, whatever is typed into them. */
const endsAtOnce: readonly StepName[] = ['set-aside', 'withdrawal'];

function clockWordsOf({ step, request, rehearsal, now }: StepInput): string {
  const { timeZone, answerClock } = request;
  const due = dueMoment(answerClock.dueAt, timeZone, now);
  const margin = lengthOfTime(Math.abs(Date.parse(answerClock.dueAt) - Date.parse(now)));
  const told = answerClock.dueAt > now ? `${margin} early` : `${margin} late`;
  if (step === 'extension') {
    return `“Answer by” moves from ${due} to ${dueMoment(extendedClock(request).dueAt, timeZone, now)} when the notice has left, not before.`;
  }
  if (step === 'further-rights') {
    return `The new case has its own, from the same receipt: an answer is due ${dueMoment(request.firstClock.dueAt, timeZone, now)}. This one’s does not move.`;
  }
  if (step === 'letter-sent') return 'If the letter moves or ends a clock, it does so as of the moment you state.';
  if (step === 'answer-given') return `“Answer by” (${due}) ends as of the moment you state.`;
  if (step === 'fulfilment') return `“Answer by” (${due}) ends when the letter has left: now ${told}.`;
  if (rehearsal === undefined && endsAtOnce.includes(step)) return `“Answer by” (${due}) ends with this step, ${told}.`;
  const ends = rehearsal !== undefined && rehearsal.before.phase === 'open' && rehearsal.after.phase !== 'open';
  if (ends) return `“Answer by” (${due}) ends now, ${told}.`;
  if (step === 'approval' && rehearsal === undefined && request.proposal?.scope === 'whole') {
    return `If you approve, “Answer by” (${due}) ends when the refusal has left. If you reject it, none moves.`;
  }
  const endsLater = ordersOf(rehearsal).some(({ letter }) => letter === 'refusal');
  if (endsLater) return `“Answer by” (${due}) ends when the refusal has left.`;
  return `None moves: the answer stays due ${due}.`;
}

function ordersOf(rehearsal: Rehearsal | undefined): readonly LetterOrder[] {
  return rehearsal === undefined ? [] : ordersIn(rehearsal);
}

function approvalWords(step: StepName, request: KnownRequest): string {
  if (step === 'refusal') return 'Needed: another person, with the role decider, must approve it.';
  if (step !== 'approval') return 'Not needed.';
  return request.proposal?.scope === 'whole'
    ? 'Yours is the second pair of eyes.'
    : 'Yours is the second pair of eyes, for a part.';
}

function thenWords({ after }: Rehearsal): string {
  const phase = phaseWords[phaseOf(after)];
  return after.phase === 'settled'
    ? 'The case is settled, and closes after 30 days.'
    : `The case goes on: ${phase.toLowerCase()}.`;
}

function proposalPairs({ proposal }: KnownRequest): { term: string; text: string }[] {
  if (proposal === undefined) return [];
  return [
    { term: 'What', text: proposal.scope === 'whole' ? 'the whole request' : 'a part of it' },
    { term: 'Ground', text: groundWords[proposal.ground] },
    { term: 'Reasons, as the requester reads them', text: proposal.reasons },
    ...(proposal.demonstration === '' ? [] : [{ term: 'How it is shown', text: proposal.demonstration }]),
  ];
}
