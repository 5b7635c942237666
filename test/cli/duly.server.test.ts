import { inject, afterAll, beforeAll, expect, test } from 'vitest';
import { subjectRequestWorkflowId } from '../../workflows/subject-request.contract.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { runDuly } from './run-duly.js';

let cases: TestCases;

beforeAll(async () => {
  cases = await startCases();
});

afterAll(async () => {
  await cases.close();
});

test('duly migrate brings a schema up to date, and leaves one that is so alone', async () => {
  const { code, out } = await runDuly(['migrate'], { DATABASE_OWNER_URL: cases.database.ownerUrl });

  expect({ code, out }).toEqual({ code: 0, out: 'The schema was up to date.\n' });
});

test('duly recover starts a case that Temporal lost from its facts, once', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  const handle = () => cases.client.workflow.getHandle(subjectRequestWorkflowId(caseId));
  await handle().terminate('as if it had been lost');
  const environment = {
    DATABASE_URL: cases.database.appUrl,
    DULY_KEY_ENCRYPTION_KEYS: cases.keyEncryptionKeys,
    TEMPORAL_ADDRESS: inject('temporal'),
  };

  await expect.poll(async () => (await handle().describe()).status.name).toBe('TERMINATED');
  const first = await runDuly(['recover'], environment);
  const second = await runDuly(['recover'], environment);

  expect(first).toEqual({
    code: 0,
    out: '1 cases were started from their facts. Workers go on with them.\n',
    err: '',
  });
  expect(second.out).toMatch(/^0 cases/);
  expect((await handle().describe()).status.name).toBe('RUNNING');
  await handle().terminate('the test is over');
});
