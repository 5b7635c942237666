import { z } from 'zod';
import { incidentLookupView } from '../../pages/incident-lookup.view.js';
import { caseParams, frameOf, readFile } from '../case-page.js';
import type { CasePageDependencies } from '../case-page.js';
import type { LookedUp, LookupAsk } from '../incidents.js';
import { showPage } from '../pages.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { viewerOf } from '../viewer.js';

export interface IncidentPageDependencies extends Pick<
  CasePageDependencies,
  'pages' | 'organisation' | 'version' | 'now' | 'readCase' | 'recordAccess'
> {
  readonly lookUp: (asked: LookupAsk) => Promise<LookedUp>;
}

const form = z.object({ nonce: z.string().regex(/^[\w-]{16,100}$/) });

/** On which lists of incidents the data subject stands; shown once, and kept nowhere but as references. */
export function incidentPageRoutes(dependencies: IncidentPageDependencies): Mount {
  const { pages, organisation, now, lookUp } = dependencies;
  const cases = resource('/operations/cases');
  cases.route(
    'post',
    '/:caseId/incidents',
    {
      ...{ action: 'subject-request.decide', page: true, params: caseParams, accepts: 'form', body: form },
      summary: 'Look the requester up in incidents.',
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, params: { caseId }, body: { nonce } }) => {
      const file = await readFile(dependencies, { caseId, actor });
      const looked = await lookUp({ file, actor, nonce });
      const view = incidentLookupView({ file, looked, now: now().toISOString() });
      const viewer = viewerOf(request, actor, organisation());
      const title = `${view.reference}: looked up in incidents`;
      const frame = frameOf(dependencies, viewer, { title, drill: file.request.drill });
      showPage(response, pages.render('incident-lookup', { ...view, frame }));
    },
  );
  return cases;
}
