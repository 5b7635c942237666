import { z } from 'zod';
import type { OutsideControllers } from '../../database/outside-controllers.js';
import type { Organisation, OutsideController } from '../../domain/organisation.js';
import { knownController, putControllers, removeControllers } from '../controller-schemas.js';
import { answerOnce } from '../idempotency.js';
import type { Questions } from '../idempotency.js';
import { invalidField } from '../input.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface ControllerDependencies {
  readonly controllers: OutsideControllers;
  readonly organisation: Organisation;
  readonly questions: Questions;
  readonly now: () => Date;
}

/** For whom we process, and what we promised them. GDPR Art. 28, 33(2). */
export function controllerRoutes({ controllers, organisation, questions, now }: ControllerDependencies): Resource {
  const routes = resource('/v1/controllers');
  routes.route(
    'get',
    '/',
    {
      action: 'controllers.read',
      summary: 'List the controllers for whom we process: those of the organisation file, and those put in.',
      answers: { 200: z.object({ controllers: z.array(knownController) }) },
    },
    async ({ response }) => {
      response.json({ controllers: (await controllers.all()).map(listed) });
    },
  );
  routes.route(
    'post',
    '/',
    {
      action: 'controllers.change',
      summary: 'Put controllers in, or replace what is known of them, up to 2,000 at once. All of them, or none.',
      body: putControllers,
      answers: { 200: z.object({ put: z.int() }) },
    },
    ({ request, response, actor, body }) =>
      answerOnce(questions, request, response, async () => {
        mustBeServices(organisation, body.controllers);
        await controllers.put(body.controllers, actor.id, now().toISOString());
        return { status: 200, body: { put: body.controllers.length } };
      }),
  );
  routes.route(
    'post',
    '/removals',
    {
      action: 'controllers.change',
      summary: 'Remove controllers that were put in, with their contacts. GDPR Art. 5(1)(e).',
      body: removeControllers,
      answers: { 200: z.object({ removed: z.int() }) },
    },
    ({ request, response, body }) =>
      answerOnce(questions, request, response, async () => ({
        status: 200,
        body: { removed: await controllers.remove(body.ids) },
      })),
  );
  return routes;
}

function mustBeServices({ services }: Organisation, controllers: readonly OutsideController[]): void {
  const known = new Set(services.map(({ id }) => id));
  for (const [index, controller] of controllers.entries()) {
    const wrong = controller.services.findIndex((service) => !known.has(service));
    const path = ['controllers', index, 'services', wrong];
    if (wrong >= 0) throw invalidField(path, 'expected a service of the organisation file', 'body');
  }
}

/** How to reach somebody is shown where it is needed: on the page of a notice. */
function listed({ id, name, services, contract, lastCheckedOn, language }: OutsideController) {
  return { id, name, services, maxNotify: contract.maxNotify, lastCheckedOn, language };
}
