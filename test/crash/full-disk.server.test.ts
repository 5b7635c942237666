import { createTransport } from 'nodemailer';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readRequest } from '../../database/case-reader.js';
import { urlOf } from '../../database/prepare.js';
import { LOOPBACK } from '../../local/ports.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/processes.js';
import type { TestSystem } from '../support/processes.js';
import { expectEverythingOnce, openRecords, untilQuiet } from './audit.js';
import type { Records } from './audit.js';
import { answerIt, openCase, reasons } from './case-script.js';

let system: TestSystem;
let records: Records;
let owner: pg.Client;
beforeAll(async () => {
  system = await startSystem({ bundle: inject('workflows') });
  records = openRecords(system);
  const { pathname } = new URL(system.databaseUrl);
  owner = new pg.Client(urlOf(system.adminUrl, 'duly_owner', system.secrets.duly_owner, pathname.slice(1)));
  await owner.connect();
}, 180_000);
afterAll(async () => {
  await owner.end();
  await records.close();
  await system.stop();
}, 60_000);

/** What Postgres answers when there is no room: SQLSTATE 53100. */
async function fillDisk(): Promise<void> {
  await owner.query(`
    CREATE FUNCTION duly.no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER fact_has_no_room BEFORE INSERT ON duly.fact FOR EACH STATEMENT EXECUTE FUNCTION duly.no_room();
    CREATE TRIGGER chunk_has_no_room BEFORE INSERT ON duly.document_chunk
      FOR EACH STATEMENT EXECUTE FUNCTION duly.no_room();`);
}

async function makeRoom(): Promise<void> {
  await owner.query('DROP FUNCTION duly.no_room() CASCADE');
}

const count = async (table: string): Promise<number> =>
  Number((await owner.query<{ count: string }>(`SELECT count(*) FROM duly.${table}`)).rows[0]?.count);

test('a full disk: nothing is stored half, senders keep their mail, and all goes on when there is room', async () => {
  const inHand = await openCase(system, 'before-the-flood');
  await untilTrue(async () => (await readRequest(records.pool, records.keys, inHand.caseId))?.entries.length === 2);
  const [documents, mails] = [await count('document'), await count('mail')];

  await fillDisk();
  const step = inHand.step('identity-decision', { outcome: 'waived', reasons }, 'identityCheckWaived');
  const transport = createTransport({ host: LOOPBACK, port: system.intakePort, ignoreTLS: true });
  const sent = transport.sendMail({
    from: 'writer@people.example',
    to: system.privacyMailbox,
    text: 'my data, please',
  });
  await expect(sent).rejects.toMatchObject({ responseCode: 451 });
  expect([await count('document'), await count('mail')]).toEqual([documents, mails]);
  expect((await readRequest(records.pool, records.keys, inHand.caseId))?.entries).toHaveLength(2);

  await makeRoom();
  await step;
  await answerIt(inHand);
  await untilQuiet(records, 1, 60_000);
  await expectEverythingOnce(system, records, [inHand]);
}, 180_000);
