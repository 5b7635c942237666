import { anchorOf } from './breach.anchors.js';
import { evolve } from './breach.evolve.js';
import { awaitedIn, missingIn } from './breach.information.js';
import type { Breach, BreachFact, KnownBreach } from './breach.js';
import type { Recorded } from './decider.js';
import { HOUR, hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** When the gaps are counted, from the first information on. */
export const gapCounts = ['after1h', 'after24h', 'after72h'] as const;
export type GapCount = (typeof gapCounts)[number];
const hoursOf: Readonly<Record<GapCount, number>> = { after1h: 1, after24h: 24, after72h: 72 };

const MINUTE = HOUR / 60;

/** How much was missing when, and how long answers took. */
export interface InformationFigures {
  readonly missing: number;
  /** Absent where that hour has not come, or nothing was registered by then. */
  readonly missingAt: Readonly<Partial<Record<GapCount, number>>>;
  readonly asked: number;
  readonly awaited: number;
  readonly minutesToAnswer: readonly number[];
}

export function informationFiguresOf(
  facts: readonly Recorded<BreachFact>[],
  breach: KnownBreach,
  now: Instant,
): InformationFigures {
  const informedAt = anchorOf(breach.anchors, 'firstInformedAt')?.at ?? breach.registeredAt;
  const counted = gapCounts.flatMap((when) => {
    const at = hoursAfter(informedAt, hoursOf[when]);
    const then = at > now ? undefined : stateAt(facts, at);
    return then === undefined || then.phase === 'new' ? [] : [[when, missingIn(then).length] as const];
  });
  const asked = facts.filter(({ type }) => type === 'informationAsked').length;
  return {
    ...{ missing: missingIn(breach).length, missingAt: Object.fromEntries(counted), asked },
    ...{ awaited: awaitedIn(breach).length, minutesToAnswer: minutesToAnswer(breach) },
  };
}

function stateAt(facts: readonly Recorded<BreachFact>[], at: Instant): Breach {
  return facts.filter((fact) => fact.at <= at).reduce<Breach>(evolve, { phase: 'new' });
}

/** What was told without a question took nobody any time. */
function minutesToAnswer({ information = [] }: KnownBreach): readonly number[] {
  return information.flatMap(({ askedAt, givenAt }) => {
    if (givenAt === undefined || givenAt === askedAt) return [];
    return [Math.round((Date.parse(givenAt) - Date.parse(askedAt)) / MINUTE)];
  });
}
