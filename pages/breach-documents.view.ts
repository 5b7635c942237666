import type { KnownBreach } from '../domain/breach.js';
import { casePath } from './case-path.js';
import { filled } from './step-fields.js';
import type { Field, FieldView } from './step-fields.js';

export function breachDocumentsPath(caseId: string): string {
  return `${casePath(caseId, 'breach')}/documents`;
}

export interface BreachDocumentsInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly nonce: string;
  /** What is wrong with the files that were chosen. */
  readonly wrong?: string | undefined;
  readonly problem?: { readonly message: string } | undefined;
}

export interface BreachDocumentsView {
  readonly title: string;
  readonly hint: string;
  readonly button: string;
  readonly reference: string;
  readonly caseHref: string;
  readonly action: string;
  readonly nonce: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly problem?: BreachDocumentsInput['problem'];
  readonly isClosed: false;
  readonly takesFiles: true;
}

/** The page that puts files into the case of a breach. GDPR Art. 33(5). */
export function breachDocumentsView(input: BreachDocumentsInput): BreachDocumentsView {
  const { caseId, breach, nonce, wrong, problem } = input;
  return {
    title: 'Add documents',
    hint: 'What shows what happened and what was done: reports, screens, logs. Art. 33(5). They cannot be taken out again.',
    button: 'Add them to the case',
    ...{
      reference: breach.reference,
      caseHref: casePath(caseId, 'breach'),
      action: breachDocumentsPath(caseId),
      nonce,
    },
    fields: filled([files], {}, wrong === undefined ? {} : { files: wrong }),
    faults: wrong === undefined ? [] : [{ name: 'files', text: wrong }],
    ...(problem && { problem }),
    ...{ isClosed: false, takesFiles: true },
  };
}

const files: Field = {
  ...{ name: 'files', label: 'Documents', type: 'files', required: true },
  hint: 'One or more files, 50 MB together; encrypted under the key of this case.',
};
