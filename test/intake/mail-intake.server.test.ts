import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boardRowOf } from '../../database/board.js';
import { documentsOf } from '../../database/documents.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { alarmsOf } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { startIntake } from '../support/intake.js';
import type { MailRow, TestIntake } from '../support/intake.js';

let cases: TestCases;
let intake: TestIntake;
beforeAll(async () => {
  cases = await startCases();
  intake = await startIntake(cases);
});
afterAll(() => cases.close());

const folder = new URL('../../examples/mails/', import.meta.url);
const placeholder = '00000000-0000-5000-8000-000000000000@privacy.example.org';
const example = (name: string, letter = placeholder): Buffer =>
  Buffer.from(readFileSync(new URL(name, folder), 'latin1').replaceAll(placeholder, letter), 'latin1');

function aMail(text: string, { from = 'ilse@example.com', id = text.replaceAll(/\W/g, ''), more = '' } = {}): Buffer {
  return Buffer.from(
    `From: Ilse <${from}>\r\nTo: privacy@example.org\r\nSubject: My request\r\nMessage-ID: <${id}@example.com>\r\n` +
      `Date: Mon, 2 Mar 2026 08:15:00 +0000\r\n${more}\r\n${text}\r\n`,
  );
}

/** Message-ID, without brackets, of the first letter of a case, once it has left. */
async function acknowledgementOf(caseId: string): Promise<string> {
  await cases.until(caseId, 'requestAcknowledged');
  const { rows } = await cases.database.pool.query<{ id: string }>(
    `SELECT trim(both '<>' from message_id) AS id FROM duly.outbox WHERE case_id = $1 AND effect_key = '0.0'`,
    [caseId],
  );
  return rows[0]?.id ?? '';
}

const isAcknowledged = async ({ mailId }: MailRow): Promise<boolean> => {
  const { rowCount } = await cases.database.pool.query('SELECT 1 FROM duly.outbox WHERE case_id = $1', [mailId]);
  return rowCount === 1;
};
const phaseOf = async ({ mailId }: MailRow): Promise<string | undefined> =>
  (await boardRowOf(cases.database.pool, mailId))?.phase;

/** Lets a mail that failed be tried at once, in place of after seconds. */
const letTryNow = (mailId: string) =>
  cases.database.pool.query('UPDATE duly.mail SET processed_at = NULL WHERE mail_id = $1', [mailId]);

