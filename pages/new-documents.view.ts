import type { BreachStepView } from './breach-step.view.js';
import { casePath } from './case-path.js';
import { filled } from './step-fields.js';
import type { Field } from './step-fields.js';

/** Kinds of case with a page for files. */
export type FiledKind = 'breach' | 'controller-notice';

export function newDocumentsPath(caseId: string, kind: FiledKind): string {
  return `${casePath(caseId, kind)}/documents`;
}

export interface NewDocumentsInput {
  readonly caseId: string;
  readonly kind: FiledKind;
  readonly reference: string;
  readonly nonce: string;
  /** What is wrong with the files that were chosen. */
  readonly wrong?: string | undefined;
  readonly problem?: { readonly message: string } | undefined;
}

/** Shown as a step is. */
export type NewDocumentsView = Pick<
  BreachStepView,
  'reference' | 'back' | 'action' | 'nonce' | 'fields' | 'faults' | 'problem' | 'isClosed' | 'takesFiles'
> & { readonly title: string; readonly hint: string; readonly button: string };

const hints: Readonly<Record<FiledKind, string>> = {
  breach: 'What shows what happened and what was done: reports, screens, logs. Art. 33(5).',
  'controller-notice': 'What shows that this controller was told, or what it answered. Art. 33(2).',
};

/** The page that puts files into a case. GDPR Art. 5(2), 33(5). */
export function newDocumentsView(input: NewDocumentsInput): NewDocumentsView {
  const { caseId, kind, reference, nonce, wrong, problem } = input;
  return {
    title: 'Add documents',
    hint: `${hints[kind]} They cannot be taken out again.`,
    button: 'Add them to the case',
    ...{
      ...{ reference, nonce },
      back: { href: casePath(caseId, kind), text: 'Back to the case', isCase: true },
      action: newDocumentsPath(caseId, kind),
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
