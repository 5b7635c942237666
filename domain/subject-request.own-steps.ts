import { shownClock, suspendedClock, waitsUntil } from './subject-request.clocks.js';
import { whyNotDecideIdentity } from './subject-request.law.js';
import { decideLetter } from './subject-request.letters.js';
import { messageFacts } from './subject-request.messages.js';
import type {
  IdentityDecision,
  IdentityResult,
  KnownRequest,
  RequestCommand,
  RequestFact,
  SubjectRequest,
} from './subject-request.js';
import type { Instant } from './time.js';

const ownTypes = [
  'noteLetter',
  'noteAlert',
  'noteEffectFailed',
  'noteMessage',
  'noteBounce',
  'noteIdentitySignal',
  'noteIdentityResult',
  'passWarning',
  'passDeadline',
  'passReminder',
  'close',
] as const satisfies readonly RequestCommand['type'][];
type OwnCommand = Extract<RequestCommand, { type: (typeof ownTypes)[number] }>;

/** A step that nobody asked for: an answer came in, or an instant passed. */
export function isOwn(command: RequestCommand): command is OwnCommand {
  return ownTypes.some((type) => type === command.type);
}

/** Never refused, at most without consequence: a case that refused its own step could not go on. */
export function decideOwn(command: OwnCommand, request: SubjectRequest, now: Instant): readonly RequestFact[] {
  if (request.phase === 'new') return [];
  switch (command.type) {
    case 'noteLetter':
      return decideLetter(request, command, now);
    case 'noteAlert':
      return [{ type: 'alertSent', effect: command.effect }];
    case 'noteEffectFailed': {
      const { what, effect, letter } = command;
      return [{ type: 'effectFailed', what, effect, letter }];
    }
    case 'noteMessage':
      return messageFacts(request, command);
    case 'noteBounce':
      return bounce(request, command.effect, command.status);
    case 'noteIdentitySignal':
      return announcement(request, command.resultId);
    case 'noteIdentityResult':
      return [identityResultFact(command.effect, command.result, request, now)];
    case 'passWarning':
      return whileOpen(request, { type: 'deadlineWarned', dueAt: command.dueAt, before: command.before });
    case 'passDeadline':
      return whileOpen(request, { type: 'deadlinePassed', dueAt: command.dueAt });
    case 'passReminder':
      return whileOpen(request, { type: 'latenessReminded', dueAt: command.dueAt });
    case 'close':
      return request.phase === 'settled' ? [{ type: 'caseClosed' }] : [];
  }
}

function whileOpen(request: KnownRequest, fact: RequestFact): readonly RequestFact[] {
  return request.phase === 'open' ? [fact] : [];
}

export function identityFact(
  decision: IdentityDecision,
  request: SubjectRequest,
  now: Instant,
): readonly RequestFact[] {
  if (request.phase === 'new') return [];
  switch (decision.outcome) {
    case 'confirmed':
      return [{ type: 'identityConfirmed', method: decision.method, clock: suspendedClock(request, now) }];
    case 'waived':
      return [{ type: 'identityCheckWaived', reasons: decision.reasons }];
    case 'notConfirmed':
      return [{ type: 'identityNotConfirmed', reasons: decision.reasons, waited: waitsUntil(request, now) }];
  }
}

/** A result that nobody stored is noted and believed by nobody; one that comes after the decision changes nothing. */
function identityResultFact(effect: string, result: IdentityResult, request: KnownRequest, now: Instant): RequestFact {
  if (!result.found || whyNotDecideIdentity(request) !== undefined) return { type: 'identityResultUnknown', effect };
  if (!result.confirmed) return { type: 'identityNotConfirmed', effect, waited: waitsUntil(request, now) };
  return { type: 'identityConfirmed', effect, method: result.method, clock: suspendedClock(request, now) };
}

/** The same result told twice is one fact. */
function announcement(request: KnownRequest, resultId: string): readonly RequestFact[] {
  const isNew = request.identityResults?.includes(resultId) !== true;
  return request.phase === 'open' && isNew ? [{ type: 'identityResultAnnounced', resultId }] : [];
}

/** The same bounce told twice is one fact. */
function bounce(request: KnownRequest, effect: string, status: string): readonly RequestFact[] {
  const letter = request.sentLetters[effect];
  if (letter === undefined || request.bouncedLetters.includes(effect)) return [];
  const suspended = letter === 'extension' ? shownClock(request, request.identityWaits, false) : undefined;
  return [{ type: 'letterBounced', effect, letter, status, suspendedClock: suspended }];
}
