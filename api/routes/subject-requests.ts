import { z } from 'zod';
import { keepIdentityResult } from '../../database/identity-results.js';
import type { Actor } from '../../domain/actor.js';
import { daysAfter, endOfDay } from '../../domain/civil-date.js';
import type { KnownController } from '../../domain/organisation.js';
import { answerClock } from '../../domain/subject-request.clocks.js';
import type { Instant } from '../../domain/time.js';
import type { FurtherRights } from '../../intake/further-rights.js';
import type { Registrar } from '../../intake/registrar.js';
import type { EvidenceFile } from '../../ledger/evidence.js';
import { identityDecided } from '../../workflows/subject-request.contract.js';
import { subjectRequestSteps } from '../case-steps.js';
import type { Step, StepDependencies } from '../case-steps.js';
import { answerOnce } from '../idempotency.js';
import type { Questions } from '../idempotency.js';
import { mustBeController } from '../named.js';
import { requestDocuments } from '../request-documents.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import {
  caseParams,
  furtherCase,
  furtherRight,
  newSubjectRequest,
  opened,
  standing,
  stillToCome,
} from '../subject-request-schemas.js';
import type { NewSubjectRequest } from '../subject-request-schemas.js';
import { addRequestReading, mustRead } from './subject-request-reading.js';

export interface SubjectRequestDependencies extends StepDependencies {
  readonly registrar: Registrar;
  readonly furtherRights: FurtherRights;
  readonly questions: Questions;
  readonly log: EvidenceFile['log'];
}

export function subjectRequestRoutes(dependencies: SubjectRequestDependencies): Resource {
  const requests = resource('/v1/subject-requests');
  addOpening(requests, dependencies);
  addRequestReading(requests, dependencies);
  addFurtherRights(requests, dependencies);
  addIdentityService(requests, dependencies);
  for (const [name, step] of Object.entries(subjectRequestSteps)) addStep(requests, dependencies, name, step);
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
      answers: { 201: opened, 202: stillToCome },
    },
    ({ request, response, actor, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ caseId }) => {
        const controller = mustBeController(dependencies.organisation, body.controller);
        const command = await dependencies.registrar.prepare(
          newRequestFrom(body, caseId, actor, controller, dependencies),
        );
        const { reference } = command.registration;
        const { dueOn } = answerClock(command.registration);
        // From here on it is on record: what is waited for is the case, not the registration.
        const answer = dependencies.desk.open(caseId, command).then((where) => ({
          status: 201,
          location: `/v1/subject-requests/${caseId}`,
          body: { ...where, caseId, reference, dueOn },
        }));
        return { caseId, answer };
      }),
  );
}

function newRequestFrom(
  body: NewSubjectRequest,
  caseId: string,
  by: Actor,
  controller: KnownController,
  { organisation, now }: SubjectRequestDependencies,
) {
  return {
    caseId,
    by,
    channel: body.channel,
    receivedAt: receiptOf(body, controller) ?? now().toISOString(),
    controller,
    language: body.language ?? organisation.organisation.languages[0] ?? 'en',
    contact: body.contact,
    right: body.right,
    documents: requestDocuments(body.text ?? ''),
    acknowledge: true,
    drill: body.drill,
    owner: body.owner ?? (by.role === 'operator' ? by.id : undefined),
  };
}

/** Of a letter only the day is known; it begins at the controller's midnight. */
function receiptOf({ receivedAt, receivedOn }: NewSubjectRequest, { timeZone }: KnownController): Instant | undefined {
  return receivedOn === undefined ? receivedAt : endOfDay(daysAfter(receivedOn, -1), timeZone);
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
    {
      ...{ action: step.action, summary: step.summary, params: caseParams, body: step.body },
      answers: { 200: standing, 202: stillToCome },
    },
    ({ request, response, actor, params, body }) =>
      answerOnce(dependencies.questions, request, response, ({ updateId }) => {
        const { caseId } = params;
        const taken = step.take(dependencies, { caseId, by: actor, updateId, body });
        return Promise.resolve({ caseId, answer: taken.then((where) => ({ status: 200, body: where })) });
      }),
  );
}

function addFurtherRights(requests: Resource, dependencies: SubjectRequestDependencies): void {
  requests.route(
    'post',
    '/:caseId/further-rights',
    {
      action: 'subject-request.classify',
      summary: 'Open a case for another right that the same message asks for, received when it was. GDPR Art. 12(2).',
      params: caseParams,
      body: furtherRight,
      answers: { 201: furtherCase },
    },
    ({ request, response, actor: by, params, body: { right } }) =>
      answerOnce(dependencies.questions, request, response, async ({ updateId }) => {
        const further = await dependencies.furtherRights.open({ caseId: params.caseId, by, right, updateId });
        const { caseId, registration } = further;
        const { reference } = registration;
        const { dueOn } = answerClock(registration);
        return { status: 201, location: `/v1/subject-requests/${caseId}`, body: { caseId, reference, dueOn } };
      }),
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
      action: 'subject-request.identity.result',
      summary: 'Store the result of an identity check; the case reads it back. GDPR Art. 12(6).',
      params: caseParams,
      body: identityResult,
      answers: { 202: z.object({ resultId: z.uuid() }) },
    },
    ({ request, response, actor, params, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ updateId: source }) => {
        const { caseId } = params;
        await mustRead(dependencies, caseId);
        const resultId = await keepIdentityResult(dependencies.pool, { source, caseId, ...body, service: actor.id });
        await dependencies.desk.tell(caseId, identityDecided, { by: actor, resultId });
        return { status: 202, body: { resultId } };
      }),
  );
}
