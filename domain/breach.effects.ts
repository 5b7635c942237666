import { isComputed } from './breach.clocks.js';
import { anchorOf } from './breach.anchors.js';
import { announcementsOf } from './breach.announcing.js';
import type { Breach, BreachEffect, BreachFact, ControllerConfirmation, KnownBreach } from './breach.js';
import { dispatchOf } from './breach.sending.js';
import { isUnfinished, nextBatch } from './breach.waves.js';
import type { Recorded } from './decider.js';
import type { StaffLetterName } from './letter.js';
import type { Instant } from './time.js';

/** Who must be told of a fact: people of ours, until evidence of sending exists. */
export function effectsOf(fact: Recorded<BreachFact>, breach: Breach): readonly BreachEffect[] {
  if (breach.phase === 'new') return [];
  switch (fact.type) {
    case 'incidentReported':
      return [alertOf(breach, 'incident-reported')];
    case 'clockStagePassed':
      return [alertOf(breach, alertNames[fact.stage] ?? 'clock-soon', fact.clock)];
    case 'alertEscalated':
      return [{ ...alertOf(breach, escalatedAs[fact.because], fact.clock), rung: fact.rung }];
    case 'authorityMessageReceived':
      return fact.message.kind === 'view' ? [] : [alertOf(breach, 'breach-needs-person')];
    case 'handedOver':
      return [alertOf(breach, 'handed-over')];
    case 'personInvolved':
      return [{ ...alertOf(breach, 'incident-team-asks'), person: fact.involvement.person }];
    case 'informationAsked':
      return [{ ...alertOf(breach, 'incident-team-asks'), person: fact.of }];
    case 'controllersConfirmed':
      return fact.confirmation.affected.length === 0 ? [] : [noticesFor(breach, fact.batch, fact.confirmation)];
    case 'controllersToldMore':
      return [{ type: 'informControllers', text: fact.text }];
    case 'caseClosed':
      return breach.confirmations === undefined ? [] : [{ type: 'closeNotices' }];
    case 'alertSent':
      // Once for each pager: the one that refuses this alert too is on record by then.
      return fact.pagersRefused === undefined ? [] : [alertOf(breach, 'breach-needs-person')];
    case 'effectFailed':
      // A failed alert raises none, or two dead systems would talk for ever.
      return fact.what === undefined || fact.what === 'alertStaff' ? [] : [alertOf(breach, 'breach-needs-person')];
    case 'waveBatchSent':
      return breach.wave?.isUnderWay === true ? [sendBatch(breach, fact.at)] : notReached(breach);
    case 'communicationOrdered':
    case 'communicationRepeated':
      return breach.wave?.isUnderWay === true ? [sendBatch(breach, fact.at)] : [];
    case 'communicationHoldEnded':
      return fact.resumes ? [sendBatch(breach, fact.at)] : [];
    case 'notificationSendingOrdered':
      return [{ type: 'sendNotification', ...dispatchOf(breach, fact.order) }];
    case 'holdingStatementSet':
      return fact.validFrom <= fact.at ? announcementsOf(breach, breach.holdingStatements?.length ?? 0, fact.at) : [];
    case 'holdingStatementBegan':
      return announcementsOf(breach, fact.statement, fact.at);
    case 'announcementFailed':
    case 'notificationRefused':
    case 'notificationUnresolved':
      return [alertOf(breach, 'breach-needs-person')];
    case 'anchorSet':
    case 'controllerBecameAware':
    case 'foundNotABreach':
    case 'incidentClassified':
    case 'riskProposed':
    case 'riskAssessed':
    case 'notificationAnswered':
    case 'notificationFrozen':
    case 'submissionEvidenced':
    case 'communicationRecorded':
    case 'communicationHeld':
    case 'countriesNamed':
    case 'authorityAnswered':
    case 'authorityAsked':
    case 'commitmentKept':
    case 'dataRestored':
    case 'measureTaken':
    case 'lessonRecorded':
    case 'noteAdded':
    case 'tellingCorrected':
    case 'extentRecorded':
    case 'reporterTold':
    case 'informationGiven':
    case 'clocksComputed':
    case 'noticesOpened':
    case 'controllersReached':
    case 'noticesSummed':
    case 'alertAcknowledged':
    case 'announced':
    // The alarm of the mail has told our people.
    case 'announcementBounced':
      return [];
  }
}

/** Every other stage warns. */
function sendBatch(breach: KnownBreach, begunAt: Instant): BreachEffect {
  return { type: 'sendWaveBatch', ...nextBatch(breach, begunAt) };
}

/** GDPR Art. 34(1): whom a letter did not reach is told otherwise; somebody must hear that there are such. */
function notReached(breach: KnownBreach): readonly BreachEffect[] {
  const { wave } = breach;
  const isMissing = wave !== undefined && wave.refused + wave.unknown > 0 && !isUnfinished(breach);
  return isMissing ? [alertOf(breach, 'breach-needs-person')] : [];
}

type Alert = Extract<BreachEffect, { type: 'alertStaff' }>;

const alertNames: Readonly<Partial<Record<string, StaffLetterName>>> = {
  due: 'clock-late',
  late: 'clock-late',
  cannotCompute: 'clock-cannot-run',
};

const escalatedAs = { unacknowledged: 'clock-unacknowledged', silent: 'clock-silent' } as const;

function alertOf(breach: KnownBreach, alert: StaffLetterName, key?: string): Alert {
  const { reference, controller, timeZone, drill, owner, services, clocks } = breach;
  const clock = clocks.find((known) => known.key === key);
  const dueAt = clock !== undefined && isComputed(clock) ? clock.dueAt : undefined;
  const about = { kind: 'breach', reference, controller, timeZone, drill, owner, services } as const;
  return { type: 'alertStaff', alert, ...about, dueAt, clock: clock?.article, clockId: clock?.id };
}

export function answersOf(fact: BreachFact): string | undefined {
  return 'effect' in fact ? fact.effect : undefined;
}

/** Alerts keep no order: the last one must not wait for a first one that hangs. What controllers are told keeps its own. */
export function laneOf(effect: BreachEffect, key: string): string {
  if (effect.type === 'sendWaveBatch') return 'data-subjects';
  if (effect.type === 'sendNotification') return 'authority';
  if (effect.type === 'announce') return effect.place;
  return effect.type === 'alertStaff' ? `alert ${key}` : 'controllers';
}

function noticesFor(breach: KnownBreach, batch: number, confirmation: ControllerConfirmation): BreachEffect {
  const { reference, controller, timeZone, calendar, drill, owner } = breach;
  const { text, affected, knownAt } = confirmation;
  const startsAt = knownAt ?? anchorOf(breach.anchors, 'processorAwareAt')?.at;
  if (startsAt === undefined) throw new Error('Nobody confirms controllers before we are aware');
  const about = { batch, reference, controller, timeZone, calendar, drill, owner };
  return { type: 'openNotices', ...about, startsAt, text, affected };
}
