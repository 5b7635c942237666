import type { BoardRow } from './board.js';
import type { DueEffect, FactBody, Folded, Recorded } from './decider.js';
import type { Instant } from './time.js';

/** A fact and what brought it about: the id of an update, a signal's number, an effect's key, a milestone. */
export interface Entry<F extends FactBody> {
  readonly fact: Recorded<F>;
  readonly cause: string;
}

/** What one step of a case puts on record, all of it or nothing. */
export interface Transition<F extends FactBody, Effect> {
  /** The engine's run that decided it. A task that is lost after its commit leaves facts of the run's own. */
  readonly run: string;
  readonly firstPosition: number;
  readonly entries: readonly Entry<F>[];
  readonly row: BoardRow | undefined;
  /** The effects that these facts caused. */
  readonly due: readonly DueEffect<Effect>[];
}

/** The record ends before the transition begins: the database is one of an earlier day. All that it has of the case. */
export interface Behind<F extends FactBody> {
  readonly onRecord: readonly Entry<F>[];
}

/** No entries: it is on record, now or since an earlier attempt. Else what stands at these positions instead. */
export type Recording<F extends FactBody> = readonly Entry<F>[] | Behind<F>;

/** Where a new run of a case begins: after a lost one, or one that grew too long. */
export interface Resumed<State, Effect> extends Folded<State, Effect> {
  /** Causes of the latest facts: a step that comes again was taken before. */
  readonly taken: readonly string[];
}

/** Of how many facts a new run knows the cause. */
export const CAUSES_REMEMBERED = 100;

/** What an update answers: where the case stands after it. */
export interface Standing {
  /** How many facts the case has. */
  readonly position: number;
  readonly phase: string;
  /** The next promise: exclusive instant; absent once nothing is due. */
  readonly dueAt?: Instant | undefined;
}
