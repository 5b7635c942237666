import type { Finding, Path } from './located.js';

interface Found {
  readonly path: Path;
  readonly value: string;
}

/** Ids that share one namespace. */
const identifiers: Readonly<Record<string, readonly string[]>> = {
  people: ['people.*.id', 'people.*.accounts.*'],
  'people by mail': ['people.*.mail'],
  supervisoryAuthorities: ['supervisoryAuthorities.*.id'],
  controllers: ['controllersInHouse.*.id', 'controllers.*.id'],
  services: ['services.*.id'],
  systems: ['systems.*.id'],
  recipients: ['recipients.*.id', 'processors.*.id'],
  'places of announcements': ['announcements.*.place'],
};

const references: readonly (readonly [from: string, to: string])[] = [
  ['people.*.deputies.*.id', 'people.*.id'],
  ['services.*.owner', 'people.*.id'],
  ['services.*.deputies.*', 'people.*.id'],
  ['systems.*.owner', 'people.*.id'],
  ['services.*.systems.*', 'systems.*.id'],
  ['controllersInHouse.*.supervisoryAuthority', 'supervisoryAuthorities.*.id'],
  ['controllersInHouse.*.jointWith.*', 'controllersInHouse.*.id'],
  ['controllers.*.services.*', 'services.*.id'],
  ['processors.*.services.*', 'services.*.id'],
];

const periods = ['people.*.deputies.*', 'controllers.*.contract', 'processors.*.contract'];

/** What looks like a secret, wherever it stands. */
const secretForms: readonly RegExp[] = [
  /\/\/[^/\s@]+:[^/\s@]*@/,
  /-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\./,
  /\b(gh[pousr]_|glpat-|xox[abprs]-|AKIA|sk_live_)\w{8,}/,
];

/** Checked on the raw values, so that a slip in one section does not hide those in the others. */
export function referenceFindings(file: unknown): readonly Finding[] {
  return [...duplicates(file), ...dangling(file), ...reversed(file), ...secrets(file, [])];
}

function duplicates(file: unknown): readonly Finding[] {
  return Object.entries(identifiers).flatMap(([space, patterns]) => {
    const found = patterns.flatMap((pattern) => textsAt(file, pattern));
    return found
      .filter(({ value }, index) => found.findIndex((other) => isSame(other.value, value)) < index)
      .map(({ path }) => ({ path, message: duplicateMessage(space) }));
  });
}

function duplicateMessage(space: string): string {
  if (space === 'people by mail')
    return 'two people have this mail address; list a second account of one person under accounts';
  return space === 'places of announcements' ? 'this place is given twice' : 'this id is given twice';
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function dangling(file: unknown): readonly Finding[] {
  return references.flatMap(([from, to]) => {
    const known = new Set(textsAt(file, to).map(({ value }) => value));
    const unknown = textsAt(file, from).filter(({ value }) => !known.has(value));
    return unknown.map(({ path }) => ({ path, message: `names nothing in ${to.split('.')[0] ?? ''}` }));
  });
}

function reversed(file: unknown): readonly Finding[] {
  return periods
    .flatMap((pattern) => [...valuesAt(file, pattern.split('.'), [])])
    .filter(({ value }) => {
      const [from] = textsAt(value, 'from');
      const [to] = textsAt(value, 'to');
      return from !== undefined && to !== undefined && to.value < from.value;
    })
    .map(({ path }) => ({ path: [...path, 'to'], message: 'the period ends before it begins' }));
}

function secrets(value: unknown, path: Path): readonly Finding[] {
  if (typeof value === 'string') {
    const isSecret = secretForms.some((form) => form.test(value));
    return isSecret ? [{ path, message: 'looks like a secret: name it as env:DULY_SECRET_<NAME>, and renew it' }] : [];
  }
  return childrenOf(value).flatMap(([key, child]) => secrets(child, [...path, key]));
}

function textsAt(file: unknown, pattern: string): readonly Found[] {
  return [...valuesAt(file, pattern.split('.'), [])].flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, value }] : [],
  );
}

function* valuesAt(value: unknown, pattern: readonly string[], path: Path): Generator<{ path: Path; value: unknown }> {
  const [step, ...rest] = pattern;
  if (step === undefined) {
    yield { path, value };
    return;
  }
  const children = childrenOf(value).filter(([key]) => (step === '*' ? typeof key === 'number' : key === step));
  for (const [key, child] of children) yield* valuesAt(child, rest, [...path, key]);
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
