import type { Decider } from './decider.js';
import { whyNotAnswerAuthority, whyNotAskAuthority, whyNotRecordAuthorityMessage } from './breach.authority-steps.js';
import { announcementBounced, announcementSettled, statementBegun } from './breach.announcing.js';
import { needsSecondPerson, whyNotApproveRisk } from './breach.approving.js';
import {
  whyNotClose,
  whyNotHandOver,
  whyNotKeepCommitment,
  whyNotPutLesson,
  whyNotRecordRestoration,
} from './breach.closing.js';
import { computeClocks } from './breach.clocks.js';
import { answersOf, effectsOf, laneOf } from './breach.effects.js';
import { evolve } from './breach.evolve.js';
import { whyNotRecordExtent } from './breach.extent.js';
import { whyNotInform } from './breach.information.js';
import { whyNotInvolve } from './breach.involving.js';
import {
  anchorsOf,
  whyNotActOnBreach,
  whyNotAssessRisk,
  whyNotClassifyIncident,
  whyNotDecideAwareness,
  whyNotReport,
  whyNotSetAnchor,
  whyNotCorrectTelling,
} from './breach.law.js';
import { asFiled, frozen, whyNotAnswerNotification, whyNotFileNotification } from './breach.notifying.js';
import { acknowledged, alertSent, nextRing, ringPassed, whyNotAcknowledgeAlert } from './breach.ringing.js';
import { whyNotSetStatement, whyNotTellReporter } from './breach.reporter.js';
import { endOf, nextMilestone, stageReached } from './breach.stages.js';
import { sendingSettled, whyNotSendNotification } from './breach.sending.js';
import { boardRow } from './breach.standing.js';
import { whyNotRecordCommunication, whyNotRecordSubmission } from './breach.submitting.js';
import {
  communicationOrdered,
  communicationRepeated,
  holdEnded,
  waveBatchSent,
  whyNotHoldCommunication,
  whyNotOrderCommunication,
  whyNotRepeatCommunication,
} from './breach.waves.js';
import type { Anchor, AnchorName } from './breach.anchors.js';
import type {
  AwarenessDecision,
  Breach,
  BreachCommand,
  BreachEffect,
  BreachFact,
  BreachRegistration,
  KnownBreach,
  RiskAssessment,
  TellingProcessor,
} from './breach.js';
import { confirmed, summed, whyNotConfirmControllers, whyNotInformControllers } from './breach.controllers.js';
import { isRefusal } from './decider.js';
import { severityOf } from './enisa-severity.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** One personal data breach, from the first information to the end of its duties (GDPR Art. 33, 34). */
export const breachDecider: Decider<Breach, BreachCommand, BreachFact, BreachEffect> = {
  initial: { phase: 'new' },

  /** Whatever changes what a clock rests on is followed by all clocks, computed anew. */
  decide(command, breach, now) {
    const outcome = decideStep(command, breach, now);
    return isRefusal(outcome) ? outcome : withClocks(outcome, command, breach, now);
  },

  evolve,
  effectsOf,
  answers: answersOf,
  laneOf,
  nextMilestone: (breach) => (breach.phase === 'open' ? earliest(nextMilestone(breach), nextRing(breach)) : undefined),
  isClosed: (breach) => breach.phase === 'closed',
  boardRow,
};

type Next = ReturnType<typeof nextMilestone>;

/** At one instant a stage comes first: it begins its calls anew. */
function earliest(stage: Next, ring: Next): Next {
  if (stage === undefined || ring === undefined) return stage ?? ring;
  return Date.parse(ring.at) < Date.parse(stage.at) ? ring : stage;
}

