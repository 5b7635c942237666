import { z } from 'zod';
import { noticesOf } from '../../database/controller-notices.js';
import type { OutsideControllers } from '../../database/outside-controllers.js';
import type { Pool } from '../../database/pool.js';
import { noticePhases } from '../../domain/controller-notice.decider.js';
import type { Organisation } from '../../domain/organisation.js';
import { proposedControllers } from '../affected-controllers.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

export interface BreachControllersDependencies {
  readonly pool: Pool;
  readonly controllers: OutsideControllers;
  readonly organisation: Organisation;
  readonly now: () => Date;
}

const notice = z.object({
  ...{ caseId: z.string(), reference: z.string(), controller: z.string(), phase: z.enum(noticePhases) },
  ...{ dueAt: z.string(), toldAt: z.string().optional(), acknowledgedAt: z.string().optional(), rungsPassed: z.int() },
});
const query = z.strictObject({
  concerned: z
    .string()
    .max(2_000)
    .default('')
    .describe('Services and systems, `payroll,crm-db`: their controllers are proposed.'),
});

/** Whom it concerns, and how far each notice has come. GDPR Art. 33(2). */
export function addControllers(breaches: Resource, dependencies: BreachControllersDependencies): void {
  const { pool, controllers, organisation, now } = dependencies;
  breaches.route(
    'get',
    '/:caseId/controllers',
    {
      action: 'breach.read',
      summary: 'List the notices to controllers, each with its clock; and propose controllers by service and system.',
      params: caseParams,
      query,
      answers: { 200: z.object({ notices: z.array(notice), proposed: z.array(z.string()) }) },
    },
    async ({ response, params: { caseId }, query: { concerned } }) => {
      const notices = await noticesOf(pool, caseId);
      const named = concerned.split(',').filter((id) => id !== '');
      const proposed = proposedControllers(
        organisation,
        await controllers.all(),
        named,
        now().toISOString().slice(0, 10),
      ).map(({ id }) => id);
      response.json({
        notices: notices.map(({ addressee, breach: _breach, ...rest }) => ({ ...rest, controller: addressee })),
        proposed,
      });
    },
  );
}
