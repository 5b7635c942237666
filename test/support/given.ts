import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Command, Decider, FactBody, Milestone, Recorded } from '../../domain/decider.js';
import type { RefusalType } from '../../domain/refusal.js';

export interface Outcome<State, F, Effect> {
  readonly refused?: RefusalType;
  readonly facts: readonly F[];
  readonly effects: readonly Effect[];
  readonly state: State;
}

export interface Given<State, C, F extends FactBody, Effect> {
  readonly state: State;
  readonly nextMilestone: Milestone<C> | undefined;
  when(command: C, now?: string): Outcome<State, Recorded<F>, Effect>;
}

/** Given what has happened, when something is asked: what follows, or why not. */
export function given<State, C extends Command, F extends FactBody, Effect>(
  decider: Decider<State, C, F, Effect>,
  facts: readonly Recorded<F>[],
): Given<State, C, F, Effect> {
  const folded = fold(decider, facts);
  return {
    state: folded.state,
    nextMilestone: decider.nextMilestone(folded.state),
    when(command, now = '2026-03-05T09:00:00.000Z') {
      const outcome = step(decider, command, folded.state, now);
      if (isRefusal(outcome)) return { refused: outcome.type, facts: [], effects: [], state: folded.state };
      const after = fold(decider, outcome, folded);
      const before = new Set(folded.due.map(({ key }) => key));
      const effects = after.due.filter(({ key }) => !before.has(key)).map(({ effect }) => effect);
      return { facts: outcome, effects, state: after.state };
    },
  };
}
