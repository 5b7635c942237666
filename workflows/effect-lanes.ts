import { TemporalFailure, isCancellation } from '@temporalio/workflow';
import type { DueEffect } from '../domain/decider.js';

/** What the lanes need of the case, and how they tell it what came of an effect. */
export interface LaneOwner<C, Effect> {
  laneOf(effect: Effect, key: string): string;
  /** Carries one effect out and says what came of it, a final no included. */
  perform(due: DueEffect<Effect>): Promise<C>;
  /** What the case notes when an effect failed for good: no outside failure may stop a case. */
  whenFailed(due: DueEffect<Effect>): C;
  isDue(key: string): boolean;
  tell(command: C, due: DueEffect<Effect>): void;
  fail(defect: Error): void;
}

/** Beside the case, not within it: a system that does not answer holds up neither the clock nor an update. */
export class EffectLanes<C, Effect> {
  private readonly owner: LaneOwner<C, Effect>;
  private readonly lanes = new Map<string, Promise<void>>();
  private unstarted: readonly DueEffect<Effect>[];
  private underway = 0;

  constructor(owner: LaneOwner<C, Effect>, due: readonly DueEffect<Effect>[]) {
    this.owner = owner;
    this.unstarted = due;
  }

  get areWaiting(): boolean {
    return this.unstarted.length > 0;
  }

  get areIdle(): boolean {
    return this.unstarted.length === 0 && this.underway === 0;
  }

  add(due: readonly DueEffect<Effect>[]): void {
    this.unstarted = [...this.unstarted, ...due];
  }

  /** What facts have answered meanwhile is not begun. */
  forgetAnswered(): void {
    this.unstarted = this.unstarted.filter(({ key }) => this.owner.isDue(key));
  }

  /** Effects of one lane keep their order; lanes run side by side. */
  start(): void {
    const due = this.unstarted;
    this.unstarted = [];
    for (const effect of due) {
      const lane = this.owner.laneOf(effect.effect, effect.key);
      const before = this.lanes.get(lane) ?? Promise.resolve();
      this.underway += 1;
      const turn = before.then(() => this.act(effect));
      this.lanes.set(lane, turn);
    }
  }

  private async act(due: DueEffect<Effect>): Promise<void> {
    const { owner } = this;
    try {
      const command = await owner.perform(due);
      if (owner.isDue(due.key)) owner.tell(command, due);
    } catch (error) {
      // Nobody knows what became of an effect whose run was cancelled: the next run carries it out again.
      if (isCancellation(error)) return;
      // What the outside could not do is a fact of the case; anything else is a defect of ours.
      if (!(error instanceof TemporalFailure)) owner.fail(new Error('An effect met a defect', { cause: error }));
      else if (owner.isDue(due.key)) owner.tell(owner.whenFailed(due), due);
    } finally {
      this.underway -= 1;
    }
  }
}