function decideStep(command: BreachCommand, breach: Breach, now: Instant): readonly BreachFact[] | Refusal {
  switch (command.type) {
    case 'register':
      return whyNotReport(breach, command.registration, now) ?? reported(command.registration);
    case 'setAnchor':
      return whyNotSetAnchor(breach, command.name, command.anchor, now) ?? anchored(command, breach);
    case 'decideAwareness':
      return whyNotDecideAwareness(breach, command.decision, now) ?? decided(command.decision, breach);
    case 'classifyIncident': {
      const { classification } = command;
      const anchors = anchorsOf(classification).map(([name, anchor]) => anchorSet(name, anchor));
      return (
        whyNotClassifyIncident(breach, classification, now) ?? [
          { type: 'incidentClassified', classification },
          ...anchors,
        ]
      );
    }
    case 'assessRisk':
      return whyNotAssessRisk(breach, command.assessment, now) ?? assessed(command.assessment, breach, now);
    case 'approveRisk':
      return whyNotApproveRisk(breach, command.by) ?? approved(breach);
    case 'answerNotification': {
      const { answers } = command;
      return whyNotAnswerNotification(breach) ?? [{ type: 'notificationAnswered', answers }];
    }
    case 'freezeNotification':
      return whyNotFileNotification(breach, command.order, now) ?? frozen(breach, command.order, now);
    case 'sendNotification': {
      const { order } = command;
      return whyNotSendNotification(breach, order, now) ?? [{ type: 'notificationSendingOrdered', order }];
    }
    case 'noteSending':
      return sendingSettled(breach, command, now);
    case 'recordSubmission': {
      const submission = asFiled(breach, command.submission);
      return whyNotRecordSubmission(breach, submission, now) ?? [{ type: 'submissionEvidenced', submission }];
    }
    case 'recordCommunication': {
      const { communication } = command;
      return (
        whyNotRecordCommunication(breach, communication, now) ?? [{ type: 'communicationRecorded', communication }]
      );
    }
    case 'orderCommunication':
      return whyNotOrderCommunication(breach, command) ?? communicationOrdered(breach, command);
    case 'repeatCommunication':
      return whyNotRepeatCommunication(breach, command) ?? communicationRepeated(command);
    case 'holdCommunication': {
      const { hold } = command;
      return whyNotHoldCommunication(breach, hold, now) ?? [{ type: 'communicationHeld', hold }];
    }
    case 'noteWaveBatch':
      return waveBatchSent(breach, command, now);
    case 'passHoldEnd':
      return holdEnded(breach, command.until);
    case 'nameCountries':
      return whyNotActOnBreach(breach) ?? [{ type: 'countriesNamed', affected: command.affected }];
    case 'recordAuthorityMessage': {
      const { message } = command;
      return whyNotRecordAuthorityMessage(breach, message, now) ?? [{ type: 'authorityMessageReceived', message }];
    }
    case 'answerAuthority': {
      const { answer } = command;
      return whyNotAnswerAuthority(breach, answer, now) ?? [{ type: 'authorityAnswered', answer }];
    }
    case 'askAuthority': {
      const { question } = command;
      return whyNotAskAuthority(breach, question, now) ?? [{ type: 'authorityAsked', question }];
    }
    case 'keepCommitment': {
      const { id, keptAt } = command;
      return whyNotKeepCommitment(breach, id, keptAt, now) ?? [{ type: 'commitmentKept', id, keptAt }];
    }
    case 'recordRestoration': {
      const { restoredAt } = command;
      return whyNotRecordRestoration(breach, restoredAt, now) ?? [{ type: 'dataRestored', restoredAt }];
    }
    case 'addMeasure':
      return whyNotActOnBreach(breach) ?? [{ type: 'measureTaken', text: command.text }];
    case 'putLesson':
      return whyNotPutLesson(breach, command.lesson) ?? [{ type: 'lessonRecorded', lesson: command.lesson }];
    case 'handOver': {
      const { to, reasons } = command;
      return whyNotHandOver(breach, to) ?? [{ type: 'handedOver', to, reasons }];
    }
    case 'correctTelling': {
      const { toldBy, reasons } = command;
      return whyNotCorrectTelling(breach, toldBy.processor, reasons) ?? tellingCorrected(breach, toldBy, reasons);
    }
    case 'addNote':
      return whyNotActOnBreach(breach) ?? [{ type: 'noteAdded', text: command.text }];
    case 'recordExtent': {
      const { extent } = command;
      return whyNotRecordExtent(breach, extent) ?? [{ type: 'extentRecorded', extent }];
    }
    case 'involvePerson': {
      const { involvement } = command;
      return whyNotInvolve(breach, involvement.person) ?? [{ type: 'personInvolved', involvement }];
    }
    case 'reportToReporter': {
      const { told, by } = command;
      return whyNotTellReporter(breach, told, by, now) ?? [{ type: 'reporterTold', told }];
    }
    case 'setHoldingStatement': {
      const { text, validFrom = now, announceAt } = command;
      return (
        whyNotSetStatement(breach, validFrom, now) ?? [{ type: 'holdingStatementSet', text, validFrom, announceAt }]
      );
    }
    case 'passStatementStart':
      return statementBegun(breach, command.statement, now);
    case 'noteAnnouncement':
      return announcementSettled(command);
    case 'noteAnnouncementBounce':
      return announcementBounced(breach, command);
    case 'askInformation': {
      const { item, of } = command;
      return whyNotInform(breach, item) ?? [{ type: 'informationAsked', item, of }];
    }
    case 'giveInformation': {
      const { item, text } = command;
      return whyNotInform(breach, item) ?? [{ type: 'informationGiven', item, text }];
    }
    case 'confirmControllers':
      return whyNotConfirmControllers(breach, command, now) ?? confirmed(command.confirmation, breach);
    case 'informControllers':
      return whyNotInformControllers(breach) ?? [{ type: 'controllersToldMore', text: command.text }];
    case 'noteNoticesOpened':
      return [{ type: 'noticesOpened', effect: command.effect, count: command.count }];
    case 'noteControllersReached':
      return [{ type: 'controllersReached', effect: command.effect, count: command.count }];
    case 'noteNoticesSummary':
      return summed(breach, command.summary);
    case 'close':
      return whyNotClose(breach, command.listed) ?? [{ type: 'caseClosed' }];
    case 'acknowledgeAlert': {
      const { clock } = command;
      if (breach.phase === 'new') return whyNotActOnBreach(breach) ?? [];
      return whyNotActOnBreach(breach) ?? whyNotAcknowledgeAlert(breach, clock) ?? acknowledged(breach, clock);
    }
    case 'passRing':
      return breach.phase === 'open' ? ringPassed(breach, command, now) : [];
    case 'passStage':
      return breach.phase === 'open' ? stagePassed(breach, command, now) : [];
    case 'noteAlert':
      return breach.phase === 'new' ? [] : [alertSent(breach, command)];
    case 'noteEffectFailed':
      return [{ type: 'effectFailed', effect: command.effect, what: command.what }];
  }
}

