import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  TemporalFailure,
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  isCancellation,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { BoardRow } from '../domain/board.js';
import { dueSince, fold, isRefusal, step } from '../domain/decider.js';
import type { Command, Decider, DueEffect, FactBody, Folded, Recorded } from '../domain/decider.js';
import type { Refusal } from '../domain/refusal.js';
import { CAUSES_REMEMBERED } from '../domain/transition.js';
import type { Entry, Resumed, Standing, Transition } from '../domain/transition.js';
import { AlarmClock } from './alarm-clock.js';
import { changedAttributes } from './search-attributes.js';

/** What a case needs from the outside while it runs. */
export interface CaseEffects<State, C extends Command, F extends FactBody, Effect> {
  /** Puts facts on record, in order. Answers what stands at these positions instead, if others were there before. */
  record(transition: Transition<F, Effect>): Promise<readonly Entry<F>[]>;
  /** Carries one effect out and says what came of it, a final no included. */
  perform(due: DueEffect<Effect>): Promise<C>;
  /** What the case notes when an effect failed for good: no outside failure may stop a case. */
  whenFailed(due: DueEffect<Effect>): C;
  /** Goes on in a new run before the engine's limits on history are near. */
  continueAsNew(from: Resumed<State, Effect>): Promise<never>;
}

/** A step that was decided, until its facts are on record. */
interface Ask<C, F extends FactBody> {
  readonly command: C;
  readonly cause: string;
  facts: readonly Recorded<F>[];
  outcome: 'decided' | 'recorded' | Refusal;
}

/** Well under the engine's limits of 51,200 events and 2,000 updates per run. */
const MAX_EVENTS = 3_000;
const MAX_UPDATES = 1_500;

const EFFECT = 'effect ';

/** The life of any case: decide, record, act, and wake when time has something to say. */
export class RunningCase<State, C extends Command, F extends FactBody, Effect> {
  private readonly decider: Decider<State, C, F, Effect>;
  private readonly effects: CaseEffects<State, C, F, Effect>;
  private readonly clock = new AlarmClock();
  private readonly lanes = new Map<string, Promise<void>>();
  /** As it is on record, and as it will be once what was decided is on record too. */
  private recorded: Folded<State, Effect>;
  private decided: Folded<State, Effect>;
  private asks: Ask<C, F>[] = [];
  /** The engine knows a repeated update within one run only. */
  private taken: readonly string[];
  private unstarted: readonly DueEffect<Effect>[];
  private underway = 0;
  private updates = 0;
  private signals = 0;
  private shown: BoardRow | undefined;
  private defect: Error | undefined;

  constructor(
    decider: Decider<State, C, F, Effect>,
    effects: CaseEffects<State, C, F, Effect>,
    from: Resumed<State, Effect> | undefined,
  ) {
    this.decider = decider;
    this.effects = effects;
    this.recorded = from ?? { state: decider.initial, position: 0, due: [] };
    this.decided = this.recorded;
    this.unstarted = this.recorded.due;
    this.taken = from?.taken ?? [];
  }

  get state(): State {
    return this.decided.state;
  }

  /** Where the case stands, in values that name nobody. */
  get standing(): Standing {
    const row = this.decider.boardRow(this.state);
    return { position: this.decided.position, phase: row?.phase ?? 'new', dueAt: row?.dueAt };
  }

  /** Lets an update ask for a step: refused before it enters history, or answered once its facts are on record. */
  on<Message>(update: UpdateDefinition<Standing, [Message]>, toCommand: (message: Message) => C): void {
    const handler = (message: Message): Promise<Standing> => this.submit(toCommand(message));
    const validator = (message: Message): void => {
      if (this.wasTaken(updateCause())) return;
      const outcome = this.decide(toCommand(message));
      if (isRefusal(outcome)) throw refused(outcome);
    };
    setHandler(update, handler, { validator });
  }

  /** Takes a fact from outside that cannot be refused. */
  onSignal<Message>(signal: SignalDefinition<[Message]>, toCommand: (message: Message) => C): void {
    setHandler(signal, (message: Message) => {
      this.signals += 1;
      this.tell(toCommand(message), `signal ${workflowInfo().runId} ${String(this.signals)}`);
    });
  }

  /** Lives until the case is closed, its effects are carried out and every update is answered. */
  async run(): Promise<Standing> {
    this.show();
    while (!this.isFinished() || !allHandlersFinished()) {
      if (this.defect !== undefined) throw this.defect;
      if (this.asks.length > 0) await this.record();
      else if (this.unstarted.length > 0) this.startEffects();
      else if (this.isFinished()) await this.untilAnswered();
      else if (this.isLong()) await this.goOn();
      else await this.sleep();
    }
    return this.standing;
  }

  /** A step that somebody asks for may be refused. */
  private async submit(command: C): Promise<Standing> {
    this.updates += 1;
    if (this.wasTaken(updateCause())) return this.standing;
    const ask = this.take(command, updateCause());
    await condition(() => ask.outcome !== 'decided');
    if (typeof ask.outcome === 'object') throw refused(ask.outcome);
    return this.standing;
  }

  /** A step that the case takes by itself may not: plain errors fail the task, and it is tried again until mended. */
  private tell(command: C, cause: string): void {
    const { outcome } = this.take(command, cause);
    if (typeof outcome === 'object') this.defect = new Error(`The case refused its own step: ${outcome.type}`);
  }

  private take(command: C, cause: string): Ask<C, F> {
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
    if (outcome.length > 0) this.asks.push(ask);
  }

  private decide(command: C): readonly Recorded<F>[] | Refusal {
    return step(this.decider, command, this.state, new Date(Date.now()).toISOString());
  }

