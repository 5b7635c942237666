import { withAnchor } from './breach.anchors.js';
import { withAnnouncements, withAnnouncementSettled } from './breach.announcing.js';
import type { AuthorityMessage } from './breach.authority.js';
import type { Anchors } from './breach.anchors.js';
import type { Breach, BreachFact, BreachRegistration, Communication, KnownBreach, RiskAssessment } from './breach.js';
import { ringingAfter, withPagers } from './breach.ringing.js';
import { withLoss } from './breach.restoring.js';
import { informationGiven } from './breach.information.js';
import { withEvidence, withOutcome } from './breach.sending.js';
import { advancedWave, orderedWave, repeatedWave, withoutRest } from './breach.waves.js';
import type { Recorded } from './decider.js';
import { reasonsForDelayIn, withChanges } from './notification.js';

/** The breach after a fact. */
export function evolve(breach: Breach, fact: Recorded<BreachFact>): Breach {
  if (fact.type === 'incidentReported') return reported(fact.registration, fact);
  if (breach.phase === 'new') return breach;
  const after = withFact(breach, fact);
  const ringing = ringingAfter(after, fact);
  return ringing === undefined ? after : { ...after, ringing };
}

type Stamp = Pick<Recorded<BreachFact>, 'at' | 'by'>;

function reported({ anchors, ...registration }: BreachRegistration, { at, by }: Stamp): KnownBreach {
  const known = Object.fromEntries(
    Object.entries(anchors).map(([name, anchor]) => [name, [{ ...anchor, setBy: by, setAt: at }]]),
  ) as Anchors;
  return {
    ...registration,
    phase: 'open',
    registeredAt: at,
    anchors: known,
    awareness: 'investigating',
    classifications: {},
    submissions: [],
    measures: [],
    lessons: [],
    handovers: 0,
    clocks: [],
    stagesPassed: {},
    commitmentsKept: [],
    failedEffects: [],
  };
}

