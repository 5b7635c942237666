import { z } from 'zod';
import type { KeyDestructions } from '../../database/key-destruction.js';
import { mayApprove } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import { civilDateIn } from '../../domain/civil-date.js';
import { Forbidden, Refused } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface KeyDependencies {
  readonly destructions: KeyDestructions;
  readonly organisation: Organisation;
  readonly now: () => Date;
}

const params = z.object({ caseId: z.string().regex(/^[0-9a-z]{26}$/, 'expected the id of a case') });
const proposed = z.looseObject({ proposedAt: z.string() });

/** The end of a closed case's data: two people, seven days, holds respected. GDPR Art. 5(1)(e), 17(1)(a). */
export function keyRoutes({ destructions, organisation, now }: KeyDependencies): Resource {
  const keys = resource('/v1/keys');
  const at = () => now().toISOString();

  keys.route(
    'post',
    '/:caseId/destruction',
    {
      action: 'keys.destroy',
      summary: 'Propose to destroy the key of a closed case.',
      params,
      answers: { 202: proposed },
    },
    async ({ response, actor, params: { caseId } }) => {
      const outcome = await destructions.propose({ caseId, by: actor, at: at() });
      if ('type' in outcome) throw new Refused(outcome);
      response.status(202).json(outcome);
    },
  );
  keys.route(
    'post',
    '/:caseId/destruction/approval',
    {
      action: 'keys.approve',
      summary: 'Approve it as a second person; it is carried out seven days later.',
      params,
      answers: { 200: z.looseObject({ dueAt: z.string() }) },
    },
    async ({ response, actor, params: { caseId } }) => {
      const on = civilDateIn(at(), organisation.controllersInHouse[0]?.timeZone ?? 'UTC');
      if (!mayApprove(organisation, 'keyDestruction', actor.id, on)) {
        throw new Forbidden('The organisation file names others to approve the destruction of keys.');
      }
      const outcome = await destructions.approve({ caseId, by: actor, at: at() });
      if ('type' in outcome) throw new Refused(outcome);
      response.json(outcome);
    },
  );
  keys.route(
    'post',
    '/:caseId/destruction/withdrawal',
    { action: 'keys.destroy', summary: 'Withdraw it before it is carried out.', params, answers: { 204: 'nothing' } },
    async ({ response, actor, params: { caseId } }) => {
      const refusal = await destructions.withdraw({ caseId, by: actor, at: at() });
      if (refusal !== undefined) throw new Refused(refusal);
      response.status(204).end();
    },
  );
  keys.route(
    'get',
    '/:caseId/destruction',
    {
      action: 'access-records.read',
      summary: 'Read the certificate of a destroyed key.',
      params,
      answers: { 200: z.looseObject({}) },
    },
    async ({ response, params: { caseId } }) => {
      response.json((await destructions.certificateOf(caseId)) ?? {});
    },
  );
  return keys;
}
