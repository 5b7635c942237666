import { Readable } from 'node:stream';
import { readRequest } from '../database/case-reader.js';
import type { ReadRequest } from '../database/case-reader.js';
import { storeDocumentWith } from '../database/document-storing.js';
import type { NewDocument } from '../database/document-storing.js';
import { documentOf, documentsOf, readDocument } from '../database/documents.js';
import { inTransaction } from '../database/pool.js';
import { dataSubject } from '../domain/actor.js';
import { isMailAddress } from '../domain/mail.js';
import { controllerOf } from '../domain/organisation.js';
import type { KnownController } from '../domain/organisation.js';
import type { KnownRequest } from '../domain/subject-request.js';
import { hoursAfter } from '../domain/time.js';
import type { Registrar } from '../intake/registrar.js';
import { DOWNLOAD_DAYS } from '../letters/letter-data.js';
import { messageReceived, withdraw } from '../workflows/subject-request.contract.js';
import type { KeptAnswer } from './idempotency.js';
import type { PageServices } from './page-services.js';
import { NotFound } from './problem.js';
import type { NewCaseDependencies, TakenDown } from './routes/new-case.js';
import type { OfferedAnswer, PortalDependencies, PortalMessage, PortalRequest } from './routes/portal.js';
import type { Upload } from './uploads.js';

export interface PortalServices extends PageServices {
  readonly registrar: Registrar;
}

type Portal = Pick<PortalDependencies, 'receive' | 'follow' | 'withdraw' | 'add' | 'answerOf' | 'download'>;

/** What the public does, without an account: whoever has the link of a letter is whom it was sent to. */
export function portalServices(services: PortalServices): Portal {
  const { links } = services;
  return {
    receive: (asked) => receive(services, asked),
    follow: async (caseId, token) =>
      links.isPortalToken(caseId, token) ? known(await readIfThere(services, caseId)) : undefined,
    withdraw: ({ caseId, nonce }) =>
      once(services, `withdraw ${caseId}`, nonce, {}, async ({ updateId }) => ({
        status: 200,
        body: await services.desk.ask(caseId, withdraw, { by: dataSubject }, updateId),
      })),
    add: (message) => addMessage(services, message),
    answerOf: (caseId, token) => answerOf(services, caseId, token),
    async download(caseId, documentId) {
      const key = await services.keys.ofCase(caseId);
      const found = await documentOf(services.pool, key, documentId);
      return found && { name: found.name, bytes: Readable.from(readDocument(services.pool, key, documentId)) };
    },
  };
}

/** What an operator takes down of a call, a letter or a visit. */
export function takeDown(services: PortalServices): NewCaseDependencies['openCase'] {
  return async (asked) => {
    const { actor, nonce, files, ...rest } = asked;
    const body = { ...rest, files: files.map(({ name }) => name) };
    const question = await services.questions.rememberStep({ actor, route: 'POST /operations/new', key: nonce }, body);
    const { caseId } = question;
    if (question.earlierAnswer === undefined) await register(services, caseId, asked);
    await services.questions.answered(question, { status: 201, body: { caseId } });
    return { caseId };
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
    documents: [...textDocument(text), ...files.map((file) => fileDocument('request', file))],
    acknowledge: true,
    owner: actor.id,
  });
  await services.desk.open(caseId, command);
}

async function receive(services: PortalServices, asked: PortalRequest): Promise<{ caseId: string; token: string }> {
  const { nonce, files, ...rest } = asked;
  const body = { ...rest, files: files.map(({ name }) => name) };
  const { caseId } = await once(services, 'ask', nonce, body, async (question) => {
    const command = await services.registrar.prepare({
      caseId: question.caseId,
      by: dataSubject,
      channel: 'portal',
      receivedAt: services.now().toISOString(),
      controller: controllerNamed(services, asked.controller),
      language: asked.language,
      contact: { name: asked.name, mail: asked.mail, phone: asked.phone, postalAddress: asked.postalAddress },
      right: asked.right,
      documents: [...textDocument(asked.text), ...files.map((file) => fileDocument('request', file))],
      acknowledge: asked.mail !== undefined && isMailAddress(asked.mail),
    });
    await services.desk.open(question.caseId, command);
    return { status: 201, body: { caseId: question.caseId } };
  });
  const token = new URL(services.links.portal(String(caseId))).pathname.split('/').at(-1) ?? '';
  return { caseId: String(caseId), token };
}

