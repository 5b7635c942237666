import { z } from 'zod';
import type { AccessRecord } from '../database/access-records.js';
import type { Access } from '../domain/access.js';
import type { Actor } from '../domain/actor.js';
import type { CaseKind } from '../domain/board.js';
import type { Organisation } from '../domain/organisation.js';
import type { LetterOrder } from '../domain/subject-request.js';
import type { Standing } from '../domain/transition.js';
import type { CaseFile } from '../pages/case.view.js';
import type { KeptWords } from '../pages/message.view.js';
import type { FrameView, Viewer } from '../pages/frame.view.js';
import type { StepName } from '../pages/step-names.js';
import type { LetterFault, LetterPreview } from '../pages/step.view.js';
import type { StepCommand } from '../workflows/subject-request.contract.js';
import type { Action } from './auth/permissions.js';
import type { Form } from './case-forms.js';
import { subjectRequestSteps } from './case-steps.js';
import type { Pulse } from './live.js';
import type { Pages } from './pages.js';
import { NotFound } from './problem.js';
import type { Upload } from './uploads.js';
import { frameFor } from './viewer.js';

export interface StepAsk {
  readonly caseId: string;
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
  readonly form: Form;
  /** The form as the command it asks for; still without what is made for it first: documents, the case of a further right. */
  readonly command: StepCommand;
  readonly files: readonly Upload[];
}

/** Takes a step, or throws what `toProblem` can tell: a refusal keeps what was typed on the page. */
export type CaseSteps = Readonly<Record<StepName, (ask: StepAsk) => Promise<Standing>>>;

export interface CasePageDependencies {
  readonly pages: Pages;
  readonly pulse: Pulse;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
  readonly newNonce: () => string;
  /** Of a case of any kind; undefined for one that is not there. */
  readonly kindOf: (caseId: string) => Promise<CaseKind | undefined>;
  /** Undefined for a case that is not there. */
  readonly readCase: (caseId: string) => Promise<CaseFile | undefined>;
  /** What the data subject wrote. */
  readonly readWords: (file: CaseFile) => Promise<KeptWords | undefined>;
  /** How many facts the case has: cheap, asked at every pulse. */
  readonly positionOf: (caseId: string) => Promise<number | undefined>;
  /** The letter as it would leave now; nothing is sent. */
  readonly previewLetter: (caseId: string, order: LetterOrder) => Promise<LetterPreview | LetterFault>;
  readonly steps: CaseSteps;
  readonly recordAccess: (record: AccessRecord) => Promise<void>;
}

/** Who may take a step on its page: whoever may through the API. */
export function actionOf(step: StepName): Action {
  const isClassifying = step === 'classify' || step === 'set-aside' || step === 'further-rights';
  return subjectRequestSteps[isClassifying ? 'classification' : step].action;
}

export const caseParams = z.object({ caseId: z.string().min(1).max(100) });
export type CaseParams = z.infer<typeof caseParams>;

/** What a page shows of a case; no page does so without a record of who looked. */
export async function readFile(
  { readCase, recordAccess, now }: Pick<CasePageDependencies, 'readCase' | 'recordAccess' | 'now'>,
  {
    caseId,
    actor,
    access = 'case-opened',
  }: Pick<AccessRecord, 'actor'> & {
    readonly caseId: string;
    readonly access?: Access;
  },
): Promise<CaseFile> {
  const file = await readCase(caseId);
  if (file === undefined) throw new NotFound('There is no such case.');
  await recordAccess({ access, actor, caseId, at: now() });
  return file;
}

export function frameOf(
  dependencies: Pick<CasePageDependencies, 'organisation' | 'version' | 'now'>,
  viewer: Viewer,
  shown: { readonly title: string; readonly drill: boolean; readonly stream?: string },
): FrameView {
  return frameFor(dependencies, { viewer, now: dependencies.now().toISOString(), here: 'case', ...shown });
}
