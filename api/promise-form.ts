import type { Period } from '../domain/period.js';
import { periodForms, promiseField, promiseNumbers, promiseParts } from '../pages/promise-fields.js';
import type { PromiseNumber } from '../pages/promise-fields.js';
import type { Form } from './case-forms.js';

/** The periods of our own that a report names, as the API takes them; nothing where nobody named one. */
export function promisesIn(form: Form): object {
  const within = saidOf(form, 'restorationPeriod');
  return {
    ...(within !== '' && { restorationPeriod: saidPeriod(within) }),
    commitments: numbersIn(form).map((number) => ({
      id: `promise-${String(number)}`,
      source: saidOf(form, promiseField(number, 'source')),
      anchor: saidOf(form, promiseField(number, 'anchor')),
      period: saidPeriod(saidOf(form, promiseField(number, 'period'))),
    })),
  };
}

/** The field that a part of a promise came from. */
export function promiseFieldAt([, index, part]: readonly PropertyKey[], form: Form): string {
  const number = numbersIn(form)[Number(index)] ?? 1;
  return promiseField(number, promiseParts.find((each) => each === part) ?? 'source');
}

/** Undefined for a field of something else. */
export function promiseFault(field: string): string | undefined {
  if (field === 'restorationPeriod' || field.endsWith('-period'))
    return `Write a number with its unit, ten years at most. ${periodForms}`;
  if (field.endsWith('-anchor')) return 'Choose from when it counts.';
  return field.endsWith('-source') ? 'Say where it stands, in at most 200 characters.' : undefined;
}

/** A promise counts as soon as anything is said of it. */
function numbersIn(form: Form): readonly PromiseNumber[] {
  return promiseNumbers.filter((number) =>
    promiseParts.some((part) => saidOf(form, promiseField(number, part)) !== ''),
  );
}

const saidOf = (form: Form, field: string): string => (form[field] ?? '').trim();

/** `8 hours` becomes `PT8H`; what is no period stays as it is, for the schema to refuse. */
function saidPeriod(text: string): Period {
  const [, digits, unit = ''] = /^(\d{1,5}) ?(hour|day|month)s?$/i.exec(text) ?? [];
  const count = String(Number(digits));
  return { hour: `PT${count}H`, day: `P${count}D`, month: `P${count}M` }[unit.toLowerCase()] ?? text;
}
