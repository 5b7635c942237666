import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readNotice } from '../../database/case-reader.js';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import type { KnownNotice } from '../../domain/controller-notice.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import { CaseClosed } from '../../intake/case-desk.js';
import type { NoticeDesk } from '../../intake/case-desk.js';
import type { Links } from '../../letters/links.js';
import { noticeView } from '../../pages/notice.view.js';
import { acknowledge, noticeAcknowledged } from '../../workflows/controller-notice.contract.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { followParams, keepTokenIn, languageField } from '../portal.js';
import type { FollowParams } from '../portal.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';

export interface NoticePageDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly noticeDesk: NoticeDesk;
  readonly links: Links;
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly limit: RequestHandler;
}

const query = z.object({ language: languageField });

/** Where a controller reads what it is told. Scanners open links, so that alone acknowledges nothing. GDPR Art. 33(2). */
export function noticePageRoutes(dependencies: NoticePageDependencies): Mount {
  const routes = resource('/notices');
  const page = { action: 'notice.acknowledge', page: true, params: followParams, query } as const;
  routes.route(
    'get',
    '/:caseId/:token',
    {
      ...page,
      limit: dependencies.limit,
      summary: 'Show a controller its notice.',
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, query: { language } }) => {
      const notice = await followed(dependencies, params);
      const { organisation, pages } = dependencies;
      const { dpo } = organisation().contact;
      const view = noticeView({
        notice,
        language: language ?? notice.addressee.language,
        processor: controllerOf(organisation(), notice.controller)?.name ?? organisation().organisation.name,
        contactPoint: dpo.phone === undefined ? dpo.mail : `${dpo.mail}, ${dpo.phone}`,
        path: pathOf(params),
      });
      keepTokenIn(response);
      showPage(response, pages.render('notice', view));
    },
  );
  routes.route(
    'post',
    '/:caseId/:token',
    {
      ...{ ...page, limit: dependencies.limit, summary: 'Acknowledge a notice.', accepts: 'form', body: z.object({}) },
      answers: { 303: 'nothing', 404: 'text' },
    },
    async ({ response, params, query: { language } }) => {
      await acknowledgeOnce(dependencies.noticeDesk, params.caseId, await followed(dependencies, params));
      response.redirect(303, `${pathOf(params)}${language === undefined ? '' : `?language=${language}`}`);
    },
  );
  return routes;
}

/** Pressed twice, it is one acknowledgement; after the end of the breach it is taken all the same. */
async function acknowledgeOnce(desk: NoticeDesk, caseId: string, { addressee }: KnownNotice): Promise<void> {
  const by = { role: 'controller', id: addressee.id } as const;
  try {
    await desk.ask(caseId, acknowledge, { by }, 'acknowledged-by-link');
  } catch (error) {
    if (!(error instanceof CaseClosed)) throw error;
    await desk.tell(caseId, noticeAcknowledged, { by });
  }
}

const pathOf = ({ caseId, token }: FollowParams): string =>
  `/notices/${encodeURIComponent(caseId)}/${encodeURIComponent(token)}`;

/** Undefined and wrong look alike: nobody learns which notices there are. */
async function followed(
  { pool, keys, links }: NoticePageDependencies,
  { caseId, token }: FollowParams,
): Promise<KnownNotice> {
  const read = links.isNoticeToken(caseId, token) ? await readNotice(pool, keys, caseId) : undefined;
  if (read === undefined || read.folded.state.phase === 'new') throw new NotFound('This address opens nothing.');
  return read.folded.state;
}
