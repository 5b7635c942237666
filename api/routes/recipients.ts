import { z } from 'zod';
import { recipientCounts, recipientStates } from '../../database/wave-recipients.js';
import { listFormatOf, takeRecipients } from '../recipients.js';
import type { RecipientDependencies } from '../recipients.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

const listed = z.object({
  added: z.int().describe('New on the list.'),
  known: z.int().describe('On the list already, or twice in what was sent: each is written to once.'),
  last: z.int().describe('How long the list is now.'),
});
const counts = z.object(Object.fromEntries(recipientStates.map((state) => [state, z.int()])));

/** Whom a breach concerns: kept encrypted under the case's key, and gone with it. GDPR Art. 34(1). */
export function addRecipientRoutes(breaches: Resource, dependencies: RecipientDependencies): void {
  breaches.route(
    'post',
    '/:caseId/recipients',
    {
      action: 'breach.record',
      summary:
        'Add recipients of the communication: CSV with the columns mail, name, language, or JSON lines. GDPR Art. 34(1).',
      params: caseParams,
      accepts: 'stream',
      answers: { 200: listed },
    },
    async ({ request, response, params: { caseId } }) => {
      const format = listFormatOf(request.get('content-type'));
      // Nobody is on the list twice, so the same list again changes nothing.
      response.json(await takeRecipients(dependencies, caseId, format, request));
    },
  );
  breaches.route(
    'get',
    '/:caseId/recipients',
    {
      action: 'breach.read',
      summary: 'Count where the letters of the communication stand; nobody is named.',
      params: caseParams,
      answers: { 200: counts },
    },
    async ({ response, params: { caseId } }) => {
      response.json(await recipientCounts(dependencies.pool, caseId));
    },
  );
}
