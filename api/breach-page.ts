import type { AccessRecord } from '../database/access-records.js';
import { readBreach } from '../database/case-reader.js';
import type { ReadBreach } from '../database/case-reader.js';
import { documentsOf } from '../database/documents.js';
import { createLegalHolds } from '../database/legal-holds.js';
import type { CaseKeys } from '../database/keys.js';
import { leavesOf, treeHead } from '../database/ledger.js';
import type { Pool } from '../database/pool.js';
import { recipientCounts } from '../database/wave-recipients.js';
import type { Access } from '../domain/access.js';
import type { Actor } from '../domain/actor.js';
import type { Breach } from '../domain/breach.js';
import type { BreachFile } from '../pages/breach.view.js';
import type { Readers } from '../pages/communication-fields.js';
import type { PreviewedLetter } from '../pages/communication.view.js';
import { breachSteps, takeBreachStep } from './breach-steps.js';
import type { BreachStep, BreachStepDependencies, BreachStepName } from './breach-steps.js';
import type { CasePageDependencies } from './case-page.js';
import type { AboutLetters, AskedLetters } from './communication-preview.js';
import type { Questions } from './idempotency.js';
import type { DocumentsAsk } from './new-documents.js';
import { BadRequest, NotFound } from './problem.js';
import { withFiles } from './step-files.js';
import { marksOf } from './uploads.js';
import type { Upload } from './uploads.js';

export interface BreachPageDependencies extends Pick<
  CasePageDependencies,
  'pages' | 'pulse' | 'organisation' | 'version' | 'now' | 'newNonce' | 'positionOf' | 'recordAccess'
> {
  /** Undefined for a breach that is not there. */
  readonly readBreach: (caseId: string) => Promise<BreachFile | undefined>;
  /** Takes a step once per nonce, or throws what `toProblem` can tell. */
  readonly takeStep: (asked: BreachStepAsk) => Promise<void>;
  readonly readersToTell: (about: AboutLetters) => Promise<readonly Readers[]>;
  /** As they would leave, or throws what `toProblem` can tell; nothing is kept. */
  readonly previewLetters: (asked: AboutLetters & AskedLetters) => Promise<readonly PreviewedLetter[]>;
  readonly addDocuments: (asked: DocumentsAsk) => Promise<void>;
}

export interface BreachStepAsk {
  readonly caseId: string;
  readonly step: BreachStepName;
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
  /** As the API takes it; documents are made of the files. */
  readonly body: object;
  readonly files: readonly Upload[];
  /** Whether the form was filled in on what still stands; never asked of one that was taken before. */
  readonly isStale?: (breach: Breach) => boolean;
}

/** What a page shows of a breach; no page does so without a record of who looked. */
export async function readBreachFile(
  dependencies: Pick<BreachPageDependencies, 'readBreach' | 'recordAccess' | 'now'>,
  {
    caseId,
    actor,
    access = 'case-opened',
  }: Pick<AccessRecord, 'actor'> & { readonly caseId: string; readonly access?: Access },
): Promise<BreachFile> {
  const file = await dependencies.readBreach(caseId);
  if (file === undefined) throw new NotFound('There is no such breach.');
  await dependencies.recordAccess({ access, actor, caseId, at: dependencies.now() });
  return file;
}

/** What the page of a breach shows, from the same stores as the API. */
export async function breachFileOf(pool: Pool, keys: CaseKeys, caseId: string): Promise<BreachFile | undefined> {
  const read = await readBreach(pool, keys, caseId);
  if (read === undefined || read.folded.state.phase === 'new') return undefined;
  const leaves = new Map((await leavesOf(pool, caseId)).map(({ position, index }) => [position, index]));
  return {
    caseId,
    breach: read.folded.state,
    letters: await recipientCounts(pool, caseId),
    documents: await documentsOf(pool, await keys.ofCase(caseId)),
    holds: (await createLegalHolds(pool, keys).of(caseId)).holds,
    facts: read.entries.map(({ fact }) => fact),
    ledgerIndices: read.entries.map((_entry, position) => leaves.get(position)),
    checkpoint: (await treeHead(pool))?.checkpoint,
  };
}

interface BreachStepServices extends BreachStepDependencies {
  readonly questions: Questions;
}

/** A step that a form asks for: once per nonce, as the API would take it. */
export async function takeAskedStep(services: BreachStepServices, asked: BreachStepAsk): Promise<void> {
  const { caseId, step, actor, nonce, files } = asked;
  const route = `POST /operations/breaches/${caseId}/steps/${step}`;
  const question = await services.questions.rememberStep(
    { actor, route, key: nonce },
    { ...asked.body, ...marksOf(files) },
  );
  if (question.earlierAnswer !== undefined) return;
  const read = await readBreach(services.pool, services.keys, caseId);
  if (read === undefined) throw new NotFound('There is no such breach.');
  if (asked.isStale?.(read.folded.state) === true)
    throw new BadRequest('FormStale', 'This was done on a page that is out of date by now.', 409);
  const { updateId } = question;
  const take = (body: object) =>
    takeBreachStep(services, breachSteps[step] as BreachStep<unknown>, { read, by: actor, updateId, body });
  const named = async () => documentsNamed(await readBreach(services.pool, services.keys, caseId));
  const standing =
    files.length === 0
      ? await take(asked.body)
      : await withFiles(services, { caseId, updateId, files, kind: 'evidence', named }, (documents) =>
          take({ ...asked.body, documents }),
        );
  await services.questions.answered(question, { status: 200, body: standing });
}

function documentsNamed(read: ReadBreach | undefined): readonly string[] {
  const facts = read?.entries.map(({ fact }) => fact) ?? [];
  return facts.flatMap((fact) => {
    if (fact.type === 'submissionEvidenced') return fact.submission.documents;
    if (fact.type === 'notificationRefused' || fact.type === 'notificationUnresolved') return fact.documents;
    if (fact.type === 'authorityMessageReceived') return fact.message.documents;
    if (fact.type === 'authorityAnswered') return fact.answer.documents;
    if (fact.type === 'authorityAsked') return fact.question.documents;
    const told = fact.type === 'communicationRecorded' ? fact.communication : undefined;
    return told?.outcome === 'communicated' ? told.documents : [];
  });
}
