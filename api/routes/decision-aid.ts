import { proposeDecision } from '../../domain/decision-aid.js';
import { decisionProposal, describedBreach } from '../decision-aid-schemas.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

/** A proposal from plain facts, without a case; nothing of it is kept. */
export function decisionAidRoutes(): Resource {
  const aid = resource('/v1/breaches/decision-aid');
  aid.route(
    'post',
    '/',
    {
      action: 'breach.read',
      summary: 'Propose, with reasons, whether a breach is notified and told; people decide. GDPR Art. 33(1), 34(1).',
      body: describedBreach,
      answers: { 200: decisionProposal },
      changes: false,
    },
    ({ body, response }) => {
      response.json(proposeDecision(body));
    },
  );
  return aid;
}