function withClocks(
  facts: readonly BreachFact[],
  { by }: BreachCommand,
  breach: Breach,
  now: Instant,
): readonly BreachFact[] {
  const after = facts.reduce<Breach>((state, fact) => evolve(state, { ...fact, at: now, by }), breach);
  if (after.phase !== 'open') return facts;
  const clocks = computeClocks(after, now);
  const isSame = JSON.stringify(clocks) === JSON.stringify(after.clocks);
  return isSame ? facts : [...facts, { type: 'clocksComputed', clocks }];
}

/** A processor's notice makes a controller aware, even if nobody opened it (EDPB Guidelines 9/2022). */
function reported(registration: BreachRegistration): readonly BreachFact[] {
  const notice = noticeIn(registration);
  const known = notice === undefined ? [] : rolesTold(registration).map((name) => anchorSet(name, notice));
  const aware: readonly BreachFact[] = known.length > 0 ? [...known, { type: 'controllerBecameAware' }] : [];
  return [{ type: 'incidentReported', registration }, ...aware];
}

/** Told by a processor of ours, we were told when we first heard of it, unless the arrival of its notice is known. */
function noticeIn({ toldBy, anchors }: BreachRegistration): Anchor | undefined {
  return anchors.controllerToldAt ?? (toldBy && anchors.firstInformedAt);
}

