import { anchorSources } from '../domain/breach.anchors.js';
import { sourceWords } from './breach.words.js';
import type { Choice, Field } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';

export const reasons: Field = {
  name: 'reasons',
  label: 'Reasons',
  type: 'textarea',
  required: true,
  hint: 'In words that can be checked.',
};
/** Typed by hand before what nobody takes back. */
export const confirmReference = (label: string, reference: string, required: boolean): Field => ({
  ...{ name: 'confirmReference', label, hint: reference, type: 'text', required, autocomplete: 'off' },
});
export const text = (label: string): Field => ({ name: 'text', label, type: 'textarea', required: true });

export function source(preset: string): Field {
  const choices = anchorSources.map((each): Choice => [each, sentenceCase(sourceWords[each])]);
  return { name: 'source', label: 'How it is known', type: 'select', required: true, choices, preset };
}
