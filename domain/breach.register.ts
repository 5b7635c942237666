import type { Actor } from './actor.js';
import { anchorOf } from './breach.anchors.js';
import { commitmentKept, isComputed } from './breach.clocks.js';
import type { BreachClock } from './breach.clocks.js';
import type { Extent } from './breach.extent.js';
import { informationFiguresOf } from './breach.information-figures.js';
import type { InformationFigures } from './breach.information-figures.js';
import { standingNotifications, submissionsOf } from './breach.duties.js';
import type {
  Breach,
  BreachFact,
  Classification,
  Communication,
  ControllerConfirmation,
  KnownBreach,
  RiskAssessment,
  Submission,
} from './breach.js';
import { civilDateIn } from './civil-date.js';
import type { Recorded } from './decider.js';
import type { Severity } from './enisa-severity.js';
import type { CivilDate, Instant } from './time.js';

export const registerKinds = ['breach', 'notABreach', 'underInvestigation'] as const;
export type RegisterKind = (typeof registerKinds)[number];

/** Something that is on record, and since when by whom. */
export type OnRecord<T> = T & { readonly recordedAt: Instant; readonly recordedBy: Actor };

/** `notOwed`: it ran, until an assessment or a decision ended the duty behind it. */
export type ClockStanding = 'met' | 'running' | 'notOwed' | 'cannotCompute';

export interface RegisterClock extends Pick<BreachClock, 'key' | 'id' | 'article' | 'basis' | 'recipient'> {
  readonly startsAt?: Instant;
  readonly dueAt?: Instant;
  readonly metAt?: Instant;
  readonly standing: ClockStanding;
  /** Absent while it can still be either, and where nothing is owed. */
  readonly isOnTime?: boolean;
}

export interface RegisterEntry extends Pick<
  KnownBreach,
  | 'reference'
  | 'controller'
  | 'roles'
  | 'channel'
  | 'toldBy'
  | 'externalId'
  | 'summary'
  | 'aspects'
  | 'timeZone'
  | 'owner'
  | 'anchors'
  | 'restoredAt'
  | 'lessons'
> {
  readonly kind: RegisterKind;
  readonly decisions: readonly OnRecord<{
    readonly outcome: 'aware' | 'notABreach';
    readonly reasons?: string | undefined;
  }>[];
  readonly classifications: readonly OnRecord<Classification>[];
  /** The last one is in force. */
  readonly assessments: readonly OnRecord<RiskAssessment & { readonly score?: Severity | undefined }>[];
  /** How far it went, as it was known; the last one is in force. */
  readonly extents: readonly OnRecord<Extent>[];
  readonly information: InformationFigures;
  /** Whom a processor decided to tell, and whom not. GDPR Art. 33(2). */
  readonly controllers: readonly OnRecord<{
    readonly affected: readonly string[];
    readonly excluded: ControllerConfirmation['excluded'];
  }>[];
  readonly submissions: readonly OnRecord<Submission>[];
  /** Why no authority was notified, where none had to be. */
  readonly whyNotNotified?: string | undefined;
  readonly communications: readonly OnRecord<Communication>[];
  readonly measures: readonly OnRecord<{ readonly text: string }>[];
  readonly handovers: readonly OnRecord<{ readonly to: string; readonly reasons: string }>[];
  readonly clocks: readonly RegisterClock[];
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  readonly closedAt?: Instant | undefined;
}

type Facts = readonly Recorded<BreachFact>[];

/** GDPR Art. 33(5): every breach, notified or not, with what was decided and why. A drill is none. */
export function registerEntryOf(facts: Facts, breach: Breach, now: Instant): RegisterEntry | undefined {
  if (breach.phase === 'new' || breach.drill) return undefined;
  const { reference, controller, roles, channel, toldBy, externalId, summary, aspects, timeZone } = breach;
  const { owner, anchors, restoredAt, lessons, registeredAt } = breach;
  return {
    ...{ reference, kind: kindOf(breach), controller, roles, channel, toldBy, externalId, summary, aspects, timeZone },
    ...{ owner, anchors, restoredAt, lessons, registeredAt },
    decisions: decisionsIn(facts),
    classifications: those(facts, 'incidentClassified', ({ classification }) => classification),
    assessments: those(facts, 'riskAssessed', ({ assessment, score }) => ({ ...assessment, score })),
    extents: those(facts, 'extentRecorded', ({ extent }) => extent),
    information: informationFiguresOf(facts, breach, now),
    controllers: those(facts, 'controllersConfirmed', ({ confirmation: { affected, excluded } }) => ({
      affected: affected.map(({ controller }) => controller),
      excluded,
    })),
    submissions: those(facts, 'submissionEvidenced', ({ submission }) => submission),
    whyNotNotified: whyNotNotified(breach),
    communications: those(facts, 'communicationRecorded', ({ communication }) => communication),
    measures: those(facts, 'measureTaken', ({ text }) => ({ text })),
    handovers: those(facts, 'handedOver', ({ to, reasons }) => ({ to, reasons })),
    clocks: clocksIn(facts, breach, now),
    changedAt: facts.at(-1)?.at ?? registeredAt,
    closedAt: facts.find(({ type }) => type === 'caseClosed')?.at,
  };
}

