import { z } from 'zod';
import { casePath } from '../../pages/case-path.js';
import type { CaseFile } from '../../pages/case.view.js';
import type { Viewer } from '../../pages/frame.view.js';
import { messageView, showsMessage } from '../../pages/message.view.js';
import type { MessageView } from '../../pages/message.view.js';
import { isRefused, rehearse } from '../../pages/rehearsal.js';
import type { Rehearsal } from '../../pages/rehearsal.js';
import type { StepName } from '../../pages/step-names.js';
import { asksForReference, looksFirst, ordersIn, stepPage, takesFiles } from '../../pages/step.view.js';
import type { LetterFault, LetterPreview, StepInput } from '../../pages/step.view.js';
import { stepTitles, whyNotNow } from '../../pages/steps.view.js';
import type { StepCommand } from '../../workflows/subject-request.contract.js';
import { readStepForm } from '../case-forms.js';
import type { Form } from '../case-forms.js';
import { showPage } from '../pages.js';
import type { Asked, Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { SentForm } from '../uploads.js';
import type { Upload } from '../uploads.js';
import { mayDo, viewerOf } from '../viewer.js';
import { actionOf, caseParams, frameOf, readFile } from '../case-page.js';
import type { CasePageDependencies, CaseParams } from '../case-page.js';

const sentForm = z.record(z.string(), z.string());
const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);

/** A page for one step: its form, its letter before it leaves, and the step itself. */
export function addStep(cases: Resource, dependencies: CasePageDependencies, step: StepName): void {
  const page = { action: actionOf(step), page: true, params: caseParams } as const;
  const path = `/:caseId/${step}`;
  cases.route(
    'get',
    path,
    { ...page, summary: `Show the form: ${stepTitles[step]}.`, answers: { 200: 'text' } },
    async (asked) => {
      const shown = await stepShown(dependencies, step, asked);
      const reading = { by: asked.actor, timeZone: shown.file.request.timeZone };
      const empty = readStepForm(step, {}, reading);
      // A step that asks nothing is shown with its letter at once.
      const isReady = 'command' in empty && looksFirst(step) && step === 'fulfilment';
      await showStep(dependencies, shown, isReady ? await rehearsed(dependencies, shown, empty.command) : {});
    },
  );
  const post = {
    ...page,
    summary: `${stepTitles[step]}.`,
    answers: { 303: 'nothing', 409: 'text', 422: 'text' },
  } as const;
  if (takesFiles(step)) {
    cases.route('post', path, { ...post, accepts: 'stream' }, async (asked) => {
      const { fields, ...sent } = await readSentForm(asked.request);
      await takeStep(dependencies, await stepShown(dependencies, step, asked, fields), sent);
    });
    return;
  }
  cases.route('post', path, { ...post, accepts: 'form', body: sentForm }, async (asked) => {
    await takeStep(dependencies, await stepShown(dependencies, step, asked, asked.body), noFiles);
  });
}

/** Everything that a page of a step is made of. */
interface Shown {
  readonly asked: Pick<Asked<CaseParams, unknown, unknown>, 'request' | 'response' | 'actor'>;
  readonly step: StepName;
  readonly file: CaseFile;
  readonly form: Form;
}

async function stepShown(
  dependencies: CasePageDependencies,
  step: StepName,
  { request, response, actor, params: { caseId } }: Asked<CaseParams, unknown, unknown>,
  form: Form = {},
): Promise<Shown> {
  const file = await readFile(dependencies, { caseId, actor });
  return { asked: { request, response, actor }, step, file, form };
}

type Said = Partial<Pick<StepInput, 'mode' | 'wrong' | 'rehearsal' | 'letter' | 'problem'>> & {
  readonly status?: number;
  /** The case has seen this nonce: other words need another one. */
  readonly isSpent?: boolean;
};

type SentFiles = Omit<SentForm, 'fields'>;

const noFiles: SentFiles = { files: [], hasEmptyFile: false };

/** First the letter, then the step; whatever stops it is told on the page, with every word kept. */
async function takeStep(dependencies: CasePageDependencies, shown: Shown, sent: SentFiles): Promise<void> {
  const { step, form, file, asked } = shown;
  const { go } = form;
  if (go === 'change') {
    await showStep(dependencies, shown, {});
    return;
  }
  const read = readStepForm(step, form, { by: asked.actor, timeZone: file.request.timeZone });
  if ('wrong' in read) {
    await showStep(dependencies, shown, { wrong: read.wrong, status: 422 });
    return;
  }
  if (go === 'look' && looksFirst(step)) {
    await showStep(dependencies, shown, await rehearsed(dependencies, shown, read.command));
    return;
  }
  const wrong = { ...filesMissing(step, sent), ...referenceMissing(shown) };
  if (Object.keys(wrong).length > 0) {
    const before = looksFirst(step) ? await rehearsed(dependencies, shown, read.command) : {};
    await showStep(dependencies, shown, { ...before, wrong, status: 422 });
    return;
  }
  await carryOut(dependencies, shown, read.command, sent.files);
}

