import { z } from 'zod';
import type { AccessRecord } from '../../database/access-records.js';
import type { LegalHolds } from '../../database/legal-holds.js';
import { holdGrounds } from '../../domain/key-destruction.js';
import { answerOnce } from '../idempotency.js';
import type { Questions } from '../idempotency.js';
import { Refused } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import { caseParams, words } from '../subject-request-schemas.js';

export interface LegalHoldDependencies {
  readonly holds: LegalHolds;
  readonly questions: Questions;
  readonly now: () => Date;
  readonly recordAccess: (record: AccessRecord) => Promise<void>;
}

const placing = z.strictObject({ ground: z.enum(holdGrounds), reasons: words });
const lifting = z.strictObject({ reasons: words });
const holdParams = caseParams.extend({ holdId: z.string().regex(/^[0-9a-z]{26}$/, 'expected the id of a hold') });

const placed = z.object({
  holdId: z.string(),
  ground: z.enum(holdGrounds),
  placedBy: z.string(),
  placedAt: z.string(),
});
const lifted = z.object({ by: z.string(), at: z.string(), reasons: z.string() });
const kept = placed.extend({ reasons: z.string(), lifted: lifted.optional() });
const destructionDueAt = z
  .string()
  .optional()
  .describe('Of an approved destruction: when the key is destroyed, once no hold is in force.');
const keptHolds = z.object({ holds: z.array(kept), destructionDueAt });

/** What keeps the data of a case beyond its end: claims, duties, inquiries. GDPR Art. 17(3), 18(2), 31. */
export function legalHoldRoutes({ holds, questions, now, recordAccess }: LegalHoldDependencies): Resource {
  const keys = resource('/v1/keys');
  const at = () => now().toISOString();
  keys.route(
    'post',
    '/:caseId/holds',
    {
      action: 'keys.hold',
      summary: 'Place a hold: the key of the case is not destroyed while it is in force.',
      ...{ params: caseParams, body: placing, answers: { 201: placed } },
    },
    ({ request, response, actor, params: { caseId }, body }) =>
      answerOnce(questions, request, response, async ({ updateId: holdId }) => {
        const hold = await holds.place({ caseId, holdId, ...body, by: actor, at: at() });
        if ('refusal' in hold) throw new Refused(hold.refusal);
        return { status: 201, body: hold };
      }),
  );
  keys.route(
    'post',
    '/:caseId/holds/:holdId/lifting',
    {
      action: 'keys.lift',
      summary: 'Lift a hold; a destruction that fell due meanwhile is then carried out.',
      ...{ params: holdParams, body: lifting, answers: { 200: z.object({ destructionDueAt }) } },
    },
    ({ request, response, actor, params, body }) =>
      answerOnce(questions, request, response, async () => {
        const outcome = await holds.lift({ ...params, ...body, by: actor, at: at() });
        if ('refusal' in outcome) throw new Refused(outcome.refusal);
        return { status: 200, body: outcome };
      }),
  );
  keys.route(
    'get',
    '/:caseId/holds',
    {
      action: 'keys.holds.read',
      summary: 'List the holds of a case, those that were lifted too, with their reasons.',
      ...{ params: caseParams, answers: { 200: keptHolds } },
    },
    async ({ response, actor, params: { caseId } }) => {
      const found = await holds.of(caseId);
      await recordAccess({ access: 'holds-read', actor, caseId, at: now() });
      response.json(found);
    },
  );
  return keys;
}
