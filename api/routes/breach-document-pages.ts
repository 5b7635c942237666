import { z } from 'zod';
import { breachDocumentsView } from '../../pages/breach-documents.view.js';
import type { BreachDocumentsInput } from '../../pages/breach-documents.view.js';
import { casePath } from '../../pages/case-path.js';
import { readBreachFile } from '../breach-page.js';
import type { BreachPageDependencies } from '../breach-page.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CaseParams } from '../case-page.js';
import { showPage } from '../pages.js';
import type { Asked, Resource } from '../route.js';
import { readSentForm } from '../uploads.js';
import { viewerOf } from '../viewer.js';

const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);

/** Where files are put into the case of a breach, of themselves and not with a step. GDPR Art. 33(5). */
export function addBreachDocuments(breaches: Resource, dependencies: BreachPageDependencies): void {
  const page = { action: 'breach.attach', page: true, params: caseParams } as const;
  breaches.route(
    'get',
    '/:caseId/documents',
    { ...page, summary: 'Show the form for documents of a breach.', answers: { 200: 'text' } },
    (asked) => show(dependencies, asked, {}),
  );
  breaches.route(
    'post',
    '/:caseId/documents',
    {
      ...{ ...page, summary: 'Add documents to the case of a breach.', accepts: 'stream' },
      answers: { 303: 'nothing', 422: 'text' },
    },
    async (asked) => {
      const { actor, params } = asked;
      await readBreachFile(dependencies, { ...params, actor });
      const { fields, files, hasEmptyFile } = await readSentForm(asked.request);
      const nonce = nonceSchema.safeParse(fields['nonce']);
      if (hasEmptyFile) return show(dependencies, asked, { wrong: emptyFile }, 422);
      if (files.length === 0) return show(dependencies, asked, { wrong: 'Choose at least one file.' }, 422);
      if (!nonce.success) return show(dependencies, asked, { problem: tooOld }, 422);
      await dependencies.addDocuments({ caseId: params.caseId, actor, nonce: nonce.data, files });
      asked.response.redirect(303, `${casePath(params.caseId, 'breach')}#documents`);
    },
  );
}

const emptyFile = 'A file that you chose is empty. Choose one with content.';
const tooOld = { message: 'This page was too old. Look at it once more.' };

async function show(
  dependencies: BreachPageDependencies,
  { request, response, actor, params: { caseId } }: Asked<CaseParams, unknown, unknown>,
  said: Pick<BreachDocumentsInput, 'wrong' | 'problem'>,
  status = 200,
): Promise<void> {
  const { pages, organisation, newNonce } = dependencies;
  const { breach } = await readBreachFile(dependencies, { caseId, actor });
  const view = breachDocumentsView({ caseId, breach, nonce: newNonce(), ...said });
  const viewer = viewerOf(request, actor, organisation());
  const frame = frameOf(dependencies, viewer, { title: `${view.title} · ${view.reference}`, drill: breach.drill });
  showPage(response, pages.render('breach-step', { ...view, frame }), status);
}