function filesMissing(step: StepName, { files, hasEmptyFile }: SentFiles): Form {
  if (takesFiles(step) && hasEmptyFile) return { files: 'A file that you chose is empty. Choose one with content.' };
  return takesFiles(step) && files.length === 0 ? { files: 'Choose at least one file.' } : {};
}

function referenceMissing({ step, form, file }: Shown): Form {
  const { reference } = file.request;
  if (!asksForReference(step, form)) return {};
  const typed = (form['confirmReference'] ?? '').trim().toUpperCase();
  if (typed === reference.toUpperCase()) return {};
  return { confirmReference: `Type ${reference}, as it stands below the field.` };
}

async function carryOut(
  dependencies: CasePageDependencies,
  shown: Shown,
  command: StepCommand,
  files: readonly Upload[],
): Promise<void> {
  const { step, form, file, asked } = shown;
  const nonce = nonceSchema.safeParse(form['nonce']);
  if (!nonce.success) {
    await showStep(dependencies, shown, {
      problem: { message: 'This page was too old. Look at it once more.' },
      status: 422,
    });
    return;
  }
  try {
    await dependencies.steps[step]({
      caseId: file.caseId,
      actor: asked.actor,
      nonce: nonce.data,
      form,
      command,
      files,
    });
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === undefined) throw error;
    await showStep(dependencies, shown, refusal);
    return;
  }
  asked.response.redirect(303, `${casePath(file.caseId)}?done=${step}`);
}

/** What the caller may repair; anything else is no matter of this page. */
function refusalIn(error: unknown): Said | undefined {
  const { status, title, detail, article } = toProblem(error);
  if (status !== 409 && status !== 422) return undefined;
  return { problem: { message: detail ?? title, article }, status, isSpent: true };
}

async function rehearsed(
  dependencies: CasePageDependencies,
  { file, step, form }: Shown,
  command: StepCommand,
): Promise<Said> {
  const at = dependencies.now().toISOString();
  const outcome = rehearse(file.request, command, at);
  if (isRefused(outcome)) return { problem: outcome, status: 409 };
  const letter = await letterOf(dependencies, file.caseId, outcome);
  return {
    mode: looksFirst(step) && form['go'] !== 'change' ? 'confirm' : 'write',
    rehearsal: outcome,
    ...(letter && { letter }),
  };
}

async function letterOf(
  { previewLetter }: CasePageDependencies,
  caseId: string,
  rehearsal: Rehearsal,
): Promise<LetterPreview | LetterFault | undefined> {
  const [order] = ordersIn(rehearsal);
  return order && (await previewLetter(caseId, order));
}

async function showStep(dependencies: CasePageDependencies, shown: Shown, said: Said): Promise<void> {
  const { pages, organisation, now, newNonce } = dependencies;
  const { asked, step, file, form } = shown;
  const { status, wrong = {}, mode = 'write', isSpent = false, ...rest } = said;
  const at = now().toISOString();
  const refusal = Object.keys(form).length === 0 ? whyNotNow(step, file.request, asked.actor, at) : undefined;
  const viewer = viewerOf(asked.request, asked.actor, organisation());
  const message = refusal === undefined ? await messageOf(dependencies, shown, viewer) : undefined;
  const view = stepPage({
    caseId: file.caseId,
    step,
    request: file.request,
    files: file.documents,
    contact: file.contact,
    organisation: organisation(),
    now: at,
    nonce: isSpent || form['nonce'] === undefined ? newNonce() : form['nonce'],
    typed: form,
    wrong,
    mode,
    message,
    ...rest,
    ...(refusal && { problem: refusal, isClosed: true }),
  });
  const frame = frameOf(dependencies, viewer, {
    title: `${view.title} · ${view.reference}`,
    drill: file.request.drill,
  });
  showPage(asked.response, pages.render('step', { ...view, frame }), status);
}

/** Words are personal data: nobody sees them without a record of it. */
async function messageOf(
  { readWords, recordAccess, now }: CasePageDependencies,
  { step, file, asked: { actor } }: Shown,
  viewer: Viewer,
): Promise<MessageView | undefined> {
  if (!showsMessage(step) || !mayDo(viewer, 'subject-request.documents')) return undefined;
  const words = await readWords(file);
  await recordAccess({ access: 'message-read', actor, caseId: file.caseId, at: now() });
  return messageView({ ...file, words });
}
