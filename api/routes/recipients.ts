import { z } from 'zod';
import { ENTRIES_ON_A_PAGE } from '../../database/recipient-entries.js';
import type { RecipientEntry } from '../../database/recipient-entries.js';
import { recipientCounts, recipientStates } from '../../database/wave-recipients.js';
import { languages } from '../../domain/letter.js';
import { isMailAddress, visibleLine } from '../../domain/mail.js';
import { findEntry, listFormatOf, putRight, readEntries, takeOff, takeRecipients } from '../recipients.js';
import type { RecipientDependencies } from '../recipients.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

const listed = z.object({
  added: z.int().describe('New on the list.'),
  known: z.int().describe('On the list already, or twice in what was sent: each is written to once.'),
  last: z.int().describe('How long the list is now.'),
});
const counts = z.object(Object.fromEntries(recipientStates.map((state) => [state, z.int()])));

const entry = z.object({
  number: z.int().describe('Its place on the list, for good.'),
  state: z.enum(recipientStates),
  language: z.enum(languages),
  changedAt: z.string(),
  mail: z.string().optional().describe('Absent once it was taken off the list.'),
  name: z.string().optional(),
});
const entries = z.object({ recipients: z.array(entry), next: z.int().optional().describe('Ask for those after it.') });

/** Addresses come in the body: an address line is kept in too many logs. */
const mail = z.string().trim().max(320).refine(isMailAddress, 'This mail address cannot be written to by a program.');
export const recipientSearch = z.strictObject({ mail });
export const recipientCorrection = z.strictObject({
  mail,
  name: z
    .string()
    .max(300)
    .transform((name) => visibleLine(name))
    .transform((name) => (name === '' ? undefined : name))
    .optional(),
  language: z.enum(languages),
});
export const recipientFilter = z.object({
  after: z.coerce.number().int().min(0).max(10_000_000).optional(),
  state: z.enum(recipientStates).optional(),
});
export const recipientParams = caseParams.extend({ number: z.coerce.number().int().min(1).max(10_000_000) });

/** Where the next page begins; undefined after the last one. */
export function nextAfter(shown: readonly RecipientEntry[]): number | undefined {
  return shown.length < ENTRIES_ON_A_PAGE ? undefined : shown.at(-1)?.number;
}

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
  addEntries(breaches, dependencies);
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

/** Reading the list names people: for whoever works on the case, and on record. */
function addEntries(breaches: Resource, dependencies: RecipientDependencies): void {
  const action = 'breach.record';
  breaches.route(
    'get',
    '/:caseId/recipients/list',
    {
      ...{ action, summary: 'Read the list of recipients, fifty at once.', params: caseParams },
      ...{ query: recipientFilter, answers: { 200: entries } },
    },
    async ({ response, actor, params, query }) => {
      const recipients = await readEntries(dependencies, { ...params, actor }, query);
      response.json({ recipients, next: nextAfter(recipients) });
    },
  );
  breaches.route(
    'post',
    '/:caseId/recipients/search',
    {
      ...{ action, summary: 'Find a recipient by the whole mail address.', params: caseParams },
      ...{ body: recipientSearch, answers: { 200: entries } },
    },
    async ({ response, actor, params, body }) => {
      const found = await findEntry(dependencies, { ...params, actor }, body.mail);
      response.json({ recipients: found === undefined ? [] : [found] });
    },
  );
  breaches.route(
    'post',
    '/:caseId/recipients/:number/correction',
    {
      ...{ action, summary: 'Correct a recipient whose letter waits, or has failed.', params: recipientParams },
      ...{ body: recipientCorrection, answers: { 204: 'nothing' } },
    },
    async ({ response, actor, params, body }) => {
      await putRight(dependencies, { ...params, ...body, actor });
      response.status(204).end();
    },
  );
  breaches.route(
    'post',
    '/:caseId/recipients/:number/removal',
    {
      ...{ action, summary: 'Take a recipient off the list who was not written to yet.', params: recipientParams },
      answers: { 204: 'nothing' },
    },
    async ({ response, actor, params }) => {
      await takeOff(dependencies, { ...params, actor });
      response.status(204).end();
    },
  );
}
