import fc from 'fast-check';
import type { Actor } from '../../domain/actor.js';
import { dataSubject, duly } from '../../domain/actor.js';
import { fold, follow, isRefusal, step } from '../../domain/decider.js';
import type { DueEffect, Folded, Recorded } from '../../domain/decider.js';
import { rights } from '../../domain/right.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import {
  answerWays,
  deeds,
  extensionGrounds,
  identityMethods,
  letterTroubles,
  refusalGrounds,
} from '../../domain/subject-request.js';
import type { RequestCommand, RequestEffect, RequestFact, SubjectRequest } from '../../domain/subject-request.js';
import { aRegistration, decider, operator, receivedAt } from '../support/builders.js';
import { aProposal, anAnswerGiven, daysFrom, dpo, millisecondsFrom } from './a-request.js';

const registration = aRegistration({ concerns: 'breach' });
const unclassified = aRegistration({ right: undefined });
/** Stands in every text that anybody types. */
export const MARKER = 'ilse bakker 1987';

const actor: fc.Arbitrary<Actor> = fc.constantFrom(operator, decider, dpo);
const words = fc.oneof(
  { weight: 5, arbitrary: fc.constant(`${MARKER} says so, and wrote it down`) },
  { weight: 1, arbitrary: fc.constantFrom('', '-') },
);
const keys = fc.tuple(fc.nat(12), fc.constant(0)).map(([position, index]) => `${String(position)}.${String(index)}`);
const identity: fc.Arbitrary<Extract<RequestCommand, { type: 'decideIdentity' }>['decision']> = fc.oneof(
  fc.record({ outcome: fc.constant('confirmed' as const), method: fc.constantFrom(...identityMethods) }),
  fc.record({ outcome: fc.constantFrom('waived' as const, 'notConfirmed' as const), reasons: words }),
);

/** What anybody may ask or tell, in any order, at any time, with keys that may or may not exist. */
export const fromOutside: fc.Arbitrary<RequestCommand> = fc.oneof(
  fc.constantFrom<RequestCommand>(
    { type: 'register', by: operator, registration },
    { type: 'register', by: operator, registration: unclassified },
  ),
  fc.record({ type: fc.constant('classify' as const), by: actor, right: fc.constantFrom(...rights) }),
  fc.record({
    type: fc.constant('registerFurtherRight' as const),
    by: actor,
    right: fc.constantFrom(...rights),
    caseId: fc.constant('c2'),
  }),
  fc.record({ type: fc.constant('setAside' as const), by: actor, reasons: words }),
  fc.record({ type: fc.constant('requestIdentityEvidence' as const), by: actor, doubt: words }),
  fc.record({ type: fc.constant('decideIdentity' as const), by: actor, decision: identity }),
  fc.record({
    type: fc.constant('grantExtension' as const),
    by: actor,
    grant: fc.record({ ground: fc.constantFrom(...extensionGrounds), reasons: words }),
  }),
  fc.record({
    type: fc.constant('acceptRequest' as const),
    by: actor,
    acceptance: fc.constantFrom('accepted' as const, 'noDataHeld' as const),
  }),
  fc.record({
    type: fc.constant('proposeRefusal' as const),
    by: actor,
    proposal: fc.record({
      scope: fc.constantFrom('whole' as const, 'part' as const),
      ground: fc.constantFrom(...refusalGrounds),
      reasons: words,
      demonstration: words,
      deviationReasons: fc.option(words, { nil: undefined }),
    }),
  }),
  fc.record({
    type: fc.constant('decideProposal' as const),
    by: actor,
    decision: fc.constantFrom('approved' as const, 'rejected' as const),
    reasons: words,
    deviationReasons: words,
  }),
  fc.record({
    type: fc.constant('advise' as const),
    by: actor,
    advice: fc.record({ advice: words, against: fc.boolean() }),
  }),
  fc.record({ type: fc.constant('attachAnswer' as const), by: actor, documents: fc.constant(['d1']) }),
  fc.record({ type: fc.constant('detachAnswer' as const), by: actor, documents: fc.constant(['d1']) }),
  fc.record({ type: fc.constant('fulfil' as const), by: actor, lateReasons: words }),
  fc.record({
    type: fc.constant('recordAnswerGiven' as const),
    by: actor,
    given: fc.record({
      done: fc.constantFrom(...deeds),
      way: fc.constantFrom(...answerWays),
      givenAt: fc.nat(40).map((days) => daysFrom(receivedAt, days)),
      documents: fc.constantFrom([], ['e1']),
      lateReasons: words,
    }),
  }),
  fc.record({ type: fc.constant('addNote' as const), by: actor, text: words }),
  fc.record({ type: fc.constant('settleContact' as const), by: actor, corrected: fc.boolean(), reasons: words }),
  fc.record({ type: fc.constant('assignOwner' as const), by: actor, owner: fc.constantFrom('r-visser', 's-haddad') }),
  fc.record({
    type: fc.constant('recordLetterSent' as const),
    by: actor,
    effect: keys,
    sentAt: fc.nat(40).map((days) => daysFrom(receivedAt, days)),
  }),
  fc.record({
    type: fc.constant('noteMessage' as const),
    by: fc.constant(dataSubject),
    documentId: fc.constantFrom('m1', 'm2'),
    receivedAt: fc.constant(receivedAt),
  }),
  fc.record({ type: fc.constant('noteBounce' as const), by: actor, effect: keys, status: fc.constant('5.1.1') }),
  fc.record({ type: fc.constant('noteIdentitySignal' as const), by: actor, resultId: fc.constant('r1') }),
);

