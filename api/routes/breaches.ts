import { z } from 'zod';
import { readBreach } from '../../database/case-reader.js';
import type { ReadBreach } from '../../database/case-reader.js';
import type { KnownBreach } from '../../domain/breach.js';
import { breachPhases } from '../../domain/breach.standing.js';
import { competentAuthorityFor } from '../../domain/competent-authority.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import { newBreach } from '../breach-schemas.js';
import { breachSteps, takeBreachStep } from '../breach-steps.js';
import type { BreachStep, BreachStepDependencies } from '../breach-steps.js';
import { mustBeTheirs, readsBreaches } from '../first-contact.js';
import { answerOnce } from '../idempotency.js';
import { newBreachFrom } from '../new-breach.js';
import type { Reporting } from '../new-breach.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import { caseParams, standing, stillToCome } from '../subject-request-schemas.js';
import { addControllers } from './breach-controllers.js';
import { addReading, listQuery } from './case-reading.js';
import { addCommunicationPreview } from './communication-preview.js';
import { addRecipientRoutes } from './recipients.js';
import type { ReadingDependencies } from './case-reading.js';
import { shownStatement, statementOf } from './holding-statements.js';
import { addNotification } from './notification.js';

export interface BreachDependencies extends BreachStepDependencies, ReadingDependencies, Reporting {}

const opened = standing.extend({ caseId: z.string(), reference: z.string() });

/** Personal data breaches: GDPR Art. 33, 34. */
export function breachRoutes(dependencies: BreachDependencies): Resource {
  const breaches = resource('/v1/breaches');
  addReporting(breaches, dependencies);
  addReading(breaches, dependencies, {
    kind: 'breach',
    noun: 'breach',
    action: 'breach.read',
    evidence: 'breach.evidence',
    query: listQuery.extend({ phase: z.enum(breachPhases).optional() }),
    read: (caseId) => mustRead(dependencies, caseId),
    shown: (read) => shownBreach(knownOf(read), dependencies.organisation),
  });
  addNotification(breaches, dependencies, async (caseId) => {
    const read = await mustRead(dependencies, caseId);
    return { breach: knownOf(read), facts: read.entries.map(({ fact }) => fact) };
  });
  addStatement(breaches, dependencies);
  addControllers(breaches, dependencies);
  addRecipientRoutes(breaches, dependencies);
  addCommunicationPreview(breaches, dependencies, async (caseId) => knownOf(await mustRead(dependencies, caseId)));
  for (const [name, step] of Object.entries(breachSteps))
    addStep(breaches, dependencies, name, step as BreachStep<unknown>);
  return breaches;
}

function addReporting(breaches: Resource, dependencies: BreachDependencies): void {
  breaches.route(
    'post',
    '/',
    {
      action: 'breach.report',
      summary: 'Report an incident; the answer names its reference and the next promise. GDPR Art. 33(5).',
      body: newBreach,
      answers: { 201: opened, 202: stillToCome },
    },
    ({ request, response, actor, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ caseId }) => {
        const command = await dependencies.breachRegistrar.prepare(newBreachFrom(body, caseId, actor, dependencies));
        const { reference } = command.registration;
        const answer = dependencies.breachDesk.open(caseId, command).then((where) => ({
          status: 201,
          location: `/v1/breaches/${caseId}`,
          body: { caseId, reference, ...where },
        }));
        return { caseId, answer };
      }),
  );
}

/** One breach of those that the service desk reads; without a statement there is nothing to say. */
function addStatement(breaches: Resource, dependencies: BreachDependencies): void {
  breaches.route(
    'get',
    '/:caseId/holding-statement',
    {
      ...{ action: 'holding-statement.read', params: caseParams },
      summary: 'Read what may be said of a breach to whoever asks, and since when.',
      answers: { 200: shownStatement },
    },
    async ({ response, params: { caseId } }) => {
      const breach = knownOf(await mustRead(dependencies, caseId));
      const statement = statementOf({ caseId, breach }, dependencies.now().toISOString());
      if (statement === undefined) throw new NotFound('Nobody has said what may be said of it.');
      response.json(statement);
    },
  );
}

/** Whoever reads no breach learns of a step that it was taken, and neither how far the case is nor what it owes. */
const taken = z.object({ reference: z.string() });

function addStep(breaches: Resource, dependencies: BreachDependencies, name: string, step: BreachStep<unknown>): void {
  breaches.route(
    'post',
    `/:caseId/${name}`,
    {
      ...{ action: step.action, summary: step.summary, params: caseParams, body: step.body },
      answers: { 200: step.action === 'breach.contact' ? z.union([standing, taken]) : standing, 202: stillToCome },
    },
    ({ request, response, actor, params, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ updateId }) => {
        const { caseId } = params;
        const read = await mustRead(dependencies, caseId);
        mustBeTheirs(request, actor, read.folded.state);
        const { reference } = knownOf(read);
        const answer = takeBreachStep(dependencies, step, { read, by: actor, updateId, body }).then((where) => ({
          status: 200,
          body: readsBreaches(request) ? where : { reference },
        }));
        return { caseId, answer };
      }),
  );
}

async function mustRead({ pool, keys }: BreachDependencies, caseId: string): Promise<ReadBreach> {
  const read = await readBreach(pool, keys, caseId);
  if (read === undefined) throw new NotFound('There is no such breach.');
  return read;
}

function knownOf({ folded }: ReadBreach): KnownBreach {
  if (folded.state.phase === 'new') throw new NotFound('There is no such breach.');
  return folded.state;
}

/** GDPR Art. 55, 56: with it, to which authority the notification goes. */
function shownBreach(breach: KnownBreach, organisation: Organisation): object {
  const { affected } = breach;
  const memberState = controllerOf(organisation, breach.controller)?.memberState;
  if (affected === undefined || memberState === undefined) return withoutCalendar(breach);
  const where = { memberState, others: affected.establishments };
  return { ...withoutCalendar(breach), competentAuthority: competentAuthorityFor(where, affected.countries) };
}

/** The calendar is long and belongs to the computation. */
function withoutCalendar({ calendar: _calendar, ...breach }: KnownBreach): Omit<KnownBreach, 'calendar'> {
  return breach;
}
