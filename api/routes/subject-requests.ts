import type { Response } from 'express';
import { z } from 'zod';
import { listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter } from '../../database/board.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import { evidenceOf } from '../../database/ledger-evidence.js';
import { recordAccess } from '../../database/access-records.js';
import type { Access } from '../../database/access-records.js';
import { keepIdentityResult } from '../../database/identity-results.js';
import type { Actor } from '../../domain/actor.js';
import { daysAfter, endOfDay } from '../../domain/civil-date.js';
import { controllerOf } from '../../domain/organisation.js';
import type { KnownController } from '../../domain/organisation.js';
import { rights } from '../../domain/right.js';
import { requestPhases } from '../../domain/subject-request.standing.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import type { Instant } from '../../domain/time.js';
import type { Registrar } from '../../intake/registrar.js';
import type { EvidenceFile } from '../../ledger/evidence.js';
import { identityDecided } from '../../workflows/subject-request.contract.js';
import { subjectRequestSteps } from '../case-steps.js';
import type { Step, StepDependencies } from '../case-steps.js';
import { repeatAnswer } from '../idempotency.js';
import type { KeptAnswer, Question, Questions } from '../idempotency.js';
import { InvalidInput } from '../input.js';
import { Conflict, NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import { newSubjectRequest, opened, standing } from '../subject-request-schemas.js';
import type { NewSubjectRequest } from '../subject-request-schemas.js';

export interface SubjectRequestDependencies extends StepDependencies {
  readonly registrar: Registrar;
  readonly questions: Questions;
  readonly log: EvidenceFile['log'];
}

const caseParams = z.object({ caseId: z.string().regex(/^[0-9a-z]{26}$/, 'expected the id of a case') });
const anything = z.record(z.string(), z.unknown());

export function subjectRequestRoutes(dependencies: SubjectRequestDependencies): Resource {
  const requests = resource('/v1/subject-requests');
  addOpening(requests, dependencies);
  addReading(requests, dependencies);
  addIdentityService(requests, dependencies);
  for (const [name, step] of Object.entries(subjectRequestSteps))
    addStep(requests, dependencies, name, step as Step<unknown>);
  return requests;
}

function addOpening(requests: Resource, dependencies: SubjectRequestDependencies): void {
  requests.route(
    'post',
    '/',
    {
      action: 'subject-request.open',
      summary: 'Register a request; the answer names its reference and the last day for an answer. GDPR Art. 12(3).',
      body: newSubjectRequest,
      answers: { 201: opened },
    },
    ({ request, response, actor, body }) =>
      answering(
        dependencies,
        response,
        () => dependencies.questions.remember(request),
        async ({ caseId }) => {
          const controller = controllerFor(dependencies, body.controller);
          const command = await dependencies.registrar.prepare(
            newRequestFrom(body, caseId, actor, controller, dependencies),
          );
          const where = await dependencies.desk.open(caseId, command);
          const { reference } = command.registration;
          const dueOn = await dueOnOf(dependencies, caseId);
          return {
            status: 201,
            location: `/v1/subject-requests/${caseId}`,
            body: { ...where, caseId, reference, dueOn },
          };
        },
      ),
  );
}

function newRequestFrom(
  body: NewSubjectRequest,
  caseId: string,
  by: Actor,
  controller: KnownController,
  { organisation, now }: SubjectRequestDependencies,
) {
  const text = body.text === undefined ? [] : [requestText(body.text)];
  return {
    caseId,
    by,
    channel: body.channel,
    receivedAt: receiptOf(body, controller) ?? now().toISOString(),
    controller,
    language: body.language ?? organisation.organisation.languages[0] ?? 'en',
    contact: body.contact,
    right: body.right,
    documents: text,
    acknowledge: true,
    drill: body.drill,
    owner: body.owner ?? (by.role === 'operator' ? by.id : undefined),
  };
}

/** Of a letter only the day is known; it begins at the controller's midnight. */
function receiptOf({ receivedAt, receivedOn }: NewSubjectRequest, { timeZone }: KnownController): Instant | undefined {
  return receivedOn === undefined ? receivedAt : endOfDay(daysAfter(receivedOn, -1), timeZone);
}

/** The words of the request, as a document under the case's key. */
export function requestText(text: string) {
  const bytes = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  return { kind: 'request', name: 'request.txt', contentType: 'text/plain; charset=utf-8', bytes };
}

function controllerFor({ organisation }: StepDependencies, wanted: string | undefined): KnownController {
  const controller = controllerOf(organisation, wanted ?? organisation.controllersInHouse[0]?.id ?? '');
  if (controller !== undefined) return controller;
  throw invalid('controller', 'expected a controller of the organisation file', 'body');
}

async function dueOnOf({ pool, keys }: StepDependencies, caseId: string): Promise<string> {
  return knownOf(await mustRead({ pool, keys }, caseId)).answerClock.dueOn;
}

function addStep(
  requests: Resource,
  dependencies: SubjectRequestDependencies,
  name: string,
  step: Step<unknown>,
): void {
  requests.route(
    'post',
    `/:caseId/${name}`,
    { action: step.action, summary: step.summary, params: caseParams, body: step.body, answers: { 200: standing } },
    ({ request, response, actor, params, body }) =>
      answering(
        dependencies,
        response,
        () => dependencies.questions.remember(request),
        async ({ updateId }) => {
          if (name === 'identity-decision' && actor.role === 'service') {
            throw new Conflict('ServiceDecides', 'A service posts its result to identity-results.');
          }
          const where = await step.take(dependencies, { caseId: params.caseId, by: actor, updateId, body });
          return { status: 200, body: where };
        },
      ),
  );
}

const identityResult = z.strictObject({
  confirmed: z.boolean(),
  method: z.enum(['account', 'known-address', 'call-back', 'document-seen', 'wallet', 'other']),
});

/** A service cannot be refused, so its result is kept first and the case is told where to read it. */
function addIdentityService(requests: Resource, dependencies: SubjectRequestDependencies): void {
  requests.route(
    'post',
    '/:caseId/identity-results',
    {
      action: 'subject-request.identity',
      summary: 'Store the result of an identity check; the case reads it back. GDPR Art. 12(6).',
      params: caseParams,
      body: identityResult,
      answers: { 202: z.object({ resultId: z.uuid() }) },
    },
    ({ request, response, actor, params, body }) =>
      answering(
        dependencies,
        response,
        () => dependencies.questions.remember(request),
        async () => {
          const { caseId } = params;
          await mustRead(dependencies, caseId);
          const resultId = await keepIdentityResult(dependencies.pool, { caseId, ...body, service: actor.id });
          await dependencies.desk.tell(caseId, identityDecided, { by: actor, resultId });
          return { status: 202, body: { resultId } };
        },
      ),
  );
}

const boardQuery = z.strictObject({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  phase: z.enum(requestPhases).optional(),
  right: z.enum([...rights, 'unclassified']).optional(),
  owner: z.string().max(60).optional(),
  closed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
const cursorShape = z.tuple([z.string().nullable(), z.string()]);

function addReading(requests: Resource, dependencies: SubjectRequestDependencies): void {
  const { pool, now } = dependencies;
  const noted = (access: Access, actor: Actor, caseId: string) =>
    recordAccess(pool, { access, actor, caseId, at: now() });

  requests.route(
    'get',
    '/',
    {
      action: 'board.read',
      summary: 'List requests, what is due next first.',
      query: boardQuery,
      answers: { 200: z.object({ items: z.array(anything), next: z.string().optional() }) },
    },
    async ({ response, query }) => {
      const { cursor, limit, right, ...rest } = query;
      const filter: BoardFilter = { ...rest, what: right, kind: 'subject-request' };
      const items = await listBoard(pool, filter, limit, cursor === undefined ? undefined : cursorFrom(cursor));
      const last = items.length === limit ? items.at(-1) : undefined;
      response.json({ items, ...(last && { next: cursorTo({ dueAt: last.dueAt ?? null, caseId: last.caseId }) }) });
    },
  );

  requests.route(
    'get',
    '/:caseId',
    {
      action: 'subject-request.read',
      summary: 'Read where a request stands, and its clocks.',
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ request, response, actor, params }) => {
      const read = await mustRead(dependencies, params.caseId);
      await noted('case-opened', actor, params.caseId);
      const etag = `"${String(read.folded.position)}"`;
      response.set('etag', etag);
      if (request.get('if-none-match') === etag) response.status(304).end();
      else response.json({ caseId: params.caseId, position: read.folded.position, ...withoutCalendar(knownOf(read)) });
    },
  );

  requests.route(
    'get',
    '/:caseId/facts',
    {
      action: 'subject-request.read',
      summary: 'Read every fact of a request, in order.',
      params: caseParams,
      answers: { 200: z.object({ facts: z.array(anything) }) },
    },
    async ({ response, actor, params }) => {
      const { entries } = await mustRead(dependencies, params.caseId);
      await noted('case-opened', actor, params.caseId);
      response.json({ facts: entries.map(({ fact }, position) => ({ position, ...fact })) });
    },
  );

  requests.route(
    'get',
    '/:caseId/evidence',
    {
      action: 'case.evidence',
      summary: 'Download the proofs of every fact, to be checked offline by `duly verify`. GDPR Art. 5(2).',
      params: caseParams,
      answers: { 200: anything },
    },
    async ({ response, actor, params }) => {
      const { caseId } = params;
      const { reference } = knownOf(await mustRead(dependencies, caseId));
      const evidence = await evidenceOf(pool, dependencies.log, caseId);
      if (evidence === undefined)
        throw new NotFound('The ledger has not placed the facts of this case yet. Try again in a second.');
      await noted('evidence-downloaded', actor, caseId);
      response
        .attachment(`${reference}.evidence.json`)
        .type('application/json')
        .send(JSON.stringify(evidence, null, 1));
    },
  );
}

async function mustRead({ pool, keys }: Pick<StepDependencies, 'pool' | 'keys'>, caseId: string): Promise<ReadRequest> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined) throw new NotFound('There is no such case.');
  return read;
}