/** The rows of the table in the README of the example mails: name, kind, suggested rights. */
const rows = readFileSync(new URL('README.md', folder), 'utf8')
  .split('\n')
  .filter((line) => line.includes('.eml` |'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', , kind = '', rights = '']) => ({ name: name.replaceAll('`', ''), kind, rights }));

describe('each example mail becomes in the end what its README says', () => {
  const opened = new Map<string, string>();
  const answersTo: Readonly<Record<string, string>> = {
    '11-reply-to-our-letter-nl.eml': '03-access-quoted-printable-nl.eml',
    '12-auto-reply-with-header-en.eml': '01-access-plain-en.eml',
    '14-bounce-of-our-letter.eml': '01-access-plain-en.eml',
  };

  test.each(rows)('$name: $kind', async ({ name, kind, rights }) => {
    const about = opened.get(answersTo[name] ?? '');
    const letter = about === undefined ? placeholder : await acknowledgementOf(about);
    const row = await intake.receive(example(name, letter), kind === 'bounce' ? '' : 'somebody@example.com');
    opened.set(name, row.mailId);

    expect(row.kind).toBe(kind);
    switch (kind) {
      case 'request': {
        expect(row).toMatchObject({ state: 'opened', caseId: row.mailId });
        const { state } = (await cases.read(row.mailId)).folded;
        expect(state).toMatchObject({ phase: 'open', suggestedRights: rights === '' ? [] : rights.split(', ') });
        expect(await phaseOf(row)).toBe('toClassify');
        expect(await isAcknowledged(row)).toBe(!/^(?:1[6-9]|20)/.test(name));
        break;
      }
      case 'unreadable':
        expect(row.state).toBe('opened');
        expect(await phaseOf(row)).toBe('toRead');
        expect(await isAcknowledged(row)).toBe(false);
        break;
      case 'reply':
        expect(row).toMatchObject({ state: 'filed', caseId: about });
        await cases.until(about ?? '', 'messageReceived');
        break;
      case 'bounce':
        expect(row.state).toBe(about === undefined ? 'set-aside' : 'filed');
        if (about !== undefined) await cases.until(about, 'letterBounced');
        break;
      default:
        expect(row.state).toBe('set-aside');
        expect(await boardRowOf(cases.database.pool, row.mailId)).toBeUndefined();
    }
  });
});

test('the same message twice opens one case, also when a relay rewrote its trace headers', async () => {
  const first = await intake.receive(aMail('Please send me my data. Twice.'));
  const again = aMail('Please send me my data. Twice.', { more: 'Received: from a by b; Tue, 3 Mar 2026\r\n' });

  expect(await intake.receive(again)).toMatchObject({ state: 'duplicate' });
  expect(first.state).toBe('opened');
});

test('the fourth request of an address within a day opens a case and is not acknowledged', async () => {
  const acknowledged: boolean[] = [];
  for (const number of ['one', 'two', 'three', 'four', 'five']) {
    const row = await intake.receive(aMail(`Request number ${number}, my data please.`, { from: 'bomb@example.com' }));
    expect(row.state).toBe('opened');
    acknowledged.push(await isAcknowledged(row));
  }

  expect(acknowledged).toEqual([true, true, true, false, false]);
});

test('a process that dies after the mail was accepted loses nothing: the next one opens the case', async () => {
  await intake.take(aMail('Accepted, and then the lights went out.'));

  expect(await intake.another().process()).toBe(1);
  const { rows: mails } = await cases.database.pool.query(`SELECT 1 FROM duly.mail WHERE state = 'received'`);
  expect(mails).toEqual([]);
});

test('a process that dies between the case and the note of it leaves one case', async () => {
  const dying = {
    ...cases.desk,
    open: async (...args: Parameters<typeof cases.desk.open>) => {
      await cases.desk.open(...args);
      throw new Error('the process died here');
    },
  };
  await intake.take(aMail('Opened, and then the lights went out.'));
  await expect(intake.another(dying).process()).rejects.toThrow('1 of 1 failed');

  const { rows: waiting } = await cases.database.pool.query<{ mail_id: string }>(
    `SELECT mail_id FROM duly.mail WHERE state = 'received'`,
  );
  const [mailId = ''] = waiting.map((row) => row.mail_id);
  await letTryNow(mailId);
  await intake.intake.process();

  expect(await intake.rowOf(mailId)).toMatchObject({ state: 'opened', attempts: 2 });
  expect((await cases.factsOf(mailId)).filter((type) => type === 'requestRegistered')).toHaveLength(1);
});

test('many mails at once: those of one sender become cases in the order in which they came', async () => {
  const senders = ['ada@example.com', 'bea@example.com', 'cleo@example.com'];
  const opened: string[] = [];
  const noting = {
    ...cases.desk,
    open: (...args: Parameters<typeof cases.desk.open>) => {
      opened.push(args[0]);
      return cases.desk.open(...args);
    },
  };
  for (const number of [1, 2, 3, 4])
    for (const from of senders)
      await intake.take(aMail(`Order ${String(number)} of ${from}, my data please.`, { from }));
  const { rows: taken } = await cases.database.pool.query<{ mail_id: string }>(
    `SELECT mail_id FROM duly.mail WHERE state = 'received' ORDER BY received_at`,
  );
  const ids = taken.map((row) => row.mail_id);

  expect(await intake.another(noting).process()).toBe(12);

  for (const place of senders.keys()) {
    const ofSender = ids.filter((_id, index) => index % senders.length === place);
    expect(opened.filter((id) => ofSender.includes(id))).toEqual(ofSender);
  }
});

test('the files of a reply stand in its fact', async () => {
  const { mailId } = await intake.receive(aMail('My data, please, with a file to come.', { from: 'mira@example.com' }));
  const part = (type: string, text: string, more = ''): string =>
    `--b\r\nContent-Type: ${type}\r\n${more}\r\n${text}\r\n`;
  const more =
    `In-Reply-To: <${await acknowledgementOf(mailId)}>\r\nMIME-Version: 1.0\r\n` +
    'Content-Type: multipart/mixed; boundary=b\r\n';
  const file = part('text/csv', 'a;b', 'Content-Disposition: attachment; filename=list.csv\r\n');
  const text = `${part('text/plain', 'Here is the list.')}${file}--b--`;
  await intake.receive(aMail(text, { from: 'mira@example.com', id: 'with-a-file', more }));
  await cases.until(mailId, 'messageReceived');

  const { entries } = await cases.read(mailId);
  const told = entries.map(({ fact }) => fact).find((fact) => fact.type === 'messageReceived');
  const kept = await documentsOf(cases.database.pool, await cases.keys.ofCase(mailId));
  expect(kept.filter(({ name }) => name === 'list.csv').map(({ documentId }) => documentId)).toEqual(told?.attachments);
});

test('a reply that two processes have in their hands is one message of its case', async () => {
  const { mailId } = await intake.receive(
    aMail('My data, please, and I will write again.', { from: 'noor@example.com' }),
  );
  const more = `In-Reply-To: <${await acknowledgementOf(mailId)}>\r\n`;
  await intake.take(aMail('My number is 4711.', { from: 'noor@example.com', more }));

  await Promise.all(Array.from({ length: 5 }, () => intake.another().process()));
  await untilTrue(async () => (await cases.factsOf(mailId)).includes('messageReceived'));

  expect((await cases.factsOf(mailId)).filter((type) => type === 'messageReceived')).toHaveLength(1);
});

const damages = [
  [
    'whose bytes are gone',
    'DELETE FROM duly.document_chunk USING duly.document d WHERE d.document_id = document_chunk.document_id AND d.case_id = $1',
  ],
  [
    'whose key is under a key-encryption key that is not configured',
    `UPDATE duly.case_key SET kek_id = '2020-01' WHERE case_id = $1`,
  ],
] as const;

test.each(damages)(
  'a mail %s keeps no other waiting, and after some attempts a person hears of it',
  async (_how, damage) => {
    await intake.take(aMail('This one will be damaged.'));
    const { pool } = cases.database;
    const { rows: taken } = await pool.query<{ mail_id: string }>(
      `SELECT mail_id FROM duly.mail WHERE state = 'received'`,
    );
    const { mail_id: mailId = '' } = taken[0] ?? {};
    await cases.database.as('duly_owner').query(damage, [mailId]);
    await intake.take(aMail('This one comes after it.'));

    await expect(intake.intake.process()).rejects.toThrow('1 of 2 failed');
    expect(await alarmsOf(cases, mailId)).toEqual([]);
    await pool.query('UPDATE duly.mail SET attempts = 5 WHERE mail_id = $1', [mailId]);
    for (let turn = 0; turn < 3; turn += 1) {
      await letTryNow(mailId);
      await expect(intake.intake.process()).rejects.toThrow('1 of 1 failed');
    }

    expect(await alarmsOf(cases, mailId)).toEqual(['MailUnreadable']);
    const { rows: others } = await pool.query(`SELECT 1 FROM duly.mail WHERE state = 'received' AND mail_id <> $1`, [
      mailId,
    ]);
    expect(others).toEqual([]);
    await pool.query('DELETE FROM duly.mail WHERE mail_id = $1', [mailId]);
  },
);

test('what was attached is kept with the case, and not a word of the mail stands in any table', async () => {
  const planted = 'Xanthippe-Quibble-7731';
  const boundary = 'b0undary';
  const parts = [
    `--${boundary}\r\nContent-Type: text/plain\r\n\r\nMy data, please. ${planted} text`,
    `--${boundary}\r\nContent-Type: text/plain; name="${planted}.txt"\r\n` +
      `Content-Disposition: attachment; filename="${planted}.txt"\r\n\r\n${planted} attachment`,
    `--${boundary}--`,
  ].join('\r\n');
  const more = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n`;
  const { mailId } = await intake.receive(aMail(parts, { from: `${planted}@example.com`, id: 'planted', more }));

  const kept = await documentsOf(cases.database.pool, await cases.keys.ofCase(mailId));
  expect(kept.map(({ name }) => name).sort()).toEqual([`${planted}.txt`, 'message.eml', 'message.txt'].sort());
  expect(await tablesThatHold(planted)).toEqual([]);
  expect(await tablesThatHold(mailId)).toContain('mail');
});

