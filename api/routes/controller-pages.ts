import { z } from 'zod';
import { noticesOf } from '../../database/controller-notices.js';
import { readNotice } from '../../database/case-reader.js';
import { documentsOf } from '../../database/documents.js';
import { leavesOf } from '../../database/ledger.js';
import type { OutsideControllers } from '../../database/outside-controllers.js';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import type { NoticeDesk } from '../../intake/case-desk.js';
import type { Breach, KnownBreach } from '../../domain/breach.js';
import { casePath } from '../../pages/case-path.js';
import { controllerNoticeView } from '../../pages/controller-notice.view.js';
import type { ControllerNoticeInput } from '../../pages/controller-notice.view.js';
import { confirmedSince, controllersPath, controllersView } from '../../pages/controllers.view.js';
import type { ControllersInput } from '../../pages/controllers.view.js';
import type { Typed } from '../../pages/step-fields.js';
import { proposedControllers } from '../affected-controllers.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { breachSteps } from '../breach-steps.js';
import type { BreachStep, BreachStepName } from '../breach-steps.js';
import { localMoment } from '../case-forms.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CaseParams } from '../case-page.js';
import { noticeSteps, takeNoticeStep } from '../controller-notice-steps.js';
import type { NoticeStep, NoticeStepName } from '../controller-notice-steps.js';
import type { Questions } from '../idempotency.js';
import { showPage } from '../pages.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Asked, Mount, Resource } from '../route.js';
import { faultOfInstant } from '../said-moment.js';
import { toProblem } from '../to-problem.js';
import { mayDo, viewerOf } from '../viewer.js';
import { addDocumentPages } from './document-pages.js';

export interface ControllerPageDependencies extends BreachPageDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly controllers: OutsideControllers;
  readonly noticeDesk: NoticeDesk;
  readonly questions: Questions;
}

type Problem = NonNullable<ControllersInput['problem']>;
const sentForm = z.record(z.string(), z.string());
type Sent = z.infer<typeof sentForm>;
const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);
const one = z.string().max(60);
const query = z.object({ concerned: z.union([one.transform((id) => [id]), z.array(one).max(100)]).optional() });
const form = { page: true, accepts: 'form', body: sentForm } as const;
const taken = { 303: 'nothing', 409: 'text', 422: 'text' } as const;

/** Whom a breach concerns, on the pages of our own people: GDPR Art. 33(2), 33(4). */
export function controllersPageRoutes(dependencies: ControllerPageDependencies): Mount {
  const routes = resource('/operations/breaches');
  const page = { action: 'breach.read', page: true, params: caseParams } as const;
  routes.route(
    'get',
    '/:caseId/controllers',
    { ...page, query, summary: 'Show the controllers whom a breach concerns.', answers: { 200: 'text' } },
    (asked) => {
      const { concerned } = asked.query;
      return showControllers(dependencies, asked, { ...(concerned !== undefined && { concerned }), typed: {} });
    },
  );
  addTelling(routes, dependencies, 'controllers', '', confirmationIn);
  addTelling(routes, dependencies, 'controller-information', '/information', ({ information }) => ({
    text: information,
  }));
  return routes;
}

/** `particulars-acme`, `excluded-acme`: whoever has reasons to be left out is not told. */
function confirmationIn(sent: Sent, timeZone: string): object {
  const ids = Object.keys(sent).flatMap((name) =>
    name.startsWith('excluded-') ? [name.slice('excluded-'.length)] : [],
  );
  const left = (id: string) => (sent[`excluded-${id}`] ?? '').trim();
  const particulars = (id: string) => (sent[`particulars-${id}`] ?? '').trim() || undefined;
  return {
    ...laterIn(sent, timeZone),
    ...{ services: (sent['concerned'] ?? '').split(',').filter((id) => id !== ''), text: sent['text'] },
    affected: ids.filter((id) => left(id) === '').map((id) => ({ controller: id, particulars: particulars(id) })),
    excluded: ids.filter((id) => left(id) !== '').map((id) => ({ controller: id, reasons: left(id) })),
  };
}

/** Whoever is found later has a clock of its own, and a reason why it was not found before. */
function laterIn(sent: Sent, timeZone: string): object {
  if (sent['confirmed'] === '0') return {};
  return { knownAt: localMoment(timeZone).safeParse(sent['knownAt'] ?? '').data ?? '', reasons: sent['reasons'] ?? '' };
}

const tooOld = { message: 'This page was too old. Look at it once more.' };

/** GDPR Art. 33(2): a clock that others have started is not silently the clock of whoever is found later. */
function confirmedMeanwhile(names: readonly string[]): Problem {
  const told = names.length === 0 ? 'that no controller is concerned' : names.join(', ');
  const message = `Since this page was shown, somebody confirmed: ${told}. Whoever you add now was found later: say since when, and why not before.`;
  return { message, article: 'GDPR Art. 33(2)' };
}

