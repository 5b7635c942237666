import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { z } from 'zod';
import type { Language } from '../../domain/letter.js';
import { controllerOf } from '../../domain/organisation.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { sizeWords } from '../../pages/case-documents.view.js';
import { portalLimits, whyTooLong } from '../../pages/portal-faults.js';
import { answerView, statusView, told } from '../../pages/portal-status.view.js';
import type { StatusInput, Told } from '../../pages/portal-status.view.js';
import { portalWords } from '../../pages/words/languages.js';
import { showPage } from '../pages.js';
import { languageField, PORTAL_UPLOAD_LIMIT, statusPath } from '../portal.js';
import type { OfferedAnswer, PortalDependencies } from '../portal.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { Upload } from '../uploads.js';

const caseParams = z.object({ caseId: z.string().max(100), token: z.string().max(200) });
const statusQuery = z.object({ language: languageField, told: z.enum(told).optional().catch(undefined) });
const nonceOf = z.string().regex(/^[\w-]{16,110}$/);

/** The page of a request, for whoever has its address. */
export function addStatus(portal: Resource, dependencies: PortalDependencies): void {
  const { limit, withdraw, add } = dependencies;
  const page = { action: 'portal.follow', page: true, params: caseParams, ...(limit && { limit }) } as const;
  const path = '/requests/:caseId/:token';
  portal.route(
    'get',
    path,
    { ...page, summary: 'Follow a request.', query: statusQuery, answers: { 200: 'text', 404: 'text' } },
    async ({ response, params, query }) => {
      const request = await followed(dependencies, params);
      showStatus(dependencies, response, params, {
        request,
        language: query.language ?? request.language,
        told: query.told,
      });
    },
  );
  portal.route(
    'post',
    `${path}/withdrawal`,
    {
      ...page,
      summary: 'Withdraw a request.',
      accepts: 'form',
      body: z.object({ nonce: nonceOf, language: languageField }),
      answers: { 303: 'nothing', 409: 'text' },
    },
    async ({ response, params, body }) => {
      await followed(dependencies, params);
      try {
        await withdraw({ caseId: params.caseId, nonce: body.nonce });
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
  portal.route(
    'post',
    `${path}/messages`,
    { ...page, summary: 'Add something to a request.', accepts: 'stream', answers: { 303: 'nothing', 422: 'text' } },
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
      await add({ caseId: params.caseId, nonce: nonce.data, text, files });
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

type CaseParams = z.infer<typeof caseParams>;

async function followed({ follow }: PortalDependencies, { caseId, token }: CaseParams): Promise<KnownRequest> {
  const request = await follow(caseId, token);
  if (request === undefined) throw new NotFound('This address opens nothing. Look whether it is complete.');
  return request;
}

function showStatus(
  { pages, organisation, now, newNonce }: PortalDependencies,
  response: Response,
  { caseId, token }: CaseParams,
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

function backTo(response: Response, { caseId, token }: CaseParams, reason: Told, language: Language | undefined): void {
  const query = new URLSearchParams({ told: reason, ...(language && { language }) });
  response.redirect(303, `${statusPath(caseId, token)}?${query.toString()}`);
}

/** The address is the key: it goes to nobody whom the page links to. */
function keepTokenIn(response: Response): void {
  response.set('referrer-policy', 'same-origin').set('x-robots-tag', 'noindex, nofollow');
}

/** The page of an answer: looking downloads nothing. */
export function addAnswer(portal: Resource, dependencies: PortalDependencies): void {
  const { pages, limit, organisation, answerOf, download } = dependencies;
  const page = { action: 'portal.follow', page: true, params: caseParams, ...(limit && { limit }) } as const;
  const path = '/answers/:caseId/:token';
  const offered = async ({ caseId, token }: CaseParams): Promise<OfferedAnswer> => {
    const answer = await answerOf(caseId, token);
    if (answer === undefined) throw new NotFound('This address opens nothing, or its time is over.');
    return answer;
  };
  portal.route(
    'get',
    path,
    {
      ...page,
      summary: 'Show the files of an answer; nothing is downloaded.',
      query: statusQuery,
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, query }) => {
      const answer = await offered(params);
      const view = answerView({
        ...answer,
        language: query.language ?? answer.language,
        organisation: controllerOf(organisation(), answer.controller)?.name ?? organisation().organisation.name,
        path: `/portal/answers/${encodeURIComponent(params.caseId)}/${encodeURIComponent(params.token)}`,
        files: answer.files.map((file) => ({ ...file, size: sizeWords(file.size) })),
      });
      keepTokenIn(response);
      showPage(response, pages.render('portal-answer', view));
    },
  );
  portal.route(
    'post',
    path,
    {
      ...page,
      summary: 'Download a file of an answer.',
      accepts: 'form',
      body: z.object({ file: z.string().max(100) }),
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, body }) => {
      const { files } = await offered(params);
      const isOffered = files.some(({ documentId }) => documentId === body.file);
      const found = isOffered ? await download(params.caseId, body.file) : undefined;
      if (found === undefined) throw new NotFound('This answer has no such file.');
      keepTokenIn(response);
      // Never shown in our origin: a file from outside may be meant for a browser.
      response.attachment(found.name).type('application/octet-stream').set('cache-control', 'no-store');
      await pipeline(found.bytes, response);
    },
  );
}
