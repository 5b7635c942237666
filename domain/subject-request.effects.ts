import { orderOf } from './subject-request.letters.js';
import type { KnownRequest, RequestEffect, RequestFact, SubjectRequest } from './subject-request.js';

/** What the outside must now be told or asked. */
export function effectsOf(fact: RequestFact, request: SubjectRequest): readonly RequestEffect[] {
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
      // Who withdraws is not kept waiting for an address; what might reach strangers is not sent.
      return request.addressDoubt === undefined ? [orderOf(request, 'withdrawal-confirmation')] : [];
    case 'identityResultAnnounced':
      return [{ type: 'readIdentityResult', resultId: fact.resultId }];
    case 'deadlineWarned':
      return [alertOf(request, 'warning')];
    case 'deadlinePassed':
    case 'latenessReminded':
      return [alertOf(request, 'deadline-passed')];
    case 'messageReceived':
      // One alert until somebody has looked: a hundred messages must not become a hundred mails.
      return request.unreadMessage === fact.documentId ? [alertOf(request, 'message-received')] : [];
    case 'letterNeedsPerson':
    case 'letterBounced':
      return isOpenLetter(request, fact.effect) ? [alertOf(request, 'letter-needs-person')] : [];
    case 'effectFailed':
      // A failed alert must not raise an alert, or two dead systems would talk for ever.
      return fact.what === 'alertStaff' ? [] : [alertOf(request, 'effect-failed')];
    case 'requestClassified':
    case 'furtherRightRegistered':
    case 'messageSetAside':
    case 'identityConfirmed':
    case 'identityCheckWaived':
    case 'identityNotConfirmed':
    case 'identityResultUnknown':
    case 'requestAccepted':
    case 'refusalProposed':
    case 'proposalRejected':
    case 'adviceGiven':
    case 'answerAttached':
    case 'answerDetached':
    case 'answerGiven':
    case 'incidentsLookedUp':
    case 'noteAdded':
    case 'ownerAssigned':
    case 'contactSettled':
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
}

/** A bounce names a letter that has left long since: it answers nothing. */
export function answersOf(fact: RequestFact): string | undefined {
  return 'effect' in fact && fact.type !== 'letterBounced' ? fact.effect : undefined;
}

export function laneOf(effect: RequestEffect): string {
  return effect.type === 'sendLetter' ? 'data-subject' : effect.type;
}

function isOpenLetter(request: KnownRequest, effect: string): boolean {
  return request.openLetters.some((open) => open.effect === effect);
}

function alertOf(request: KnownRequest, alert: Extract<RequestEffect, { type: 'alertStaff' }>['alert']): RequestEffect {
  const { reference, controller, timeZone, drill, owner, answerClock: clock } = request;
  return { type: 'alertStaff', alert, reference, controller, dueAt: clock.dueAt, timeZone, drill, owner };
}