const withdrawal = fc.record({ type: fc.constant('withdraw' as const), by: actor, reasons: words });

/** The next answer of the outside to an effect that is due, or what time has to say, or a person. */
export type Move =
  | { readonly kind: 'ask'; readonly command: RequestCommand; readonly afterHours: number }
  | { readonly kind: 'answer'; readonly nth: number; readonly how: number }
  | { readonly kind: 'byHand' | 'bounce'; readonly nth: number; readonly afterHours: number }
  | { readonly kind: 'time' };
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), command: fromOutside, afterHours: fc.nat(60) }),
  },
  { weight: 15, arbitrary: fc.record({ kind: fc.constant('answer' as const), nth: fc.nat(5), how: fc.nat(6) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom('byHand' as const, 'bounce' as const),
      nth: fc.nat(3),
      afterHours: fc.nat(60),
    }),
  },
  { weight: 5, arbitrary: fc.constant({ kind: 'time' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), command: withdrawal, afterHours: fc.nat(9) }),
  },
);
export const ask = (command: RequestCommand): Move => ({ kind: 'ask', command, afterHours: 1 });

export const register = { type: 'register', by: operator, registration } as const;

/** Steps that lead far, so that chance does not stay among refusals. */
const roads: Readonly<Record<string, readonly RequestCommand[]>> = {
  none: [],
  answer: [
    { type: 'decideIdentity', by: operator, decision: { outcome: 'confirmed', method: 'account' } },
    { type: 'recordIncidentLookup', by: operator, searched: 3, found: ['B-2026-0001'] },
    { type: 'acceptRequest', by: operator, acceptance: 'accepted' },
    { type: 'attachAnswer', by: operator, documents: ['d1'] },
    { type: 'detachAnswer', by: operator, documents: ['d1'] },
    { type: 'attachAnswer', by: operator, documents: ['d1'] },
    { type: 'fulfil', by: operator, lateReasons: `${MARKER} was hard to find` },
  ],
  given: [
    { type: 'decideIdentity', by: operator, decision: { outcome: 'waived', reasons: `${MARKER} is signed in` } },
    {
      type: 'recordAnswerGiven',
      by: operator,
      given: anAnswerGiven({ givenAt: receivedAt, lateReasons: `${MARKER} was away` }),
    },
  ],
  refusal: [
    { type: 'proposeRefusal', by: operator, proposal: aProposal({ deviationReasons: `${MARKER} asked five times` }) },
    { type: 'decideProposal', by: decider, decision: 'approved', reasons: MARKER },
  ],
  part: [
    { type: 'proposeRefusal', by: operator, proposal: aProposal({ scope: 'part', reasons: `${MARKER} is on page 3` }) },
    { type: 'decideProposal', by: decider, decision: 'approved' },
  ],
};

