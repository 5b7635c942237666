import { z } from 'zod';
import { submissionKinds } from '../../domain/breach.clock-table.js';
import type { Breach, KnownBreach } from '../../domain/breach.js';
import { breachStepView, takesFiles } from '../../pages/breach-step.view.js';
import type { BreachStepInput } from '../../pages/breach-step.view.js';
import { breachStepNames, breachStepWords } from '../../pages/breach-steps.words.js';
import type { BreachStepPage } from '../../pages/breach-steps.words.js';
import type { BreachFile } from '../../pages/breach.view.js';
import { casePath } from '../../pages/case-path.js';
import { holdingStatementsPath } from '../../pages/holding-statements.view.js';
import { readBreachForm, readPreviewForm, referenceMissing, stepMark } from '../breach-forms.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { breachSteps } from '../breach-steps.js';
import type { Form } from '../case-forms.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CaseParams } from '../case-page.js';
import { mustBeTheirs, readsBreaches } from '../first-contact.js';
import { showPage } from '../pages.js';
import type { Asked, Resource } from '../route.js';
import { readScore } from '../severity-form.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { SentForm } from '../uploads.js';
import { viewerOf } from '../viewer.js';

const sentForm = z.record(z.string(), z.string());
/** What a link to the form has chosen already. */
const chosen = z.object({
  kind: z.enum(submissionKinds).exactOptional().catch('authority-notification'),
  version: z.string().max(4).exactOptional(),
});
const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);

/** A page for each step of a breach: its form, and the step itself by the same schema as the API. */
export function addBreachSteps(breaches: Resource, dependencies: BreachPageDependencies): void {
  for (const step of breachStepNames) {
    const page = { action: breachSteps[step].action, page: true, params: caseParams } as const;
    const path = `/:caseId/steps/${step}`;
    const { title } = breachStepWords[step];
    breaches.route(
      'get',
      path,
      { ...page, summary: `Show the form: ${title}.`, query: chosen, answers: { 200: 'text' } },
      async (asked) => show(dependencies, step, asked, { typed: asked.query, wrong: {} }),
    );
    const post = {
      ...page,
      summary: `${title}.`,
      answers: { 200: 'text', 303: 'nothing', 409: 'text', 422: 'text' },
    } as const;
    if (takesFiles(step))
      breaches.route('post', path, { ...post, accepts: 'stream' }, async (asked) =>
        take(dependencies, step, asked, await readSentForm(asked.request)),
      );
    else
      breaches.route('post', path, { ...post, accepts: 'form', body: sentForm }, async (asked) =>
        take(dependencies, step, asked, { fields: asked.body, files: [], hasEmptyFile: false }),
      );
  }
}

type AskedHere = Asked<CaseParams, unknown, unknown>;

async function take(
  dependencies: BreachPageDependencies,
  step: BreachStepPage,
  asked: AskedHere,
  { fields: typed, files, hasEmptyFile }: SentForm,
): Promise<void> {
  const { actor, params } = asked;
  const { caseId } = params;
  const { breach } = await readTheirs(dependencies, asked);
  if (step === 'risk-assessment' && typed['ask'] === 'score') return showScore(dependencies, asked, typed);
  if ((step === 'communication-order' || step === 'communication-repeat') && typed['ask'] === 'preview')
    return showLetters(dependencies, step, asked, breach, typed);
  const read = readBreachForm(step, typed, breach.timeZone);
  const unconfirmed = referenceMissing(step, { form: typed, breach, organisation: dependencies.organisation() });
  const nonce = nonceSchema.safeParse(typed['nonce']);
  if ('wrong' in read) return show(dependencies, step, asked, { typed, wrong: { ...read.wrong, ...unconfirmed } }, 422);
  if (Object.keys(unconfirmed).length > 0) return show(dependencies, step, asked, { typed, wrong: unconfirmed }, 422);
  if (hasEmptyFile) {
    const wrong = { files: 'A file that you chose is empty. Choose one with content.' };
    return show(dependencies, step, asked, { typed, wrong }, 422);
  }
  if (!nonce.success) {
    const problem = { message: 'This page was too old. Look at it once more.' };
    return show(dependencies, step, asked, { typed, wrong: {}, problem }, 422);
  }
  try {
    const { mark } = typed;
    const isStale = (known: Breach) => mark !== undefined && known.phase !== 'new' && stepMark(step, known) !== mark;
    await dependencies.takeStep({ caseId, step, actor, nonce: nonce.data, body: read.body, files, isStale });
  } catch (error) {
    return showRefused(dependencies, step, asked, typed, error);
  }
  const back = readsBreaches(asked.request) ? casePath(caseId, 'breach') : holdingStatementsPath;
  asked.response.redirect(303, `${back}?done=${step}`);
}

