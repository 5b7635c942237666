import { anchorOf } from './breach.anchors.js';
import type { SubmissionKind } from './breach.clock-table.js';
import type { KnownBreach } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** ADR 0015: the day on which the final report is due. */
const HOURS_OF_THE_DATE = 24;

/**
 * NIS2 Art. 23(4)(e): a progress report takes the place of the final one on its date, if the incident still went on then.
 * One that the CSIRT asked for before, 23(4)(c), takes the place of nothing.
 */
export function progressInPlaceAt(breach: KnownBreach): Instant | undefined {
  const dueAt = finalReportDueAt(breach);
  if (dueAt === undefined) return undefined;
  const handledAt = anchorOf(breach.anchors, 'handledAt')?.at;
  const from = hoursAfter(dueAt, -HOURS_OF_THE_DATE);
  return sentOf(breach, 'nis2-progress-report').find(
    (sentAt) => sentAt >= from && goesOn(handledAt, sentAt < dueAt ? sentAt : dueAt),
  );
}

function sentOf({ submissions }: KnownBreach, kind: SubmissionKind): readonly Instant[] {
  return submissions.filter((sent) => sent.kind === kind).map(({ submittedAt }) => submittedAt);
}

function goesOn(handledAt: Instant | undefined, at: Instant): boolean {
  return handledAt === undefined || handledAt >= at;
}

/** The first notification sets it for good, so as it was last computed is as it is. */
function finalReportDueAt({ clocks }: KnownBreach): Instant | undefined {
  const clock = clocks.find(({ id }) => id === 'nis2-final');
  return clock !== undefined && 'dueAt' in clock ? clock.dueAt : undefined;
}

function isStillOwed(breach: KnownBreach): boolean {
  return sentOf(breach, 'nis2-final-report').length === 0 && progressInPlaceAt(breach) !== undefined;
}

/** NIS2 Art. 23(4)(e): its month begins with the end of the handling, so as long as nobody says that, no clock reminds anybody. */
export function isEndOfHandlingUnsaid(breach: KnownBreach): boolean {
  return breach.phase === 'open' && isStillOwed(breach) && anchorOf(breach.anchors, 'handledAt') === undefined;
}

/** NIS2 Art. 23(4)(e): the final report is owed after a progress report too, though no clock runs before the handling has ended. */
export function whyNotReportedFinally(breach: KnownBreach): Refusal | undefined {
  if (!isStillOwed(breach)) return undefined;
  const message =
    'The final report is missing: say when the handling of the incident ended, and send it within a month.';
  return refuse('ClockRunning', message, 'NIS2 Art. 23(4)(e)');
}