/** A road with chance between its steps, and after them. */
export const moves: fc.Arbitrary<readonly Move[]> = fc
  .record({
    opening: fc.oneof(
      { weight: 5, arbitrary: fc.constant(register) },
      { weight: 1, arbitrary: fc.constant({ ...register, registration: unclassified }) },
    ),
    road: fc.constantFrom(...Object.values(roads)),
    between: fc.array(fc.array(anyMove, { maxLength: 4 }), { minLength: 5, maxLength: 5 }),
    after: fc.array(anyMove, { maxLength: 30 }),
  })
  .map(({ opening, road, between, after }) => [
    ask(opening),
    ...(between[4] ?? []),
    ...road.flatMap((command, index) => [ask(command), ...(between[index] ?? [])]),
    ...after,
  ]);

function answerTo({ key, effect }: DueEffect<RequestEffect>, how: number, now: string): RequestCommand {
  const failed: RequestCommand = {
    type: 'noteEffectFailed',
    by: duly,
    what: effect.type,
    effect: key,
    letter: effect.type === 'sendLetter' ? effect.letter : undefined,
  };
  if (how === 0) return failed;
  switch (effect.type) {
    case 'sendLetter': {
      const came =
        how < 4
          ? ({ outcome: 'sent', reportedAt: now } as const)
          : ({ outcome: 'trouble', reason: letterTroubles[how % letterTroubles.length] ?? 'failed' } as const);
      return { type: 'noteLetter', by: duly, effect: key, letter: effect.letter, came };
    }
    case 'alertStaff':
      return { type: 'noteAlert', by: duly, effect: key };
    case 'readIdentityResult': {
      const result =
        how < 3
          ? ({ found: false } as const)
          : ({ found: true, confirmed: how < 5, method: 'wallet', service: 'yivi' } as const);
      return { type: 'noteIdentityResult', by: duly, effect: key, result };
    }
  }
}

export interface Life {
  readonly facts: readonly Recorded<RequestFact>[];
  readonly folded: Folded<SubjectRequest, RequestEffect>;
  /** Every key that was ever due. */
  readonly keys: readonly string[];
  readonly answers: readonly string[];
}

/** Lives through the moves as a running case does: one step after the other, the clock never going back. */
export function live(all: readonly Move[]): Life {
  let now = receivedAt;
  const facts: Recorded<RequestFact>[] = [];
  const keysSeen: string[] = [];
  const answers: string[] = [];
  let folded = fold(subjectRequestDecider, facts);
  for (const move of all) {
    const command = commandOf(move);
    if (command === undefined) continue;
    const outcome = step(subjectRequestDecider, command, folded.state, now);
    if (isRefusal(outcome)) continue;
    if (move.kind === 'answer' && 'effect' in command) answers.push(command.effect);
    for (const fact of outcome) {
      const before = new Set(folded.due.map(({ key }) => key));
      folded = follow(subjectRequestDecider, folded, fact);
      facts.push(fact);
      keysSeen.push(...folded.due.map(({ key }) => key).filter((key) => !before.has(key)));
    }
  }
  return { facts, folded, keys: keysSeen, answers };

  function commandOf(move: Move): RequestCommand | undefined {
    if (move.kind === 'ask') {
      now = millisecondsFrom(now, move.afterHours * 3_600_000);
      return move.command;
    }
    if (move.kind === 'answer') {
      const due = folded.due[move.nth % Math.max(1, folded.due.length)];
      return due && answerTo(due, move.how, now);
    }
    if (move.kind !== 'time') {
      now = millisecondsFrom(now, move.afterHours * 3_600_000);
      return told(move.kind, move.nth);
    }
    const milestone = subjectRequestDecider.nextMilestone(folded.state);
    if (milestone !== undefined && milestone.at > now) now = milestone.at;
    return milestone?.command;
  }

  function told(kind: 'byHand' | 'bounce', nth: number): RequestCommand | undefined {
    const { state } = folded;
    if (state.phase === 'new') return undefined;
    const effects = kind === 'bounce' ? Object.keys(state.sentLetters) : state.openLetters.map(({ effect }) => effect);
    const effect = effects[nth % Math.max(1, effects.length)];
    if (effect === undefined) return undefined;
    return kind === 'bounce'
      ? { type: 'noteBounce', by: duly, effect, status: '5.1.1' }
      : { type: 'recordLetterSent', by: operator, effect, sentAt: now };
  }
}
