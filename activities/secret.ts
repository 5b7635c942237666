import type { SecretReference } from '../domain/organisation.js';

/** What the environment has under the name; a secret that is not there stops the worker at its start, not at night. */
export function resolved(text: SecretReference, environment: NodeJS.ProcessEnv): string {
  const name = /^env:(DULY_SECRET_[A-Z0-9_]+)$/.exec(text)?.[1];
  if (name === undefined) return text;
  const value = environment[name] ?? '';
  if (value === '') throw new Error(`The configuration is not complete. ${name}: the organisation file names it.`);
  return value;
}
