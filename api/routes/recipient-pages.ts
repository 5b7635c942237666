import { Readable } from 'node:stream';
import { z } from 'zod';
import { recipientCounts } from '../../database/wave-recipients.js';
import { recipientsPath, recipientsView, recipientView } from '../../pages/recipients.view.js';
import type { RecipientInput, RecipientsInput } from '../../pages/recipients.view.js';
import { referenceDiffers } from '../breach-forms.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { breachSteps } from '../breach-steps.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CaseParams } from '../case-page.js';
import { showPage } from '../pages.js';
import { findEntry, listFormatIn, putRight, readEntries, readEntry, takeOff, takeRecipients } from '../recipients.js';
import type { RecipientDependencies } from '../recipients.js';
import { resource } from '../route.js';
import type { Asked, Mount, Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import { viewerOf, whyNotRole } from '../viewer.js';
import { nextAfter, recipientCorrection, recipientFilter, recipientParams, recipientSearch } from './recipients.js';

export interface RecipientPageDependencies extends BreachPageDependencies {
  readonly recipients: RecipientDependencies;
}

type AskedHere = Asked<CaseParams, unknown, unknown>;
type AskedOne = Asked<z.infer<typeof recipientParams>, unknown, unknown>;
type Shown = Pick<RecipientsInput, 'recipients' | 'after' | 'next' | 'state' | 'done' | 'problem'> & {
  readonly typed?: RecipientsInput['typed'];
  readonly isSearch?: boolean;
};

const sentForm = z.record(z.string(), z.string());
const query = recipientFilter.extend({
  added: z.coerce.number().int().optional(),
  known: z.coerce.number().optional(),
});
const action = 'breach.record';
const taken = { 303: 'nothing', 409: 'text', 422: 'text' } as const;

/** The list of those who are written to, on a page: uploaded, read, searched and corrected. GDPR Art. 34(1). */
export function recipientPageRoutes(dependencies: RecipientPageDependencies): Mount {
  const routes = resource('/operations/breaches');
  const page = { action, page: true, params: caseParams } as const;
  const form = { accepts: 'form', body: sentForm } as const;
  routes.route(
    'get',
    '/:caseId/recipients',
    { ...page, summary: 'Show who is written to.', query, answers: { 200: 'text' } },
    async (asked) => {
      const { added, known = 0, ...filter } = asked.query;
      const done = added === undefined ? undefined : `${String(added)} put on the list, ${String(known)} known before.`;
      await showList(dependencies, asked, { ...(await pageOf(dependencies, asked, filter)), ...filter, done });
    },
  );
  routes.route(
    'post',
    '/:caseId/recipients',
    { ...page, summary: 'Put people on the list.', accepts: 'stream', answers: taken },
    (asked) => upload(dependencies, asked),
  );
  routes.route(
    'post',
    '/:caseId/recipients/search',
    { ...page, ...form, summary: 'Find one of them by the whole mail address.', answers: { 200: 'text', 422: 'text' } },
    async (asked) => {
      const read = recipientSearch.safeParse({ mail: asked.body['mail'] ?? '' });
      const found = read.success && (await findEntry(dependencies.recipients, askOf(asked), read.data.mail));
      const recipients = found === false || found === undefined ? [] : [found];
      const wrong = read.success ? undefined : 'Nobody was looked for: write one whole mail address.';
      const shown = { recipients, isSearch: true, wrong, typed: asked.body };
      await showList(dependencies, asked, shown, read.success ? 200 : 422);
    },
  );
  addOne(routes, dependencies);
  return routes;
}

function askOf<Params>({ actor, params }: Pick<Asked<Params, unknown, unknown>, 'actor' | 'params'>) {
  return { ...params, actor };
}

async function pageOf(
  { recipients: dependencies }: RecipientPageDependencies,
  asked: AskedHere,
  filter: z.infer<typeof recipientFilter>,
): Promise<Pick<Shown, 'recipients' | 'next'>> {
  const recipients = await readEntries(dependencies, askOf(asked), filter);
  return { recipients, next: nextAfter(recipients) };
}

async function upload(dependencies: RecipientPageDependencies, asked: AskedHere): Promise<void> {
  const { caseId } = asked.params;
  const again = async (problem: Shown['problem'], status: number) =>
    showList(dependencies, asked, { ...(await pageOf(dependencies, asked, {})), problem }, status);
  const { files } = await readSentForm(asked.request);
  const [list, second] = files;
  if (list === undefined || second !== undefined) {
    await again({ message: 'Choose one file, with at least one line.' }, 422);
    return;
  }
  try {
    const bytes = Readable.from([list.bytes]);
    const { added, known } = await takeRecipients(dependencies.recipients, caseId, listFormatIn(list.bytes), bytes);
    asked.response.redirect(303, `${recipientsPath(caseId)}?added=${String(added)}&known=${String(known)}`);
  } catch (error) {
    const { status, title, detail, errors } = toProblem(error);
    if (status !== 409 && status !== 413 && status !== 422) throw error;
    await again({ message: detail ?? title, ...(errors && { lines: errors.map(({ message }) => message) }) }, 422);
  }
}

async function showList(
  dependencies: RecipientPageDependencies,
  asked: AskedHere,
  shown: Shown,
  status = 200,
): Promise<void> {
  const { recipients, now, newNonce, pages } = dependencies;
  const { caseId } = asked.params;
  const { breach } = await readBreachFile(dependencies, askOf(asked));
  const counts = await recipientCounts(recipients.pool, caseId);
  const viewer = viewerOf(asked.request, asked.actor, dependencies.organisation());
  const whyNotYours = whyNotRole(viewer, breachSteps['communication-repeat'].action);
  const about = { caseId, breach, counts, now: now().toISOString(), nonce: newNonce(), whyNotYours };
  const view = recipientsView({ isSearch: false, typed: {}, ...about, ...shown });
  const frame = frameFor(dependencies, asked, `${view.reference}: who is written to`, breach.drill);
  showPage(asked.response, pages.render('recipients', { ...view, frame }), status);
}

function frameFor(
  dependencies: RecipientPageDependencies,
  { request, actor }: Pick<AskedHere, 'request' | 'actor'>,
  title: string,
  drill: boolean,
) {
  return frameOf(dependencies, viewerOf(request, actor, dependencies.organisation()), { title, drill });
}

function addOne(routes: Resource, dependencies: RecipientPageDependencies): void {
  const page = { action, page: true, params: recipientParams } as const;
  const path = '/:caseId/recipients/:number';
  routes.route('get', path, { ...page, summary: 'Show one of them.', answers: { 200: 'text' } }, (asked) =>
    showOne(dependencies, asked, {}),
  );
  routes.route(
    'post',
    `${path}/correction`,
    { ...page, summary: 'Correct one of them.', accepts: 'form', body: sentForm, answers: taken },
    async (asked) => {
      const { mail = '', name = '', language } = asked.body;
      const read = recipientCorrection.safeParse({ mail, name, language });
      if (read.success)
        await changed(dependencies, asked, asked.body, () =>
          putRight(dependencies.recipients, { ...askOf(asked), ...read.data }),
        );
      else {
        const wrong = { mail: 'Write a mail address that a program can write to.' };
        await showOne(dependencies, asked, { typed: asked.body, wrong }, 422);
      }
    },
  );
  routes.route(
    'post',
    `${path}/removal`,
    { ...page, summary: 'Take one of them off the list.', accepts: 'form', body: sentForm, answers: taken },
    async (asked) => {
      const { breach } = await readBreachFile(dependencies, askOf(asked));
      const wrong = referenceDiffers(asked.body, breach.reference);
      if (Object.keys(wrong).length > 0) await showOne(dependencies, asked, { typed: asked.body, wrong }, 422);
      else await changed(dependencies, asked, {}, () => takeOff(dependencies.recipients, askOf(asked)));
    },
  );
}

async function changed(
  dependencies: RecipientPageDependencies,
  asked: AskedOne,
  typed: RecipientInput['typed'],
  change: () => Promise<void>,
): Promise<void> {
  try {
    await change();
  } catch (error) {
    const { status, title, detail } = toProblem(error);
    if (status !== 409) throw error;
    await showOne(dependencies, asked, { typed, problem: { message: detail ?? title } }, status);
    return;
  }
  asked.response.redirect(303, recipientsPath(asked.params.caseId));
}

async function showOne(
  dependencies: RecipientPageDependencies,
  asked: AskedOne,
  said: Partial<Pick<RecipientInput, 'typed' | 'wrong' | 'problem'>>,
  status = 200,
): Promise<void> {
  const { caseId } = asked.params;
  const recipient = await readEntry(dependencies.recipients, askOf(asked));
  const { breach } = await readBreachFile(dependencies, { caseId, actor: asked.actor });
  const view = recipientView({ typed: {}, wrong: {}, ...said, caseId, breach, recipient });
  const frame = frameFor(dependencies, asked, `${view.reference}: ${view.title}`, breach.drill);
  showPage(asked.response, dependencies.pages.render('recipient', { ...view, frame }), status);
}
