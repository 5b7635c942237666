import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRequest } from '../../database/case-reader.js';
import { storeDocument } from '../../database/document-storing.js';
import { createKeyDestructions } from '../../database/key-destruction.js';
import { parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys, KeyUnavailable } from '../../database/keys.js';
import { open } from '../../database/sealing.js';
import type { Belonging, SecretKey } from '../../database/sealing.js';
import { putSubject } from '../../database/subjects.js';
import { readingCodec } from '../../temporal/codec.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { decider, operator } from '../support/builders.js';
import { answered, handleOf } from '../support/case-steps.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

const words = 'she keeps bees behind the town hall';

/** A case with everything in it, from its receipt to its closing. */
async function closedCase(): Promise<string> {
  const caseId = await cases.open();
  const key = await cases.keys.ofCase(caseId);
  await putSubject(cases.database.pool, key, { name: words, mail: 'ilse@people.example' });
  const file = { key, kind: 'answer', name: `${words}.txt`, contentType: 'text/plain', bytes: pieces(words) };
  await storeDocument(cases.database.pool, file);
  await cases.desk.ask(caseId, ask.addNote, { by: operator, text: words }, 'note');
  await answered(cases, caseId);
  await cases.forward(caseId, '31 days');
  await cases.until(caseId, 'caseClosed');
  return caseId;
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

/** Two people, seven days, and the sweep that carries it out. */
async function destroyKey(caseId: string): Promise<void> {
  const { pool } = cases.database;
  const destructions = createKeyDestructions({ pool, keys: cases.keys, backupRetentionDays: 35 });
  const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  for (const step of [
    await destructions.propose({ caseId, by: operator, at: later(31) }),
    await destructions.approve({ caseId, by: decider, at: later(32) }),
  ]) {
    if ('message' in step) throw new Error(step.message);
  }
  expect(await destructions.destroyDueKeys(later(40))).toHaveLength(1);
}

interface Ciphertext {
  readonly sealed: Buffer;
  readonly belonging: Belonging;
}

async function ciphertextsOf(caseId: string): Promise<readonly Ciphertext[]> {
  const { rows } = await cases.database.pool.query<{ position: number; body: Buffer }>(
    'SELECT position, body FROM duly.fact WHERE case_id = $1',
    [caseId],
  );
  return rows.map(({ position, body }) => ({ sealed: body, belonging: ['fact', caseId, position] }));
}

function opens(key: SecretKey, { sealed, belonging }: Ciphertext): boolean {
  try {
    open(key, sealed, belonging);
    return true;
  } catch {
    return false;
  }
}

test('once its key is destroyed, nothing of a closed case opens for anybody with the database and every other key', async () => {
  const caseId = await closedCase();
  const other = await cases.open();
  const facts = await ciphertextsOf(caseId);
  const own = await cases.keys.ofCase(caseId);
  expect(facts.every((fact) => opens(own.encrypt, fact))).toBe(true);

  await destroyKey(caseId);

  const { pool } = cases.database;
  const keks = parseKeyEncryptionKeys(cases.keyEncryptionKeys);
  const fresh = createKeys({ pool, keks, now: () => new Date().toISOString() });
  await expect(fresh.ofCase(caseId)).rejects.toBeInstanceOf(KeyUnavailable);
  await expect(cases.keys.ofCase(caseId)).rejects.toBeInstanceOf(KeyUnavailable);
  await expect(readRequest(pool, fresh, caseId)).rejects.toBeInstanceOf(KeyUnavailable);
  const living = await fresh.ofCase(other);
  expect((await ciphertextsOf(caseId)).filter((fact) => opens(living.encrypt, fact))).toEqual([]);
  for (const table of ['subject', 'document']) {
    expect((await pool.query(`SELECT FROM duly.${table} WHERE case_id = $1`, [caseId])).rowCount).toBe(0);
  }
  const orphans = await pool.query(
    'SELECT FROM duly.document_chunk WHERE document_id NOT IN (SELECT document_id FROM duly.document)',
  );
  expect(orphans.rowCount).toBe(0);
});

test('once its key is destroyed, the history of a case shows that it was erased and nothing of what was said', async () => {
  const caseId = await closedCase();
  await destroyKey(caseId);
  const keks = parseKeyEncryptionKeys(cases.keyEncryptionKeys);
  const fresh = createKeys({ pool: cases.database.pool, keks, now: () => new Date().toISOString() });

  const history = await handleOf(cases, caseId).fetchHistory();

  expect(historyToJSON(history)).not.toContain(Buffer.from(words).toString('base64').slice(4, -4));
  const payloads = (history.events ?? []).flatMap(
    ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) =>
      accepted?.acceptedRequest?.input?.args?.payloads ?? [],
  );
  expect(payloads.length).toBeGreaterThan(3);
  const shown = await readingCodec(fresh, { namespace: 'default' }).decode(payloads);
  expect(new Set(shown.map(({ data }) => Buffer.from(data ?? []).toString('utf8')))).toEqual(
    new Set(['{"erased":true}']),
  );
});