async function addMessage(services: PortalServices, { caseId, nonce, text, files }: PortalMessage): Promise<unknown> {
  return once(services, `add ${caseId}`, nonce, { text, files: files.map(({ name }) => name) }, async () => {
    const key = await services.keys.ofCase(caseId);
    const documentIds = await inTransaction(services.pool, async (transaction) => {
      const stored: string[] = [];
      for (const document of [...textDocument(text), ...files.map((file) => fileDocument('request', file))]) {
        stored.push((await storeDocumentWith(transaction, { ...document, key })).documentId);
      }
      return stored;
    });
    const receivedAt = services.now().toISOString();
    for (const documentId of documentIds) {
      await services.desk.tell(caseId, messageReceived, { by: dataSubject, documentId, receivedAt });
    }
    return { status: 200, body: {} };
  });
}

/** The form's hidden nonce is its key: sent twice, it is done once. */
async function once(
  { questions }: PortalServices,
  step: string,
  nonce: string,
  body: object,
  work: (question: { readonly caseId: string; readonly updateId: string }) => Promise<KeptAnswer>,
): Promise<Record<string, unknown>> {
  const question = await questions.rememberStep(
    { actor: dataSubject, route: `POST /portal ${step}`, key: nonce },
    body,
  );
  if (question.earlierAnswer !== undefined) return question.earlierAnswer.body as Record<string, unknown>;
  const answer = await work(question);
  await questions.answered(question, answer);
  return answer.body as Record<string, unknown>;
}

/** GDPR Art. 15(3): behind the link of the very letter that answered, for as long as the letter said. */
async function answerOf(services: PortalServices, caseId: string, token: string): Promise<OfferedAnswer | undefined> {
  const read = await readIfThere(services, caseId);
  const request = known(read);
  const letter = read && answerLetter(read);
  if (request === undefined || letter === undefined) return undefined;
  if (!services.links.isAnswerToken(caseId, letter.effect, token)) return undefined;
  const until = hoursAfter(letter.sentAt ?? services.now().toISOString(), DOWNLOAD_DAYS * 24);
  if (services.now().toISOString() >= until) return undefined;
  const documents = await documentsOf(services.pool, await services.keys.ofCase(caseId));
  const offered = documents.filter(
    ({ documentId, kind }) => request.answerFiles.includes(documentId) || kind === 'information',
  );
  return {
    reference: request.reference,
    controller: controllerNamed(services, request.controller).name,
    language: request.language,
    timeZone: request.timeZone,
    until,
    files: offered.map(({ documentId, name, size }) => ({ documentId, name, size })),
  };
}

/** Sent, or just being sent: the letter may arrive before its fact is on record. */
function answerLetter({
  entries,
  folded,
}: ReadRequest): { readonly effect: string; readonly sentAt?: string } | undefined {
  const sent = entries.flatMap(({ fact }) => (fact.type === 'answerSent' ? [fact] : [])).at(-1);
  if (sent !== undefined) return { effect: sent.effect, sentAt: sent.sentAt };
  const due = folded.due.find(({ effect }) => effect.type === 'sendLetter' && effect.letter === 'answer');
  return due && { effect: due.key };
}

/** A wrong link must look like any other, so nothing here throws for a case that is not there. */
async function readIfThere({ pool, keys }: PortalServices, caseId: string): Promise<ReadRequest | undefined> {
  return /^[0-9a-z]{26}$/.test(caseId) ? readRequest(pool, keys, caseId) : undefined;
}

function known(read: ReadRequest | undefined): KnownRequest | undefined {
  return read === undefined || read.folded.state.phase === 'new' ? undefined : read.folded.state;
}

function controllerNamed({ organisation }: PortalServices, id: string): KnownController {
  const controller = controllerOf(organisation, id);
  if (controller === undefined) throw new NotFound('There is no such controller here.');
  return controller;
}

type Document = Omit<NewDocument, 'key'>;

function textDocument(text: string): readonly Document[] {
  if (text.trim() === '') return [];
  const bytes = Buffer.from(text);
  return [{ kind: 'request', name: 'request.txt', contentType: 'text/plain; charset=utf-8', bytes }];
}

function fileDocument(kind: string, { name, contentType, bytes }: Upload): Document {
  return { kind, name, contentType, bytes };
}
