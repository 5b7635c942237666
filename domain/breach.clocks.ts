import { anchorOf } from './breach.anchors.js';
import { authorityClocks } from './breach.authority.js';
import type { AnchorName } from './breach.anchors.js';
import { rulesOf } from './breach.clock-table.js';
import type { ClockBasis, ClockId, ClockRecipient, ClockRule } from './breach.clock-table.js';
import { isOwed, metAtOf, submissionsOf } from './breach.duties.js';
import { isPromiseOwed } from './breach.promises.js';
import type { KnownBreach, TellingProcessor } from './breach.js';
import { rollOver } from './calendar.js';
import { endOfDay, noonOf } from './civil-date.js';
import { computeDeadline } from './deadline.js';
import type { Deadline } from './deadline.js';
import type { Step } from './deadline-steps.js';
import { HOUR, hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** The `id` of the rule, or `commitment:` and the `id` of the promise, `authority:` and that of what it asks. */
export type ClockKey = string;

interface AnyClock {
  readonly key: ClockKey;
  readonly id: ClockId;
  readonly article: string;
  readonly basis: ClockBasis;
  readonly recipient: ClockRecipient;
}

export interface ComputedClock extends AnyClock {
  readonly startsAt: Instant;
  /** The first instant that is too late; what all alarms go by. */
  readonly dueAt: Instant;
  /** A later instant that another reading allows; shown only. */
  readonly permittedUntil?: Instant;
  readonly calendarComplete: boolean;
  readonly steps: readonly Step[];
  /** When what it asks for was done. */
  readonly metAt?: Instant;
}

/** A clock whose anchor nobody knows is not computed; nothing stands in for it. */
export interface ClockWithoutAnchor extends AnyClock {
  readonly missing: AnchorName;
  readonly missingSince: Instant;
}

export type BreachClock = ComputedClock | ClockWithoutAnchor;

export function isComputed(clock: BreachClock): clock is ComputedClock {
  return 'dueAt' in clock;
}

/** What still runs: computed, and not yet met. */
export function runningClocks({ clocks }: KnownBreach): readonly ComputedClock[] {
  return clocks.filter(isComputed).filter(({ metAt }) => metAt === undefined);
}

/** When somebody said that a promise was kept. */
export function commitmentKept({ commitmentsKept }: KnownBreach, id: string): Instant | undefined {
  return commitmentsKept.find((kept) => kept.id === id)?.keptAt;
}

/**
 * Every clock that a duty of the case starts, in the order of the table; then the dates that the authority set.
 * A promise that was kept waits for no anchor: nobody can say whether that was in time.
 */
export function computeClocks(breach: KnownBreach, now: Instant): readonly BreachClock[] {
  const ruled = rulesFor(breach).flatMap(({ key, rule, promise }) => {
    const metAt = promise === undefined ? metAtOf(rule.id, breach) : commitmentKept(breach, promise);
    if (metAt === undefined && !isRuleOwed(rule, breach)) return [];
    const clock = clockOf(key, rule, breach, now);
    if (metAt === undefined) return [clock];
    if (isComputed(clock)) return [{ ...clock, metAt }];
    return promise === undefined ? [clock] : [];
  });
  return [...ruled, ...authorityClocks(breach)];
}

function isRuleOwed({ id, start }: ClockRule, breach: KnownBreach): boolean {
  return id === 'commitment' && 'anchor' in start ? isPromiseOwed(breach, start.anchor) : isOwed(id, breach);
}

interface NamedRule {
  readonly key: ClockKey;
  readonly rule: ClockRule;
  /** The `id` of a promise: somebody chose it, so no other clock may listen to it. */
  readonly promise?: string;
}

function rulesFor(breach: KnownBreach): readonly NamedRule[] {
  const { packs, restorationPeriod, toldBy, controllerNoticePeriod, commitments } = breach;
  const own: readonly ClockRule[] = [
    {
      id: 'investigation',
      article: 'EDPB Guidelines 9/2022',
      basis: 'target',
      recipient: 'us',
      start: { anchor: 'firstInformedAt' },
      period: 'PT24H',
    },
    ...(restorationPeriod === undefined ? [] : [restoration(restorationPeriod)]),
    ...(toldBy === undefined ? [] : [processorNotice(toldBy)]),
    {
      id: 'gdpr-33-2',
      article: 'GDPR Art. 33(2)',
      basis: 'contract',
      recipient: 'controller',
      start: { anchor: 'processorAwareAt' },
      period: controllerNoticePeriod,
    },
  ];
  const promised = commitments.map(({ id, source, anchor, period }): NamedRule => {
    const start = { anchor };
    return {
      key: `commitment:${id}`,
      promise: id,
      rule: { id: 'commitment', article: source, basis: 'contract', recipient: 'us', start, period },
    };
  });
  return [...[...own, ...rulesOf(packs)].map((rule): NamedRule => ({ key: rule.id, rule })), ...promised];
}

function restoration(period: string): ClockRule {
  const start = { anchor: 'firstInformedAt' } as const;
  return { id: 'restoration', article: 'GDPR Art. 32(1)(c)', basis: 'target', recipient: 'us', start, period };
}

/** What our processor owed us; the next link of the chain is our own duty (GDPR Art. 33(2)). */
function processorNotice({ maxNotify: period }: TellingProcessor): ClockRule {
  const start = { anchor: 'subProcessorAwareAt' } as const;
  return { id: 'processor-notice', article: 'GDPR Art. 33(2)', basis: 'contract', recipient: 'us', start, period };
}

function clockOf(key: ClockKey, rule: ClockRule, breach: KnownBreach, now: Instant): BreachClock {
  const { id, article, basis, recipient } = rule;
  const about = { key, id, article, basis, recipient };
  const missing = missingAnchor(rule, breach);
  if (missing !== undefined) return { ...about, missing, missingSince: missingSince(breach, key) ?? now };
  const startsAt = startOf(rule, breach);
  const deadline = deadlineOf(rule.period, startsAt, rule, breach);
  const { dueAt, steps, permittedUntil } = capped(rule, breach, startsAt, withNoon(rule, breach, deadline));
  const { calendarComplete } = deadline;
  return {
    ...about,
    startsAt,
    dueAt,
    ...(permittedUntil !== undefined && { permittedUntil }),
    calendarComplete,
    steps,
  };
}

/** A chained clock is owed only once what starts it was sent, so only anchors can be missing. */
function missingAnchor({ start, cap }: ClockRule, { anchors }: KnownBreach): AnchorName | undefined {
  const needed = [...('anchor' in start ? [start.anchor] : []), ...(cap === undefined ? [] : [cap.anchor])];
  return needed.find((name) => anchorOf(anchors, name) === undefined);
}

function missingSince({ clocks }: KnownBreach, key: ClockKey): Instant | undefined {
  const before = clocks.find((clock) => clock.key === key);
  return before === undefined || isComputed(before) ? undefined : before.missingSince;
}

function startOf({ id, start }: ClockRule, breach: KnownBreach): Instant {
  if ('anchor' in start) return anchoredAt(breach, start.anchor);
  const sent = submissionsOf(breach, start.submission);
  const submission = start.which === 'first' ? sent[0] : sent.at(-1);
  if (submission === undefined) throw new Error(`${id} is not owed before ${start.submission} was sent`);
  return submission.submittedAt;
}

function anchoredAt({ anchors }: KnownBreach, name: AnchorName): Instant {
  const anchor = anchorOf(anchors, name);
  if (anchor === undefined) throw new Error(`${name} is not known`);
  return anchor.at;
}

/** Hours elapse, days and months are counted by Reg. 1182/71, each as the law says it. */
function deadlineOf(period: string, startsAt: Instant, { article, start }: ClockRule, breach: KnownBreach): Deadline {
  const { timeZone, calendar } = breach;
  const event = 'anchor' in start ? anchorWords[start.anchor] : 'the submission before it';
  return computeDeadline({ period, receivedAt: startsAt, timeZone, startsWith: { event, article } }, calendar);
}

interface End {
  readonly dueAt: Instant;
  readonly permittedUntil?: Instant;
  readonly steps: readonly Step[];
}

/** The noon rule replaces the one of Reg. 1182/71: the day before any moving alarms, the later noon is shown (ADR 0013). */
function withNoon({ noonRule }: ClockRule, { calendar, timeZone }: KnownBreach, deadline: Deadline): End {
  const { dueAt, nominalOn, steps } = deadline;
  if (noonRule === undefined) return { dueAt, steps };
  const moved = rollOver(nominalOn, calendar.holidays).last;
  const nominal = { dueAt: endOfDay(nominalOn, timeZone), steps };
  if (moved === nominalOn) return nominal;
  const permittedUntil = noonOf(moved, timeZone);
  const text = `${nominalOn} is no working day: the report may be sent until noon of ${moved}. Alarms go by the earlier date.`;
  return { ...nominal, permittedUntil, steps: [...steps, { text, article: noonRule.article }] };
}

/** Whichever ends first; a start after the cap's end counts for itself. */
function capped({ cap }: ClockRule, breach: KnownBreach, startsAt: Instant, end: End): End {
  if (cap === undefined) return end;
  const { timeZone } = breach;
  const anchorAt = anchoredAt(breach, cap.anchor);
  const { dueAt } = computeDeadline({ period: cap.period, anchorAt, timeZone });
  if (startsAt >= dueAt || end.dueAt <= dueAt) return end;
  const text = `Not later than ${dueAt}: ${cap.period} from ${anchorWords[cap.anchor]}.`;
  return { ...end, dueAt, steps: [...end.steps, { text, article: cap.article }] };
}

export const anchorWords: Readonly<Record<AnchorName, string>> = {
  occurredFrom: 'the beginning of the breach',
  occurredTo: 'the end of the breach',
  detectedAt: 'detection',
  firstInformedAt: 'the first information',
  processorAwareAt: "the processor's awareness",
  subProcessorAwareAt: 'the awareness of our processor',
  controllerToldAt: "the processor's notice",
  awareAt: 'awareness',
  highRiskFoundAt: 'the finding of a high risk',
  significantAwareAt: 'awareness of the significant incident',
  incidentAwareAt: 'awareness of the incident',
  classifiedAt: 'the classification as major',
  handledAt: 'the end of the handling of the incident',
  lostForGoodAt: 'the certainty that data are lost for good',
};

/** Reg. 1182/71 Art. 3(1): the hour of the event is not counted, so the period ends with a full hour; shown only. */
export function fullHoursEnd(anchorAt: Instant, hours: number): Instant {
  const end = Date.parse(hoursAfter(anchorAt, hours));
  return new Date((Math.floor(end / HOUR) + 1) * HOUR).toISOString();
}