/** What the form lacks, in the words of the field that lacks it. */
function missing(step: BreachStepName, lacking: readonly string[]): Problem {
  if (step === 'controller-information') return { message: 'Write what became known since.' };
  const later = ['knownAt', 'reasons'].some((field) => lacking.includes(field));
  return later
    ? { message: 'Say since when it is known that it concerns these, and why they were not found before.' }
    : { message: 'Write what they are told, and why whoever is left out is left out.' };
}

function addTelling(
  routes: Resource,
  dependencies: ControllerPageDependencies,
  step: BreachStepName,
  path: string,
  bodyOf: (sent: Sent, timeZone: string) => object,
): void {
  const action = step === 'controllers' ? 'breach.decide' : 'breach.record';
  routes.route(
    'post',
    `/:caseId/controllers${path}`,
    { ...form, action, params: caseParams, summary: 'Tell controllers of a breach.', answers: taken },
    async (asked) => {
      const { actor, body: typed, params } = asked;
      const concerned = (typed['concerned'] ?? '').split(',').filter((id) => id !== '');
      const again = (problem: Problem, status: number) =>
        showControllers(dependencies, asked, { concerned, typed, problem }, status);
      const { breach } = await readBreachFile(dependencies, { ...params, actor });
      try {
        const nonce = nonceSchema.safeParse(typed['nonce']);
        const body = (breachSteps[step] as BreachStep<unknown>).body.safeParse(bodyOf(typed, breach.timeZone));
        if (!nonce.success) {
          await again(tooOld, 422);
          return;
        }
        if (!body.success) {
          const lacking = body.error.issues.map(({ path: [field] }) => String(field));
          await again(missing(step, lacking), 422);
          return;
        }
        await dependencies.takeStep({
          ...params,
          step,
          actor,
          nonce: nonce.data,
          body: body.data as object,
          files: [],
          ...(step === 'controllers' && { isStale: (known) => countIn(known) !== typed['confirmed'] }),
        });
      } catch (error) {
        const { type, status, title, detail, article } = toProblem(error);
        if (status !== 409 && status !== 422) throw error;
        if (!type.endsWith(':FormStale')) return again({ message: detail ?? title, article }, status);
        const { breach: newer } = await readBreachFile(dependencies, { ...params, actor });
        const controllers = await dependencies.controllers.all();
        return again(confirmedMeanwhile(confirmedSince(newer, Number(typed['confirmed'] ?? 0), controllers)), status);
      }
      asked.response.redirect(303, controllersPath(params.caseId));
    },
  );
}

function countIn(breach: Breach): string {
  return String(breach.phase === 'new' ? 0 : (breach.confirmations ?? []).length);
}

type AskedHere = Asked<CaseParams, unknown, unknown>;

async function showControllers(
  dependencies: ControllerPageDependencies,
  { request, response, actor, params: { caseId } }: AskedHere,
  said: Partial<Pick<ControllersInput, 'concerned'>> & Pick<ControllersInput, 'typed' | 'problem'>,
  status = 200,
): Promise<void> {
  const { pages, organisation, pool, now, newNonce } = dependencies;
  const { breach } = await readBreachFile(dependencies, { caseId, actor });
  const controllers = await dependencies.controllers.all();
  const concerned = said.concerned ?? namedBefore(breach);
  const viewer = viewerOf(request, actor, organisation());
  const view = controllersView({
    ...{ caseId, breach, controllers, organisation: organisation(), ...said, concerned },
    notices: await noticesOf(pool, caseId),
    proposed: proposedControllers(organisation(), controllers, concerned, now().toISOString().slice(0, 10)),
    ...{ now: now().toISOString(), nonce: newNonce() },
    ...{ mayDecide: mayDo(viewer, 'breach.decide'), mayRecord: mayDo(viewer, 'breach.record') },
  });
  const frame = frameOf(dependencies, viewer, { title: `${breach.reference}: controllers`, drill: breach.drill });
  showPage(response, pages.render('controllers', { ...view, frame }), status);
}

/** The services of the report, until somebody said which controllers it concerns. */
function namedBefore({ services = [], confirmations = [] }: KnownBreach): readonly string[] {
  return confirmations.length === 0 ? services : [];
}

