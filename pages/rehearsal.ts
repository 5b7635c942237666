import type { Actor } from '../domain/actor.js';
import { fold, isRefusal, step } from '../domain/decider.js';
import type { Refusal } from '../domain/refusal.js';
import { subjectRequestDecider } from '../domain/subject-request.decider.js';
import type { KnownRequest, LetterOrder, RequestCommand, SubjectRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';

/** What a step would bring about. Nothing happens: the decider is asked, and its answer thrown away. */
export interface Rehearsal {
  readonly before: KnownRequest;
  readonly after: KnownRequest;
  readonly letters: readonly LetterOrder[];
  /** The letter of a refusal that a second person has yet to approve. */
  readonly lettersOnceApproved: readonly LetterOrder[];
}

const somebodyElse: Actor = { role: 'decider', id: 'somebody else' };

export function rehearse(request: KnownRequest, command: RequestCommand, now: Instant): Rehearsal | Refusal {
  const done = play(request, whole(command), now);
  if (isRefused(done)) return done;
  const after = knownOf(done.after, request);
  const approved = play(after, { type: 'decideProposal', decision: 'approved', by: somebodyElse }, now);
  const isProposed = command.type === 'proposeRefusal' && !isRefused(approved);
  return { before: request, after, letters: done.letters, lettersOnceApproved: isProposed ? approved.letters : [] };
}

/** With something in the place of the files, which the form asks for last. */
function whole(command: RequestCommand): RequestCommand {
  if (command.type !== 'recordAnswerGiven') return command;
  return { ...command, given: { ...command.given, documents: ['to be attached'] } };
}

interface Played {
  readonly after: SubjectRequest;
  readonly letters: readonly LetterOrder[];
}

function play(request: SubjectRequest, command: RequestCommand, now: Instant): Played | Refusal {
  const facts = step(subjectRequestDecider, command, request, now);
  if (isRefusal(facts)) return facts;
  const folded = fold(subjectRequestDecider, facts, { state: request, position: 0, due: [] });
  const letters = folded.due.flatMap(({ effect }) => (effect.type === 'sendLetter' ? [effect] : []));
  return { after: folded.state, letters };
}

export function isRefused(outcome: Rehearsal | Played | Refusal): outcome is Refusal {
  return 'message' in outcome;
}

function knownOf(after: SubjectRequest, before: KnownRequest): KnownRequest {
  return after.phase === 'new' ? before : after;
}
