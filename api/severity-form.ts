import { dataKinds } from '../domain/enisa-severity.js';
import type { SeverityInput } from '../domain/enisa-severity.js';
import { circumstances, kindField, severityFieldNames, whyField } from '../pages/severity-fields.js';
import { severity } from './breach-schemas.js';
import type { Form } from './case-forms.js';

/** A score as somebody filled it in; undefined where nobody did. Whether it is whole is the schema's to say. */
export function severityIn(form: Form): object | undefined {
  if (severityFieldNames.every((name) => (form[name] ?? '').trim() === '')) return undefined;
  const judged = (name: string) => ({ value: form[name], reasons: form[whyField(name)] ?? '' });
  const isMalicious = { yes: true, no: false }[form['isMalicious'] ?? ''];
  return {
    context: kindsIn(form).map((kind) => {
      const name = kindField(kind);
      return { kind, steps: form[name] === '' ? undefined : Number(form[name]), reasons: form[whyField(name)] ?? '' };
    }),
    ease: judged('ease'),
    ...Object.fromEntries(circumstances.map((name) => [name, judged(name)])),
    isMalicious: { ...judged('isMalicious'), value: isMalicious },
  };
}

/** A kind counts as soon as anything is said of it. */
function kindsIn(form: Form): readonly (typeof dataKinds)[number][] {
  return dataKinds.filter((kind) =>
    [kindField(kind), whyField(kindField(kind))].some((name) => (form[name] ?? '').trim() !== ''),
  );
}

/** The field of the form that a part of the score came from. */
export function severityField([part, key, last]: readonly PropertyKey[], form: Form): string {
  if (part !== 'context') return key === 'reasons' ? whyField(String(part)) : String(part);
  const kind = kindsIn(form)[Number(key)];
  if (kind === undefined) return kindField('simple');
  return last === 'reasons' ? whyField(kindField(kind)) : kindField(kind);
}

export type ReadScore = { readonly severity: SeverityInput } | { readonly wrong: Form };

/** A score alone, worked out before anybody decides. */
export function readScore(form: Form): ReadScore {
  const read = severity.safeParse(severityIn(form) ?? { context: [] });
  if (read.success) return { severity: read.data };
  const missing = read.error.issues.map(({ path }) => severityField(path, form));
  return { wrong: Object.fromEntries(missing.map((name) => [name, severityFault(name)])) };
}

export function severityFault(name: string): string {
  if (name === kindField('simple')) return 'Say which data these are: at least one kind.';
  return name.endsWith('Why') ? 'Say why.' : 'Choose one.';
}
