import { z } from 'zod';
import type { Actor } from '../../domain/actor.js';
import type { KnownBreach } from '../../domain/breach.js';
import { whyNotAnswerNotification, whyNotFileNotification } from '../../domain/breach.notifying.js';
import { whyNotSendNotification } from '../../domain/breach.sending.js';
import { notificationSubtypes } from '../../domain/notification.js';
import type { NotificationSubtype } from '../../domain/notification.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import type { Instant } from '../../domain/time.js';
import { notificationPath } from '../../pages/case-path.js';
import type { BreachFile } from '../../pages/breach.view.js';
import { typedFrom } from '../../pages/notification-fields.js';
import { fieldsOf, sectionId, standingOf } from '../../pages/notification-section.view.js';
import type { SentForm } from '../../pages/notification-section.view.js';
import { delayField, notificationView } from '../../pages/notification.view.js';
import type { NotificationInput } from '../../pages/notification.view.js';
import { versionPageView } from '../../pages/notification-version.view.js';
import type { Typed } from '../../pages/step-fields.js';
import { formOf, questionnaire } from '../../reports/notification-form.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import type { BreachStepName } from '../breach-steps.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CaseParams } from '../case-page.js';
import { markOf, readAnswers } from '../notification-forms.js';
import { notificationSending, notificationVersion } from '../notification-schemas.js';
import { draftOf, filingOrder, sendingOrder, versionsOf } from '../notifying.js';
import { showPage } from '../pages.js';
import { NotFound } from '../problem.js';
import type { Problem } from '../problem.js';
import type { Asked, Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { viewerOf, whyNotRole } from '../viewer.js';

const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);
const sentForm = z.record(z.string(), z.string());
const done = z.object({
  saved: z.string().max(3).optional(),
  frozen: z.string().max(4).optional(),
  sent: z.string().max(4).optional(),
});
const subtypeAsked = z.object({ subtype: z.enum(notificationSubtypes).catch('incomplete') });
const changed = { 303: 'nothing', 409: 'text', 422: 'text' } as const;
const title = 'Notification to the authority';

type AskedHere = Asked<CaseParams, unknown, unknown>;

/** GDPR Art. 33(3), 33(4): what is known is written down, frozen, and sent in phases. */
export function addNotificationPages(breaches: Resource, dependencies: BreachPageDependencies): void {
  const read = { action: 'breach.read', page: true, params: caseParams } as const;
  const record = { action: 'breach.record', page: true } as const;
  breaches.route(
    'get',
    '/:caseId/notification',
    { ...read, summary: 'Show the notification to the authority.', query: done, answers: { 200: 'text' } },
    (asked) => show(dependencies, asked, { done: doneIn(asked.query) }),
  );
  breaches.route(
    'post',
    '/:caseId/notification/answers',
    {
      ...{ ...record, params: caseParams, summary: 'Save what was typed into the notification.' },
      ...{ accepts: 'longForm', body: sentForm, answers: changed },
    },
    (asked) => saveAnswers(dependencies, asked, asked.body),
  );
  breaches.route(
    'get',
    '/:caseId/notification/versions',
    {
      ...{ ...record, params: caseParams, query: subtypeAsked, answers: { 200: 'text' } },
      summary: 'Show what would be frozen.',
    },
    (asked) => showVersion(dependencies, asked, asked.query.subtype, { typed: {} }),
  );
  breaches.route(
    'post',
    '/:caseId/notification/versions',
    {
      ...{ ...record, params: caseParams, summary: 'Freeze the notification.' },
      ...{ accepts: 'form', body: sentForm, answers: changed },
    },
    (asked) => freeze(dependencies, asked, asked.body),
  );
  breaches.route(
    'post',
    '/:caseId/notification/sendings',
    {
      ...{ action: 'breach.decide', page: true, params: caseParams, accepts: 'form', body: sentForm, answers: changed },
      summary: 'Send a frozen version to the authority.',
    },
    (asked) => send(dependencies, asked, asked.body),
  );
}

/** What was done, told where one lands. */
function doneIn({ saved, frozen, sent }: z.infer<typeof done>): NotificationInput['done'] {
  if (saved !== undefined) return { at: saved, told: 'All answers are saved.' };
  if (sent !== undefined) return { at: 'versions', told: 'Ordered. The clock runs until the receipt is there.' };
  if (frozen === undefined) return undefined;
  return { at: 'versions', told: 'Frozen. Once it has left, record that it was sent.' };
}

