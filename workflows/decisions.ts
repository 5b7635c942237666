import { dueSince, fold, isRefusal, step } from '../domain/decider.js';
import type { Command, Decider, DueEffect, FactBody, Folded, Recorded } from '../domain/decider.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { CAUSES_REMEMBERED } from '../domain/transition.js';
import type { Entry, Resumed, Transition } from '../domain/transition.js';

/** A step that was decided, until its facts are on record. */
export interface Ask<C, F extends FactBody> {
  readonly command: C;
  readonly cause: string;
  facts: readonly Recorded<F>[];
  outcome: 'decided' | 'recorded' | Refusal;
}

/** What is put on record at once, on top of what is there. */
export interface Batch<State, C, F extends FactBody, Effect> {
  readonly onTopOf: Folded<State, Effect>;
  /** Facts of earlier batches that the record has lost since. */
  readonly lost: readonly Entry<F>[];
  readonly asks: readonly Ask<C, F>[];
  readonly next: Folded<State, Effect>;
}

/** The steps of a case: what was decided, what of it is on record, and what becomes of the rest if others were there first. */
export class Decisions<State, C extends Command, F extends FactBody, Effect> {
  private readonly decider: Decider<State, C, F, Effect>;
  private readonly now: () => Instant;
  /** Where this run began. What happened before, it knows as a state only. */
  private readonly begin: Folded<State, Effect>;
  /** What is on record since then. */
  private known: readonly Entry<F>[] = [];
  /** As it is on record, and as it will be once what was decided is on record too. */
  private recorded: Folded<State, Effect>;
  private decided: Folded<State, Effect>;
  private asks: readonly Ask<C, F>[] = [];
  /** The engine knows a repeated update within one run only. */
  private taken: readonly string[];

  constructor(decider: Decider<State, C, F, Effect>, from: Resumed<State, Effect> | undefined, now: () => Instant) {
    this.decider = decider;
    this.now = now;
    this.begin = from ?? { state: decider.initial, position: 0, due: [] };
    this.recorded = this.begin;
    this.decided = this.begin;
    this.taken = from?.taken ?? [];
  }

  get state(): State {
    return this.decided.state;
  }

  get position(): number {
    return this.decided.position;
  }

  /** As others see the case: what is on record. */
  get onRecord(): Resumed<State, Effect> {
    return { ...this.recorded, taken: this.taken };
  }

  get areWaiting(): boolean {
    return this.asks.length > 0;
  }

  /** By this run or by the one before it. */
  wasTaken(cause: string): boolean {
    return this.taken.includes(cause);
  }

  /** No fact has answered it yet. */
  isDue(key: string): boolean {
    return this.decided.due.some((due) => due.key === key);
  }

  decide(command: C): readonly Recorded<F>[] | Refusal {
    return step(this.decider, command, this.state, this.now());
  }

  take(command: C, cause: string): Ask<C, F> {
    const ask: Ask<C, F> = { command, cause, facts: [], outcome: 'recorded' };
    this.decideOn(ask);
    return ask;
  }

  private decideOn(ask: Ask<C, F>): void {
    const outcome = this.decide(ask.command);
    if (isRefusal(outcome)) {
      ask.outcome = outcome;
      return;
    }
    ask.facts = outcome;
    ask.outcome = outcome.length > 0 ? 'decided' : 'recorded';
    this.decided = fold(this.decider, outcome, this.decided);
    if (outcome.length > 0) this.asks = [...this.asks, ask];
  }

  /** Everything that waits. */
  nextBatch(): Batch<State, C, F, Effect> {
    const batch = { onTopOf: this.recorded, lost: [], asks: this.asks, next: this.decided };
    this.asks = [];
    return batch;
  }

  transitionOf({ onTopOf, lost, asks, next }: Batch<State, C, F, Effect>): Omit<Transition<F, Effect>, 'run'> {
    return {
      firstPosition: onTopOf.position,
      entries: [...lost, ...entriesOf(asks)],
      row: this.decider.boardRow(next.state),
      due: dueSince(next, onTopOf.position),
    };
  }

  /** It is on record. Answers the effects that are now to be carried out. */
  confirm({ asks, next }: Batch<State, C, F, Effect>): readonly DueEffect<Effect>[] {
    const due = dueSince(next, this.recorded.position);
    this.recorded = next;
    for (const ask of asks) ask.outcome = 'recorded';
    this.remember(entriesOf(asks));
    return due;
  }

  /**
   * What is on record is what happened. A worker that died between the commit and the end of its task leaves facts
   * that this run does not know; it takes them over and decides again what was not among them.
   */
  adopt({ onTopOf, asks }: Batch<State, C, F, Effect>, standing: readonly Entry<F>[]): readonly DueEffect<Effect>[] {
    const open = [...asks, ...this.asks];
    this.recorded = fold(
      this.decider,
      standing.map(({ fact }) => fact),
      onTopOf,
    );
    this.decided = this.recorded;
    this.asks = [];
    this.known = this.known.slice(0, onTopOf.position - this.begin.position);
    this.remember(standing);
    const causes = new Set(standing.map(({ cause }) => cause));
    for (const ask of open) {
      if (causes.has(ask.cause)) ask.outcome = 'recorded';
      else if (!this.isStale(ask)) this.decideOn(ask);
    }
    return dueSince(this.recorded, onTopOf.position);
  }

  /** Milestones are looked up anew, and an effect that a fact has answered has nothing more to say. */
  private isStale({ cause }: Ask<C, F>): boolean {
    if (cause.startsWith('milestone ')) return true;
    return cause.startsWith(EFFECT) && !this.isDue(cause.slice(EFFECT.length));
  }

  /**
   * The record has less of the case than it had: a database of an earlier day. What this run knows to have happened is
   * put on record again, before what is new. Undefined where it does not know enough, or where others went on since.
   */
  withLost(
    { asks, next }: Batch<State, C, F, Effect>,
    onRecord: readonly Entry<F>[],
  ): Batch<State, C, F, Effect> | undefined {
    const kept = onRecord.slice(this.begin.position);
    const isOurs = kept.every(({ cause }, index) => cause === this.known[index]?.cause);
    if (onRecord.length < this.begin.position || !isOurs) return undefined;
    const facts = kept.map(({ fact }) => fact);
    return { onTopOf: fold(this.decider, facts, this.begin), lost: this.known.slice(kept.length), asks, next };
  }

  /** Where a new run begins that believes the record. */
  fromRecord(onRecord: readonly Entry<F>[]): Resumed<State, Effect> {
    const folded = fold(
      this.decider,
      onRecord.map(({ fact }) => fact),
    );
    return { ...folded, taken: onRecord.slice(-CAUSES_REMEMBERED).map(({ cause }) => cause) };
  }

  private remember(entries: readonly Entry<F>[]): void {
    this.known = [...this.known, ...entries];
    this.taken = [...this.taken, ...entries.map(({ cause }) => cause)].slice(-CAUSES_REMEMBERED);
  }
}

/** Before the key of an effect, in the cause of what came of it. */
export const EFFECT = 'effect ';

function entriesOf<C, F extends FactBody>(asks: readonly Ask<C, F>[]): readonly Entry<F>[] {
  return asks.flatMap(({ facts, cause }) => facts.map((fact) => ({ fact, cause })));
}
