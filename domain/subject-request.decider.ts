import type { Decider } from './decider.js';
import {
  answerGiven,
  whyNotAccept,
  whyNotAttachAnswer,
  whyNotDetachAnswer,
  whyNotFulfil,
  whyNotRecordAnswerGiven,
} from './subject-request.answering.js';
import { answersOf, effectsOf, laneOf } from './subject-request.effects.js';
import { evolve } from './subject-request.evolve.js';
import { whyNotLookUpIncidents } from './subject-request.incidents.js';
import { letterBy } from './subject-request.letters.js';
import {
  whyNotAct,
  whyNotAddNote,
  whyNotAssignOwner,
  whyNotClassify,
  whyNotDecideIdentity,
  whyNotExtend,
  whyNotRecordLetterSent,
  whyNotRegister,
  whyNotRegisterFurtherRight,
  whyNotRequestIdentityEvidence,
  whyNotSetAside,
  whyNotSettleContact,
} from './subject-request.law.js';
import { decideOwn, identityFact, isOwn } from './subject-request.own-steps.js';
import { whyNotAdvise, whyNotDecideProposal, whyNotProposeRefusal } from './subject-request.refusing.js';
import { answerClock, nextMilestone } from './subject-request.clocks.js';
import { boardRow } from './subject-request.standing.js';
import type {
  FurtherRight,
  Registration,
  RequestCommand,
  RequestEffect,
  RequestFact,
  SubjectRequest,
} from './subject-request.js';

/** One data-subject request, from receipt to the end of its duty (GDPR Art. 12, 15). */
export const subjectRequestDecider: Decider<SubjectRequest, RequestCommand, RequestFact, RequestEffect> = {
  initial: { phase: 'new' },

  decide(command, request, now) {
    if (isOwn(command)) return decideOwn(command, request, now);
    switch (command.type) {
      case 'register':
        return whyNotRegister(request) ?? [registered(command.registration)];
      case 'classify':
        return whyNotClassify(request, command.right) ?? [{ type: 'requestClassified', right: command.right }];
      case 'registerFurtherRight':
        return whyNotRegisterFurtherRight(request, command.right) ?? [furtherRight(command)];
      case 'setAside':
        return whyNotSetAside(request, command.reasons) ?? [{ type: 'messageSetAside', reasons: command.reasons }];
      case 'requestIdentityEvidence':
        return (
          whyNotRequestIdentityEvidence(request, command.doubt) ?? [{ type: 'identityAsked', doubt: command.doubt }]
        );
      case 'decideIdentity':
        return whyNotDecideIdentity(request, command.decision) ?? identityFact(command.decision, request, now);
      case 'grantExtension':
        return whyNotExtend(request, command.grant, now) ?? [{ type: 'extensionGranted', grant: command.grant }];
      case 'acceptRequest':
        return (
          whyNotAccept(request, command.acceptance) ?? [{ type: 'requestAccepted', acceptance: command.acceptance }]
        );
      case 'proposeRefusal': {
        const proposal = { ...command.proposal, proposedBy: command.by };
        return whyNotProposeRefusal(request, proposal) ?? [{ type: 'refusalProposed', proposal }];
      }
      case 'decideProposal':
        return whyNotDecideProposal(request, command.by, command) ?? [proposalFact(command)];
      case 'advise':
        return whyNotAdvise(request, command.advice) ?? [{ type: 'adviceGiven', ...command.advice }];
      case 'attachAnswer':
        return whyNotAttachAnswer(request) ?? [{ type: 'answerAttached', documents: command.documents }];
      case 'detachAnswer':
        return (
          whyNotDetachAnswer(request, command.documents) ?? [{ type: 'answerDetached', documents: command.documents }]
        );
      case 'fulfil':
        return (
          whyNotFulfil(request, command.lateReasons, now) ?? [
            { type: 'fulfilmentOrdered', lateReasons: command.lateReasons },
          ]
        );
      case 'recordAnswerGiven':
        return whyNotRecordAnswerGiven(request, command.given, now) ?? answerGiven(request, command.given);
      case 'withdraw':
        return whyNotAct(request) ?? [{ type: 'requestWithdrawn', reasons: command.reasons }];
      case 'recordIncidentLookup': {
        const { searched, found } = command;
        return whyNotLookUpIncidents(request) ?? [{ type: 'incidentsLookedUp', searched, found }];
      }
      case 'addNote':
        return whyNotAddNote(request) ?? [{ type: 'noteAdded', text: command.text }];
      case 'settleContact': {
        const { corrected, reasons } = command;
        return whyNotSettleContact(request, reasons) ?? [{ type: 'contactSettled', corrected, reasons }];
      }
      case 'assignOwner':
        return whyNotAssignOwner(request, command.owner) ?? [{ type: 'ownerAssigned', owner: command.owner }];
      case 'recordLetterSent':
        return (
          whyNotRecordLetterSent(request, command.effect, command.sentAt, now) ??
          letterBy(request, command.effect, command.sentAt)
        );
    }
  },

  evolve,
  effectsOf,
  answers: answersOf,
  laneOf,
  nextMilestone,
  isClosed: (request) => request.phase === 'closed',
  boardRow,
};

function registered(registration: Registration): RequestFact {
  return { type: 'requestRegistered', registration, clock: answerClock(registration) };
}

function furtherRight({ right, caseId }: FurtherRight): RequestFact {
  return { type: 'furtherRightRegistered', right, caseId };
}

function proposalFact(command: Extract<RequestCommand, { type: 'decideProposal' }>): RequestFact {
  const { decision, reasons, deviationReasons } = command;
  return decision === 'approved'
    ? { type: 'proposalApproved', reasons, deviationReasons }
    : { type: 'proposalRejected', reasons };
}