/** The day on which we first heard of it, where the controller is. */
export function informedOn({
  anchors,
  registeredAt,
  timeZone,
}: Pick<RegisterEntry, 'anchors' | 'registeredAt' | 'timeZone'>): CivilDate {
  return civilDateIn(anchorOf(anchors, 'firstInformedAt')?.at ?? registeredAt, timeZone);
}

const kinds: Readonly<Record<KnownBreach['awareness'], RegisterKind>> = {
  aware: 'breach',
  notABreach: 'notABreach',
  investigating: 'underInvestigation',
};

function kindOf({ awareness }: KnownBreach): RegisterKind {
  return kinds[awareness];
}

/** GDPR Art. 33(1), 33(5): an exemption is a decision that shows its reasons. */
function whyNotNotified(breach: KnownBreach): string | undefined {
  if (standingNotifications(breach).length > 0) return undefined;
  if (breach.awareness === 'notABreach') return breach.awarenessReasons;
  return breach.awareness === 'aware' && breach.risk?.level === 'unlikely' ? breach.risk.reasons : undefined;
}

type FactOf<Type> = Extract<Facts[number], { readonly type: Type }>;

function those<Type extends BreachFact['type'], T>(
  facts: Facts,
  type: Type,
  shown: (fact: FactOf<Type>) => T,
): readonly OnRecord<T>[] {
  const isOne = (fact: Facts[number]): fact is FactOf<Type> => fact.type === type;
  return facts.filter(isOne).map((fact) => ({ ...shown(fact), recordedAt: fact.at, recordedBy: fact.by }));
}

function decisionsIn(facts: Facts): RegisterEntry['decisions'] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'controllerBecameAware' && fact.type !== 'foundNotABreach') return [];
    const outcome = fact.type === 'foundNotABreach' ? 'notABreach' : 'aware';
    return [{ outcome, reasons: fact.reasons, recordedAt: fact.at, recordedBy: fact.by } as const];
  });
}

/** Every clock that ever ran, as it was last computed: what is no longer owed does not vanish from the register. */
function clocksIn(facts: Facts, breach: KnownBreach, now: Instant): readonly RegisterClock[] {
  const last = new Map<string, BreachClock>();
  for (const fact of facts) {
    if (fact.type === 'clocksComputed') for (const clock of fact.clocks) last.set(placeOf(clock), clock);
  }
  const inForce = new Set(breach.clocks.map(placeOf));
  return [...last].map(([place, clock]) => registerClock(clock, inForce.has(place), { facts, breach, now }));
}

/** Each incomplete notification starts a phase of its own (GDPR Art. 33(4)); any other new start is a correction. */
function placeOf(clock: BreachClock): string {
  return clock.id === 'gdpr-33-phase' && isComputed(clock) ? `${clock.key} ${clock.startsAt}` : clock.key;
}

interface Context {
  readonly facts: Facts;
  readonly breach: KnownBreach;
  readonly now: Instant;
}

function registerClock(clock: BreachClock, isInForce: boolean, context: Context): RegisterClock {
  const { key, id, article, basis, recipient } = clock;
  const about = { key, id, article, basis, recipient };
  if (!isComputed(clock)) {
    const keptAt = commitmentKept(context.breach, key.slice('commitment:'.length));
    if (id === 'commitment' && keptAt !== undefined) return { ...about, metAt: keptAt, standing: 'met' };
    return { ...about, standing: isInForce ? 'cannotCompute' : 'notOwed' };
  }
  const { startsAt, dueAt } = clock;
  const metAt = clock.metAt ?? endedAt(clock.id, startsAt, context);
  if (metAt !== undefined) return { ...about, startsAt, dueAt, metAt, standing: 'met', isOnTime: metAt < dueAt };
  if (!isInForce) return { ...about, startsAt, dueAt, standing: 'notOwed' };
  const isMissed = context.now >= dueAt;
  return { ...about, startsAt, dueAt, standing: 'running', ...(isMissed && { isOnTime: false }) };
}

/** Two clocks end without being met by anything of their own: by the decision, and by what follows the notification. */
function endedAt(id: BreachClock['id'], startsAt: Instant, { facts, breach }: Context): Instant | undefined {
  if (id === 'investigation') return decisionsIn(facts)[0]?.recordedAt;
  if (id !== 'gdpr-33-phase') return undefined;
  const sent = submissionsOf(breach, 'authority-notification').map(({ submittedAt }) => submittedAt);
  return sent[sent.lastIndexOf(startsAt) + 1];
}
