import { anchorNames } from '../domain/breach.anchors.js';
import { anchorWords } from './breach.words.js';
import type { Choice, Field } from './step-fields.js';

/** As many as a form can ask for without being long; the API takes more. */
export const promiseNumbers = [1, 2, 3] as const;
export type PromiseNumber = (typeof promiseNumbers)[number];

export const promiseParts = ['source', 'anchor', 'period'] as const;
export type PromisePart = (typeof promiseParts)[number];

export const promiseField = (number: PromiseNumber, part: PromisePart): string => `promise-${String(number)}-${part}`;

export const periodForms = 'As 8 hours, 3 days or 1 month.';

/** Clocks of our own beside those of the law: GDPR Art. 32(1)(c), codes of conduct, contracts. */
export function promiseFields(): readonly Field[] {
  return [
    {
      name: 'restorationPeriod',
      label: 'Data that cannot be reached are back within',
      hint: `What the plan for emergencies promises, GDPR Art. 32(1)(c). ${periodForms}`,
      ...optionalText,
    },
    ...promiseNumbers.flatMap(fieldsOf),
  ];
}

const optionalText = { type: 'text', required: false, autocomplete: 'off' } as const;

function fieldsOf(number: PromiseNumber): readonly Field[] {
  const label = `Promise ${String(number)}`;
  return [
    {
      name: promiseField(number, 'source'),
      label: `${label}: where it stands`,
      hint: 'As Code of conduct for cloud providers, 5.13.',
      ...optionalText,
    },
    {
      name: promiseField(number, 'anchor'),
      label: `${label}: counted from`,
      ...{ type: 'select', required: false, choices: [['', 'Choose one'], ...anchors] },
    },
    { name: promiseField(number, 'period'), label: `${label}: kept within`, hint: periodForms, ...optionalText },
  ];
}

const anchors = anchorNames.map((name): Choice => [name, anchorWords[name].name]);
