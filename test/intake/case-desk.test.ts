import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { createRequestDesk } from '../../intake/case-desk.js';
import { addNote } from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { deferred } from '../support/deferred.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const standing = { position: 1, phase: 'deciding', dueAt: undefined };
const turnedAway = new WorkflowUpdateFailedError('', ApplicationFailure.create({ type: 'UnprocessedUpdate' }));

/** A desk over an engine that answers as told, and remembers the deadline of each call. */
function deskOver(answer: () => Promise<typeof standing>) {
  const deadlines: number[] = [];
  const client = {
    withDeadline: (deadline: number, work: () => Promise<unknown>) => {
      deadlines.push(deadline);
      return work();
    },
    workflow: { getHandle: () => ({ executeUpdate: answer }) },
  } as unknown as Client;
  const nothing = {} as unknown;
  const desk = createRequestDesk({ client, pool: nothing as Pool, keys: nothing as CaseKeys, patience: 20_000 });
  const ask = (updateId: string) => desk.ask('case', addNote, { by: operator, text: 'x' }, updateId);
  return { deadlines, ask };
}

test('a caller who waited fifteen seconds for their turn has five left for the answer', async () => {
  const engine = deferred<typeof standing>();
  const { deadlines, ask } = deskOver(() => engine.promise);
  const asked = Array.from({ length: 9 }, (_, number) => ask(`u${String(number)}`));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(deadlines).toHaveLength(8);

  engine.resolve(standing);
  await Promise.all(asked);

  expect(deadlines).toEqual(Array.from({ length: 9 }, () => 20_000));
});

test('what the engine turns away comes again after a pause, each one longer, and is answered in the end', async () => {
  const triedAt: number[] = [];
  const { ask } = deskOver(() => {
    triedAt.push(Date.now());
    return triedAt.length < 9 ? Promise.reject(turnedAway) : Promise.resolve(standing);
  });

  const answer = ask('u1');
  await vi.runAllTimersAsync();

  expect(await answer).toEqual(standing);
  const pauses = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 640]);
});