async function show(
  dependencies: BreachPageDependencies,
  { request, response, actor: by, params: { caseId } }: AskedHere,
  { sent, done }: Pick<NotificationInput, 'sent' | 'done'>,
  status = 200,
): Promise<void> {
  const { pages, organisation, now, newNonce } = dependencies;
  const { breach, facts } = await readBreachFile(dependencies, { caseId, actor: by });
  if (!breach.roles.includes('controller')) throw new NotFound('A processor notifies no authority.');
  const at = now().toISOString();
  const viewer = viewerOf(request, by, organisation());
  const draft = (subtype: NotificationSubtype) => draftOf(breach, organisation(), { subtype, by, at });
  const view = notificationView({
    ...{ caseId, breach, sections: questionnaire, now: at, nonce: newNonce(), markOf, sent, done },
    ...{ incomplete: draft('incomplete'), complete: draft('complete'), versions: versionsOf(breach, facts) },
    ...sendingShown(breach, organisation(), at, whyNotRole(viewer, 'breach.decide') === undefined),
    whyNot: whyNotAnswerNotification(breach)?.message ?? whyNotRole(viewer, 'breach.record'),
  });
  const frame = frameOf(dependencies, viewer, { title: `${title} · ${breach.reference}`, drill: breach.drill });
  showPage(response, pages.render('notification', { ...view, frame }), status);
}

/** Who takes the notification, and why it cannot leave now, told to those who decide. */
function sendingShown(breach: KnownBreach, organisation: Organisation, at: Instant, mayDecide: boolean) {
  const { controller } = breach;
  const authority = controllerOf(organisation, controller)?.supervisoryAuthority;
  const whyNotSend = (version: number) =>
    whyNotSendNotification(breach, sendingOrder(organisation, { controller, version }), at);
  return {
    authority: authority && { name: authority.name, by: authority.notification?.by ?? 'form' },
    whyNotSend: mayDecide ? whyNotSend : undefined,
  };
}

async function send(dependencies: BreachPageDependencies, asked: AskedHere, form: Typed): Promise<void> {
  const { actor: by } = asked;
  const { caseId } = asked.params;
  const version = Number(form['version']);
  const reasonsForDelay = (form[delayField(version)] ?? '').trim();
  const read = notificationSending.safeParse({ version, ...(reasonsForDelay !== '' && { reasonsForDelay }) });
  const problem = read.success
    ? await whyNotTaken(dependencies, { caseId, by, form, step: 'notification-sending', body: read.data })
    : notRead;
  if (problem !== undefined) {
    const sent = { typed: form, wrong: {}, problem: said(problem) };
    return show(dependencies, asked, { sent }, problem.status);
  }
  asked.response.redirect(303, `${notificationPath(caseId)}?sent=yes#versions`);
}

/** One change of all that was typed, in whichever sections; which button was pressed says where one lands. */
async function saveAnswers(dependencies: BreachPageDependencies, asked: AskedHere, form: Typed): Promise<void> {
  const { actor: by } = asked;
  const { caseId } = asked.params;
  const { breach } = await readBreachFile(dependencies, { caseId, actor: by });
  const { now, organisation } = dependencies;
  const { answers } = draftOf(breach, organisation(), { subtype: 'incomplete', by, at: now().toISOString() });
  const { timeZone, notificationAnswers: typed = {} } = breach;
  const shown = typedFrom(answers, timeZone);
  const again = (said: Omit<SentForm, 'typed'>, status: number) =>
    show(dependencies, asked, { sent: { typed: form, ...said } }, status);
  const standings = questionnaire
    .flatMap(fieldsOf)
    .map((field) => ({ field, ...standingOf(field, form, shown, markOf) }));
  if (standings.some(({ isOvertaken }) => isOvertaken))
    return again({ wrong: {}, problem: said(changedMeanwhile) }, 409);
  const fields = standings.filter(({ isTouched }) => isTouched).map(({ field }) => field);
  const read = readAnswers({ form, shown, fields, typed, timeZone });
  if ('wrong' in read) return again({ wrong: read.wrong }, 422);
  if (Object.keys(read.answers).length > 0) {
    const problem = await whyNotTaken(dependencies, { caseId, by, form, step: 'notification-answers', body: read });
    if (problem !== undefined) return again({ wrong: {}, problem: said(problem) }, problem.status);
  }
  const pressed = questionnaire.map(sectionId).find((id) => id === form['section']) ?? '';
  asked.response.redirect(303, `${notificationPath(caseId)}?saved=${pressed}#s-${pressed}`);
}

