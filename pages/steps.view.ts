import type { Actor } from '../domain/actor.js';
import type { Refusal } from '../domain/refusal.js';
import {
  deedsOf,
  whyNotAcceptAtAll,
  whyNotAttachAnswer,
  whyNotDetachAnswer,
  whyNotFulfil,
  whyNotRecordAnswerGiven,
} from '../domain/subject-request.answering.js';
import {
  isIdentitySettled,
  whyNotAct,
  whyNotAddNote,
  whyNotAssignOwner,
  whyNotClassify,
  whyNotDecideIdentity,
  whyNotExtend,
  whyNotRecordLetterSent,
  whyNotRegisterFurtherRight,
  whyNotRequestIdentityEvidence,
  whyNotSetAside,
  whyNotSettleContact,
} from '../domain/subject-request.law.js';
import { whyNotAdvise, whyNotDecideProposal, whyNotProposeRefusal } from '../domain/subject-request.refusing.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import { refusalGrounds } from '../domain/subject-request.js';
import type { GivenAnswer, KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import { stepNames } from './step-names.js';
import type { StepName } from './step-names.js';
import { rightWords } from './subject-request.words.js';

/** Stands for words that nobody has typed yet: what is asked here is whether the step itself is open. */
const TO_BE_TYPED = 'words that are still to be typed';

/** The same rules as the decider's, so that a button and the refusal behind it never disagree. */
export function whyNotNow(step: StepName, request: KnownRequest, by: Actor, now: Instant): Refusal | undefined {
  switch (step) {
    case 'classify':
      return whyNotClassify(request);
    case 'further-rights':
      return whyNotRegisterFurtherRight(request);
    case 'set-aside':
      return whyNotSetAside(request, TO_BE_TYPED);
    case 'identity-request':
      return whyNotRequestIdentityEvidence(request, TO_BE_TYPED);
    case 'identity-decision':
      return whyNotDecideIdentity(request);
    case 'extension':
      return whyNotExtend(request, { ground: 'complexity', reasons: TO_BE_TYPED }, now);
    case 'acceptance':
      return whyNotAcceptAtAll(request);
    case 'refusal':
      return whyNotAnyRefusal(request);
    case 'approval':
      return whyNotDecideProposal(request, by);
    case 'answer':
      return whyNotAttachAnswer(request);
    case 'answer-removal':
      return whyNotDetachAnswer(request, [request.answerFiles[0] ?? '']);
    case 'fulfilment':
      return whyNotFulfil(request, TO_BE_TYPED, now);
    case 'answer-given':
      return whyNotRecordAnswerGiven(request, toBeTold(request), now);
    case 'withdrawal':
      return whyNotAct(request);
    case 'advice':
      return whyNotAdvise(request, { advice: TO_BE_TYPED, against: false });
    case 'letter-sent':
      return whyNotRecordLetterSent(request, request.openLetters[0]?.effect ?? '', now, now);
    case 'contact':
      return whyNotSettleContact(request, TO_BE_TYPED);
    case 'owner':
      return whyNotAssignOwner(request);
    case 'notes':
      return whyNotAddNote(request);
  }
}

/** An answer that would do, whatever it was. */
function toBeTold({ right, receivedAt }: KnownRequest): GivenAnswer {
  const [done = 'copyGiven'] = right === undefined ? [] : deedsOf[right];
  return { done, way: 'letter', givenAt: receivedAt, documents: [TO_BE_TYPED] };
}

/** Open where any ground is open, for the whole or for a part; which one, the form asks. */
function whyNotAnyRefusal(request: KnownRequest): Refusal | undefined {
  const typed = { reasons: TO_BE_TYPED, demonstration: TO_BE_TYPED, deviationReasons: TO_BE_TYPED };
  const answers = refusalGrounds.flatMap((ground) =>
    (['part', 'whole'] as const).map((scope) => whyNotProposeRefusal(request, { scope, ground, ...typed })),
  );
  return answers.includes(undefined) ? undefined : answers[0];
}

export const stepTitles: Readonly<Record<StepName, string>> = {
  classify: 'Say what it asks',
  'set-aside': 'Set the message aside',
  'further-rights': 'This message asks for another right too',
  'identity-request': 'Ask who they are',
  'identity-decision': 'Decide on identity',
  extension: 'Extend the period',
  acceptance: 'Accept the request',
  refusal: 'Propose a refusal',
  approval: 'Decide on the refusal',
  answer: 'Attach the copy of the data',
  'answer-removal': 'Take a file out of the answer',
  fulfilment: 'Send the answer',
  'answer-given': 'Record an answer you gave',
  withdrawal: 'Record a withdrawal',
  advice: 'Give advice',
  'letter-sent': 'Record a letter sent by hand',
  contact: 'Confirm or correct the address',
  owner: 'Say who owns the case',
  notes: 'Add a note',
};

const stepHints: Readonly<Record<StepName, string>> = {
  classify: 'Which right is invoked. The clock runs already.',
  'further-rights': 'That right gets a case, a letter and a clock of its own, received when the message was.',
  'set-aside': 'It is no request on data protection. The clock ends; reasons are kept.',
  'identity-request': 'Only on reasonable doubt. A letter leaves; the date does not move.',
  'identity-decision': 'Confirmed, no check needed, or not confirmed.',
  extension: 'Two further months, once. A notice with reasons leaves.',
  acceptance: 'We will answer, or we hold no data.',
  refusal: 'Whole or in part, with reasons. Another person must approve it.',
  approval: 'Approve or reject what a colleague proposed.',
  answer: 'The files that the requester will get.',
  'answer-removal': 'A file that the requester must not get, such as one about somebody else.',
  fulfilment: 'Letter and files to the requester. The clock stops.',
  'answer-given': 'You told them yourselves what was done, and something shows it. The clock stops.',
  withdrawal: 'Only if the requester said so.',
  advice: 'By the data protection officer. Whoever refuses against it must say why.',
  'letter-sent': 'It was posted, handed over or told, and when.',
  contact: 'Where letters go. Nobody is told of a correction.',
  owner: 'You, or a colleague. Warnings about this case go to its owner.',
  notes: 'For colleagues; it stays with the case for ever.',
};

/** What was decided once is not offered again as if it were new. */
export function titleOf(step: StepName, { acceptance, right }: KnownRequest): string {
  if (step === 'classify' && right !== undefined) return 'Correct the right';
  if (step === 'acceptance' && acceptance !== undefined) return 'Change the decision';
  if (step === 'acceptance' && right !== 'access') return 'Decide that no data are held';
  return stepTitles[step];
}

function hintOf(step: StepName, { acceptance, right }: KnownRequest): string {
  if (right === undefined) return stepHints[step];
  if (step === 'classify') return `Recorded now: ${rightWords[right].toLowerCase()}. The date stays as it is.`;
  if (step !== 'acceptance') return stepHints[step];
  if (acceptance === 'accepted') return 'Decided: we will answer. You may still find that we hold no data.';
  if (acceptance === 'noDataHeld') return 'Decided: we hold no data. You may still find some.';
  return right === 'access' ? stepHints[step] : 'The one answer on this right that Duly writes and sends.';
}

/** The step that usually comes next; nothing legal hangs on it. */
export function usualNext(request: KnownRequest): StepName | undefined {
  if (request.openLetters.length > 0) return 'letter-sent';
  if (request.addressDoubt !== undefined && request.phase === 'open' && request.right !== undefined) return 'contact';
  switch (phaseOf(request)) {
    case 'toRead':
    case 'toClassify':
      return 'classify';
    case 'deciding':
      if (!isIdentitySettled(request)) return 'identity-decision';
      return request.right === 'access' ? 'acceptance' : 'answer-given';
    case 'identityAsked':
      return 'identity-decision';
    case 'refusalProposed':
      return 'approval';
    case 'gathering':
      return 'answer';
    case 'readyToAnswer':
      return 'fulfilment';
    case 'refusing':
    case 'answering':
    case 'settled':
    case 'closed':
      return undefined;
  }
}

export interface StepView {
  readonly name: StepName;
  readonly title: string;
  readonly href: string;
  readonly hint: string;
  readonly isNext: boolean;
}

export interface RefusedStepView extends Pick<StepView, 'name' | 'title'> {
  /** `not possible` by law, `not your role` by the organisation. */
  readonly because: string;
  readonly reason: string;
  readonly article?: string;
}

export interface StepsView {
  readonly open: readonly StepView[];
  readonly refused: readonly RefusedStepView[];
}

export interface StepsInput {
  readonly caseId: string;
  readonly request: KnownRequest;
  readonly by: Actor;
  readonly now: Instant;
  /** Why the viewer's role does not take a step, in words; absent where it does. */
  readonly notYours: Readonly<Partial<Record<StepName, string>>>;
}

/** Exactly the steps that the law allows now; the others with their reason and article. */
export function stepsView(input: StepsInput): StepsView {
  const { request, by, now, notYours } = input;
  const next = usualNext(request);
  const open: StepView[] = [];
  const refused: RefusedStepView[] = [];
  for (const name of stepNames) {
    const refusal = whyNotNow(name, request, by, now);
    const role = notYours[name];
    if (refusal !== undefined) refused.push(refusedStep(name, refusal));
    else if (role !== undefined)
      refused.push({ name, title: stepTitles[name], because: 'not your role', reason: role });
    else open.push(openStep(name, input, name === next));
  }
  return { open: open.sort((one, other) => Number(other.isNext) - Number(one.isNext)), refused };
}

function openStep(name: StepName, { caseId, request }: StepsInput, isNext: boolean): StepView {
  return { name, title: titleOf(name, request), href: stepPath(caseId, name), hint: hintOf(name, request), isNext };
}

function refusedStep(name: StepName, { message, article }: Refusal): RefusedStepView {
  const refused = { name, title: stepTitles[name], because: 'not possible', reason: message };
  return article === undefined ? refused : { ...refused, article };
}

export function stepPath(caseId: string, step: StepName): string {
  return `${casePath(caseId)}/${step}`;
}
