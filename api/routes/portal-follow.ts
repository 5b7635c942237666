import type { Response } from 'express';
import { z } from 'zod';
import type { Language } from '../../domain/letter.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { portalLimits, whyTooLong } from '../../pages/portal-faults.js';
import { statusView, told } from '../../pages/portal-status.view.js';
import type { StatusInput, Told } from '../../pages/portal-status.view.js';
import { portalWords } from '../../pages/words/languages.js';
import { showPage } from '../pages.js';
import { followParams, keepTokenIn, languageField, PORTAL_UPLOAD_LIMIT, statusPath } from '../portal.js';
import type { FollowParams, PortalDependencies } from '../portal.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { Upload } from '../uploads.js';

const statusQuery = z.object({ language: languageField, told: z.enum(told).optional().catch(undefined) });
const nonceOf = z.string().regex(/^[\w-]{16,110}$/);

const path = '/requests/:caseId/:token';

/** The page of a request, for whoever has its address. */
export function addStatus(portal: Resource, dependencies: PortalDependencies): void {
  portal.route(
    'get',
    path,
    {
      ...pageFor(dependencies),
      summary: 'Follow a request.',
      query: statusQuery,
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, query }) => {
      const request = await followed(dependencies, params);
      showStatus(dependencies, response, params, {
        request,
        language: query.language ?? request.language,
        told: query.told,
      });
    },
  );
  addWithdrawal(portal, dependencies);
  addMessages(portal, dependencies);
}

function pageFor({ limit }: PortalDependencies) {
  return { action: 'portal.follow', page: true, params: followParams, ...(limit && { limit }) } as const;
}

function addWithdrawal(portal: Resource, dependencies: PortalDependencies): void {
  portal.route(
    'post',
    `${path}/withdrawal`,
    {
      ...pageFor(dependencies),
      summary: 'Withdraw a request.',
      accepts: 'form',
      body: z.object({ nonce: nonceOf, language: languageField }),
      answers: { 303: 'nothing', 409: 'text' },
    },
    async ({ response, params, body }) => {
      await followed(dependencies, params);
      try {
        await dependencies.withdraw({ caseId: params.caseId, nonce: body.nonce });
      } catch (error) {
        if (toProblem(error).status !== 409) throw error;
        // It ended meanwhile: the page says so, and how it ended.
        const request = await followed(dependencies, params);
        const language = body.language ?? request.language;
        const problem = portalWords[language].withdrawNot;
        showStatus(dependencies, response, params, { request, language, problem }, 409);
        return;
      }
      backTo(response, params, 'withdrawn', body.language);
    },
  );
}

function addMessages(portal: Resource, dependencies: PortalDependencies): void {
  portal.route(
    'post',
    `${path}/messages`,
    {
      ...pageFor(dependencies),
      summary: 'Add something to a request.',
      accepts: 'stream',
      answers: { 303: 'nothing', 422: 'text' },
    },
    async ({ request, response, params }) => {
      const known = await followed(dependencies, params);
      const { fields, files } = await readSentForm(request, PORTAL_UPLOAD_LIMIT);
      const language = languageField.parse(fields['language']) ?? known.language;
      const text = fields['text'] ?? '';
      const nonce = nonceOf.safeParse(fields['nonce']);
      const wrong = whyNotAdd(text, files, language);
      if (!nonce.success || wrong !== undefined) {
        const shown = { request: known, language, wrong: wrong ?? portalWords[language].trouble.unreadable.title };
        showStatus(dependencies, response, params, { ...shown, typed: text }, 422);
        return;
      }
      await dependencies.add({ caseId: params.caseId, nonce: nonce.data, text, files });
      backTo(response, params, 'added', language);
    },
  );
}

/** What is too long is never cut: it comes back whole, and files have to be chosen once more. */
function whyNotAdd(text: string, files: readonly Upload[], language: Language): string | undefined {
  const { addEmpty, filesAgain } = portalWords[language];
  if (text.trim() === '' && files.length === 0) return addEmpty;
  const tooLong = whyTooLong(text, portalLimits.text, language);
  return tooLong !== undefined && files.length > 0 ? `${tooLong} ${filesAgain}` : tooLong;
}

async function followed({ follow }: PortalDependencies, { caseId, token }: FollowParams): Promise<KnownRequest> {
  const request = await follow(caseId, token);
  if (request === undefined) throw new NotFound('This address opens nothing. Look whether it is complete.');
  return request;
}

function showStatus(
  { pages, organisation, now, newNonce }: PortalDependencies,
  response: Response,
  { caseId, token }: FollowParams,
  shown: Pick<StatusInput, 'request' | 'language' | 'told' | 'problem' | 'typed' | 'wrong'>,
  status = 200,
): void {
  const view = statusView({
    ...shown,
    organisation: organisation(),
    path: statusPath(caseId, token),
    now: now().toISOString(),
    nonce: newNonce(),
  });
  keepTokenIn(response);
  showPage(response, pages.render('portal-status', view), status);
}

function backTo(
  response: Response,
  { caseId, token }: FollowParams,
  reason: Told,
  language: Language | undefined,
): void {
  const query = new URLSearchParams({ told: reason, ...(language && { language }) });
  response.redirect(303, `${statusPath(caseId, token)}?${query.toString()}`);
}