async function showVersion(
  dependencies: BreachPageDependencies,
  { request, response, actor: by, params: { caseId } }: AskedHere,
  subtype: NotificationSubtype,
  { typed, problem }: { readonly typed: Typed; readonly problem?: ReturnType<typeof said> },
  status = 200,
): Promise<void> {
  const { pages, organisation, now, newNonce } = dependencies;
  const { breach, facts } = await readBreachFile(dependencies, { caseId, actor: by });
  const at = now().toISOString();
  const { controller, timeZone } = breach;
  const { filing, answers } = draftOf(breach, organisation(), { subtype, by, at });
  // Reasons are what the form asks for next, so their absence is no refusal yet.
  const order = filingOrder(organisation(), { controller, by, subtype, reasons: 'to be given in the form' });
  const view = versionPageView({
    ...{
      caseId,
      breach,
      sections: questionnaire,
      filing,
      answers,
      typed,
      problem,
      nonce: newNonce(),
      mark: markOf(answers),
    },
    read: formOf(answers, filing, timeZone),
    before: versionsOf(breach, facts).at(-1),
    whyNot: whyNotFileNotification(breach, order, at),
  });
  const viewer = viewerOf(request, by, organisation());
  const frame = frameOf(dependencies, viewer, { title: `${view.title} · ${breach.reference}`, drill: breach.drill });
  showPage(response, pages.render('notification-version', { ...view, frame }), status);
}

async function freeze(dependencies: BreachPageDependencies, asked: AskedHere, form: Typed): Promise<void> {
  const { actor: by } = asked;
  const { caseId } = asked.params;
  const { subtype } = subtypeAsked.parse(form);
  const reasons = (form['reasons'] ?? '').trim();
  const { breach } = await readBreachFile(dependencies, { caseId, actor: by });
  const { now, organisation } = dependencies;
  const { answers } = draftOf(breach, organisation(), { subtype, by, at: now().toISOString() });
  if (form['mark'] !== undefined && form['mark'] !== markOf(answers))
    return showVersion(dependencies, asked, subtype, { typed: form, problem: said(changedMeanwhile) }, 409);
  const read = notificationVersion.safeParse({ subtype, ...(reasons !== '' && { reasons }) });
  const problem = read.success
    ? await whyNotTaken(dependencies, { caseId, by, form, step: 'notification-versions', body: read.data })
    : notRead;
  if (problem !== undefined)
    return showVersion(dependencies, asked, subtype, { typed: form, problem: said(problem) }, problem.status);
  asked.response.redirect(303, `${notificationPath(caseId)}?frozen=yes#versions`);
}

const notRead: Told = { status: 422, title: 'Not read', detail: 'The reasons have at most 5,000 characters.' };

const changedMeanwhile: Told = {
  ...{ status: 409, title: 'Changed meanwhile' },
  detail: 'An answer was changed since this page was shown. Compare, and send it again.',
};

type Told = Pick<Problem, 'status' | 'title' | 'detail' | 'article'>;

function said({ title: name, detail, article }: Told) {
  return { message: detail ?? name, article };
}

/** Takes a step once; what the case refuses is told, whatever else goes wrong is thrown. */
async function whyNotTaken(
  { takeStep }: BreachPageDependencies,
  asked: {
    readonly caseId: BreachFile['caseId'];
    readonly by: Actor;
    readonly form: Typed;
    readonly step: BreachStepName;
    readonly body: object;
  },
): Promise<Told | undefined> {
  const { caseId, by: actor, form, step, body } = asked;
  const nonce = nonceSchema.safeParse(form['nonce']);
  if (!nonce.success)
    return { status: 422, title: 'Page too old', detail: 'This page was too old. Look at it once more.' };
  try {
    await takeStep({ caseId, step, actor, nonce: nonce.data, body, files: [] });
    return undefined;
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status !== 409 && problem.status !== 422) throw error;
    return problem;
  }
}
