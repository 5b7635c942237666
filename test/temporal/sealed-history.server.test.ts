import { randomUUID } from 'node:crypto';
import { RawValue, type Payload } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workerCodec, type ForgeryAlarm } from '../../temporal/codec.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { aCase } from '../database/support/keys.js';
import { createTheatre, type Theatre } from './theatre.js';
import { claiming } from './support.js';
import { ask, finish, getHeard, told, type planting } from './workflows/planting.js';

let theatre: Theatre;
let client: Theatre['client'];
let stranger: Theatre['stranger'];
beforeAll(async () => {
  theatre = await createTheatre();
  ({ client, stranger } = theatre);
});
afterAll(() => theatre.close());

/** Looks into each string of the export, as it stands and decoded. */
function contains(exported: string, planted: string): boolean {
  const decoded = [...exported.matchAll(/"([A-Za-z0-9+/=_-]{8,})"/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString('latin1'),
  );
  return [exported, ...decoded].some((text) => text.includes(planted));
}

describe('what the engine keeps of a case', () => {
  test.each([
    ['with its workflow in memory', 100],
    ['with every task replayed from the start', 0],
  ])(
    'no planted word stands in its history, %s, and nothing of our own is taken for a forgery',
    async (_how, cache) => {
      const name = `planted${randomUUID().replaceAll('-', '')}`;
      await theatre.onStage(async (stage) => {
        const child = `child-${randomUUID()}`;
        const { handle } = await theatre.start(stage, name, { again: 1, child });
        const { workflowId, firstExecutionRunId } = handle;
        const current = client.workflow.getHandle<typeof planting>(workflowId);

        await current.signal(told, `${name} signal`);
        expect(await current.executeUpdate(ask, { args: [`${name} update`] })).toBe(`${name} update-result`);
        await expect(current.executeUpdate(ask, { args: [`no ${name}`] })).rejects.toMatchObject({
          cause: { message: `${name} refusal no ${name}`, type: 'Refused' },
        });
        expect(await current.query(getHeard, `${name} query`)).toContain(`${name} query ${name} update`);
        await current.query('__stack_trace');
        await current.query('__temporal_workflow_metadata');
        await current.executeUpdate(finish, { args: [`${name} end`] });
        const heard = await current.result();
        const { memo }: { memo?: unknown } = await current.describe();

        expect(heard).toContain(`${name} activity-input result after ${name} activity-input heartbeat`);
        expect(heard).toContain(`${name} local-input local-result`);
        expect(heard).toContain(`${name} child-input child-result`);
        expect(memo).toEqual({ started: `${name} memo`, later: `${name} memo-upserted` });
        expect(stage.alarms).toEqual([]);
        for (const runId of [undefined, firstExecutionRunId]) {
          expect(contains(await theatre.historyOf(workflowId, runId), name)).toBe(false);
        }
        for (const id of [child, `${child}-failing`]) expect(contains(await theatre.historyOf(id), name)).toBe(false);
      }, cache);
    },
  );

  test('a failed case keeps neither message nor stack trace nor details in the open, and its caller reads them', async () => {
    const name = `planted${randomUUID().replaceAll('-', '')}`;
    await theatre.onStage(async (stage) => {
      const { handle } = await theatre.start(stage, name);
      await handle.executeUpdate(finish, { args: ['fail'] });

      await expect(handle.result()).rejects.toMatchObject({
        cause: { message: `${name} failure`, details: [`${name} details`] },
      });

      const exported = await theatre.historyOf(handle.workflowId);
      expect(contains(exported, name)).toBe(false);
      expect(exported).toContain('Encoded failure');
      expect(exported).not.toContain('planting.ts');
      expect(stage.alarms).toEqual([]);
    });
  });

  test('the search for planted words finds one that is only encoded', async () => {
    const name = `planted${randomUUID().replaceAll('-', '')}`;
    const handle = await stranger.workflow.start('planting', {
      workflowId: `subject-request/${randomUUID()}`,
      taskQueue: randomUUID(),
      args: [{ name }],
    });

    expect(contains(await theatre.historyOf(handle.workflowId), name)).toBe(true);
    await handle.terminate();
  });
});

describe('whoever merely reaches the engine', () => {
  test('cannot tell a case anything: the message is dropped and alarmed, and the case goes on', async () => {
    const { history, workflowId } = await theatre.onStage(async (stage) => {
      const { caseId, handle } = await theatre.start(stage, 'genuine');
      const forger = stranger.workflow.getHandle(handle.workflowId);

      await forger.signal('told', 'I am the data subject');
      await forger.signal('told');
      const nothing = [] as unknown as [string];
      const messages: [string, [string]][] = [
        ['ask', ['refuse it']],
        ['ask', nothing],
        ['finish', ['now']],
        ['finish', nothing],
      ];
      for (const [update, args] of messages) {
        const refused = { name: 'WorkflowUpdateFailedError', cause: { type: 'Forged' } };
        await expect(forger.executeUpdate<unknown, [string]>(update, { args })).rejects.toMatchObject(refused);
      }
      await expect(forger.query('getHeard', 'tell me')).rejects.toThrow('Encoded failure');

      await handle.signal(told, 'I am');
      await handle.executeUpdate(finish, { args: ['end'] });
      const heard = await handle.result();
      expect(heard).toContain('I am');
      expect(heard.join()).not.toMatch(/data subject|refuse|forged/);
      expect(stage.alarms.length).toBeGreaterThanOrEqual(4);
      expect(new Set(stage.alarms.map((alarm) => JSON.stringify(alarm)))).toEqual(
        new Set([JSON.stringify({ code: 'PayloadNotSealed', caseId })]),
      );
      return { history: await handle.fetchHistory(), workflowId: handle.workflowId };
    });

    const alarms: ForgeryAlarm[] = [];
    const codec = await workerCodec(theatre.keys, { namespace: 'default', alarm: (alarm) => alarms.push(alarm) });
    await Worker.runReplayHistory(
      { workflowBundle: theatre.bundle, dataConverter: dataConverter(codec) },
      history,
      workflowId,
    );
    expect(alarms.map(({ code }) => code)).toContain('PayloadNotSealed');
  });

  test('cannot use what was sealed for another case, nor wedge a case with garbage under its own key', async () => {
    await theatre.onStage(async (stage) => {
      const one = await theatre.start(stage, 'one');
      const other = await theatre.start(stage, 'other');
      await other.handle.signal(told, 'meant for the other');
      await other.handle.executeUpdate(ask, { args: ['so that the signal is in the history'] });
      const forger = stranger.workflow.getHandle(one.handle.workflowId);
      const { keyId } = await theatre.keys.ofCase(one.caseId);

      await forger.signal('told', RawValue.fromPayload(await sealedSignalOf(other.handle.workflowId)));
      await forger.signal('told', RawValue.fromPayload(claiming(keyId)));
      await forger.signal('told', RawValue.fromPayload(claiming('not a key')));
      await one.handle.executeUpdate(finish, { args: ['end'] });

      expect((await one.handle.result()).join()).not.toContain('meant for the other');
      expect(stage.alarms.map(({ code }) => code).sort()).toEqual([
        'PayloadOfAnotherKey',
        'PayloadOfAnotherKey',
        'PayloadTampered',
      ]);
      await other.handle.terminate();
    });
  });

  test('cannot start a case', async () => {
    await theatre.onStage(async (stage) => {
      const registered = await aCase(theatre.pool, theatre.keys);
      for (const caseId of [registered.caseId, randomUUID()]) {
        const workflowId = `subject-request/${caseId}`;
        const args = [{ name: 'forged', again: 0 }];
        await stranger.workflow.start('planting', { workflowId, taskQueue: stage.taskQueue, args });

        await expect(client.workflow.getHandle(workflowId).result()).rejects.toMatchObject({
          cause: { type: 'Forged' },
        });
      }
      expect(stage.alarms.map(({ caseId }) => caseId)).toEqual([registered.caseId, undefined]);
    });
  });

  test('cannot make an activity run', async () => {
    await theatre.onStage(async (stage) => {
      for (const args of [['forged'], []]) {
        const options = { id: randomUUID(), taskQueue: stage.taskQueue, startToCloseTimeout: '5s', args } as const;
        const handle = await stranger.activity.start('note', options);

        await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Forged' } });
      }
    });
  });
});

async function sealedSignalOf(workflowId: string): Promise<Payload> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const signals = (events ?? []).flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? [],
  );
  const [payload] = signals;
  if (payload === undefined) throw new Error('no signal in the history');
  return payload;
}
