import { whyNotActOnBreach } from './breach.law.js';
import type { Breach } from './breach.js';
import type { Actor } from './actor.js';
import type { AnnouncementPlace } from './organisation.js';
import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** What a reporter hears of it: how it goes, that it helped, and what came of it. */
export const reporterMessages = ['follow-up', 'thanks', 'result'] as const;
export type ReporterMessage = (typeof reporterMessages)[number];

/** Told by word of mouth, by telephone or by mail: what, and when. */
export interface ToldReporter {
  readonly what: ReporterMessage;
  readonly text: string;
  readonly at: Instant;
  /** Why somebody else told it than their first contact. */
  readonly reasons?: string | undefined;
}

/** Whoever took the report stays the contact of the reporter; another one who steps in says why. */
export function whyNotTellReporter(breach: Breach, told: ToldReporter, by: Actor, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (told.at > now) return refuse('SentInFuture', 'Nobody is told in the future.');
  const isTheirs = breach.firstContact === undefined || breach.firstContact === by.id;
  if (isTheirs || areReasonsGiven(told.reasons)) return undefined;
  return refuse('ReasonsMissing', 'The reporter has a first contact: say why it is not they who tell this.');
}

/** Somebody told us, and has not heard what came of it. */
export function isResultOwed({ firstContact, reporterTold = [] }: Exclude<Breach, { phase: 'new' }>): boolean {
  return firstContact !== undefined && !reporterTold.some(({ what }) => what === 'result');
}

/** As long as a statement may be written ahead; later ones are a slip of the year. */
const HOURS_AHEAD = 7 * 24;

export function whyNotSetStatement(breach: Breach, validFrom: Instant, now: Instant): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  if (validFrom > hoursAfter(now, HOURS_AHEAD))
    return refuse('AnchorInFuture', 'A statement is written at most a week ahead.');
  if (validFrom >= breach.registeredAt) return undefined;
  return refuse('AnchorsOutOfOrder', 'Nothing was to be said before the incident was reported.');
}

/** What everybody who is asked about it may say, until there is more; the service desk reads it too. */
export interface HoldingStatement {
  readonly text: string;
  readonly validFrom: Instant;
  /** As the organisation file named them when it was written; absent where it names none. */
  readonly announceAt?: readonly AnnouncementPlace[] | undefined;
}

/** The last one that holds already. */
export function statementAt(
  { holdingStatements = [] }: Exclude<Breach, { phase: 'new' }>,
  now: Instant,
): HoldingStatement | undefined {
  return holdingStatements.findLast(({ validFrom }) => validFrom <= now);
}

/** Written ahead, and nobody has said anything since that would then hold instead. */
export function statementsAhead(breach: Exclude<Breach, { phase: 'new' }>, now: Instant): readonly HoldingStatement[] {
  const { holdingStatements = [] } = breach;
  return holdingStatements.filter((one) => one.validFrom > now && statementAt(breach, one.validFrom) === one);
}
