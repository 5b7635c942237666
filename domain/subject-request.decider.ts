import type { Decider } from './decider.js';
import { evolve } from './subject-request.evolve.js';
import { decideLetter, letterBy, orderOf } from './subject-request.letters.js';
import {
  whyNotAccept,
  whyNotAct,
  whyNotAttachAnswer,
  whyNotClassify,
  whyNotDecideIdentity,
  whyNotDecideProposal,
  whyNotExtend,
  whyNotFulfil,
  whyNotProposeRefusal,
  whyNotRecordLetterSent,
  whyNotRegister,
  whyNotRequestIdentityEvidence,
  whyNotSetAside,
} from './subject-request.law.js';
import { answerClock, nextMilestone, suspendedClock } from './subject-request.clocks.js';
import { boardRow } from './subject-request.standing.js';
import type {
  IdentityDecision,
  IdentityResult,
  KnownRequest,
  RequestCommand,
  RequestEffect,
  RequestFact,
  SubjectRequest,
} from './subject-request.js';
import type { Instant } from './time.js';

/** One data-subject request, from receipt to the end of its duty (GDPR Art. 12, 15). */
export const subjectRequestDecider: Decider<SubjectRequest, RequestCommand, RequestFact, RequestEffect> = {
  initial: { phase: 'new' },

  decide(command, request, now) {
    switch (command.type) {
      case 'register':
        return (
          whyNotRegister(request, command.registration, now) ?? [
            { type: 'requestRegistered', registration: command.registration, clock: answerClock(command.registration) },
          ]
        );
      case 'classify':
        return whyNotClassify(request) ?? [{ type: 'requestClassified', right: command.right }];
      case 'setAside':
        return whyNotSetAside(request, command.reasons) ?? [{ type: 'messageSetAside', reasons: command.reasons }];
      case 'requestIdentityEvidence':
        return (
          whyNotRequestIdentityEvidence(request, command.doubt) ?? [{ type: 'identityAsked', doubt: command.doubt }]
        );
      case 'decideIdentity':
        return whyNotDecideIdentity(request) ?? [identityFact(command.decision, request, now)];
      case 'grantExtension':
        return whyNotExtend(request, command.grant, now) ?? [{ type: 'extensionGranted', grant: command.grant }];
      case 'acceptRequest':
        return whyNotAccept(request) ?? [{ type: 'requestAccepted', acceptance: command.acceptance }];
      case 'proposeRefusal':
        return (
          whyNotProposeRefusal(request, command.proposal) ?? [
            { type: 'refusalProposed', proposal: { ...command.proposal, proposedBy: command.by } },
          ]
        );
      case 'decideProposal':
        return (
          whyNotDecideProposal(request, command.by) ?? [
            command.decision === 'approved'
              ? { type: 'proposalApproved', reasons: command.reasons }
              : { type: 'proposalRejected', reasons: command.reasons },
          ]
        );
      case 'attachAnswer':
        return whyNotAttachAnswer(request) ?? [{ type: 'answerAttached', documents: command.documents }];
      case 'fulfil':
        return (
          whyNotFulfil(request, command.lateReasons, now) ?? [
            { type: 'fulfilmentOrdered', lateReasons: command.lateReasons },
          ]
        );
      case 'withdraw':
        return whyNotAct(request) ?? [{ type: 'requestWithdrawn', reasons: command.reasons }];
      case 'addNote':
        return [{ type: 'noteAdded', text: command.text }];
      case 'recordLetterSent':
        return (
          whyNotRecordLetterSent(request, command.effect, command.sentAt, now) ??
          letterBy(known(request), command.effect, command.sentAt)
        );
      case 'noteLetter':
        return decideLetter(known(request), command, now);
      case 'noteAlert':
        return [{ type: 'alertSent', effect: command.effect }];
      case 'noteEffectFailed':
        return [{ type: 'effectFailed', effect: command.effect, letter: command.letter }];
      case 'noteMessage':
        return known(request).messages.includes(command.documentId)
          ? []
          : [{ type: 'messageReceived', documentId: command.documentId }];
      case 'noteBounce':
        return bounce(known(request), command.effect, command.status);
      case 'noteIdentitySignal':
        return request.phase === 'open' ? [{ type: 'identityResultAnnounced', resultId: command.resultId }] : [];
      case 'noteIdentityResult':
        return [identityResultFact(command.effect, command.result, request, now)];
      case 'passWarning':
        return [{ type: 'deadlineWarned', dueAt: command.dueAt, before: command.before }];
      case 'passDeadline':
        return [{ type: 'deadlinePassed', dueAt: command.dueAt }];
      case 'passReminder':
        return [{ type: 'latenessReminded', dueAt: command.dueAt }];
      case 'close':
        return [{ type: 'caseClosed' }];
    }
  },

  evolve,

  effectsOf(fact, request) {
    if (request.phase === 'new') return [];
    switch (fact.type) {
      case 'requestRegistered':
        return fact.registration.acknowledge ? [orderOf(request, 'acknowledgement')] : [];
      case 'identityAsked':
        return [orderOf(request, 'identity-request')];
      case 'extensionGranted':
        return [orderOf(request, 'extension')];
      case 'proposalApproved':
        return request.refusal === undefined ? [] : [orderOf(request, 'refusal')];
      case 'fulfilmentOrdered':
        return [orderOf(request, 'answer')];
      case 'requestWithdrawn':
        return [orderOf(request, 'withdrawal-confirmation')];
      case 'identityResultAnnounced':
        return [{ type: 'readIdentityResult', resultId: fact.resultId }];
      case 'deadlineWarned':
        return [alertOf(request, 'warning')];
      case 'deadlinePassed':
      case 'latenessReminded':
        return [alertOf(request, 'deadline-passed')];
      case 'letterNeedsPerson':
      case 'letterBounced':
        return [alertOf(request, 'letter-needs-person')];
      case 'effectFailed':
        // A failed alert must not raise an alert, or two dead systems would talk for ever.
        return fact.letter === undefined ? [] : [alertOf(request, 'effect-failed')];
      case 'requestClassified':
      case 'messageSetAside':
      case 'identityConfirmed':
      case 'identityCheckWaived':
      case 'identityNotConfirmed':
      case 'identityResultUnknown':
      case 'requestAccepted':
      case 'refusalProposed':
      case 'proposalRejected':
      case 'answerAttached':
      case 'noteAdded':
      case 'messageReceived':
      case 'requestAcknowledged':
      case 'identityEvidenceRequested':
      case 'extensionNoticeSent':
      case 'requestRefused':
      case 'answerSent':
      case 'withdrawalConfirmed':
      case 'alertSent':
      case 'caseClosed':
        return [];
    }
  },

  answers: (fact) => ('effect' in fact && fact.type !== 'letterBounced' ? fact.effect : undefined),

  laneOf: (effect) => (effect.type === 'sendLetter' ? 'data-subject' : effect.type),

  nextMilestone,

  isClosed: (request) => request.phase === 'closed',

  boardRow,
};

