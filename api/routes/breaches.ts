import { z } from 'zod';
import { readBreach } from '../../database/case-reader.js';
import type { ReadBreach } from '../../database/case-reader.js';
import type { Actor } from '../../domain/actor.js';
import type { Anchor } from '../../domain/breach.anchors.js';
import type { KnownBreach } from '../../domain/breach.js';
import { breachPhases } from '../../domain/breach.standing.js';
import type { BreachRegistrar, NewBreach } from '../../intake/breach-registrar.js';
import { newBreach } from '../breach-schemas.js';
import type { AskedBreach } from '../breach-schemas.js';
import { anchorFrom, breachSteps, takeBreachStep } from '../breach-steps.js';
import type { BreachStep, BreachStepDependencies } from '../breach-steps.js';
import { answerOnce } from '../idempotency.js';
import type { Questions } from '../idempotency.js';
import { mustBeController, mustBePerson } from '../named.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import { caseParams, standing, stillToCome } from '../subject-request-schemas.js';
import { addReading, listQuery } from './case-reading.js';
import type { ReadingDependencies } from './case-reading.js';

export interface BreachDependencies extends BreachStepDependencies, ReadingDependencies {
  readonly breachRegistrar: BreachRegistrar;
  readonly questions: Questions;
}

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
    shown: (read) => withoutCalendar(knownOf(read)),
  });
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

function newBreachFrom(body: AskedBreach, caseId: string, by: Actor, dependencies: BreachDependencies): NewBreach {
  const controller = mustBeController(dependencies.organisation, body.controller);
  const anchors = Object.entries(body.anchors).map(([name, anchor]): [string, Anchor] => [
    name,
    anchorFrom(anchor, controller.timeZone),
  ]);
  return {
    ...body,
    caseId,
    by,
    controller,
    anchors: Object.fromEntries(anchors),
    owner: ownerFor(dependencies, body, by),
  };
}

/** An incident manager who reports it owns it, until somebody else does; else all of them are told. */
function ownerFor({ organisation }: BreachDependencies, { owner }: AskedBreach, by: Actor): string | undefined {
  if (owner === undefined) return by.role === 'incident-manager' ? by.id : undefined;
  return mustBePerson(organisation, 'owner', owner);
}

function addStep(breaches: Resource, dependencies: BreachDependencies, name: string, step: BreachStep<unknown>): void {
  breaches.route(
    'post',
    `/:caseId/${name}`,
    {
      ...{ action: step.action, summary: step.summary, params: caseParams, body: step.body },
      answers: { 200: standing, 202: stillToCome },
    },
    ({ request, response, actor, params, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ updateId }) => {
        const { caseId } = params;
        const read = await mustRead(dependencies, caseId);
        const taken = takeBreachStep(dependencies, step, { read, by: actor, updateId, body });
        return { caseId, answer: taken.then((where) => ({ status: 200, body: where })) };
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

/** The calendar is long and belongs to the computation. */
function withoutCalendar({ calendar: _calendar, ...breach }: KnownBreach): Omit<KnownBreach, 'calendar'> {
  return breach;
}
