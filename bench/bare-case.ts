import {
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { CaseKind, CasePhase, Drill, DueAt, Overdue } from '../workflows/search-attributes.js';

/** What the bare workflow calls; none of it does anything. */
export interface BareActivities {
  note(): Promise<void>;
  carry(): Promise<void>;
  finish(id: string): Promise<void>;
}

/** `quiet`: one that the list of cases does not show. */
export type BareStep = 'open' | 'quiet' | 'step' | 'last';
export const bareStep = defineUpdate<number, [BareStep]>('bareStep');

const { note, finish } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10 seconds' });

function mail(): BareActivities {
  return proxyActivities<BareActivities>({
    taskQueue: `${workflowInfo().taskQueue}-mail`,
    startToCloseTimeout: '2 minutes',
  });
}

/** The messages, timers, search attributes and activities of an answered request, without law, codec or database. */
export async function bareCase(id: string): Promise<void> {
  let steps = 0;
  let timer = new CancellationScope();
  const waitAnew = (): void => {
    timer.cancel();
    timer = new CancellationScope();
    timer
      .run(() => sleep('30 days'))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  };
  const letter = async (step: BareStep): Promise<void> => {
    await mail().carry();
    if (step !== 'last') return note();
    await finish(id);
    upsertSearchAttributes([
      { key: CasePhase, value: 'settled' },
      { key: DueAt, value: new Date(Date.now()) },
    ]);
    waitAnew();
  };
  setHandler(bareStep, async (step) => {
    steps += 1;
    await note();
    if (step === 'open') {
      show();
      waitAnew();
    } else if (step !== 'quiet') upsertSearchAttributes([{ key: CasePhase, value: `step${String(steps)}` }]);
    if (step === 'open' || step === 'last') void letter(step);
    return steps;
  });
  await condition(() => false);
}

function show(): void {
  upsertSearchAttributes([
    { key: CaseKind, value: 'bare' },
    { key: CasePhase, value: 'open' },
    { key: DueAt, value: new Date(Date.now()) },
    { key: Overdue, value: false },
    { key: Drill, value: false },
  ]);
}