function withFact(breach: KnownBreach, fact: Exclude<Recorded<BreachFact>, { type: 'incidentReported' }>): KnownBreach {
  switch (fact.type) {
    case 'anchorSet': {
      const version = { ...fact.anchor, setBy: fact.by, setAt: fact.at };
      const known = fact.name === 'lostForGoodAt' ? withLoss(breach) : breach;
      return { ...known, anchors: withAnchor(breach.anchors, fact.name, version) };
    }
    case 'controllerBecameAware':
      return { ...breach, awareness: 'aware', awarenessReasons: fact.reasons };
    case 'foundNotABreach':
      return { ...withoutRest(breach), awareness: 'notABreach', awarenessReasons: fact.reasons };
    case 'incidentClassified': {
      const { classification } = fact;
      return { ...breach, classifications: { ...breach.classifications, [classification.regime]: classification } };
    }
    case 'riskProposed': {
      const { assessment, by } = fact;
      return { ...withNumber(breach, assessment), riskProposal: { assessment, proposedBy: by } };
    }
    case 'riskAssessed': {
      const { riskProposal: _settled, ...known } = withNumber(breach, fact.assessment);
      return { ...withoutExemption(known, fact.assessment), risk: fact.assessment };
    }
    case 'notificationAnswered':
      return { ...breach, notificationAnswers: withChanges(breach.notificationAnswers ?? {}, fact.answers) };
    case 'notificationFrozen': {
      const { version, filing, answers } = fact;
      const filed = { version, filing, reasonsForDelay: reasonsForDelayIn(answers) };
      return { ...breach, notificationVersions: [...(breach.notificationVersions ?? []), filed] };
    }
    case 'notificationSendingOrdered':
      return { ...breach, sendings: [...(breach.sendings ?? []), { ...fact.order, orderedAt: fact.at }] };
    case 'submissionEvidenced': {
      const sent = { ...breach, submissions: withEvidence(breach.submissions, fact) };
      return fact.effect === undefined ? sent : withOutcome(sent, 'taken');
    }
    case 'notificationRefused':
      return withOutcome(breach, 'refused');
    case 'notificationUnresolved':
      return withOutcome(breach, 'unresolved');
    case 'communicationRecorded':
      return {
        ...breach,
        ...{ communication: fact.communication, ...publicly(breach, fact.communication) },
        ...(breach.wave && { wave: { ...breach.wave, isTold: true } }),
      };
    case 'communicationOrdered':
      return { ...breach, wave: orderedWave(breach, fact) };
    case 'communicationRepeated':
      return { ...breach, wave: repeatedWave(breach, fact) };
    case 'waveBatchSent':
      return { ...breach, wave: advancedWave(breach, fact) };
    case 'communicationHeld':
      return { ...breach, communicationHold: fact.hold };
    case 'communicationHoldEnded': {
      const { communicationHold: _ended, ...free } = breach;
      return fact.resumes ? withWaveUnderWay(free, true) : free;
    }
    case 'countriesNamed':
      return { ...breach, affected: fact.affected };
    case 'authorityMessageReceived':
      return { ...breach, authorityMessages: withMessage(fact.message, breach.authorityMessages) };
    case 'authorityAnswered':
      return { ...breach, authorityAnswers: [...(breach.authorityAnswers ?? []), fact.answer] };
    case 'authorityAsked':
      return { ...breach, authorityQuestions: [...(breach.authorityQuestions ?? []), fact.question] };
    case 'commitmentKept':
      return { ...breach, commitmentsKept: [...breach.commitmentsKept, { id: fact.id, keptAt: fact.keptAt }] };
    case 'dataRestored':
      return { ...breach, restoredAt: fact.restoredAt };
    case 'measureTaken':
      return { ...breach, measures: [...breach.measures, fact.text] };
    case 'lessonRecorded':
      return { ...breach, lessons: withOne(fact.lesson, breach.lessons) };
    case 'handedOver':
      return { ...breach, owner: fact.to, handovers: breach.handovers + 1 };
    case 'tellingCorrected':
      return { ...breach, toldBy: fact.toldBy };
    case 'extentRecorded':
      return { ...breach, extent: fact.extent };
    case 'personInvolved':
      return { ...breach, involved: [...(breach.involved ?? []), fact.involvement] };
    case 'reporterTold':
      return { ...breach, reporterTold: [...(breach.reporterTold ?? []), fact.told] };
    case 'holdingStatementSet': {
      const { text, validFrom, announceAt } = fact;
      const holdingStatements = [...(breach.holdingStatements ?? []), { text, validFrom, announceAt }];
      const said = { ...breach, holdingStatements };
      return validFrom <= fact.at ? withAnnouncements(said, holdingStatements.length) : said;
    }
    case 'holdingStatementBegan':
      return withAnnouncements(breach, fact.statement);
    case 'announced':
      return withAnnouncementSettled(breach, fact, 'accepted');
    case 'announcementFailed':
      return withAnnouncementSettled(breach, fact, fact.why);
    case 'announcementBounced':
      return withAnnouncementSettled(breach, fact, 'bounced');
    case 'informationAsked': {
      const { item, of, at } = fact;
      return { ...breach, information: [...(breach.information ?? []), { item, of, askedAt: at }] };
    }
    case 'informationGiven': {
      const { item, by, at } = fact;
      return { ...breach, information: informationGiven(breach.information ?? [], { item, of: by.id, givenAt: at }) };
    }
    case 'controllersConfirmed':
      return { ...breach, confirmations: [...(breach.confirmations ?? []), fact.confirmation] };
    case 'noticesSummed':
      return { ...breach, notices: fact.summary };
    case 'clocksComputed':
      return { ...breach, clocks: fact.clocks };
    case 'clockStagePassed': {
      const { clock, dueAt, stage, count } = fact;
      return { ...breach, stagesPassed: { ...breach.stagesPassed, [clock]: { dueAt, stage, count } } };
    }
    case 'effectFailed':
      return withWaveUnderWay(
        {
          ...(fact.what === 'sendNotification' ? withOutcome(breach, 'unresolved') : breach),
          failedEffects: [...breach.failedEffects, fact.effect],
        },
        breach.wave?.isUnderWay === true && fact.what !== 'sendWaveBatch',
      );
    case 'caseClosed':
      return { ...breach, phase: 'closed' };
    case 'alertAcknowledged':
    case 'alertEscalated':
    case 'noteAdded':
    case 'noticesOpened':
    case 'controllersToldMore':
    case 'controllersReached':
      return breach;
    case 'alertSent':
      return withPagers(breach, fact);
  }
}

function withNumber(breach: KnownBreach, { hasIdentificationNumber }: RiskAssessment): KnownBreach {
  return hasIdentificationNumber === true ? { ...breach, hasIdentificationNumber } : breach;
}

/** GDPR Art. 34(3): an exemption was decided of the risk that was known then; a high risk found after it takes another decision. */
function withoutExemption(breach: KnownBreach, { level }: RiskAssessment): KnownBreach {
  const { communication, ...known } = breach;
  return level === 'high-risk' && communication?.outcome === 'exempt' ? known : breach;
}

function publicly({ publiclyToldAt }: KnownBreach, communication: Communication): Pick<KnownBreach, 'publiclyToldAt'> {
  const isPublic = communication.outcome === 'communicated' && communication.way === 'public';
  return publiclyToldAt === undefined && isPublic ? { publiclyToldAt: communication.at } : {};
}

function withWaveUnderWay(breach: KnownBreach, isUnderWay: boolean): KnownBreach {
  return breach.wave === undefined ? breach : { ...breach, wave: { ...breach.wave, isUnderWay } };
}

/** A second letter about it opens nothing again: the earlier receipt counts, and what it answered or took back stays so. */
function withMessage(message: AuthorityMessage, known: readonly AuthorityMessage[] = []): readonly AuthorityMessage[] {
  const before = known.find(({ id }) => id === message.id);
  if (before === undefined) return withOne(message, known);
  const receivedAt = before.receivedAt < message.receivedAt ? before.receivedAt : message.receivedAt;
  const { answers = before.answers, lifts = before.lifts } = message;
  return withOne({ ...message, receivedAt, answers, lifts }, known);
}

/** The same name again stands for what is known now. */
function withOne<One extends { readonly id: string }>(one: One, known: readonly One[] = []): readonly One[] {
  return [...known.filter(({ id }) => id !== one.id), one];
}
