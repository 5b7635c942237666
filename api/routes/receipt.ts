import { isMailAddress } from '../../domain/mail.js';
import type { CaseFile } from '../../pages/case.view.js';
import { receiptView } from '../../pages/receipt.view.js';
import { caseParams, frameOf, readFile } from '../case-page.js';
import type { CasePageDependencies } from '../case-page.js';
import { showPage } from '../pages.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { viewerOf } from '../viewer.js';

export type ReceiptDependencies = Pick<
  CasePageDependencies,
  'pages' | 'organisation' | 'version' | 'now' | 'readCase' | 'recordAccess'
>;

export const receiptPath = (caseId: string): string => `/operations/new/${encodeURIComponent(caseId)}`;

/** For whoever opens cases without reading them: of the ones that they opened themselves, and of no other. */
export function addReceipt(routes: Resource, dependencies: ReceiptDependencies): void {
  const { pages, organisation, now, readCase } = dependencies;
  routes.route(
    'get',
    '/:caseId',
    {
      ...{ action: 'subject-request.open', page: true, params: caseParams },
      summary: 'Show the reference and the last day of a case that one opened.',
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, params: { caseId } }) => {
      if (openerOf(await readCase(caseId)) !== actor.id) throw new NotFound('There is no such case.');
      const file = await readFile(dependencies, { caseId, actor });
      const view = receiptView({
        request: file.request,
        isReachedByMail: isMailAddress(file.contact?.mail ?? ''),
        organisation: organisation(),
        now: now().toISOString(),
      });
      const shown = { title: `Opened: ${view.reference}`, drill: file.request.drill };
      const frame = frameOf(dependencies, viewerOf(request, actor, organisation()), shown);
      showPage(response, pages.render('receipt', { ...view, frame }));
    },
  );
}

function openerOf(file: CaseFile | undefined): string | undefined {
  return file?.facts[0]?.by.id;
}