/** One controller: how to reach it, what it was told and what it answered. */
export function noticePagesOfStaff(dependencies: ControllerPageDependencies): Mount {
  const routes = resource('/operations/controller-notices');
  const page = { action: 'breach.read', page: true, params: caseParams } as const;
  routes.route(
    'get',
    '/:caseId',
    { ...page, summary: 'Show the notice to a controller.', answers: { 200: 'text' } },
    (asked) => showNotice(dependencies, asked, { typed: {} }),
  );
  addDocumentPages(routes, dependencies, {
    kind: 'controller-notice',
    readFiled: async (asked) => (await mustReadNotice(dependencies, asked)).notice,
  });
  addStep(routes, dependencies, 'told', (sent, timeZone) => ({
    toldAt: localMoment(timeZone).safeParse(sent['toldAt'] ?? '').data,
    words: sent['words'],
  }));
  addStep(routes, dependencies, 'acknowledgement', ({ heard }) => ({ words: heard }));
  return routes;
}

function addStep(
  routes: Resource,
  dependencies: ControllerPageDependencies,
  name: NoticeStepName,
  bodyOf: (sent: Sent, timeZone: string) => object,
): void {
  const step = noticeSteps[name] as NoticeStep<unknown>;
  routes.route(
    'post',
    `/:caseId/${name}`,
    { ...form, action: 'breach.record', params: caseParams, summary: step.summary, answers: taken },
    async (asked) => {
      const { actor, body: typed, params } = asked;
      const { caseId } = params;
      const { notice } = await mustReadNotice(dependencies, asked);
      const body = step.body.safeParse(bodyOf(typed, notice.timeZone));
      const nonce = nonceSchema.safeParse(typed['nonce']);
      if (!nonce.success) return showNotice(dependencies, asked, { typed, problem: tooOld }, 422);
      if (!body.success) {
        const problem = { message: 'Something is to be put right: see below.' };
        return showNotice(dependencies, asked, { typed, problem, wrong: wrongOf(body.error, typed) }, 422);
      }
      try {
        const asking = { actor, route: `POST ${casePath(caseId, 'controller-notice')}/${name}`, key: nonce.data };
        const { updateId } = await dependencies.questions.rememberStep(asking, body.data);
        await takeNoticeStep(dependencies.noticeDesk, step, { caseId, by: actor, updateId, body: body.data });
      } catch (error) {
        const { status, title, detail, article } = toProblem(error);
        if (status !== 409 && status !== 422) throw error;
        return showNotice(dependencies, asked, { typed, problem: { message: detail ?? title, article } }, status);
      }
      asked.response.redirect(303, casePath(caseId, 'controller-notice'));
    },
  );
}

/** By the field of the form: each form names its words in its own way. */
function wrongOf({ issues }: z.ZodError, typed: Sent): Typed {
  const faults = issues.map(({ code, path: [field] }) => {
    if (field === 'toldAt') return ['toldAt', faultOfInstant(typed['toldAt'])];
    const text = code === 'too_big' ? 'At most 20,000 characters.' : 'Write something here.';
    return ['heard' in typed ? 'heard' : 'words', text];
  });
  return Object.fromEntries(faults) as Typed;
}

async function mustReadNotice(
  { pool, keys, recordAccess, now }: ControllerPageDependencies,
  { actor, params: { caseId } }: Pick<AskedHere, 'actor' | 'params'>,
) {
  const read = await readNotice(pool, keys, caseId);
  if (read === undefined || read.folded.state.phase === 'new') throw new NotFound('There is no such notice.');
  await recordAccess({ access: 'case-opened', actor, caseId, at: now() });
  return { notice: read.folded.state, entries: read.entries };
}

async function showNotice(
  dependencies: ControllerPageDependencies,
  asked: AskedHere,
  { typed, wrong = {}, problem }: Partial<Pick<ControllerNoticeInput, 'wrong' | 'problem'>> & { readonly typed: Typed },
  status = 200,
): Promise<void> {
  const { pages, organisation, pool, keys, now, newNonce } = dependencies;
  const { request, response, actor, params } = asked;
  const { caseId } = params;
  const { notice, entries } = await mustReadNotice(dependencies, asked);
  const leaves = new Map((await leavesOf(pool, caseId)).map(({ position, index }) => [position, index]));
  const viewer = viewerOf(request, actor, organisation());
  const view = controllerNoticeView({
    ...{ caseId, notice, facts: entries.map(({ fact }) => fact) },
    ledgerIndices: entries.map((_entry, position) => leaves.get(position)),
    ...{ organisation: organisation(), now: now().toISOString(), nonce: newNonce() },
    documents: await documentsOf(pool, await keys.ofCase(caseId)),
    ...{ mayRecord: mayDo(viewer, 'breach.record'), mayAttach: mayDo(viewer, 'breach.attach') },
    mayReadDocuments: mayDo(viewer, 'breach.documents'),
    mayReadAccesses: mayDo(viewer, 'access-records.read'),
    ...{ typed, wrong, problem },
  });
  const title = `${view.reference} ${view.name}`;
  const frame = frameOf(dependencies, viewer, { title, drill: notice.drill });
  showPage(response, pages.render('controller-notice', { ...view, frame }), status);
}
