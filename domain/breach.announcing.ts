import { duly } from './actor.js';
import { statementAt } from './breach.reporter.js';
import type { Breach, BreachCommand, BreachEffect, BreachFact, KnownBreach } from './breach.js';
import type { Milestone } from './decider.js';
import { announcementPlaces } from './organisation.js';
import type { AnnouncementPlace } from './organisation.js';
import type { Announced, EarlierWords } from './ports/announcer.js';
import type { Instant } from './time.js';

/** One statement in one place. */
export interface AnnouncedStatement {
  /** The number of the statement, counted from one. */
  readonly statement: number;
  readonly place: AnnouncementPlace;
  /** Absent while it is under way. */
  readonly outcome?: Announced['outcome'] | 'bounced';
}

/** What a place is to be given, as whoever brings it there must know it. */
export interface AnnouncementOrder {
  readonly statement: number;
  readonly place: AnnouncementPlace;
  /** The statement that this place had before: these words take the place of those. */
  readonly follows?: number | undefined;
  readonly reference: string;
  readonly text: string;
  readonly at: Instant;
  readonly drill: boolean;
}

/** What came of one of them; `earlier` only where something stood there before. */
export type AnnouncementOutcome = { readonly statement: number; readonly place: AnnouncementPlace } & (
  | { readonly outcome: 'accepted'; readonly earlier?: EarlierWords | undefined }
  | { readonly outcome: Exclude<Announced['outcome'], 'accepted'> }
);

/** From this statement on others are told: each place that was named for it has it under way. */
export function withAnnouncements(breach: KnownBreach, statement: number): KnownBreach {
  const { announceAt = [] } = breach.holdingStatements?.[statement - 1] ?? {};
  const known = { ...breach, begunStatement: statement };
  if (announceAt.length === 0) return known;
  const begun = announceAt.map((place) => ({ statement, place }));
  return { ...known, announcements: [...(breach.announcements ?? []), ...begun] };
}

/** One for each place, so that one that does not answer keeps none of the others waiting. */
export function announcementsOf(breach: KnownBreach, statement: number, at: Instant): readonly BreachEffect[] {
  const { reference, drill, announcements = [], holdingStatements = [] } = breach;
  const text = holdingStatements[statement - 1]?.text;
  if (text === undefined) return [];
  return announcements
    .filter((one) => one.statement === statement)
    .map(({ place }) => {
      const follows = announcements.findLast(
        (one) => one.place === place && one.statement !== statement && hasIt(one),
      )?.statement;
      return { type: 'announce', statement, place, follows, reference, text, at, drill };
    });
}

/** What was not taken, or came back, was never said there. */
function hasIt({ outcome }: AnnouncedStatement): boolean {
  return outcome !== 'refused' && outcome !== 'bounced';
}

/** The same at every attempt, so that a place has each statement once. */
export function announcementKey(caseId: string, statement: number): string {
  return `${caseId}:statement-${String(statement)}`;
}

/** The same words in two places are two mails. */
export function announcementMailKey(place: AnnouncementPlace, key: string): string {
  return `${place} ${key}`;
}

/** Which announcement left under this key of a mail; undefined where it was another mail. */
export function announcementIn(mailKey: string): Announcing | undefined {
  const [, where, statement] = /^(\S+) \S+:statement-(\d+)$/.exec(mailKey) ?? [];
  const place = announcementPlaces.find((known) => known === where);
  return place === undefined ? undefined : { place, statement: Number(statement) };
}

type Announcing = Pick<AnnouncedStatement, 'statement' | 'place'>;

/** Words written ahead are not told before they hold, and not at all once others have taken their place. */
export function statementMilestone(breach: KnownBreach): Milestone<BreachCommand> | undefined {
  const [next] = waitingStatements(breach);
  if (next === undefined) return undefined;
  const command = { type: 'passStatementStart', by: duly, statement: next.number } as const;
  return { at: next.validFrom, summary: 'a holding statement begins to hold', command };
}

/** Late, as after an outage, it is the one that holds by then: those before it are passed over. */
export function statementBegun(breach: Breach, statement: number, now: Instant): readonly BreachFact[] {
  if (breach.phase !== 'open') return [];
  const isDue = waitingStatements(breach).some(({ number, validFrom }) => number === statement && validFrom <= now);
  const holding = (breach.holdingStatements ?? []).findLastIndex(({ validFrom }) => validFrom <= now) + 1;
  return isDue ? [{ type: 'holdingStatementBegan', statement: holding }] : [];
}

function waitingStatements(breach: KnownBreach) {
  const { holdingStatements = [], announcements = [] } = breach;
  const begun = breach.begunStatement ?? announcements.at(-1)?.statement ?? 0;
  return holdingStatements
    .map((statement, index) => ({ ...statement, number: index + 1 }))
    .filter(({ announceAt = [], number }) => announceAt.length > 0 && number > begun)
    .filter(({ number, validFrom }) => statementAt(breach, validFrom) === holdingStatements[number - 1])
    .sort((one, other) => Date.parse(one.validFrom) - Date.parse(other.validFrom));
}

export function announcementSettled({
  effect,
  ...came
}: { readonly effect: string } & AnnouncementOutcome): readonly BreachFact[] {
  const { statement, place } = came;
  if (came.outcome === 'accepted') return [{ type: 'announced', effect, statement, place, earlier: came.earlier }];
  return [{ type: 'announcementFailed', effect, statement, place, why: came.outcome }];
}

export function withAnnouncementSettled(
  breach: KnownBreach,
  it: Announcing,
  outcome: NonNullable<AnnouncedStatement['outcome']>,
): KnownBreach {
  const settled = (one: AnnouncedStatement) =>
    isThe(it, one) && one.outcome !== 'bounced' ? { ...one, outcome } : one;
  return { ...breach, announcements: breach.announcements?.map(settled) };
}

function isThe({ statement, place }: Announcing, one: AnnouncedStatement): boolean {
  return one.statement === statement && one.place === place;
}

/** A place that took a mail did not read it yet. The same bounce told twice is one fact, and one of what was never said is none. */
export function announcementBounced(breach: Breach, it: Announcing): readonly BreachFact[] {
  const announced = breach.phase === 'new' ? undefined : breach.announcements?.find((one) => isThe(it, one));
  if (announced === undefined || announced.outcome === 'bounced') return [];
  return [{ type: 'announcementBounced', statement: it.statement, place: it.place }];
}
