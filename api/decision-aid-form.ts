import { breachAspects } from '../domain/breach.js';
import { consequences, describedKinds } from '../domain/decision-aid.js';
import type { DescribedBreach } from '../domain/decision-aid.js';
import { isChecked } from '../pages/step-fields.js';
import type { Form } from './case-forms.js';
import { describedBreach } from './decision-aid-schemas.js';

export type ReadDescription = { readonly described: DescribedBreach } | { readonly wrong: Form };

/** What a person ticked, held to the very schema of the API. */
export function readDescription(form: Form): ReadDescription {
  const read = describedBreach.safeParse(bodyOf(form));
  if (read.success) return { described: read.data };
  const fields = read.error.issues.map(({ path }) => String(path[0] ?? ''));
  return { wrong: Object.fromEntries(fields.map((field) => [field, faultOf(field)])) };
}

function bodyOf(form: Form): object {
  const checked = <Choice extends string>(field: string, choices: readonly Choice[]) =>
    choices.filter((choice) => isChecked(form, field, choice));
  const { protection, restoration, exfiltration, receivedBy } = form;
  const people = (form['people'] ?? '').trim();
  return {
    ...{ protection, restoration, exfiltration, receivedBy },
    aspects: checked('aspects', breachAspects),
    kinds: checked('kinds', describedKinds),
    hasVulnerablePeople: { yes: true, no: false }[form['hasVulnerablePeople'] ?? ''],
    ...(people !== '' && { people: /^\d{1,10}$/.test(people) ? Number(people) : people }),
    consequences: checked('consequences', consequences),
  };
}

function faultOf(field: string): string {
  if (field === 'people') return 'Write a whole number, or leave it empty.';
  return field === 'aspects' || field === 'kinds' ? 'Choose at least one.' : 'Choose one.';
}
