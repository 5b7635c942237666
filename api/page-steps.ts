import { readRequest } from '../database/case-reader.js';
import type { Standing } from '../domain/transition.js';
import { subjectOf } from '../database/subjects.js';
import { settleContact } from '../intake/contact-settling.js';
import type { FurtherRights } from '../intake/further-rights.js';
import type { StepCommand } from '../workflows/subject-request.contract.js';
import type { StepAsk } from './case-page.js';
import { contactIn } from './case-forms.js';
import { askFor, mustBeNamedApprover, mustBeOwner } from './case-steps.js';
import type { StepDependencies } from './case-steps.js';
import type { Questions } from './idempotency.js';
import { withFiles } from './step-files.js';
import { marksOf } from './uploads.js';

export interface PageSteps extends StepDependencies {
  readonly questions: Questions;
  readonly furtherRights: FurtherRights;
}

/** A step that a form asks for: once per nonce, and whole with its files or not at all. */
export async function takeStep(services: PageSteps, asked: StepAsk): Promise<Standing> {
  const { caseId, actor, nonce, form, command, files } = asked;
  if (command.type === 'decideProposal') mustBeNamedApprover(services, actor);
  const route = `POST /operations/cases/${caseId}/${command.type}`;
  const question = await services.questions.rememberStep({ actor, route, key: nonce }, { ...form, ...marksOf(files) });
  if (question.earlierAnswer !== undefined) return question.earlierAnswer.body as Standing;
  const { updateId } = question;
  const standing = await taken(services, asked, updateId);
  await services.questions.answered(question, { status: 200, body: standing });
  return standing;
}

async function taken(services: PageSteps, asked: StepAsk, updateId: string): Promise<Standing> {
  const { caseId, actor: by, command } = asked;
  if (command.type === 'attachAnswer' || command.type === 'recordAnswerGiven')
    return attach(services, asked, command, updateId);
  if (command.type === 'registerFurtherRight')
    return (await services.furtherRights.open({ caseId, by, right: command.right, updateId })).standing;
  if (command.type === 'settleContact') return settledAt(services, asked, command.reasons, updateId);
  return askFor(services.desk, caseId, withKnownOwner(services, command), updateId);
}

function withKnownOwner(services: PageSteps, command: StepCommand): StepCommand {
  return command.type === 'assignOwner' ? { ...command, owner: mustBeOwner(services, command.owner) } : command;
}

/** What the form leaves as it was is confirmed. */
async function settledAt(
  services: PageSteps,
  { caseId, actor: by, form }: StepAsk,
  reasons: string,
  updateId: string,
): Promise<Standing> {
  const before = await subjectOf(services.pool, await services.keys.ofCase(caseId));
  const typed = contactIn(form);
  const fields = ['name', 'mail', 'phone', 'postalAddress'] as const;
  const isSame = fields.every((field) => typed[field] === before?.[field]);
  return settleContact(services, { caseId, by, updateId, reasons, ...(!isSame && { contact: typed }) });
}

type Attaching = Extract<StepCommand, { type: 'attachAnswer' | 'recordAnswerGiven' }>;

async function attach(
  services: PageSteps,
  { caseId, files }: StepAsk,
  command: Attaching,
  updateId: string,
): Promise<Standing> {
  const kind = command.type === 'attachAnswer' ? 'answer' : 'evidence';
  const named = () => documentsNamed(services, caseId);
  return withFiles(services, { caseId, updateId, files, kind, named }, (documents) =>
    askFor(services.desk, caseId, attaching(command, documents), updateId),
  );
}

function attaching(command: Attaching, documents: readonly string[]): Attaching {
  return command.type === 'attachAnswer'
    ? { ...command, documents }
    : { ...command, given: { ...command.given, documents } };
}

async function documentsNamed({ pool, keys }: PageSteps, caseId: string): Promise<readonly string[]> {
  const read = await readRequest(pool, keys, caseId);
  return read?.entries.flatMap(({ fact }) => ('documents' in fact ? fact.documents : [])) ?? [];
}