function known(request: SubjectRequest): KnownRequest {
  if (request.phase === 'new') throw new Error('A case without its first fact has no letters');
  return request;
}

function identityFact(decision: IdentityDecision, request: SubjectRequest, now: Instant): RequestFact {
  switch (decision.outcome) {
    case 'confirmed':
      return { type: 'identityConfirmed', method: decision.method, clock: suspendedClock(known(request), now) };
    case 'waived':
      return { type: 'identityCheckWaived', reasons: decision.reasons };
    case 'notConfirmed':
      return { type: 'identityNotConfirmed', reasons: decision.reasons };
  }
}

/** A result that nobody stored is noted and believed by nobody; one that comes after the decision changes nothing. */
function identityResultFact(
  effect: string,
  result: IdentityResult,
  request: SubjectRequest,
  now: Instant,
): RequestFact {
  if (!result.found || whyNotDecideIdentity(request) !== undefined) return { type: 'identityResultUnknown', effect };
  if (!result.confirmed) return { type: 'identityNotConfirmed', effect };
  return { type: 'identityConfirmed', effect, method: result.method, clock: suspendedClock(known(request), now) };
}

/** The same bounce told twice is one fact. */
function bounce(request: KnownRequest, effect: string, status: string): readonly RequestFact[] {
  const letter = request.sentLetters[effect];
  const isKnown = request.openLetters.some((open) => open.effect === effect && open.reason === 'bounced');
  return letter === undefined || isKnown ? [] : [{ type: 'letterBounced', effect, letter, status }];
}

function alertOf(request: KnownRequest, alert: Extract<RequestEffect, { type: 'alertStaff' }>['alert']): RequestEffect {
  const { reference, controller, timeZone, drill, owner, answerClock: clock } = request;
  return { type: 'alertStaff', alert, reference, controller, dueAt: clock.dueAt, timeZone, drill, owner };
}
