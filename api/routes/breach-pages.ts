import { z } from 'zod';
import { breachStepNames, breachStepWords } from '../../pages/breach-steps.words.js';
import type { BreachStepPage } from '../../pages/breach-steps.words.js';
import { casePath } from '../../pages/case-path.js';
import { breachView } from '../../pages/breach.view.js';
import type { BreachFile, BreachView } from '../../pages/breach.view.js';
import type { Viewer } from '../../pages/frame.view.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { breachSteps } from '../breach-steps.js';
import { caseParams, frameOf } from '../case-page.js';
import { followCase } from '../live.js';
import { showPage } from '../pages.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { mayDo, viewerOf, whyNotRole } from '../viewer.js';
import { addBreachSteps } from './breach-step-pages.js';
import { addDocumentPages } from './document-pages.js';
import { addNotificationPages } from './notification-pages.js';

const query = z.object({ done: z.enum(breachStepNames).optional().catch(undefined) });

/** One breach: the next promise that will break, what happened, and every clock. GDPR Art. 33, 34. */
export function breachPageRoutes(dependencies: BreachPageDependencies): Mount {
  const { pages, pulse, organisation, positionOf } = dependencies;
  const breaches = resource('/operations/breaches');
  const page = { action: 'breach.read', page: true, params: caseParams } as const;
  breaches.route(
    'get',
    '/:caseId',
    { ...page, summary: 'Show a breach.', query, answers: { 200: 'text' } },
    async ({ request, response, actor, params: { caseId }, query: { done } }) => {
      const viewer = viewerOf(request, actor, organisation());
      const view = viewOf(dependencies, viewer, await readBreachFile(dependencies, { caseId, actor }));
      const title = `${view.reference} ${view.title}`;
      const stream = `${casePath(caseId, 'breach')}/live`;
      const frame = frameOf(dependencies, viewer, { title, drill: view.drill, stream });
      showPage(
        response,
        pages.render('breach', { ...view, frame, ...(done && { done: `Done: ${breachStepWords[done].title}.` }) }),
      );
    },
  );
  breaches.route(
    'get',
    '/:caseId/live',
    { ...page, summary: 'Follow a breach.', answers: { 200: 'text' } },
    async ({ request, response, actor, params: { caseId } }) => {
      const viewer = viewerOf(request, actor, organisation());
      await followCase(response, {
        pulse,
        positionOf: () => positionOf(caseId),
        parts: async () => {
          const file = await readBreachFile(dependencies, { caseId, actor, access: 'case-followed' });
          const view = viewOf(dependencies, viewer, file);
          return { head: pages.render('breach-head', view), body: pages.render('breach-parts', view) };
        },
      });
    },
  );
  addDocumentPages(breaches, dependencies, {
    kind: 'breach',
    readFiled: async ({ params, actor }) => (await readBreachFile(dependencies, { ...params, actor })).breach,
  });
  addNotificationPages(breaches, dependencies);
  addBreachSteps(breaches, dependencies);
  return breaches;
}

function viewOf({ organisation, now }: BreachPageDependencies, viewer: Viewer, file: BreachFile): BreachView {
  return breachView({
    file,
    organisation: organisation(),
    now: now().toISOString(),
    notYours: notYours(viewer),
    mayReadTexts: mayDo(viewer, 'breach.read'),
    mayFetchEvidence: mayDo(viewer, 'breach.evidence'),
    mayReadAccesses: mayDo(viewer, 'access-records.read'),
    mayReadDocuments: mayDo(viewer, 'breach.documents'),
    mayAttach: mayDo(viewer, 'breach.attach'),
    mayList: mayDo(viewer, 'breach.record'),
    mayReadHolds: mayDo(viewer, 'keys.holds.read'),
    mayHold: mayDo(viewer, 'keys.hold'),
    mayLift: mayDo(viewer, 'keys.lift'),
  });
}

function notYours(viewer: Viewer): Partial<Record<BreachStepPage, string>> {
  const refused = breachStepNames.flatMap((step) => {
    const why = whyNotRole(viewer, breachSteps[step].action);
    return why === undefined ? [] : [[step, why] as const];
  });
  return Object.fromEntries(refused);
}
