import type { TellingProcessor } from '../domain/breach.js';
import { controllerOf, personOf } from '../domain/organisation.js';
import type { KnownController, Organisation } from '../domain/organisation.js';
import { invalidField } from './input.js';

/** A controller of our house; unless one is named, the first of the organisation file. */
export function mustBeController(organisation: Organisation, wanted: string | undefined): KnownController {
  const controller = controllerOf(organisation, wanted ?? organisation.controllersInHouse[0]?.id ?? '');
  if (controller !== undefined) return controller;
  throw invalidField('controller', 'expected a controller of the organisation file', 'body');
}

export function mustBeServices(organisation: Organisation, wanted: readonly string[]): void {
  if (wanted.every((id) => organisation.services.some((known) => known.id === id))) return;
  throw invalidField('services', 'expected services of the organisation file', 'body');
}

/** A processor of ours and what its contract promises (GDPR Art. 33(2)); it told us, whether the contract is in force or not. */
export function mustBeProcessor(organisation: Organisation, wanted: string): TellingProcessor {
  const known = organisation.processors.find(({ id }) => id === wanted);
  if (known !== undefined) return { processor: known.id, maxNotify: known.contract.maxNotify };
  throw invalidField('toldBy', 'expected a processor of the organisation file', 'body');
}

/** The one id by which lists and alerts know a person, whichever account was named. */
export function mustBePerson(organisation: Organisation, field: string, wanted: string): string {
  const person = personOf(organisation, wanted);
  if (person === undefined) throw invalidField(field, 'expected a person of the organisation file', 'body');
  return person.id;
}
