import { isComputed } from '../domain/breach.clocks.js';
import { missingIn } from '../domain/breach.information.js';
import type { KnownBreach } from '../domain/breach.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile, Person } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { clockView, stoppedClock } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { breachStepPath } from './breach-steps.words.js';
import { counted } from './fact-sentences.js';
import { informationQuestions } from './incident.words.js';
import type { EffectView } from './step.view.js';

/** What somebody who reported an incident, and may not read breaches, learns of it. */
export interface BreachReceiptInput {
  readonly caseId: string;
  /** Whoever looks is the reporter's first contact, and writes down what they were told. */
  readonly mayTell: boolean;
  readonly breach: KnownBreach;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
}

export interface BreachReceiptView {
  readonly reference: string;
  readonly clock: ClockView;
  readonly next: readonly EffectView[];
  /** What nobody has said yet: whoever knows tells it at once. */
  readonly missing: { readonly heading: string; readonly questions: readonly string[] };
  readonly tell?: string;
}

/** Neither what happened nor what was found, however late they look: that stays with those who work on it. */
export function breachReceiptView(input: BreachReceiptInput): BreachReceiptView {
  const { caseId, mayTell, breach, organisation, now } = input;
  const { reference } = breach;
  const people = contactsFor(breach, organisation);
  const write = people.length === 0 ? organisation.contact.dpo.mail : people.map(wayTo).join('; ');
  return {
    ...{ reference, clock: clockOf(breach, now) },
    missing: missingOf(breach),
    ...(mayTell && { tell: breachStepPath(caseId, 'contact-reports') }),
    next: [
      { what: 'Your reference', text: `${reference}. With it, everybody who works on it finds the report.` },
      {
        what: 'Who looks',
        text: `${namesOf(people)}, who is written to now, and decides within a day whether it is a breach.`,
      },
      { what: 'If you learn more', text: `Tell it at once, with the reference: ${write}.` },
      { what: 'Evidence', text: 'Keep messages, screens and logs as they are; delete nothing.' },
      { what: 'Until then', text: 'Promise and tell nothing to people outside; that is done from here.' },
    ],
  };
}

function missingOf(breach: KnownBreach): BreachReceiptView['missing'] {
  const questions = missingIn(breach).map((item) => informationQuestions[item]);
  return { heading: `${counted(questions.length, 'question')} still open`, questions };
}

function clockOf({ clocks, timeZone }: KnownBreach, now: Instant): ClockView {
  const looking = clocks.find(({ id }) => id === 'investigation');
  if (looking !== undefined && isComputed(looking)) return clockView(looking.dueAt, { now, timeZone, form: 'long' });
  return stoppedClock('In hand', 'The incident team has looked at it, and works on it.', true);
}

/** Its owner; until there is one, everybody who could be. */
function contactsFor({ owner }: KnownBreach, organisation: OrganisationFile): readonly Person[] {
  const known = owner === undefined ? undefined : personOf(organisation, owner);
  return known === undefined ? organisation.people.filter(({ roles }) => roles.includes('incident-manager')) : [known];
}

function namesOf(people: readonly Person[]): string {
  return people.length === 0 ? 'The data protection officer' : people.map(({ name }) => name).join(' or ');
}

function wayTo({ name, mail, phone }: Person): string {
  return [name, ...(phone === undefined ? [] : [phone]), mail].join(', ');
}
