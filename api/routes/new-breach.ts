import { z } from 'zod';
import { casePath } from '../../pages/case-path.js';
import { breachReceiptView } from '../../pages/breach-receipt.view.js';
import { newBreachView } from '../../pages/new-breach.view.js';
import type { NewBreachInput } from '../../pages/new-breach.view.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { readReport } from '../breach-report-form.js';
import { caseParams, frameOf } from '../case-page.js';
import { isFirstContact } from '../first-contact.js';
import type { ReportedByForm } from '../new-breach.js';
import { showPage } from '../pages.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Asked, Mount, Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { frameFor, mayDo, viewerOf } from '../viewer.js';

export interface NewBreachDependencies extends Pick<
  BreachPageDependencies,
  'pages' | 'organisation' | 'version' | 'now' | 'newNonce' | 'readBreach' | 'recordAccess'
> {
  /** Opens it, once per nonce; resolves when it is on record. */
  readonly openBreach: (reported: ReportedByForm) => Promise<{ readonly caseId: string }>;
}

const path = '/operations/breaches/new';
const sentForm = z.record(z.string(), z.string());
const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);

/** Where people of ours report an incident: GDPR Art. 33(1), 33(5). */
export function newBreachRoutes(dependencies: NewBreachDependencies): Mount {
  const routes = resource(path);
  const page = { action: 'breach.report', page: true } as const;
  routes.route(
    'get',
    '/',
    { ...page, summary: 'Show the form for an incident.', answers: { 200: 'text' } },
    (asked) => {
      show(dependencies, asked, { typed: {}, wrong: {} });
    },
  );
  routes.route(
    'post',
    '/',
    {
      ...{ ...page, summary: 'Report an incident.', accepts: 'form', body: sentForm },
      answers: { 303: 'nothing', 409: 'text', 422: 'text' },
    },
    (asked) => report(dependencies, asked),
  );
  addReceipt(routes, dependencies);
  return routes;
}

type AskedHere = Pick<Asked<unknown, unknown, unknown>, 'request' | 'response' | 'actor'>;

async function report(
  dependencies: NewBreachDependencies,
  asked: Asked<unknown, unknown, Readonly<Record<string, string>>>,
): Promise<void> {
  const { request, response, actor, body: typed } = asked;
  const read = readReport(typed, dependencies.organisation());
  const nonce = nonceSchema.safeParse(typed['nonce']);
  if ('wrong' in read) {
    show(dependencies, asked, { typed, wrong: read.wrong }, 422);
    return;
  }
  if (!nonce.success) {
    const problem = { message: 'This page was too old. Look at it once more.' };
    show(dependencies, asked, { typed, wrong: {}, problem }, 422);
    return;
  }
  try {
    const { caseId } = await dependencies.openBreach({ actor, nonce: nonce.data, body: read.body });
    const viewer = viewerOf(request, actor, dependencies.organisation());
    response.redirect(303, mayDo(viewer, 'breach.read') ? casePath(caseId, 'breach') : `${path}/${caseId}`);
  } catch (error) {
    const { status, title, detail, article } = toProblem(error);
    if (status !== 409 && status !== 422) throw error;
    show(dependencies, asked, { typed, wrong: {}, problem: { message: detail ?? title, article } }, status);
  }
}

/** A refused form gets a fresh nonce: other words are another question. */
function show(
  dependencies: NewBreachDependencies,
  { request, response, actor }: AskedHere,
  said: Pick<NewBreachInput, 'typed' | 'wrong' | 'problem'>,
  status = 200,
): void {
  const { pages, organisation, now, newNonce } = dependencies;
  const viewer = viewerOf(request, actor, organisation());
  const mayDrill = mayDo(viewer, 'breach.decide');
  const view = newBreachView({ ...said, organisation: organisation(), nonce: newNonce(), mayDrill });
  const about = { viewer, now: now().toISOString(), here: 'report', title: 'Report an incident' } as const;
  const frame = frameFor(dependencies, about);
  const mayReadBoard = mayDo(viewer, 'board.read');
  showPage(response, pages.render('new-breach', { ...view, frame, mayReadBoard }), status);
}

/** For whoever reports incidents without reading them: of the ones that they reported themselves, and of no other. */
function addReceipt(routes: Resource, dependencies: NewBreachDependencies): void {
  const { pages, organisation, now, readBreach } = dependencies;
  routes.route(
    'get',
    '/:caseId',
    {
      ...{ action: 'breach.report', page: true, params: caseParams },
      summary: 'Show the reference of an incident that one reported, and who looks at it by when.',
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, params: { caseId } }) => {
      const [first] = (await readBreach(caseId))?.facts ?? [];
      if (first?.by.id !== actor.id) throw new NotFound('There is no such breach.');
      const { breach } = await readBreachFile(dependencies, { caseId, actor });
      const viewer = viewerOf(request, actor, organisation());
      const mayTell = mayDo(viewer, 'breach.contact') && isFirstContact(actor, breach);
      const view = breachReceiptView({
        caseId,
        mayTell,
        breach,
        organisation: organisation(),
        now: now().toISOString(),
      });
      const frame = frameOf(dependencies, viewer, { title: `Reported: ${view.reference}`, drill: breach.drill });
      showPage(response, pages.render('breach-receipt', { ...view, frame }));
    },
  );
}
