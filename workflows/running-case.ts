import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { BoardRow } from '../domain/board.js';
import { isRefusal } from '../domain/decider.js';
import type { Command, Decider, DueEffect, FactBody } from '../domain/decider.js';
import type { Refusal } from '../domain/refusal.js';
import type { Recording, Resumed, Standing, Transition } from '../domain/transition.js';
import { AlarmClock } from './alarm-clock.js';
import { Decisions, EFFECT } from './decisions.js';
import { EffectLanes } from './effect-lanes.js';
import { changedAttributes } from './search-attributes.js';

/** What a case needs from the outside while it runs. */
export interface CaseEffects<State, C extends Command, F extends FactBody, Effect> {
  /** Puts facts on record, in order. */
  record(transition: Transition<F, Effect>): Promise<Recording<F>>;
  /** Carries one effect out and says what came of it, a final no included. */
  perform(due: DueEffect<Effect>): Promise<C>;
  /** What the case notes when an effect failed for good: no outside failure may stop a case. */
  whenFailed(due: DueEffect<Effect>): C;
  /** Goes on in a new run: before the engine's limits on history are near, or where the record says otherwise. */
  continueAsNew(from: Resumed<State, Effect>): Promise<never>;
}

/** Well under the engine's limits of 51,200 events and 2,000 updates per run. */
const MAX_EVENTS = 3_000;
const MAX_UPDATES = 1_500;

/** The life of any case: decide, record, act, and wake when time has something to say. */
export class RunningCase<State, C extends Command, F extends FactBody, Effect> {
  private readonly decider: Decider<State, C, F, Effect>;
  private readonly effects: CaseEffects<State, C, F, Effect>;
  private readonly decisions: Decisions<State, C, F, Effect>;
  private readonly lanes: EffectLanes<C, Effect>;
  private readonly clock = new AlarmClock();
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
    this.decisions = new Decisions(decider, from, () => new Date(Date.now()).toISOString());
    this.lanes = new EffectLanes(
      {
        laneOf: (effect, key) => decider.laneOf(effect, key),
        perform: (due) => effects.perform(due),
        whenFailed: (due) => effects.whenFailed(due),
        isDue: (key) => this.decisions.isDue(key),
        tell: (command, { key }) => {
          this.tell(command, EFFECT + key);
        },
        fail: (defect) => (this.defect = defect),
      },
      from?.due ?? [],
    );
  }

  get state(): State {
    return this.decisions.state;
  }

  /** Where the case stands, in values that name nobody. */
  get standing(): Standing {
    const row = this.decider.boardRow(this.state);
    return { position: this.decisions.position, phase: row?.phase ?? 'new', dueAt: row?.dueAt };
  }

  /** Lets an update ask for a step: refused before it enters history, or answered once its facts are on record. */
  on<Message>(update: UpdateDefinition<Standing, [Message]>, toCommand: (message: Message) => C): void {
    const handler = (message: Message): Promise<Standing> => this.submit(toCommand(message));
    const validator = (message: Message): void => {
      if (this.decisions.wasTaken(updateCause())) return;
      const outcome = this.decisions.decide(toCommand(message));
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
      if (this.decisions.areWaiting) await this.record();
      else if (this.lanes.areWaiting) this.lanes.start();
      else if (this.isFinished()) await this.untilAnswered();
      else if (this.isLong()) await this.goOn();
      else await this.sleep();
    }
    return this.standing;
  }

  /** A step that somebody asks for may be refused. */
  private async submit(command: C): Promise<Standing> {
    this.updates += 1;
    if (this.decisions.wasTaken(updateCause())) return this.standing;
    const ask = this.decisions.take(command, updateCause());
    await condition(() => ask.outcome !== 'decided');
    if (typeof ask.outcome === 'object') throw refused(ask.outcome);
    return this.standing;
  }

  /** A step that the case takes by itself may not: plain errors fail the task, and it is tried again until mended. */
  private tell(command: C, cause: string): void {
    const { outcome } = this.decisions.take(command, cause);
    if (typeof outcome === 'object') this.defect = new Error(`The case refused its own step: ${outcome.type}`);
  }

  private async record(): Promise<void> {
    const { decisions, effects, lanes } = this;
    let batch = decisions.nextBatch();
    for (;;) {
      const transition = { run: workflowInfo().runId, ...decisions.transitionOf(batch) };
      const answer = await effects.record(transition).catch(failTask);
      if ('onRecord' in answer) {
        const again = decisions.withLost(batch, answer.onRecord);
        batch = again ?? (await effects.continueAsNew(decisions.fromRecord(answer.onRecord)));
        continue;
      }
      const due = answer.length > 0 ? decisions.adopt(batch, answer) : decisions.confirm(batch);
      if (answer.length > 0) lanes.forgetAnswered();
      lanes.add(due);
      this.show();
      return;
    }
  }

  private async sleep(): Promise<void> {
    const isStirred = (): boolean =>
      this.decisions.areWaiting || this.defect !== undefined || this.isFinished() || this.isLong();
    const milestone = this.decider.nextMilestone(this.state);
    if (milestone === undefined) this.clock.clear();
    else this.clock.set(milestone.at, milestone.summary);
    await condition(() => isStirred() || this.clock.hasRung);
    if (isStirred() || milestone === undefined) return;
    this.clock.clear();
    this.tell(milestone.command, `milestone ${milestone.at} ${milestone.command.type}`);
  }

  private show(): void {
    const row = this.decider.boardRow(this.decisions.onRecord.state);
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
    if (allHandlersFinished() && this.isLong()) await this.effects.continueAsNew(this.decisions.onRecord);
  }

  /** Every update has its answer, or one more has come in. */
  private async untilAnswered(): Promise<void> {
    await condition(() => allHandlersFinished() || !this.isIdle());
  }

  private isFinished(): boolean {
    return this.isIdle() && this.decider.isClosed(this.state);
  }

  private isIdle(): boolean {
    return !this.decisions.areWaiting && this.lanes.areIdle;
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
