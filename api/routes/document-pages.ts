import { z } from 'zod';
import { casePath } from '../../pages/case-path.js';
import { newDocumentsView } from '../../pages/new-documents.view.js';
import type { FiledKind, NewDocumentsInput } from '../../pages/new-documents.view.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CasePageDependencies, CaseParams } from '../case-page.js';
import type { DocumentsAsk } from '../new-documents.js';
import { showPage } from '../pages.js';
import type { Asked, Resource } from '../route.js';
import { readSentForm } from '../uploads.js';
import type { SentForm } from '../uploads.js';
import { viewerOf } from '../viewer.js';

export interface DocumentPageDependencies extends Pick<
  CasePageDependencies,
  'pages' | 'organisation' | 'version' | 'now' | 'newNonce'
> {
  readonly addDocuments: (asked: DocumentsAsk) => Promise<void>;
}

type AskedHere = Asked<CaseParams, unknown, unknown>;

/** What the page of files tells of its case, whichever kind it is. */
interface FiledCase {
  readonly reference: string;
  readonly drill: boolean;
}

interface Files {
  readonly kind: FiledKind;
  /** Leaves a record of who looked; throws for a case of this kind that is not there. */
  readonly readFiled: (asked: Pick<AskedHere, 'actor' | 'params'>) => Promise<FiledCase>;
}

const nonceSchema = z.string().regex(/^[\w-]{16,100}$/);

/** Where files are put into a case of themselves and not with a step. GDPR Art. 5(2), 33(5). */
export function addDocumentPages(routes: Resource, dependencies: DocumentPageDependencies, files: Files): void {
  const page = { action: 'breach.attach', page: true, params: caseParams } as const;
  routes.route(
    'get',
    '/:caseId/documents',
    { ...page, summary: 'Show the form for documents of a case.', answers: { 200: 'text' } },
    async (asked) => {
      show(dependencies, files.kind, asked, await files.readFiled(asked), {});
    },
  );
  routes.route(
    'post',
    '/:caseId/documents',
    {
      ...{ ...page, summary: 'Add documents to a case.', accepts: 'stream' },
      answers: { 303: 'nothing', 422: 'text' },
    },
    async (asked) => {
      const { kind } = files;
      const { actor, params } = asked;
      const filed = await files.readFiled(asked);
      const sent = await readSentForm(asked.request);
      const said = faultIn(sent);
      if (said !== undefined) {
        show(dependencies, kind, asked, filed, said, 422);
        return;
      }
      const { nonce = '' } = sent.fields;
      await dependencies.addDocuments({ ...params, kind, actor, nonce, files: sent.files });
      asked.response.redirect(303, `${casePath(params.caseId, kind)}#documents`);
    },
  );
}

type Said = Pick<NewDocumentsInput, 'wrong' | 'problem'>;

function faultIn({ fields, files, hasEmptyFile }: SentForm): Said | undefined {
  if (hasEmptyFile) return { wrong: 'A file that you chose is empty. Choose one with content.' };
  if (files.length === 0) return { wrong: 'Choose at least one file.' };
  if (nonceSchema.safeParse(fields['nonce']).success) return undefined;
  return { problem: { message: 'This page was too old. Look at it once more.' } };
}

function show(
  dependencies: DocumentPageDependencies,
  kind: FiledKind,
  { request, response, actor, params: { caseId } }: AskedHere,
  { reference, drill }: FiledCase,
  said: Said,
  status = 200,
): void {
  const { pages, organisation, newNonce } = dependencies;
  const view = newDocumentsView({ caseId, kind, reference, nonce: newNonce(), ...said });
  const viewer = viewerOf(request, actor, organisation());
  const frame = frameOf(dependencies, viewer, { title: `${view.title} · ${reference}`, drill });
  showPage(response, pages.render('breach-step', { ...view, frame }), status);
}
