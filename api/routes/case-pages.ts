import { z } from 'zod';
import { casePath } from '../../pages/case-path.js';
import { caseView } from '../../pages/case.view.js';
import type { CaseFile, CaseView } from '../../pages/case.view.js';
import type { Viewer } from '../../pages/frame.view.js';
import { stepNames } from '../../pages/step-names.js';
import type { StepName } from '../../pages/step-names.js';
import { stepTitles } from '../../pages/steps.view.js';
import { actionOf, caseParams, frameOf, readFile } from '../case-page.js';
import type { CasePageDependencies } from '../case-page.js';
import { followCase } from '../live.js';
import { showPage } from '../pages.js';
import { resource } from '../route.js';
import type { Mount, Resource } from '../route.js';
import { mayDo, viewerOf, whyNotRole } from '../viewer.js';
import { addStep } from './case-step-pages.js';

const query = z.object({ done: z.enum(stepNames).optional().catch(undefined) });

/** One case: what is due, what happened, what can be done; and a page for each step. */
export function casePageRoutes(dependencies: CasePageDependencies): Mount {
  const cases = resource('/operations/cases');
  addCasePage(cases, dependencies);
  for (const step of stepNames) addStep(cases, dependencies, step);
  return cases;
}

function addCasePage(cases: Resource, dependencies: CasePageDependencies): void {
  const { pages, pulse, organisation, positionOf, kindOf } = dependencies;
  const page = { action: 'case.read', page: true, params: caseParams } as const;
  cases.route(
    'get',
    '/:caseId',
    { ...page, summary: 'Show a case.', query, answers: { 200: 'text', 302: 'nothing' } },
    async ({ request, response, actor, params: { caseId }, query: { done } }) => {
      // Alerts and alarms name a case without its kind.
      const kind = await kindOf(caseId);
      if (kind === 'breach') {
        response.redirect(302, casePath(caseId, kind));
        return;
      }
      const viewer = viewerOf(request, actor, organisation());
      const view = viewOf(dependencies, viewer, await readFile(dependencies, { caseId, actor }));
      const title = `${view.reference} ${view.title}`;
      const stream = `${casePath(caseId)}/live`;
      const frame = frameOf(dependencies, viewer, { title, drill: view.drill, stream });
      showPage(response, pages.render('case', { ...view, frame, ...(done && { done: doneWords(done) }) }));
    },
  );
  cases.route(
    'get',
    '/:caseId/live',
    { ...page, summary: 'Follow a case.', answers: { 200: 'text' } },
    async ({ request, response, actor, params: { caseId } }) => {
      const viewer = viewerOf(request, actor, organisation());
      await followCase(response, {
        pulse,
        positionOf: () => positionOf(caseId),
        parts: async () => {
          const file = await readFile(dependencies, { caseId, actor, access: 'case-followed' });
          const view = viewOf(dependencies, viewer, file);
          return { head: pages.render('case-head', view), body: pages.render('case-parts', view) };
        },
      });
    },
  );
}

function doneWords(step: StepName): string {
  return step === 'further-rights' ? 'Done: the other right has a case of its own.' : `Done: ${stepTitles[step]}.`;
}

function viewOf({ organisation, now, newNonce }: CasePageDependencies, viewer: Viewer, file: CaseFile): CaseView {
  return caseView({
    file,
    organisation: organisation(),
    viewer,
    now: now().toISOString(),
    notYours: notYours(viewer),
    mayReadTexts: mayDo(viewer, 'subject-request.documents'),
    mayFetchEvidence: mayDo(viewer, 'case.evidence'),
    mayReadHolds: mayDo(viewer, 'keys.holds.read'),
    mayHold: mayDo(viewer, 'keys.hold'),
    mayLift: mayDo(viewer, 'keys.lift'),
    mayReadAccesses: mayDo(viewer, 'access-records.read'),
    nonce: newNonce(),
  });
}

function notYours(viewer: Viewer): Partial<Record<StepName, string>> {
  const refused = stepNames.flatMap((step) => {
    const why = whyNotRole(viewer, actionOf(step));
    return why === undefined ? [] : [[step, why] as const];
  });
  return Object.fromEntries(refused);
}
