import type { z } from 'zod';
import { documentOf } from '../database/documents.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import type { Actor } from '../domain/actor.js';
import { civilDateIn } from '../domain/civil-date.js';
import { mayApprove, personOf, whyNotOwn } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import type { Standing } from '../domain/transition.js';
import type { CaseDesk } from '../intake/case-desk.js';
import { settleContact } from '../intake/contact-settling.js';
import { updateOf } from '../workflows/subject-request.contract.js';
import type { StepCommand } from '../workflows/subject-request.contract.js';
import type { Action } from './auth/permissions.js';
import { BadRequest, Forbidden, Refused } from './problem.js';
import * as schemas from './subject-request-schemas.js';

export interface StepDependencies {
  readonly desk: CaseDesk;
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly now: () => Date;
}

/** Who asks which case for a step, under which id. */
export interface StepAsked<Body> {
  readonly caseId: string;
  readonly by: Actor;
  readonly updateId: string;
  readonly body: Body;
}

/** One step that a person may ask of a request: the same for the API and for a form on a page. */
export interface Step<Body> {
  readonly action: Action;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  take(dependencies: StepDependencies, asked: StepAsked<Body>): Promise<Standing>;
}

/** A command, until it is known who asks for it. */
export type Unsigned = StepCommand extends infer Command
  ? Command extends StepCommand
    ? Omit<Command, 'by'>
    : never
  : never;

/** Asks a case for what a person may ask of it. */
export function askFor(desk: CaseDesk, caseId: string, command: StepCommand, updateId: string): Promise<Standing> {
  const { type, ...message } = command;
  return desk.ask(caseId, updateOf[type], message, updateId);
}

function step<Body>(
  action: Action,
  summary: string,
  body: z.ZodType<Body>,
  toCommand: (body: Body) => Unsigned,
): Step<Body> {
  return {
    action,
    summary,
    body,
    take: ({ desk }, { caseId, by, updateId, body: given }) =>
      askFor(desk, caseId, { ...toCommand(given), by }, updateId),
  };
}

const approval = step(
  'subject-request.approve',
  'Approve or reject what a colleague proposed. GDPR Art. 12(4).',
  schemas.approval,
  (decided) => ({ type: 'decideProposal', ...decided }),
);

const answer = step(
  'subject-request.answer',
  'Attach documents of this case to its answer. GDPR Art. 15(3).',
  schemas.answer,
  ({ documents }) => ({ type: 'attachAnswer', documents }),
);

const answerGiven = step(
  'subject-request.answer',
  'Record an answer that Duly did not send, with what shows it. GDPR Art. 12(3).',
  schemas.answerGiven,
  (given) => ({ type: 'recordAnswerGiven', given }),
);

const owner = step(
  'subject-request.assign',
  'Take the case, or hand it to another person of the organisation file. Alerts go to its owner.',
  schemas.owner,
  (assigned) => ({ type: 'assignOwner', ...assigned }),
);

const contactStep = step(
  'subject-request.contact',
  'Confirm or correct where letters go: a list, a machine or another address for answers. GDPR Art. 5(1)(f).',
  schemas.contactSettled,
  ({ contact, reasons }) => ({ type: 'settleContact', corrected: contact !== undefined, reasons }),
);