  private async record(): Promise<void> {
    const asks = this.asks;
    const next = this.decided;
    this.asks = [];
    const due = dueSince(next, this.recorded.position);
    const entries = asks.flatMap(({ facts, cause }) => facts.map((fact) => ({ fact, cause })));
    const row = this.decider.boardRow(next.state);
    const standing = await this.effects
      .record({ run: workflowInfo().runId, firstPosition: this.recorded.position, entries, row, due })
      .catch(failTask);
    if (standing.length > 0) {
      this.adopt(standing, asks);
      return;
    }
    this.recorded = next;
    for (const ask of asks) ask.outcome = 'recorded';
    this.remember(entries);
    this.unstarted = [...this.unstarted, ...due];
    this.show();
  }

  /**
   * What is on record is what happened. A worker that died between the commit and the end of its task leaves facts
   * that this run does not know; it takes them over and decides again what was not among them.
   */
  private adopt(standing: readonly Entry<F>[], asks: readonly Ask<C, F>[]): void {
    const open = [...asks, ...this.asks];
    const since = this.recorded.position;
    const facts = standing.map(({ fact }) => fact);
    this.recorded = fold(this.decider, facts, this.recorded);
    this.decided = this.recorded;
    this.asks = [];
    this.unstarted = [...this.unstarted.filter(({ key }) => this.isDue(key)), ...dueSince(this.recorded, since)];
    this.remember(standing);
    const causes = new Set(standing.map(({ cause }) => cause));
    for (const ask of open) {
      if (causes.has(ask.cause)) ask.outcome = 'recorded';
      else if (!this.isStale(ask)) this.decideOn(ask);
    }
    this.show();
  }

  /** Milestones are looked up anew, and an effect that a fact has answered has nothing more to say. */
  private isStale({ cause }: Ask<C, F>): boolean {
    if (cause.startsWith('milestone ')) return true;
    return cause.startsWith(EFFECT) && !this.isDue(cause.slice(EFFECT.length));
  }

  /** Beside the case, not within it: a system that does not answer holds up neither the clock nor an update. */
  private startEffects(): void {
    const due = this.unstarted;
    this.unstarted = [];
    for (const effect of due) {
      const lane = this.decider.laneOf(effect.effect);
      const before = this.lanes.get(lane) ?? Promise.resolve();
      this.underway += 1;
      const turn = before.then(() => this.act(effect));
      this.lanes.set(lane, turn);
    }
  }

  private async act(due: DueEffect<Effect>): Promise<void> {
    const cause = EFFECT + due.key;
    try {
      const command = await this.effects.perform(due);
      if (this.isDue(due.key)) this.tell(command, cause);
    } catch (error) {
      // Nobody knows what became of an effect whose run was cancelled: the next run carries it out again.
      if (isCancellation(error)) return;
      // What the outside could not do is a fact of the case; anything else is a defect of ours.
      if (error instanceof TemporalFailure && this.isDue(due.key)) this.tell(this.effects.whenFailed(due), cause);
      else if (!(error instanceof TemporalFailure)) this.defect = new Error('An effect met a defect', { cause: error });
    } finally {
      this.underway -= 1;
    }
  }

  private async sleep(): Promise<void> {
    const isStirred = (): boolean =>
      this.asks.length > 0 || this.defect !== undefined || this.isFinished() || this.isLong();
    const milestone = this.decider.nextMilestone(this.state);
    if (milestone === undefined) this.clock.clear();
    else this.clock.set(milestone.at, milestone.summary);
    await condition(() => isStirred() || this.clock.hasRung);
    if (isStirred() || milestone === undefined) return;
    this.clock.clear();
    this.tell(milestone.command, `milestone ${milestone.at} ${milestone.command.type}`);
  }

  private show(): void {
    const row = this.decider.boardRow(this.recorded.state);
    if (row === undefined) return;
    const changed = changedAttributes(row, this.shown);
    this.shown = row;
    if (changed.length > 0) upsertSearchAttributes(changed);
  }

  private isLong(): boolean {
    const isMuch = workflowInfo().historyLength > MAX_EVENTS || this.updates > MAX_UPDATES;
    return isMuch && this.isIdle();
  }

  private async goOn(): Promise<void> {
    await this.untilAnswered();
    if (allHandlersFinished() && this.isLong())
      await this.effects.continueAsNew({ ...this.recorded, taken: this.taken });
  }

  private remember(entries: readonly Entry<F>[]): void {
    this.taken = [...this.taken, ...entries.map(({ cause }) => cause)].slice(-CAUSES_REMEMBERED);
  }

  /** By this run or by the one before it. */
  private wasTaken(cause: string): boolean {
    return this.taken.includes(cause);
  }

  /** Every update has its answer, or one more has come in. */
  private async untilAnswered(): Promise<void> {
    await condition(() => allHandlersFinished() || !this.isIdle());
  }

  /** No fact has answered it yet. */
  private isDue(key: string): boolean {
    return this.decided.due.some((due) => due.key === key);
  }

  private isFinished(): boolean {
    return this.isIdle() && this.decider.isClosed(this.state);
  }

  private isIdle(): boolean {
    return this.asks.length === 0 && this.unstarted.length === 0 && this.underway === 0;
  }
}

/** A failed activity would end the case; a plain error only fails the task, which is tried again. */
function failTask(error: unknown): never {
  throw new Error('The facts could not be put on record', { cause: error });
}

const updateCause = (): string => `update ${currentUpdateInfo()?.id ?? ''}`;

function refused({ type, message, article }: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type, ...(article === undefined ? [] : [article]));
}