function knownOf({ folded }: ReadRequest): KnownRequest {
  if (folded.state.phase === 'new') throw new NotFound('There is no such case.');
  return folded.state;
}

/** The calendar is long and belongs to the computation; its id is in the clock. */
function withoutCalendar({ calendar: _calendar, ...request }: KnownRequest): Omit<KnownRequest, 'calendar'> {
  return request;
}

/** The same question again gets the same answer, word for word. */
async function answering(
  { questions }: SubjectRequestDependencies,
  response: Response,
  remember: () => Promise<Question>,
  work: (question: Question) => Promise<KeptAnswer>,
): Promise<void> {
  const question = await remember();
  if (question.earlierAnswer !== undefined) {
    repeatAnswer(response, question.earlierAnswer);
    return;
  }
  const answer = await work(question);
  await questions.answered(question, answer);
  if (answer.location !== undefined) response.location(answer.location);
  response.status(answer.status).json(answer.body);
}

function cursorTo({ dueAt, caseId }: BoardCursor): string {
  return Buffer.from(JSON.stringify([dueAt, caseId])).toString('base64url');
}

function cursorFrom(text: string): BoardCursor {
  try {
    const [dueAt, caseId] = cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { dueAt, caseId };
  } catch {
    throw invalid('cursor', 'expected the `next` of an earlier answer', 'query');
  }
}

function invalid(field: string, message: string, part: 'body' | 'query'): InvalidInput {
  return new InvalidInput(new z.ZodError([{ code: 'custom', path: [field], message, input: undefined }]), part);
}
