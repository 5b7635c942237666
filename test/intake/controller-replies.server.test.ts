import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticesOf } from '../../database/controller-notices.js';
import { readNotice } from '../../database/case-reader.js';
import { listAlarms } from '../../database/alarms.js';
import * as ask from '../../workflows/breach.contract.js';
import { at, manager, reasons } from '../domain/a-breach.js';
import { hoursAgo, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { startIntake } from '../support/intake.js';
import type { TestIntake } from '../support/intake.js';

let cases: TestCases;
let intake: TestIntake;
let breach: string;
let noticeId: string;
beforeAll(async () => {
  cases = await startCases();
  intake = await startIntake(cases);
  breach = await reported(cases, { roles: ['processor'] });
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  await cases.desks.breach.ask(breach, ask.decideAwareness, { by: manager, decision }, 'aware');
  const confirmation = { services: [], text: 'files were opened', affected: [{ controller: 'acme' }], excluded: [] };
  await cases.desks.breach.ask(breach, ask.confirmControllers, { by: manager, confirmation, proposed: [] }, 'confirm');
  await untilTrue(async () => (await noticesOf(cases.database.pool, breach))[0]?.toldAt !== undefined);
  noticeId = (await noticesOf(cases.database.pool, breach))[0]?.caseId ?? '';
});
afterAll(() => cases.close());

async function letterOf(caseId: string): Promise<string> {
  const { rows } = await cases.database.pool.query<{ id: string }>(
    'SELECT message_id AS id FROM duly.outbox WHERE case_id = $1 AND message_id IS NOT NULL ORDER BY created_at LIMIT 1',
    [caseId],
  );
  return rows[0]?.id ?? '';
}

const factsOf = async (): Promise<readonly string[]> =>
  (await readNotice(cases.database.pool, cases.keys, noticeId))?.entries.map(({ fact }) => fact.type) ?? [];

const bounceOf = (messageId: string): Buffer =>
  Buffer.from(
    [
      ...['From: MAILER-DAEMON@mx.example', 'To: privacy@example.org', 'Subject: Undelivered', 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
      ...['Content-Type: text/plain', '', 'It could not be delivered.', '--b'],
      ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
      ...['Final-Recipient: rfc822; privacy@acme.example', 'Action: failed', 'Status: 5.1.1', '--b'],
      ...['Content-Type: message/rfc822', '', `Message-ID: ${messageId}`, 'Subject: Notice', '', 'x', '--b--', ''],
    ].join('\r\n'),
  );

test('the answer of a controller belongs to its notice, whoever there wrote it, and opens no request', async () => {
  const reply =
    'From: Somebody Else <soc@acme.example>\r\nTo: privacy@example.org\r\nSubject: Re: notice\r\n' +
    `Message-ID: <reply-1@acme.example>\r\nIn-Reply-To: ${await letterOf(noticeId)}\r\n\r\nWe have it. Please call us.\r\n`;
  const row = await intake.receive(Buffer.from(reply));
  expect(row).toMatchObject({ state: 'filed', caseId: noticeId });
  await untilTrue(async () => (await factsOf()).includes('replyReceived'));
  const { rows } = await cases.database.pool.query('SELECT 1 FROM duly.board WHERE kind = $1', ['subject-request']);
  expect(rows).toEqual([]);
});

test('a notice that came back is a fact of its notice', async () => {
  const row = await intake.receive(bounceOf(await letterOf(noticeId)), '');
  expect(row).toMatchObject({ state: 'filed', caseId: noticeId });
  await untilTrue(async () => (await factsOf()).includes('noticeBounced'));
});

test('an alert of a breach that came back alarms, and is not tried for ever', async () => {
  const row = await intake.receive(bounceOf(await letterOf(breach)), '');
  expect(row).toMatchObject({ state: 'filed' });
  const alarms = await listAlarms(cases.database.pool, 10);
  expect(alarms.map(({ code }) => code)).toContain('AlertBounced');
});
