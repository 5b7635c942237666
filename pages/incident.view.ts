import { awaitedIn, missingIn } from '../domain/breach.information.js';
import type { InformationItem } from '../domain/breach.information.js';
import { isResultOwed, statementAt } from '../domain/breach.reporter.js';
import type { HoldingStatement } from '../domain/breach.reporter.js';
import type { KnownBreach } from '../domain/breach.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { placeWords } from './breach.words.js';
import { counted } from './fact-sentences.js';
import { extentText, informationQuestions } from './incident.words.js';
import { ago, shortMoment } from './moment.js';
import { nameOfPerson } from './timeline.view.js';

export interface IncidentInput {
  readonly breach: KnownBreach;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly mayReadTexts: boolean;
}

/** Who is around an incident, what may be said of it, and what is not known yet. */
export interface IncidentView {
  readonly pairs: readonly { readonly term: string; readonly text: string; readonly words?: string }[];
  readonly missing: readonly { readonly question: string; readonly waiting?: string }[];
  readonly missingHeading: string;
  /** What is owed to the reporter, where something is. */
  readonly owed?: string;
}

export function incidentView(input: IncidentInput): IncidentView {
  const { breach, organisation } = input;
  const missing = missingIn(breach);
  return {
    pairs: [...extentPairs(breach), ...peoplePairs(input), ...statementPairs(input)],
    missing: missing.map((item) => ({ question: informationQuestions[item], ...waitingFor(item, input) })),
    missingHeading: missing.length === 0 ? 'Nothing is missing' : `${counted(missing.length, 'answer')} missing`,
    ...(isResultOwed(breach) && { owed: owedText(breach, organisation) }),
  };
}

function extentPairs({ extent }: KnownBreach): IncidentView['pairs'] {
  return [{ term: 'How far it went', text: extent === undefined ? 'not recorded yet' : extentText(extent) }];
}

function peoplePairs({ breach, organisation, mayReadTexts }: IncidentInput): IncidentView['pairs'] {
  const { firstContact, involved = [] } = breach;
  const contact = firstContact === undefined ? 'none' : nameOfPerson(firstContact, organisation);
  return [
    { term: 'First contact of the reporter', text: contact },
    ...involved.map(({ person, mandate, workStopped }) => {
      const stopped = workStopped === undefined ? '' : ` Put down for it: ${workStopped}`;
      const text = nameOfPerson(person, organisation);
      return { term: 'Involved', text, ...(mayReadTexts && { words: `${mandate}${stopped}` }) };
    }),
  ];
}

function statementPairs({ breach, now }: IncidentInput): IncidentView['pairs'] {
  const statement = statementAt(breach, now);
  const term = 'What may be said';
  if (statement === undefined) return [{ term, text: 'nothing yet' }];
  const since = {
    term,
    text: `Since ${shortMoment(statement.validFrom, breach.timeZone, now)}`,
    words: statement.text,
  };
  return [since, ...announcedPairs(breach, statement)];
}

/** Where it is told already, and where not. */
function announcedPairs(
  { announcements = [], holdingStatements = [] }: KnownBreach,
  statement: HoldingStatement,
): IncidentView['pairs'] {
  const number = holdingStatements.indexOf(statement) + 1;
  const places = announcements
    .filter((one) => one.statement === number)
    .map(
      ({ place, outcome }) => `${placeWords[place]}${outcome === 'accepted' ? '' : ` (${notYet[outcome ?? 'begun']})`}`,
    );
  return places.length === 0 ? [] : [{ term: 'Announced', text: places.join(', ') }];
}

const notYet = { begun: 'under way', refused: 'not taken', unknown: 'nobody knows' } as const;

function waitingFor(item: InformationItem, { breach, organisation, now }: IncidentInput): { waiting?: string } {
  const asked = awaitedIn(breach).filter((one) => one.item === item);
  if (asked.length === 0) return {};
  const whom = asked.map(({ of, askedAt }) => `${nameOfPerson(of, organisation)} was asked ${ago(askedAt, now)}`);
  return { waiting: whom.join(', ') };
}

/** What nobody must do, and nobody can any more once the case is closed. */
export function leftOpen(breach: KnownBreach, organisation: OrganisationFile): readonly string[] {
  const missing = missingIn(breach).length;
  return [
    ...(isResultOwed(breach) ? [owedText(breach, organisation)] : []),
    ...(missing > 0 ? [`${counted(missing, 'answer')} about the incident missing.`] : []),
    ...(breach.lessons.length === 0 ? ['No lesson was put down.'] : []),
  ];
}

function owedText({ firstContact = '' }: KnownBreach, organisation: OrganisationFile): string {
  return `Whoever reported it has not heard what came of it; ${nameOfPerson(firstContact, organisation)} is their contact.`;
}
