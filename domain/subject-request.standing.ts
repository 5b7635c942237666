import type { BoardRow } from './board.js';
import { isCopyMissing } from './subject-request.answering.js';
import { isIdentitySettled } from './subject-request.law.js';
import { doesMessageWait } from './subject-request.messages.js';
import type { KnownRequest, SubjectRequest } from './subject-request.js';

/** What lists say of where a request stands; finer than the state's own phase, and always computed from it. */
export const requestPhases = [
  'toRead',
  'toClassify',
  'identityAsked',
  'refusalProposed',
  'refusing',
  'deciding',
  'gathering',
  'readyToAnswer',
  'answering',
  'settled',
  'closed',
] as const;
export type RequestPhase = (typeof requestPhases)[number];

/** Whose turn it is, and for what. */
export const waitingFor = {
  toRead: 'a person to read the message',
  toClassify: 'classification',
  identityAsked: 'the data subject: identity',
  refusalProposed: 'approval of a refusal',
  refusing: 'the letter to leave',
  deciding: 'identity and decision',
  gathering: 'the copy of the data',
  readyToAnswer: 'sending the answer',
  answering: 'the letter to leave',
  settled: 'nothing',
  closed: 'nothing',
} as const satisfies Record<RequestPhase, string>;

/** What a person must see to before anything else, whatever the phase. */
export const alsoWaitingFor = {
  letter: 'a letter to be sent by hand',
  message: 'a message to be read',
} as const;

export function phaseOf(request: KnownRequest): RequestPhase {
  if (request.phase !== 'open') return request.phase;
  if (request.right === undefined) return request.readable ? 'toClassify' : 'toRead';
  if (request.refusal !== undefined) return 'refusing';
  if (request.fulfilment !== undefined) return 'answering';
  if (request.proposal !== undefined) return 'refusalProposed';
  if (request.identity === 'asked') return 'identityAsked';
  if (request.acceptance === undefined || !isIdentitySettled(request)) return 'deciding';
  return isCopyMissing(request) ? 'gathering' : 'readyToAnswer';
}

export function boardRow(request: SubjectRequest): BoardRow | undefined {
  if (request.phase === 'new') return undefined;
  const phase = phaseOf(request);
  return {
    kind: 'subject-request',
    reference: request.reference,
    what: request.right ?? 'unclassified',
    phase,
    waitingFor: waitingForNow(request),
    controller: request.controller,
    overdue: request.phase === 'open' && request.deadlinePassedAt !== undefined,
    drill: request.drill,
    closed: request.phase === 'closed',
    owner: request.owner,
    dueAt: request.phase === 'open' ? request.answerClock.dueAt : undefined,
  };
}

function waitingForNow(request: KnownRequest): string {
  if (request.openLetters.length > 0) return alsoWaitingFor.letter;
  return doesMessageWait(request) ? alsoWaitingFor.message : waitingFor[phaseOf(request)];
}
