import { inject, afterAll, beforeAll, expect, test } from 'vitest';
import { mintKeyEncryptionKey } from '../../database/key-encryption.js';
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

test('duly rewrap-keys brings every key under the newest key-encryption key, and says which older one may die', async () => {
  const caseId = await cases.open();
  const [old = ''] = cases.keyEncryptionKeys.split(':');
  const december = mintKeyEncryptionKey('2026-12');
  const DATABASE_URL = cases.database.appUrl;
  const both = { DATABASE_URL, DULY_KEY_ENCRYPTION_KEYS: `${december},${cases.keyEncryptionKeys}` };

  const first = await runDuly(['rewrap-keys'], both);
  const second = await runDuly(['rewrap-keys'], both);
  const without = await runDuly(['rewrap-keys'], { DATABASE_URL, DULY_KEY_ENCRYPTION_KEYS: cases.keyEncryptionKeys });

  const mayDie = `${old} wraps no living key. Drop it when the last backup of before today has expired.\n`;
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^[1-9]\d* keys were wrapped anew under 2026-12\.\n/);
  expect(first.out).toContain(mayDie);
  expect(second).toMatchObject({ code: 0, out: `0 keys were wrapped anew under 2026-12.\n${mayDie}` });
  expect(without).toMatchObject({ code: 1, err: 'key-encryption key 2026-12 is not configured\n' });
  const { rows } = await cases.database.pool.query('SELECT kek_id FROM duly.case_key WHERE case_id = $1', [caseId]);
  expect(rows).toEqual([{ kek_id: '2026-12' }]);
});
