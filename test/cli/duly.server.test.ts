import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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

test('duly import-incidents opens a breach, says what another record lacks, and opens none a second time', async () => {
  const complete = {
    incident_id: 'made-up-1',
    summary: 'A list of appointments went to the wrong patient.',
    timeline: { incident: { year: 2016, month: 6, day: 2 }, discovery: { unit: 'Days', value: 2 } },
    discovery_method: ['Internal'],
    confidentiality: { data_disclosure: 'Yes', data: [{ variety: 'Medical' }] },
    ...{ integrity: [], availability: [] },
  };
  const undated = { ...complete, incident_id: 'made-up-2', timeline: { incident: { year: 2016 } } };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'duly-import-'));
  const file = path.join(folder, 'incidents.ndjson');
  await writeFile(file, [complete, undated].map((record) => JSON.stringify(record)).join('\n'));
  const environment = {
    DATABASE_URL: cases.database.appUrl,
    DULY_KEY_ENCRYPTION_KEYS: cases.keyEncryptionKeys,
    DULY_SERVER_KEY: randomBytes(32).toString('base64url'),
    DULY_CASES_QUEUE: cases.casesQueue,
    TEMPORAL_ADDRESS: inject('temporal'),
  };
  const run = () => runDuly(['import-incidents', file, '--roles', 'controller'], environment);

  const first = await run();
  const second = await run();
  await rm(folder, { recursive: true });

  const missing = 'made-up-2: not opened; missing: the day on which somebody of ours first heard of it.';
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^made-up-1: opened B-2016-\d{4}; say there since when we are aware/);
  expect(first.out).toContain(missing);
  expect(second.out).toBe(`made-up-1: has a case already.\n${missing}\n`);
  const { rows } = await cases.database.pool.query(
    `SELECT count(*)::int FROM duly.fact JOIN duly.board USING (case_id)
     WHERE reference = $1 AND type = 'extentRecorded'`,
    [/B-2016-\d{4}/.exec(first.out)?.[0]],
  );
  expect(rows).toEqual([{ count: 1 }]);
});