/** The form of a first contact is no way to the case of somebody else; nobody looked where nothing is shown. */
async function readTheirs(
  dependencies: BreachPageDependencies,
  { request, actor, params: { caseId } }: AskedHere,
): Promise<BreachFile> {
  if (!readsBreaches(request)) mustBeTheirs(request, actor, (await dependencies.readBreach(caseId))?.breach);
  return readBreachFile(dependencies, { caseId, actor });
}

/** What the case does not take, said beside what was typed. */
function showRefused(
  dependencies: BreachPageDependencies,
  step: BreachStepPage,
  asked: AskedHere,
  typed: Form,
  error: unknown,
): Promise<void> {
  const { type, status, title, detail, article } = toProblem(error);
  if (status !== 409 && status !== 422) throw error;
  const isStale = type.endsWith(':FormStale');
  const problem = { message: isStale ? changedMeanwhile : (detail ?? title), article };
  const { mark: _mark, ...words } = typed;
  return show(dependencies, step, asked, { typed: isStale ? words : typed, wrong: {}, problem }, status);
}

const changedMeanwhile =
  'Somebody recorded it anew since this page was shown. Compare with the case, and send it again.';

/** The form once more, with every letter that it would send. Nothing is recorded, and nothing sent. */
async function showLetters(
  dependencies: BreachPageDependencies,
  step: 'communication-order' | 'communication-repeat',
  asked: AskedHere,
  breach: KnownBreach,
  typed: Form,
): Promise<void> {
  const { caseId } = asked.params;
  const read = readPreviewForm(step, typed, breach.timeZone);
  if ('wrong' in read) {
    await show(dependencies, step, asked, { typed, wrong: read.wrong }, 422);
    return;
  }
  try {
    const letters = await dependencies.previewLetters({ caseId, breach, ...read });
    await show(dependencies, step, asked, { typed, wrong: {}, letters });
  } catch (error) {
    await showRefused(dependencies, step, asked, typed, error);
  }
}

/** The form once more, with the score and what it proposes, before anybody decides. Nothing is recorded. */
function showScore(dependencies: BreachPageDependencies, asked: AskedHere, typed: Form): Promise<void> {
  const read = readScore(typed);
  if ('wrong' in read) return show(dependencies, 'risk-assessment', asked, { typed, wrong: read.wrong }, 422);
  return show(dependencies, 'risk-assessment', asked, { typed, wrong: {} });
}

/** A refused form gets a fresh nonce: other words are another question. */
async function show(
  dependencies: BreachPageDependencies,
  step: BreachStepPage,
  asked: AskedHere,
  said: Pick<BreachStepInput, 'typed' | 'wrong' | 'problem' | 'letters'>,
  status = 200,
): Promise<void> {
  const { request, response, actor, params } = asked;
  const { caseId } = params;
  const { pages, organisation, now, newNonce } = dependencies;
  const { breach } = await readTheirs(dependencies, asked);
  const about = {
    ...{ caseId, breach, step, organisation: organisation(), now: now().toISOString(), nonce: newNonce() },
    mayReadCase: readsBreaches(request),
  };
  const mark = said.typed['mark'] ?? stepMark(step, breach);
  const read = step === 'risk-assessment' ? readScore(said.typed) : { wrong: {} };
  const severity = 'wrong' in read ? undefined : read.severity;
  const readers = step === 'communication-order' ? await dependencies.readersToTell({ caseId, breach }) : undefined;
  const view = breachStepView({ ...about, ...said, mark, severity, readers });
  const viewer = viewerOf(request, actor, organisation());
  const frame = frameOf(dependencies, viewer, { title: `${view.title} · ${view.reference}`, drill: breach.drill });
  showPage(response, pages.render('breach-step', { ...view, frame }), status);
}
