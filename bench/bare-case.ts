import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

/** What the bare workflow calls; none of it does anything. */
export interface BareActivities {
  note(): Promise<void>;
  carry(): Promise<void>;
  finish(id: string): Promise<void>;
}

export type BareStep = 'open' | 'step' | 'last';
export const bareStep = defineUpdate<number, [BareStep]>('bareStep');

const { note, finish } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10 seconds' });

function mail(): BareActivities {
  return proxyActivities<BareActivities>({
    taskQueue: `${workflowInfo().taskQueue}-mail`,
    startToCloseTimeout: '2 minutes',
  });
}

/** The messages, timer, local and ordinary activities of an answered request, without law, codec or database. */
export async function bareCase(id: string): Promise<void> {
  let steps = 0;
  setHandler(bareStep, async (step) => {
    steps += 1;
    await note();
    if (step !== 'step') void letter(id, step);
    return steps;
  });
  await condition(() => false, '30 days');
}

async function letter(id: string, step: BareStep): Promise<void> {
  await mail().carry();
  await (step === 'last' ? finish(id) : note());
}
