import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import type { Actor } from '../../domain/actor.js';
import { dueSince, fold, follow, isRefusal, step } from '../../domain/decider.js';
import type { Decider, Recorded } from '../../domain/decider.js';

interface Ask {
  readonly type: 'ask';
  readonly letters: number;
  readonly by: Actor;
}
type Told = { readonly type: 'asked'; readonly letters: number } | { readonly type: 'left'; readonly effect: string };

/** Counts its facts, and orders as many letters as it is asked for. */
const counting: Decider<number, Ask, Told, string> = {
  initial: 0,
  decide: ({ letters }) =>
    letters > 3 ? { type: 'ReasonsMissing', message: 'too many' } : [{ type: 'asked', letters }],
  evolve: (count) => count + 1,
  effectsOf: (told, count) => (told.type === 'left' ? [] : Array<string>(told.letters).fill(`after ${String(count)}`)),
  answers: (told) => (told.type === 'left' ? told.effect : undefined),
  laneOf: () => 'one',
  nextMilestone: () => undefined,
  isClosed: () => false,
  boardRow: () => undefined,
};

const at = '2026-03-03T09:00:00.000Z';
const asked = (letters: number): Recorded<Told> => ({ type: 'asked', letters, at, by: duly });
const left = (effect: string): Recorded<Told> => ({ type: 'left', effect, at, by: duly });

test('a step stamps what follows with the instant and the actor of the command', () => {
  const by = { role: 'operator', id: 'r-visser' } as const;

  expect(step(counting, { type: 'ask', letters: 1, by }, 0, at)).toEqual([{ type: 'asked', letters: 1, at, by }]);
});

test('a step that is refused gives the refusal and no fact', () => {
  const outcome = step(counting, { type: 'ask', letters: 9, by: duly }, 0, at);

  expect(isRefusal(outcome) && outcome.type).toBe('ReasonsMissing');
});

test('no fact at all is not a refusal', () => {
  expect(isRefusal([])).toBe(false);
});

test('an effect is named after the position of its fact, and sees the state after it', () => {
  expect(fold(counting, [asked(1), asked(2)])).toEqual({
    state: 2,
    position: 2,
    due: [
      { key: '0.0', effect: 'after 1' },
      { key: '1.0', effect: 'after 2' },
      { key: '1.1', effect: 'after 2' },
    ],
  });
});

test('an effect is due until a fact answers its key, and no other', () => {
  const { due } = fold(counting, [asked(2), left('0.1'), left('7.0')]);

  expect(due.map(({ key }) => key)).toEqual(['0.0']);
});

test('a case goes on from where it was folded as if it had never stopped', () => {
  const facts = [asked(1), left('0.0'), asked(3), left('2.1')];
  const half = fold(counting, facts.slice(0, 2));

  expect(fold(counting, facts.slice(2), half)).toEqual(fold(counting, facts));
  expect(facts.reduce((before, fact) => follow(counting, before, fact), fold(counting, []))).toEqual(
    fold(counting, facts),
  );
});

test('what is due since a position leaves out what older facts caused', () => {
  const folded = fold(counting, [asked(1), asked(1), ...Array<Recorded<Told>>(9).fill(asked(0)), asked(1)]);

  expect(dueSince(folded, 1).map(({ key }) => key)).toEqual(['1.0', '11.0']);
  expect(dueSince(folded, 11).map(({ key }) => key)).toEqual(['11.0']);
});
