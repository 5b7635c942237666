import { z } from 'zod';
import { accessesOf } from '../../database/access-records.js';
import { boardRowOf } from '../../database/board.js';
import type { Queryable } from '../../database/pool.js';
import type { Organisation } from '../../domain/organisation.js';
import { accessesView } from '../../pages/accesses.view.js';
import { caseParams } from '../case-page.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { frameFor, viewerOf } from '../viewer.js';

export interface AccessPageDependencies {
  readonly db: Queryable;
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
}

const PAGE_ROWS = 100;

/** Who looked at a case, for those who watch over it. GDPR Art. 39(1)(b). */
export function accessPageRoutes(dependencies: AccessPageDependencies): Mount {
  const { db, pages, organisation, now } = dependencies;
  const cases = resource('/operations/cases');
  cases.route(
    'get',
    '/:caseId/accesses',
    {
      action: 'access-records.read',
      page: true,
      summary: 'Show who looked at a case.',
      params: caseParams,
      query: z.object({
        cursor: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional()
          .catch(undefined),
      }),
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, params: { caseId }, query: { cursor } }) => {
      const row = await boardRowOf(db, caseId);
      if (row === undefined) throw new NotFound('There is no such case.');
      const found = await accessesOf(db, caseId, PAGE_ROWS + 1, cursor);
      const accesses = found.slice(0, PAGE_ROWS);
      const view = accessesView({
        ...{ caseId, kind: row.kind, reference: row.reference, accesses, organisation: organisation() },
        timeZone: organisation().controllersInHouse[0]?.timeZone ?? 'UTC',
        next: found.length > PAGE_ROWS ? accesses.at(-1)?.accessId : undefined,
        isFirst: cursor === undefined,
      });
      const viewer = viewerOf(request, actor, organisation());
      const title = `Who looked at ${row.reference}`;
      const frame = frameFor(dependencies, { viewer, now: now().toISOString(), here: 'case', title, drill: row.drill });
      showPage(response, pages.render('accesses', { ...view, frame }));
    },
  );
  return cases;
}
