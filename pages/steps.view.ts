import type { Actor } from '../domain/actor.js';
import type { Refusal } from '../domain/refusal.js';
import {
  whyNotAcceptAtAll,
  whyNotAttachAnswer,
  whyNotDetachAnswer,
  whyNotFulfil,
} from '../domain/subject-request.answering.js';
import {
  isIdentitySettled,
  whyNotAct,
  whyNotAddNote,
  whyNotClassify,
  whyNotDecideIdentity,
  whyNotExtend,
  whyNotRecordLetterSent,
  whyNotRequestIdentityEvidence,
  whyNotSetAside,
} from '../domain/subject-request.law.js';
import { whyNotAdvise, whyNotDecideProposal, whyNotProposeRefusal } from '../domain/subject-request.refusing.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import { refusalGrounds } from '../domain/subject-request.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { stepNames } from './step-names.js';
import type { StepName } from './step-names.js';

/** Stands for words that nobody has typed yet: what is asked here is whether the step itself is open. */
const TO_BE_TYPED = 'words that are still to be typed';

/** The same rules as the decider's, so that a button and the refusal behind it never disagree. */
export function whyNotNow(step: StepName, request: KnownRequest, by: Actor, now: Instant): Refusal | undefined {
  switch (step) {
    case 'classify':
      return whyNotClassify(request);
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
    case 'withdrawal':
      return whyNotAct(request);
    case 'advice':
      return whyNotAdvise(request, { advice: TO_BE_TYPED, against: false });
    case 'letter-sent':
      return whyNotRecordLetterSent(request, request.openLetters[0]?.effect ?? '', now, now);
    case 'notes':
      return whyNotAddNote(request);
  }
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
  'identity-request': 'Ask who they are',
  'identity-decision': 'Decide on identity',
  extension: 'Extend the period',
  acceptance: 'Accept the request',
  refusal: 'Propose a refusal',
  approval: 'Decide on the refusal',
  answer: 'Attach the copy of the data',
  'answer-removal': 'Take a file out of the answer',
  fulfilment: 'Send the answer',
  withdrawal: 'Record a withdrawal',
  advice: 'Give advice',
  'letter-sent': 'Record a letter sent by hand',
  notes: 'Add a note',
};

const stepHints: Readonly<Record<StepName, string>> = {
  classify: 'Which right is invoked. The clock runs already.',
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
  withdrawal: 'Only if the requester said so.',
  advice: 'By the data protection officer. Whoever refuses against it must say why.',
  'letter-sent': 'It was posted, handed over or told, and when.',
  notes: 'For colleagues; it stays with the case for ever.',
};

/** The step that usually comes next; nothing legal hangs on it. */
export function usualNext(request: KnownRequest): StepName | undefined {
  if (request.openLetters.length > 0) return 'letter-sent';
  switch (phaseOf(request)) {
    case 'toRead':
    case 'toClassify':
      return 'classify';
    case 'deciding':
      return isIdentitySettled(request) ? 'acceptance' : 'identity-decision';
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
    else open.push(openStep(name, input.caseId, name === next));
  }
  return { open: open.sort((one, other) => Number(other.isNext) - Number(one.isNext)), refused };
}

function openStep(name: StepName, caseId: string, isNext: boolean): StepView {
  return { name, title: stepTitles[name], href: stepPath(caseId, name), hint: stepHints[name], isNext };
}

function refusedStep(name: StepName, { message, article }: Refusal): RefusedStepView {
  const refused = { name, title: stepTitles[name], because: 'not possible', reason: message };
  return article === undefined ? refused : { ...refused, article };
}

export function casePath(caseId: string): string {
  return `/operations/cases/${encodeURIComponent(caseId)}`;
}

export function stepPath(caseId: string, step: StepName): string {
  return `${casePath(caseId)}/${step}`;
}
