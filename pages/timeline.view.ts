import type { Actor } from '../domain/actor.js';
import type { FactBody, Recorded } from '../domain/decider.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import type { FactSentence } from './fact-sentences.js';
import { clockTime, longDay } from './moment.js';

export interface ToldFact extends FactSentence {
  readonly time: string;
  readonly datetime: Instant;
  readonly who: string;
  readonly proof?: { readonly number: string; readonly href: string };
}

export interface DayOfFacts {
  readonly day: string;
  readonly facts: readonly ToldFact[];
}

export interface TimelineInput<F extends FactBody> {
  readonly facts: readonly Recorded<F>[];
  readonly sentence: (fact: Recorded<F>) => FactSentence;
  /** Place in the ledger, by the fact's place in the case; absent until the sequencer has been there. */
  readonly ledgerIndices: readonly (number | undefined)[];
  readonly timeZone: string;
  readonly organisation: OrganisationFile;
  readonly mayReadTexts: boolean;
}

/** The newest day first, and in it the newest fact. */
export function timeline<F extends FactBody>(input: TimelineInput<F>): readonly DayOfFacts[] {
  const told = input.facts.map((fact, position) => tell(fact, position, input)).reverse();
  const days = [...new Set(told.map(({ day }) => day))];
  return days.map((day) => ({ day, facts: told.filter((fact) => fact.day === day) }));
}

function tell<F extends FactBody>(
  fact: Recorded<F>,
  position: number,
  input: TimelineInput<F>,
): ToldFact & { day: string } {
  const { timeZone, organisation, ledgerIndices, mayReadTexts } = input;
  const { text, words } = input.sentence(fact);
  const index = ledgerIndices[position];
  return {
    day: longDay(fact.at, timeZone),
    time: clockTime(fact.at, timeZone),
    datetime: fact.at,
    text,
    ...(words !== undefined && { words: mayReadTexts ? words : '(your role does not show texts)' }),
    who: nameOf(fact.by, organisation),
    ...(index !== undefined && { proof: { number: grouped(index), href: `/v1/ledger/proof/${index}` } }),
  };
}

/** A name for our own people, a role for everybody else. */
export function nameOf(actor: Actor, organisation: OrganisationFile): string {
  if (actor.role === 'duly') return 'Duly';
  if (actor.role === 'data-subject') return 'the requester';
  if (actor.role === 'controller') return 'the controller';
  const person = personOf(organisation, actor.id);
  if (person === undefined) return `somebody as ${actor.role}`;
  return actor.role === 'operator' ? person.name : `${person.name}, ${actor.role}`;
}

/** As the organisation file knows them; somebody who has left it keeps their id. */
export function nameOfPerson(id: string, organisation: OrganisationFile): string {
  return personOf(organisation, id)?.name ?? id;
}

/** `20 512`, with a space that does not break. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0');
}
