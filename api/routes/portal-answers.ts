import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { controllerOf } from '../../domain/organisation.js';
import { sizeWords } from '../../pages/case-documents.view.js';
import { answerView } from '../../pages/portal-status.view.js';
import { showPage } from '../pages.js';
import { followParams, keepTokenIn, languageField } from '../portal.js';
import type { FollowParams, OfferedAnswer, PortalDependencies } from '../portal.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';

/** The page of an answer: looking downloads nothing. */
export function addAnswer(portal: Resource, dependencies: PortalDependencies): void {
  const { pages, limit, organisation, answerOf, download } = dependencies;
  const page = { action: 'portal.follow', page: true, params: followParams, ...(limit && { limit }) } as const;
  const path = '/answers/:caseId/:token';
  const offered = async ({ caseId, token }: FollowParams): Promise<OfferedAnswer> => {
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
      query: z.object({ language: languageField }),
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
