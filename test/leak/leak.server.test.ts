import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readBreach, readNotice, readRequest } from '../../database/case-reader.js';
import { documentsOf, readDocument } from '../../database/documents.js';
import { createLegalHolds } from '../../database/legal-holds.js';
import { createOutsideControllers } from '../../database/outside-controllers.js';
import { subjectOf } from '../../database/subjects.js';
import { connectClient } from '../../temporal/connection.js';
import { openRecords, untilQuiet } from '../crash/audit.js';
import type { Records } from '../crash/audit.js';
import { startSystem } from '../support/processes.js';
import type { TestSystem } from '../support/processes.js';
import { askBadly } from './bad-questions.js';
import { mailsIn, findInFiles, findInHistories, findInTables, findOnTheWire } from './hiding-places.js';
import { findIn } from './needles.js';
import { Garden, plantBreach, plantByApi, plantByMail, plantWithdrawal } from './planted-cases.js';
import { plantTellings } from './planted-waves.js';

let system: TestSystem;
let records: Records;
let client: Client;
const planted = new Garden();
const mistakes = new Garden();
let breaches: readonly string[];
let notices: readonly string[];
let caseIds: readonly string[];
let answers: readonly string[];

beforeAll(async () => {
  system = await startSystem({ bundle: inject('workflows'), environment: { LOG_LEVEL: 'trace' } });
  records = openRecords(system);
  // Without our codec: as somebody sees it who merely reaches Temporal.
  const settings = { namespace: 'default', connectionOptions: { address: system.temporalAddress } };
  client = connectClient(settings, {});
  const [told = '', notice = ''] = await plantTellings(system, records, planted);
  breaches = [await plantBreach(system, planted), told];
  notices = [notice];
  caseIds = [
    ...breaches,
    ...notices,
    ...(await plantByApi(system, planted)),
    await plantWithdrawal(system, planted),
    ...(await plantByMail(system, records, planted)),
  ];
  answers = await askBadly(system, mistakes);
  await untilQuiet(records, caseIds.length, 90_000, ['settled', 'closed']);
}, 300_000);
afterAll(async () => {
  await client.connection.close();
  await records.close();
  await system.stop();
}, 60_000);

/** All that the holder of the keys can read of a case. */
async function opened(caseId: string): Promise<string> {
  const { pool, keys } = records;
  const key = await keys.ofCase(caseId);
  const reading = notices.includes(caseId) ? readNotice : breaches.includes(caseId) ? readBreach : readRequest;
  const read = await reading(pool, keys, caseId);
  const texts = [JSON.stringify(read?.entries), JSON.stringify(await subjectOf(pool, key))];
  texts.push(JSON.stringify(await createLegalHolds(pool, keys).of(caseId)));
  for (const document of await documentsOf(pool, key)) {
    const pieces: Buffer[] = [];
    for await (const piece of readDocument(pool, key, document.documentId)) pieces.push(piece);
    texts.push(document.name, Buffer.concat(pieces).toString('utf8'));
  }
  return texts.join('\n');
}

test('what was planted is all there for whoever has the keys, so a search that finds nothing has a meaning', async () => {
  const cases = await Promise.all(caseIds.map(opened));
  // The list of a wave and the contacts of controllers are read by those alone who write to them.
  const serverKey = Buffer.from(system.secrets.serverKey, 'base64url');
  const letterTexts = mailsIn(system).map((mail) => mail.toString('latin1'));
  const phones = JSON.stringify(await createOutsideControllers(records.pool, serverKey, []).all());
  const readable = Buffer.from([...cases, ...letterTexts, phones].join('\n'));

  const found = findIn('the opened cases', readable, planted.needles).map(({ label }) => label);

  const missing = planted.needles.map(({ label }) => label).filter((label) => !found.includes(label));
  expect(missing).toEqual(['idempotency key']);
  const letters = mailsIn(system).flatMap((mail) => findIn('a letter', mail, planted.needles));
  expect(letters.map(({ label }) => label)).toEqual(expect.arrayContaining(['name', 'mail', 'reasons of extension']));
});

test('no table holds anything personal in plain', async () => {
  expect(await findInTables(system, [...planted.needles, ...mistakes.needles])).toEqual([]);
});

test('no history, no description and no search attribute of a workflow holds anything personal in plain', async () => {
  expect(await findInHistories(client, caseIds, [...planted.needles, ...mistakes.needles])).toEqual([]);
});

test("no file holds anything personal in plain: not Temporal's, not Postgres's, no log", () => {
  expect(findInFiles(system, [...planted.needles, ...mistakes.needles])).toEqual([]);
});

test('neither metrics nor lists nor the ledger nor an evidence file tells anything personal', async () => {
  const kindOf = (caseId: string): string =>
    notices.includes(caseId) ? 'controller-notices' : breaches.includes(caseId) ? 'breaches' : 'subject-requests';
  const addresses = caseIds.map((caseId) => `/v1/${kindOf(caseId)}/${caseId}`);
  expect(await findOnTheWire(system, addresses, [...planted.needles, ...mistakes.needles])).toEqual([]);
});

test('an answer to a bad question does not repeat it, but for the name of an unknown field, at which it points', () => {
  const finds = answers.flatMap((answer) => findIn(answer.slice(0, 60), Buffer.from(answer), mistakes.needles));

  const others = finds.filter(({ label, around }) => label !== 'unknown field' || !around.includes('"pointer":"/'));
  expect(others).toEqual([]);
});