/** Every table whose rows show the text, as it stands or in bytes. */
async function tablesThatHold(text: string): Promise<readonly string[]> {
  const owner = cases.database.as('duly_owner');
  const { rows: tables } = await owner.query<{ table: string }>(
    `SELECT table_name AS table FROM information_schema.tables WHERE table_schema = 'duly' AND table_type = 'BASE TABLE'`,
  );
  const hex = Buffer.from(text).toString('hex');
  const found: string[] = [];
  for (const { table } of tables) {
    const { rowCount } = await owner.query(
      `SELECT 1 FROM duly.${table} AS r WHERE strpos(to_jsonb(r)::text, $1) > 0 OR strpos(to_jsonb(r)::text, $2) > 0 LIMIT 1`,
      [text, hex],
    );
    if (rowCount === 1) found.push(table);
  }
  return found;
}

test.each([
  ['a reply to an alarm of our own, which belongs to no case,', 'alarm'],
  ['a reply to a letter of a case whose data are gone', 'a-case-whose-key-is-gone'],
])('%s opens a case of its own', async (_what, caseId) => {
  const messageId = `<${caseId}@example.org>`;
  await cases.database.pool.query(
    `INSERT INTO duly.outbox (case_id, effect_key, type, state, message_id) VALUES ($1, '0.0', 'letter', 'sent', $2)`,
    [caseId, messageId],
  );
  const mail = [
    'From: Ilse Terpstra <ilse@example.com>',
    'To: privacy@example.org',
    `Message-ID: <reply-${caseId}@example.com>`,
    `In-Reply-To: ${messageId}`,
    'Subject: Re: your letter',
    '',
    'Please send me a copy of my data.',
  ].join('\r\n');

  expect(await intake.receive(Buffer.from(mail))).toMatchObject({ state: 'opened' });
});