function tellingCorrected(breach: Breach, toldBy: TellingProcessor, reasons: string): readonly BreachFact[] {
  if (breach.phase === 'new' || breach.toldBy === undefined) return [];
  return [{ type: 'tellingCorrected', toldBy, before: breach.toldBy, reasons }];
}

/** The careful reading (ADR 0015): one link of a chain told, the next is aware, until somebody corrects it with reasons. */
function rolesTold({ roles, toldBy }: BreachRegistration): readonly AnchorName[] {
  const isProcessorTold = toldBy !== undefined && roles.includes('processor');
  return [
    ...(roles.includes('controller') ? (['awareAt'] as const) : []),
    ...(isProcessorTold ? (['processorAwareAt'] as const) : []),
  ];
}

/** The notice may arrive while the incident is investigated: that is the end of the investigation. */
function anchored(
  { name, anchor }: Extract<BreachCommand, { type: 'setAnchor' }>,
  breach: Breach,
): readonly BreachFact[] {
  const isTold = name === 'controllerToldAt' && breach.phase === 'open' && breach.roles.includes('controller');
  const isNews = isTold && breach.awareness === 'investigating';
  return [anchorSet(name, anchor), ...(isNews ? awareBy(anchor) : [])];
}

function awareBy(notice: Anchor): readonly BreachFact[] {
  return [anchorSet('awareAt', notice), { type: 'controllerBecameAware' }];
}

/** Each role is aware in its own right, and each instant can be corrected alone. */
function decided(decision: AwarenessDecision, breach: Breach): readonly BreachFact[] {
  if (breach.phase === 'new') return [];
  if (decision.outcome === 'notABreach') return [{ type: 'foundNotABreach', reasons: decision.reasons }];
  const { anchor, reasons } = decision;
  const isProcessor = breach.roles.includes('processor');
  return [
    anchorSet('awareAt', anchor),
    ...(isProcessor ? [anchorSet('processorAwareAt', anchor)] : []),
    { type: 'controllerBecameAware', reasons },
  ];
}

function assessed(assessment: RiskAssessment, breach: Breach, now: Instant): readonly BreachFact[] {
  const { severity } = assessment;
  const score = severity && severityOf(severity);
  if (needsSecondPerson(breach, assessment)) return [{ type: 'riskProposed', assessment, score }];
  const isAssessed = { type: 'riskAssessed', assessment, score } as const;
  const isFound = breach.phase === 'open' && breach.anchors.highRiskFoundAt !== undefined;
  if (assessment.level !== 'high-risk' || isFound) return [isAssessed];
  const at = assessment.foundAt ?? now;
  return [isAssessed, anchorSet('highRiskFoundAt', { at, precision: 'minute', source: 'decision' })];
}

/** The second person takes over the assessment as it was proposed. */
function approved(breach: Breach): readonly BreachFact[] {
  const proposal = breach.phase === 'new' ? undefined : breach.riskProposal;
  if (proposal === undefined) return [];
  const { assessment, proposedBy } = proposal;
  const score = assessment.severity && severityOf(assessment.severity);
  return [{ type: 'riskAssessed', assessment, score, proposedBy }];
}

function anchorSet(name: Extract<BreachFact, { type: 'anchorSet' }>['name'], anchor: Anchor): BreachFact {
  return { type: 'anchorSet', name, anchor };
}

/** What was computed anew meanwhile has stages of its own. */
function stagePassed(
  breach: KnownBreach,
  { clock: key, dueAt }: Extract<BreachCommand, { type: 'passStage' }>,
  now: Instant,
): readonly BreachFact[] {
  const clock = breach.clocks.find((known) => known.key === key);
  if (clock === undefined || endOf(clock) !== dueAt) return [];
  const reached = stageReached(breach, clock, now);
  if (reached === undefined) return [];
  return [{ type: 'clockStagePassed', clock: key, dueAt, stage: reached.stage.name, count: reached.count }];
}
