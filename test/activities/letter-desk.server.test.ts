import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLetterDesk } from '../../activities/letters/letter-desk.js';
import { documentsOf } from '../../database/documents.js';
import { inTransaction } from '../../database/pool.js';
import { putSubject } from '../../database/subjects.js';
import type { LetterOrder } from '../../domain/subject-request.js';
import { createLinks } from '../../letters/links.js';
import { shippedWriter } from '../../letters/render.js';
import { readProcessingRecords } from '../../organisation/processing-records.js';
import { readOrganisation } from '../../organisation/read.js';
import { aCase, someKeys } from '../database/support/keys.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { exampleOrganisation } from '../support/intake.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const order: LetterOrder = {
  letter: 'answer',
  language: 'en',
  reference: 'S-2026-0031',
  controller: 'example-cloud',
  right: 'access',
  receivedOn: '2026-03-03',
  answerBy: '2026-04-03',
  timeZone: 'Europe/Amsterdam',
  drill: false,
  noDataHeld: false,
  answerFiles: ['d1'],
};

test('twenty workers that compose one letter at once write one copy, and all send its very words', async () => {
  const { pool } = database;
  const keys = someKeys(pool);
  const key = await aCase(pool, keys);
  await inTransaction(pool, (transaction) => putSubject(transaction, key, { mail: 'ilse@example.com' }));
  const organisation = await readOrganisation(exampleOrganisation);
  const processingRecords = await readProcessingRecords('examples/processing-records.json', organisation);
  const links = createLinks('https://privacy.example.org', Buffer.alloc(32, 7));
  const writer = shippedWriter();
  let seconds = 0;
  const now = (): string => new Date(Date.UTC(2026, 2, 20, 9, 0, (seconds += 1))).toISOString();
  const desk = createLetterDesk({ pool, keys, organisation, processingRecords, links, writer, now });

  const composed = await Promise.all(Array.from({ length: 20 }, () => desk.compose(key.caseId, '7.0', order)));

  const [first] = composed;
  expect(composed).toEqual(composed.map(() => first));
  expect(first?.letter?.text).toContain('/portal/answers/');
  expect((await documentsOf(pool, key)).map(({ kind }) => kind).sort()).toEqual(['information', 'letter']);
});
