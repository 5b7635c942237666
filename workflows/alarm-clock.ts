import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { millisecondsUntil } from '../domain/time.js';
import type { Instant } from '../domain/time.js';

interface Alarm {
  readonly at: Instant;
  readonly summary: string;
  readonly scope: CancellationScope;
  hasRung: boolean;
}

/** One timer, for the next milestone. It is left alone while the milestone stays: each new one costs events of history. */
export class AlarmClock {
  private alarm: Alarm | undefined;

  get hasRung(): boolean {
    return this.alarm?.hasRung === true;
  }

  set(at: Instant, summary: string): void {
    if (this.alarm?.at === at && this.alarm.summary === summary) return;
    this.clear();
    const alarm: Alarm = { at, summary, scope: new CancellationScope(), hasRung: false };
    this.alarm = alarm;
    alarm.scope
      .run(() => sleep(millisecondsUntil(at, Date.now()), { summary }))
      .then(() => {
        alarm.hasRung = true;
      })
      .catch(unlessCancelled);
  }

  clear(): void {
    if (this.alarm?.hasRung === false) this.alarm.scope.cancel();
    this.alarm = undefined;
  }
}

function unlessCancelled(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
