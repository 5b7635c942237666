import { readRequest } from '../database/case-reader.js';
import { storeDocumentsWith } from '../database/document-storing.js';
import { inTransaction } from '../database/pool.js';
import { dataSubject } from '../domain/actor.js';
import { isMailAddress } from '../domain/mail.js';
import { controllerOf } from '../domain/organisation.js';
import type { KnownController } from '../domain/organisation.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Registrar } from '../intake/registrar.js';
import { messageReceived, withdraw } from '../workflows/subject-request.contract.js';
import type { KeptAnswer, Question, Step } from './idempotency.js';
import type { PageServices } from './page-services.js';
import { portalAnswers } from './portal-answers.js';
import type { PortalDependencies, PortalMessage, PortalRequest } from './portal.js';
import { NotFound } from './problem.js';
import { requestDocuments } from './request-documents.js';
import type { NewCaseDependencies, TakenDown } from './routes/new-case.js';
import { marksOf } from './uploads.js';

export interface PortalServices extends PageServices {
  readonly registrar: Registrar;
}

type Portal = Pick<PortalDependencies, 'receive' | 'follow' | 'withdraw' | 'add' | 'answerOf' | 'download'>;

/** What the public does, without an account: whoever has the link of a letter is whom it was sent to. */
export function portalServices(services: PortalServices): Portal {
  const { links, desk } = services;
  return {
    receive: (asked) => receive(services, asked),
    follow: async (caseId, token) => (links.isPortalToken(caseId, token) ? known(services, caseId) : undefined),
    withdraw: ({ caseId, nonce }) =>
      once(services, publicly(`withdraw ${caseId}`, nonce), {}, async ({ updateId }) => ({
        status: 200,
        body: await desk.ask(caseId, withdraw, { by: dataSubject }, updateId),
      })),
    add: (message) => addMessage(services, message),
    ...portalAnswers(services),
  };
}

/** What one of our people takes down of a call, a letter or a visit. */
export function takeDown(services: PortalServices): NewCaseDependencies['openCase'] {
  return async (asked) => {
    const { actor, nonce, files, ...rest } = asked;
    const step = { actor, route: 'POST /operations/new', key: nonce };
    const { caseId } = await once(services, step, { ...rest, ...marksOf(files) }, async (question) => {
      await register(services, question.caseId, asked);
      return { status: 201, body: { caseId: question.caseId } };
    });
    return { caseId: String(caseId) };
  };
}

async function register(services: PortalServices, caseId: string, asked: TakenDown): Promise<void> {
  const { actor, channel, receivedAt, right, language, name, mail, phone, postalAddress, text, files } = asked;
  const command = await services.registrar.prepare({
    caseId,
    by: actor,
    channel,
    receivedAt,
    controller: controllerNamed(services, asked.controller),
    language,
    contact: { name, mail, phone, postalAddress },
    right,
    documents: requestDocuments(text, files),
    acknowledge: true,
    owner: actor.role === 'operator' ? actor.id : undefined,
  });
  await services.desk.open(caseId, command);
}

async function receive(services: PortalServices, asked: PortalRequest): Promise<{ caseId: string; token: string }> {
  const { nonce, files, ...rest } = asked;
  const step = publicly('ask', nonce);
  const { caseId } = await once(services, step, { ...rest, ...marksOf(files) }, async (question) => {
    const command = await services.registrar.prepare({
      caseId: question.caseId,
      by: dataSubject,
      channel: 'portal',
      receivedAt: services.now().toISOString(),
      controller: controllerNamed(services, asked.controller),
      language: asked.language,
      contact: { name: asked.name, mail: asked.mail, phone: asked.phone, postalAddress: asked.postalAddress },
      right: asked.right,
      concerns: asked.concerns,
      documents: requestDocuments(asked.text, files),
      acknowledge: asked.mail !== undefined && isMailAddress(asked.mail),
    });
    await services.desk.open(question.caseId, command);
    return { status: 201, body: { caseId: question.caseId } };
  });
  const token = new URL(services.links.portal(String(caseId))).pathname.split('/').at(-1) ?? '';
  return { caseId: String(caseId), token };
}

/** One message is one fact, however many files came with it and however often it is sent. */
async function addMessage(services: PortalServices, { caseId, nonce, text, files }: PortalMessage): Promise<unknown> {
  const { pool, keys, desk } = services;
  const step = publicly(`add ${caseId}`, nonce);
  return once(services, step, { text, ...marksOf(files) }, async ({ updateId }) => {
    const key = await keys.ofCase(caseId);
    const [documentId, ...attachments] = await inTransaction(pool, (transaction) =>
      storeDocumentsWith(transaction, key, updateId, requestDocuments(text, files)),
    );
    if (documentId === undefined) throw new Error('A message has words or files');
    const receivedAt = services.now().toISOString();
    await desk.tell(caseId, messageReceived, { by: dataSubject, documentId, attachments, receivedAt });
    return { status: 200, body: {} };
  });
}

const publicly = (step: string, nonce: string): Step => ({
  actor: dataSubject,
  route: `POST /portal ${step}`,
  key: nonce,
});

/** The form's hidden nonce is its key: sent twice, it is done once. */
async function once(
  { questions }: PortalServices,
  step: Step,
  body: object,
  work: (question: Question) => Promise<KeptAnswer>,
): Promise<Record<string, unknown>> {
  const question = await questions.rememberStep(step, body);
  if (question.earlierAnswer !== undefined) return question.earlierAnswer.body as Record<string, unknown>;
  const answer = await work(question);
  await questions.answered(question, answer);
  return answer.body as Record<string, unknown>;
}

async function known({ pool, keys }: PortalServices, caseId: string): Promise<KnownRequest | undefined> {
  const read = await readRequest(pool, keys, caseId);
  return read === undefined || read.folded.state.phase === 'new' ? undefined : read.folded.state;
}

function controllerNamed({ organisation }: PortalServices, id: string): KnownController {
  const controller = controllerOf(organisation, id);
  if (controller === undefined) throw new NotFound('There is no such controller here.');
  return controller;
}
