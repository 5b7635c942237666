import { boardRowOf } from '../database/board.js';
import type { ListedCase } from '../database/board.js';
import { readRequest } from '../database/case-reader.js';
import { documentsOf, readWhole } from '../database/documents.js';
import type { CaseKeys, DataKey } from '../database/keys.js';
import { createLegalHolds } from '../database/legal-holds.js';
import { leavesOf, treeHead } from '../database/ledger.js';
import { mailCounts } from '../database/mails.js';
import type { Pool } from '../database/pool.js';
import { subjectOf } from '../database/subjects.js';
import type { LetterOrder } from '../domain/subject-request.js';
import type { ProcessingRecord } from '../domain/processing-record.js';
import { isMailAddress } from '../domain/mail.js';
import { keptLetter } from '../letters/kept-letter.js';
import { letterDataOf } from '../letters/letter-data.js';
import type { Links } from '../letters/links.js';
import { LetterIncomplete, renderLetter } from '../letters/render.js';
import type { CaseFile, KeptLetter } from '../pages/case.view.js';
import type { Source } from '../pages/operations.view.js';
import { stepNames } from '../pages/step-names.js';
import type { LetterFault, LetterPreview } from '../pages/step.view.js';
import type { CasePageDependencies, CaseSteps, StepAsk } from './case-page.js';
import { takeStep } from './page-steps.js';
import type { PageSteps } from './page-steps.js';
import { messageWords } from './message-words.js';

export interface PageServices extends PageSteps {
  readonly links: Links;
  readonly processingRecords: readonly ProcessingRecord[];
}

/** What the case page shows and does, from the same stores and the same desk as the API. */
export function pageServices(
  services: PageServices,
): Pick<CasePageDependencies, 'kindOf' | 'readCase' | 'readWords' | 'positionOf' | 'previewLetter' | 'steps'> {
  const { pool, keys } = services;
  return {
    kindOf: async (caseId) => (await boardRowOf(pool, caseId))?.kind,
    readCase: (caseId) => readCaseFile(pool, keys, caseId),
    readWords: ({ caseId, request }) => messageWords(pool, keys, caseId, request),
    async positionOf(caseId) {
      const { rows } = await pool.query<{ position: number }>('SELECT position FROM duly.board WHERE case_id = $1', [
        caseId,
      ]);
      return rows[0]?.position;
    },
    previewLetter: (caseId, order) => previewLetter(services, caseId, order),
    steps: Object.fromEntries(
      stepNames.map((step) => [step, (asked: StepAsk) => takeStep(services, asked)]),
    ) as CaseSteps,
  };
}

async function readCaseFile(pool: Pool, keys: CaseKeys, caseId: string): Promise<CaseFile | undefined> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined || read.folded.state.phase === 'new') return undefined;
  const { earlierCase, sameMessageAs, furtherRights = [] } = read.folded.state;
  const key = await keys.ofCase(caseId);
  const leaves = new Map((await leavesOf(pool, caseId)).map(({ position, index }) => [position, index]));
  const documents = await documentsOf(pool, key);
  const letters = documents.filter(({ kind }) => kind === 'letter');
  return {
    caseId,
    request: read.folded.state,
    facts: read.entries.map(({ fact }) => fact),
    ledgerIndices: read.entries.map((_entry, position) => leaves.get(position)),
    letters: await Promise.all(letters.map(({ documentId }) => letterFrom(pool, key, documentId))),
    documents: documents.filter(({ kind }) => kind !== 'letter'),
    contact: await subjectOf(pool, key),
    earlier: await listed(pool, earlierCase),
    firstOfMessage: await listed(pool, sameMessageAs),
    furtherCases: (await Promise.all(furtherRights.map((further) => listed(pool, further.caseId)))).filter(
      (further) => further !== undefined,
    ),
    holds: (await createLegalHolds(pool, keys).of(caseId)).holds,
    checkpoint: (await treeHead(pool))?.checkpoint,
  };
}

async function listed(pool: Pool, caseId: string | undefined): Promise<ListedCase | undefined> {
  return caseId === undefined ? undefined : boardRowOf(pool, caseId);
}

async function letterFrom(pool: Pool, key: DataKey, documentId: string): Promise<KeptLetter> {
  const kept = keptLetter.parse(JSON.parse((await readWhole(pool, key, documentId)).toString()));
  const { letter, to, subject, text, date, language } = kept;
  return { documentId, letter, to: to ?? 'by hand', subject, text, date, language };
}

/** The very letter that would leave, rendered by what sends it. */
async function previewLetter(
  { pool, keys, organisation, processingRecords, links, now }: PageServices,
  caseId: string,
  order: LetterOrder,
): Promise<LetterPreview | LetterFault> {
  const contact = await subjectOf(pool, await keys.ofCase(caseId));
  const context = { caseId, key: 'preview', contact, organisation, processingRecords, links, now: now().toISOString() };
  try {
    const { subject, text, language } = renderLetter(letterDataOf(order, context));
    const to = contact?.mail;
    const isMailable = to !== undefined && isMailAddress(to);
    return {
      to: to ?? contact?.postalAddress ?? 'by hand',
      subject,
      text,
      language,
      byHand: isMailable ? undefined : 'There is no mail address to which it could go: a person posts or tells it.',
    };
  } catch (error) {
    if (error instanceof LetterIncomplete) return { lacks: `${error.part} (${error.article})` };
    throw error;
  }
}

/** What came in at the mailbox, and what became of it. */
export async function mailSource(pool: Pool, since: string): Promise<readonly Source[]> {
  const counts = await mailCounts(pool, since);
  const of = (...states: readonly Parameters<typeof counts.get>[0][]): number =>
    states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const [setAside, duplicate] = [of('set-aside'), of('duplicate')];
  return [
    {
      name: 'Mailbox',
      cameIn: [...counts.values()].reduce((sum, count) => sum + count, 0),
      setAside: setAside + duplicate,
      toCases: of('opened', 'filed'),
      why: [
        ...(setAside > 0 ? [`${setAside} automatic answers and bounces of others`] : []),
        ...(duplicate > 0 ? [`${duplicate} that had come in before`] : []),
      ],
    },
  ];
}
