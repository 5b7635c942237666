import { duly } from './actor.js';
import type { KnownNotice, NoticeCommand, RungName } from './controller-notice.js';
import type { Milestone } from './decider.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** Shares of the promised time (our choice): of one hour 20, 40, 55 and 60 minutes. */
const rungs: readonly (readonly [RungName, share: number])[] = [
  ['second-address', 1 / 3],
  ['telephone', 2 / 3],
  ['incident-manager', 11 / 12],
  ['overrun', 1],
];
/** After the end: in an hour, in four, then every day, until somebody has acknowledged it. */
const HOURS_SILENT = [1, 4] as const;

export interface Rung {
  readonly name: RungName;
  readonly at: Instant;
}

/** The rung of this number, counted from zero. There is always a next one. */
export function rungOf({ startsAt, dueAt }: Pick<KnownNotice, 'startsAt' | 'dueAt'>, index: number): Rung {
  const rung = rungs[index];
  if (rung !== undefined) {
    const [start, end] = [Date.parse(startsAt), Date.parse(dueAt)];
    return { name: rung[0], at: new Date(start + Math.round((end - start) * rung[1])).toISOString() };
  }
  const silent = index - rungs.length;
  const hours = HOURS_SILENT[silent] ?? (silent - HOURS_SILENT.length + 1) * 24;
  return { name: 'silent', at: hoursAfter(dueAt, hours) };
}

/** The last rung that has come by now: a controller found late is not rung up four times at once. */
export function rungReached(
  notice: KnownNotice,
  now: Instant,
): { readonly rung: Rung; readonly count: number } | undefined {
  let reached: { rung: Rung; count: number } | undefined;
  for (let index = notice.rungsPassed; ; index += 1) {
    const rung = rungOf(notice, index);
    if (rung.at > now) return reached;
    reached = { rung, count: index + 1 };
  }
}

/** A mail that nobody reads at night tells nobody: the ladder ends with an acknowledgement alone. */
export function nextRung(notice: KnownNotice): Milestone<NoticeCommand> | undefined {
  if (notice.acknowledgedAt !== undefined) return undefined;
  const { name, at } = rungOf(notice, notice.rungsPassed);
  return {
    at,
    summary: `${name}: GDPR Art. 33(2)`,
    command: { type: 'passRung', by: duly, index: notice.rungsPassed },
  };
}
