import { duly } from './actor.js';
import { civilDateIn } from './civil-date.js';
import { computeDeadline } from './deadline.js';
import type { Deadline } from './deadline.js';
import type { WaitingInterval } from './deadline-question.js';
import type { Milestone } from './decider.js';
import { lengthOf } from './period.js';
import { doesMessageWait } from './subject-request.messages.js';
import type { KnownRequest, Registration, RequestCommand, SubjectRequest } from './subject-request.js';
import { HOUR, hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** After the answer the case stays reachable for bounces and complaints; nothing is due (design choice). */
const SETTLED_DAYS = 30;
const REMINDER_DAYS = 7;

type Anchor = Pick<Registration, 'receivedAt' | 'timeZone' | 'calendar' | 'rulePack'>;

/** GDPR Art. 12(3): without undue delay and in any event within one month of receipt. */
export function answerClock(anchor: Anchor): Deadline {
  return computeDeadline({ period: 'P1M', ...questionOf(anchor) }, anchor.calendar);
}

/** GDPR Art. 12(3): by two further months; the earlier of both readings, then Reg. 1182/71 once. */
export function extendedClock(anchor: Anchor): Deadline {
  return computeDeadline({ period: 'P1M', extension: true, ...questionOf(anchor) }, anchor.calendar);
}

/** EDPB Guidelines 01/2022, para. 159: shown beside the binding clock; a question asked late suspends nothing. */
export function suspendedClock(request: KnownRequest, now: Instant): Deadline | undefined {
  return shownClock(request, waitsUntil(request, now), request.extension?.effective === true);
}

/** Every wait that began with a letter that left. */
export function waitsUntil(request: KnownRequest, now: Instant): readonly WaitingInterval[] {
  const { identityAskedAt, identityWaits, timeZone } = request;
  if (identityAskedAt === undefined) return identityWaits;
  return [...identityWaits, { from: civilDateIn(identityAskedAt, timeZone), until: civilDateIn(now, timeZone) }];
}

export function shownClock(
  request: KnownRequest,
  waiting: readonly WaitingInterval[],
  extension: boolean,
): Deadline | undefined {
  if (waiting.length === 0) return undefined;
  return computeDeadline({ period: 'P1M', extension, waiting, ...questionOf(request) }, request.calendar);
}

export function nextMilestone(request: SubjectRequest): Milestone<RequestCommand> | undefined {
  if (request.phase === 'new' || request.phase === 'closed') return undefined;
  if (request.phase === 'settled') return closing(request);
  return request.deadlinePassedAt === undefined ? (nextWarning(request) ?? deadline(request)) : reminder(request);
}

function closing(request: KnownRequest): Milestone<RequestCommand> | undefined {
  // Nothing that came in ends unread.
  if (request.settledAt === undefined || doesMessageWait(request)) return undefined;
  const at = hoursAfter(request.settledAt, SETTLED_DAYS * 24);
  return { at, summary: `Close ${request.reference}: settled for 30 days`, command: { type: 'close', by: duly } };
}

function nextWarning(request: KnownRequest): Milestone<RequestCommand> | undefined {
  const { dueAt } = request.answerClock;
  return request.warnings
    .map((before) => ({ before, at: hoursAfter(dueAt, -hoursIn(before)) }))
    .filter(({ at }) => at > request.milestonesPassedUntil && at < dueAt)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ before, at }) => ({
      at,
      summary: `Warn ${before} before the answer is due, GDPR Art. 12(3)`,
      command: { type: 'passWarning', by: duly, dueAt, before } as const,
    }))[0];
}

/** Missing it does not end the duty: the case goes on, late. */
function deadline(request: KnownRequest): Milestone<RequestCommand> {
  const { dueAt } = request.answerClock;
  return { at: dueAt, summary: 'Answer due, GDPR Art. 12(3)', command: { type: 'passDeadline', by: duly, dueAt } };
}

function reminder(request: KnownRequest): Milestone<RequestCommand> {
  const { dueAt } = request.answerClock;
  const at = new Date(Date.parse(request.milestonesPassedUntil) + REMINDER_DAYS * 24 * HOUR).toISOString();
  return { at, summary: 'Answer overdue, GDPR Art. 12(3)', command: { type: 'passReminder', by: duly, dueAt } };
}

/** Warnings are our own promise, so their days are of 24 hours; nothing legal hangs on them. */
function hoursIn(period: string): number {
  const length = lengthOf(period);
  if (length === undefined || length.unit === 'months') throw new Error(`${period} is no period of hours or days`);
  return length.unit === 'hours' ? length.count : length.count * 24;
}

function questionOf({ receivedAt, timeZone, rulePack }: Anchor) {
  return { receivedAt, timeZone, rulePack };
}