describe('Art. 12(3): a reply after the end of a case', () => {
  /** A case that its data subject withdrew, and the letter that they may answer. */
  async function settledCase(from: string): Promise<{ readonly caseId: string; readonly more: string }> {
    const { mailId: caseId } = await intake.receive(aMail('A request that ends.', { from, id: `first-${from}` }));
    const more = `In-Reply-To: <${await acknowledgementOf(caseId)}>\r\n`;
    await cases.desk.ask(caseId, ask.withdraw, { by: operator }, 'withdrawn');
    await cases.until(caseId, 'withdrawalConfirmed');
    return { caseId, more };
  }

  test.each([
    ['settled', false],
    ['closed', true],
  ])('to a %s one has a clock of its own from its receipt, and names the one it answers', async (phase, isClosed) => {
    const from = `${phase}@example.com`;
    const { caseId, more } = await settledCase(from);
    if (isClosed) await cases.forward(caseId, '31 days');
    expect((await boardRowOf(cases.database.pool, caseId))?.phase).toBe(phase);

    const row = await intake.receive(aMail('Now please erase my data.', { from, id: `second-${phase}`, more }));

    expect(row).toMatchObject({ kind: 'reply', state: 'opened', caseId: row.mailId });
    const { rows: mails } = await cases.database.pool.query<{ at: Date }>(
      'SELECT received_at AS at FROM duly.mail WHERE mail_id = $1',
      [row.mailId],
    );
    expect((await cases.read(row.mailId)).folded.state).toMatchObject({
      phase: 'open',
      earlierCase: caseId,
      receivedAt: mails[0]?.at.toISOString(),
      suggestedRights: ['erasure'],
    });
    expect(await phaseOf(row)).toBe('toClassify');
    expect(await cases.factsOf(caseId)).not.toContain('messageReceived');
  });

  test('that was filed while the case was open stays with it, whatever the case has become meanwhile', async () => {
    const from = 'meanwhile@example.com';
    const { mailId: caseId } = await intake.receive(aMail('A request that ends soon.', { from, id: 'ends-soon' }));
    const more = `In-Reply-To: <${await acknowledgementOf(caseId)}>\r\n`;
    const dying = { ...cases.desk, tell: () => Promise.reject(new Error('the process died here')) };
    await intake.take(aMail('My number is 4711.', { from, id: 'filed-late', more }));
    await expect(intake.another(dying).process()).rejects.toThrow('1 of 1 failed');
    await cases.desk.ask(caseId, ask.withdraw, { by: operator }, 'withdrawn');

    await cases.database.pool.query(`UPDATE duly.mail SET processed_at = NULL WHERE state = 'received'`);
    await intake.intake.process();

    await cases.until(caseId, 'messageReceived');
    expect((await boardRowOf(cases.database.pool, caseId))?.waitingFor).toBe('a message to be read');
  });
});
