import type { AnnouncedStatement } from '../domain/breach.announcing.js';
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
  /** Where a statement is said anew; absent for who may not. */
  readonly sayHref?: string | undefined;
}

/** Who is around an incident, what may be said of it, and what is not known yet. */
export interface IncidentView {
  readonly pairs: readonly { readonly term: string; readonly text: string; readonly words?: string }[];
  readonly missing: readonly { readonly question: string; readonly waiting?: string }[];
  readonly missingHeading: string;
  /** What was announced and did not arrive, and what one can do. */
  readonly cameBack?: { readonly text: string; readonly href?: string | undefined };
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
    ...cameBackIn(input),
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

function announced(
  { announcements = [], holdingStatements = [] }: KnownBreach,
  statement: HoldingStatement,
): readonly AnnouncedStatement[] {
  const number = holdingStatements.indexOf(statement) + 1;
  return announcements.filter((one) => one.statement === number);
}

/** Where it is told already, and where not. */
function announcedPairs(breach: KnownBreach, statement: HoldingStatement): IncidentView['pairs'] {
  const places = announced(breach, statement).map(
    ({ place, outcome }) => `${placeWords[place]}${outcome === 'accepted' ? '' : ` (${notYet[outcome ?? 'begun']})`}`,
  );
  return places.length === 0 ? [] : [{ term: 'Announced', text: places.join(', ') }];
}

const notYet = { begun: 'under way', refused: 'not taken', unknown: 'nobody knows', bounced: 'came back' } as const;

/** Once other words are to be said, nobody waits for those that came back. */
function cameBackIn({ breach, now, sayHref: href }: IncidentInput): Pick<IncidentView, 'cameBack'> {
  const statement = statementAt(breach, now);
  const places = statement === undefined ? [] : announced(breach, statement).filter(isBounced);
  if (places.length === 0) return {};
  const where = places.map(({ place }) => placeWords[place]).join(', ');
  const text = `What was to be said ${where} came back: nobody there has it. Tell them otherwise; or have the address in the organisation file put right and announce it again, which every other place gets once more, too.`;
  return { cameBack: { text, ...(breach.phase === 'open' && { href }) } };
}

function isBounced({ outcome }: AnnouncedStatement): boolean {
  return outcome === 'bounced';
}

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
