import '../support/quiet.js';
import { DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { workerCodec } from '../../temporal/codec.js';
import { dataConverter } from '../../temporal/data-converter.js';
import { bundleWorkflows } from '../../workers/workflow-bundle.js';
import { storedKeys } from './keys.js';
import { readRecorded, recordedNames } from './recorded.js';
import type { RecordedCase } from './recorded.js';

let code: string;
beforeAll(async () => {
  ({ code } = await bundleWorkflows(new DefaultLogger('ERROR')));
}, 120_000);

const forgeries: unknown[] = [];

async function replay({ workflowId, key, history }: RecordedCase, bundle = code): Promise<void> {
  const codec = await workerCodec(storedKeys(key), { namespace: 'default', alarm: (alarm) => forgeries.push(alarm) });
  const options: ReplayWorkerOptions = { workflowBundle: { code: bundle }, dataConverter: dataConverter(codec) };
  await Worker.runReplayHistory(options, history, workflowId);
}

const names = recordedNames();

test('at least six paths through a case are recorded', () => {
  expect(names.length).toBeGreaterThanOrEqual(6);
});

test.each(names)('a case that ran as recorded in %s goes on with the workflows as they are now', async (name) => {
  const recorded = readRecorded(name);

  await replay(recorded);

  expect(recorded.history.events.length).toBeGreaterThan(5);
  expect(forgeries).toEqual([]);
});

test('a change that would break running cases is noticed', async () => {
  const name = names.find((candidate) => candidate.endsWith('answered.json')) ?? '';
  const changed = code.replace('.sendLetter(caseId, key, effect)', '.alertStaff(caseId, key, effect)');
  expect(changed).not.toBe(code);

  await expect(replay(readRecorded(name), changed)).rejects.toBeInstanceOf(DeterminismViolationError);
});

test.each(names)('%s tells neither who recorded it nor anything that is not sealed', (name) => {
  const text = JSON.stringify(readRecorded(name).history);

  expect(text).not.toMatch(/"(?:identity|stackTrace)"|"\d+@/);
  expect(text).not.toMatch(/archive was being moved|newsletter|r-visser/);
});
