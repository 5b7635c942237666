import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import type { Actor } from '../../domain/actor.js';
import type { KnownBreach } from '../../domain/breach.js';
import { languages } from '../../domain/letter.js';
import { communicationLetter, communicationRepeatAsked } from '../breach-schemas.js';
import type { BreachStepDependencies } from '../breach-steps.js';
import { previewLetters } from '../communication-preview.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

const letters = z.array(
  z.object({
    language: z.enum(languages),
    recipients: z.int().describe('How many of those who are written to next read it.'),
    wordsIn: z.enum(languages).describe('In which the words of the order stand in it: another one where none fits.'),
    subject: z.string(),
    text: z.string().describe('Without a name: whose name is on the list is greeted by it.'),
  }),
);

const answers = { 200: z.object({ letters }) };

/** GDPR Art. 34(2): what people will read is read before it leaves. */
export function addCommunicationPreview(
  breaches: Resource,
  dependencies: BreachStepDependencies,
  read: (caseId: string) => Promise<KnownBreach>,
): void {
  const { pool, now } = dependencies;
  const opened = async (caseId: string, actor: Actor): Promise<KnownBreach> => {
    const breach = await read(caseId);
    await recordAccess(pool, { access: 'case-opened', actor, caseId, at: now() });
    return breach;
  };
  breaches.route(
    'post',
    '/:caseId/communication-preview',
    {
      ...{ action: 'breach.decide', params: caseParams, body: communicationLetter, changes: false },
      summary: 'Show the letters that an order would send, one for each language on the list; nothing is kept.',
      answers,
    },
    async ({ response, actor, params: { caseId }, body: order }) => {
      const breach = await opened(caseId, actor);
      response.json({ letters: await previewLetters(dependencies, { caseId, breach, order }) });
    },
  );
  breaches.route(
    'post',
    '/:caseId/communication-repeat-preview',
    {
      ...{ action: 'breach.decide', params: caseParams, body: communicationRepeatAsked, changes: false },
      summary: 'Show the letters that would go out again, one for each language; nothing is kept.',
      answers,
    },
    async ({ response, actor, params: { caseId }, body: { what } }) => {
      const breach = await opened(caseId, actor);
      response.json({ letters: await previewLetters(dependencies, { caseId, breach, what }) });
    },
  );
}
