import type { Actor } from './actor.js';
import type { BoardRow } from './board.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** What somebody asks of a case, or what the case tells itself. */
export interface Command {
  readonly type: string;
  readonly by: Actor;
}

/** What a decider says became true; when and by whom is added by `step`. */
export interface FactBody {
  readonly type: string;
}

/** Something that became true about a case. Facts are never changed or removed. */
export type Recorded<F extends FactBody> = F & { readonly at: Instant; readonly by: Actor };

/** An effect and the key under which it is carried out: once, however often it is tried. */
export interface DueEffect<Effect> {
  /** `<position of the fact that caused it>.<index>`, unique within the case. */
  readonly key: string;
  readonly effect: Effect;
}

/** An instant that the case must not sleep through, and what it then tells itself. */
export interface Milestone<C> {
  readonly at: Instant;
  /** Names the clock and its article; shown on the timer in the Temporal UI, so it names no person. */
  readonly summary: string;
  readonly command: C;
}

/** One kind of case as pure functions: no clock, no I/O, no engine. */
export interface Decider<State, C extends Command, F extends FactBody, Effect> {
  readonly initial: State;
  /** What follows from a command, or why it is refused. */
  decide(command: C, state: State, now: Instant): readonly F[] | Refusal;
  evolve(state: State, fact: Recorded<F>): State;
  /** What the outside must now be told or asked; `state` is the one after the fact. */
  effectsOf(fact: Recorded<F>, state: State): readonly Effect[];
  /** The key of the effect that this fact answers. An effect that no fact answers is carried out again. */
  answers(fact: F): string | undefined;
  /** Effects of one lane keep their order; lanes run side by side. */
  laneOf(effect: Effect, key: string): string;
  /** When time itself next has something to say; its command must move the milestone on, or the case would spin. */
  nextMilestone(state: State): Milestone<C> | undefined;
  isClosed(state: State): boolean;
  /** What lists show of the case; undefined before its first fact. */
  boardRow(state: State): BoardRow | undefined;
}

export function isRefusal(outcome: readonly unknown[] | Refusal): outcome is Refusal {
  return 'message' in outcome;
}

/** Decides, and stamps what follows with the instant and the actor of the command. */
export function step<State, C extends Command, F extends FactBody, Effect>(
  decider: Decider<State, C, F, Effect>,
  command: C,
  state: State,
  now: Instant,
): readonly Recorded<F>[] | Refusal {
  const outcome = decider.decide(command, state, now);
  return isRefusal(outcome) ? outcome : outcome.map((fact) => ({ ...fact, at: now, by: command.by }));
}

/** A case as its facts tell it: where it stands, and which effects no fact has answered yet. */
export interface Folded<State, Effect> {
  readonly state: State;
  readonly position: number;
  readonly due: readonly DueEffect<Effect>[];
}

export function fold<State, C extends Command, F extends FactBody, Effect>(
  decider: Decider<State, C, F, Effect>,
  facts: readonly Recorded<F>[],
  from: Folded<State, Effect> = { state: decider.initial, position: 0, due: [] },
): Folded<State, Effect> {
  return facts.reduce((before, fact) => follow(decider, before, fact), from);
}

/** One fact further. */
export function follow<State, C extends Command, F extends FactBody, Effect>(
  decider: Decider<State, C, F, Effect>,
  before: Folded<State, Effect>,
  fact: Recorded<F>,
): Folded<State, Effect> {
  const state = decider.evolve(before.state, fact);
  const answered = decider.answers(fact);
  const caused = decider
    .effectsOf(fact, state)
    .map((effect, index) => ({ key: `${String(before.position)}.${String(index)}`, effect }));
  return {
    state,
    position: before.position + 1,
    due: [...before.due.filter(({ key }) => key !== answered), ...caused],
  };
}

/** The unanswered effects of the facts from this position on. */
export function dueSince<Effect>({ due }: Folded<unknown, Effect>, position: number): readonly DueEffect<Effect>[] {
  return due.filter(({ key }) => Number(key.slice(0, key.indexOf('.'))) >= position);
}