/** By the last part of their address. */
export const subjectRequestSteps = {
  classification: step(
    'subject-request.classify',
    'Say which right the message invokes, also to put it right, or set it aside with reasons. GDPR Art. 12(2).',
    schemas.classification,
    (classified) =>
      'right' in classified
        ? { type: 'classify', right: classified.right }
        : { type: 'setAside', reasons: classified.reasons },
  ),
  'identity-request': step(
    'subject-request.identity.ask',
    'Ask the data subject to show who they are, on reasonable doubt. GDPR Art. 12(6).',
    schemas.identityRequest,
    ({ doubt }) => ({ type: 'requestIdentityEvidence', doubt }),
  ),
  'identity-decision': step(
    'subject-request.identity.decide',
    'Record what the identity check showed, or why none is needed. GDPR Art. 12(6).',
    schemas.identityDecision,
    (decision) => ({ type: 'decideIdentity', decision }),
  ),
  extension: step(
    'subject-request.extend',
    'Extend by two further months; effective once the notice has left. GDPR Art. 12(3).',
    schemas.extension,
    (grant) => ({ type: 'grantExtension', grant }),
  ),
  acceptance: step(
    'subject-request.decide',
    'Accept an access request, or record that no data are held. GDPR Art. 15(1).',
    schemas.acceptance,
    ({ outcome }) => ({ type: 'acceptRequest', acceptance: outcome }),
  ),
  refusal: step(
    'subject-request.decide',
    'Propose to refuse the request, or a part of it; a second person approves. GDPR Art. 12(4), 12(5).',
    schemas.refusal,
    (proposal) => ({ type: 'proposeRefusal', proposal }),
  ),
  advice: step(
    'subject-request.advise',
    'Advise on the request as data protection officer; whoever refuses against it says why. GDPR Art. 39(1)(a).',
    schemas.advice,
    (advice) => ({ type: 'advise', advice }),
  ),
  approval: { ...approval, take: approve } satisfies Step<z.infer<typeof schemas.approval>>,
  answer: { ...answer, take: attach } satisfies Step<z.infer<typeof schemas.answer>>,
  'answer-removal': step(
    'subject-request.answer',
    'Take files out of the answer before it leaves. GDPR Art. 5(1)(f).',
    schemas.answer,
    ({ documents }) => ({ type: 'detachAnswer', documents }),
  ),
  fulfilment: step(
    'subject-request.answer',
    'Send the answer; when late, with the reasons. GDPR Art. 12(3), 15.',
    schemas.fulfilment,
    ({ lateReasons }) => ({ type: 'fulfil', lateReasons }),
  ),
  'answer-given': { ...answerGiven, take: recordGiven } satisfies Step<z.infer<typeof schemas.answerGiven>>,
  withdrawal: step(
    'subject-request.withdraw',
    'Record that the data subject withdrew the request.',
    schemas.withdrawal,
    ({ reasons }) => ({ type: 'withdraw', reasons }),
  ),
  notes: step('subject-request.note', 'Add a note to the case.', schemas.note, ({ text }) => ({
    type: 'addNote',
    text,
  })),
  owner: { ...owner, take: assign } satisfies Step<z.infer<typeof schemas.owner>>,
  contact: { ...contactStep, take: settle } satisfies Step<z.infer<typeof schemas.contactSettled>>,
  'letter-sent': step(
    'subject-request.answer',
    'Record that a letter Duly could not send has left by hand.',
    schemas.letterSent,
    ({ effect, sentAt }) => ({ type: 'recordLetterSent', effect, sentAt }),
  ),
};
export type StepName = keyof typeof subjectRequestSteps;

/** Whom the organisation file lets approve; that it is another person is a rule of the case. */
export function mustBeNamedApprover(
  { organisation, now }: Pick<StepDependencies, 'organisation' | 'now'>,
  by: Actor,
): void {
  const on = civilDateIn(now().toISOString(), organisation.controllersInHouse[0]?.timeZone ?? 'UTC');
  if (mayApprove(organisation, 'refusal', by.id, on)) return;
  throw new Forbidden('The organisation file names others to approve a refusal.');
}

/** The one id by which lists and alerts know a person, whichever account was named. */
export function mustBeOwner({ organisation }: Pick<StepDependencies, 'organisation'>, wanted: string): string {
  const refusal = whyNotOwn(organisation, wanted);
  if (refusal !== undefined) throw new Refused(refusal);
  return personOf(organisation, wanted)?.id ?? wanted;
}

async function assign(
  dependencies: StepDependencies,
  asked: StepAsked<z.infer<typeof schemas.owner>>,
): Promise<Standing> {
  return owner.take(dependencies, { ...asked, body: { owner: mustBeOwner(dependencies, asked.body.owner) } });
}

function settle(
  dependencies: StepDependencies,
  { body, ...asked }: StepAsked<z.infer<typeof schemas.contactSettled>>,
): Promise<Standing> {
  return settleContact(dependencies, { ...asked, ...body });
}

async function approve(
  dependencies: StepDependencies,
  asked: StepAsked<z.infer<typeof schemas.approval>>,
): Promise<Standing> {
  mustBeNamedApprover(dependencies, asked.by);
  return approval.take(dependencies, asked);
}

async function attach(
  dependencies: StepDependencies,
  asked: StepAsked<z.infer<typeof schemas.answer>>,
): Promise<Standing> {
  await mustBeOfCase(dependencies, asked, 'answer');
  return answer.take(dependencies, asked);
}

async function recordGiven(
  dependencies: StepDependencies,
  asked: StepAsked<z.infer<typeof schemas.answerGiven>>,
): Promise<Standing> {
  await mustBeOfCase(dependencies, asked, 'evidence');
  return answerGiven.take(dependencies, asked);
}

/** Only documents of this very case: an id from elsewhere must not leave with its answer, nor show one. */
async function mustBeOfCase(
  { pool, keys }: StepDependencies,
  { caseId, body }: StepAsked<{ readonly documents: readonly string[] }>,
  kind: 'answer' | 'evidence',
): Promise<void> {
  const key = await keys.ofCase(caseId);
  for (const [index, documentId] of body.documents.entries()) {
    const found = await documentOf(pool, key, documentId);
    if (found?.kind !== kind) {
      throw new BadRequest('DocumentUnknown', `Document ${index + 1} is no ${kind} file of this case.`, 422);
    }
  }
}
