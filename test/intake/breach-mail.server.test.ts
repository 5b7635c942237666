import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnnouncers } from '../../activities/announcing/announcers.js';
import { listAlarms } from '../../database/alarms.js';
import { documentsOf } from '../../database/documents.js';
import { readOrganisation } from '../../organisation/read.js';
import * as ask from '../../workflows/breach.contract.js';
import { manager } from '../domain/a-breach.js';
import { readReported, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { exampleOrganisation, startIntake } from '../support/intake.js';
import type { TestIntake } from '../support/intake.js';

let cases: TestCases;
let intake: TestIntake;
let breach: string;
let announcement: string;
beforeAll(async () => {
  const organisation = await readOrganisation(exampleOrganisation);
  cases = await startCases();
  intake = await startIntake(cases);
  const { post } = cases;
  cases.announcerFor = createAnnouncers(organisation, { post, drillPost: post });
  breach = await reported(cases);
  const statement = { by: manager, text: 'We look into it.', announceAt: ['help-desk'] } as const;
  await cases.desks.breach.ask(breach, ask.setHoldingStatement, statement, 'say');
  await untilTrue(async () =>
    (await readReported(cases, breach)).entries.some(({ fact }) => fact.type === 'announced'),
  );
  const { rows } = await cases.database.pool.query<{ id: string }>(
    `SELECT message_id AS id FROM duly.outbox WHERE case_id = $1 AND effect_key LIKE 'help-desk %'`,
    [breach],
  );
  announcement = rows[0]?.id ?? '';
});
afterAll(() => cases.close());

const mail = (heads: readonly string[], text: string): Buffer =>
  Buffer.from(
    [
      'From: Lena <lena@helpdesk.example.org>',
      'To: privacy@example.org',
      'Subject: Re: B-2026-0007',
      ...heads,
      '',
      text,
      '',
    ].join('\r\n'),
  );
const alarmsRaised = async () => (await listAlarms(cases.database.pool, 20)).map(({ code }) => code);

test('"ticket received" after an announcement is the answer of a machine, and alarms nobody', async () => {
  const heads = ['Message-ID: <t1@helpdesk>', `In-Reply-To: ${announcement}`, 'Auto-Submitted: auto-replied'];
  const row = await intake.receive(mail(heads, 'Ticket 77 was opened.'));
  expect(row).toMatchObject({ kind: 'auto-reply', state: 'set-aside', caseId: breach });
  expect(await alarmsRaised()).toEqual([]);
});

test.each([
  ['directly', () => `In-Reply-To: ${announcement}`, 'We tell everybody.'],
  ['directly, with words of a right in it', () => `In-Reply-To: ${announcement}`, 'Please delete all my data.'],
  ['further down its ticket', () => `References: ${announcement} <t1@helpdesk>`, 'Three have asked so far.'],
])('what answers an announcement %s lies with the breach and opens no request', async (how, head, text) => {
  const before = (await documentsOf(cases.database.pool, await cases.keys.ofCase(breach))).length;
  const row = await intake.receive(mail([`Message-ID: <${String(how.length)}@helpdesk>`, head()], text));

  expect(row).toMatchObject({ kind: 'reply', state: 'filed', caseId: breach });
  expect(await documentsOf(cases.database.pool, await cases.keys.ofCase(breach))).toHaveLength(before + 1);
  expect((await alarmsRaised()).filter((code) => code === 'BreachMailAnswered')).toHaveLength(1);
  const { rows } = await cases.database.pool.query('SELECT 1 FROM duly.board WHERE kind = $1', ['subject-request']);
  expect(rows).toEqual([]);
});

test('words of a right further down a ticket are a request after all', async () => {
  const heads = ['Message-ID: <asks@example.com>', `References: ${announcement} <t1@helpdesk>`];
  const row = await intake.receive(mail(heads, 'Please delete all my data, GDPR Art. 17.'));
  expect(row).toMatchObject({ kind: 'request', state: 'opened' });
});

test('an announcement that came back alarms as what it is', async () => {
  const report = [
    ...['From: MAILER-DAEMON@mx.example', 'To: privacy@example.org', 'Subject: Undelivered', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
    ...['Content-Type: text/plain', '', 'It could not be delivered.', '--b'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...['Final-Recipient: rfc822; incidents@helpdesk.example.org', 'Action: failed', 'Status: 5.1.1', '--b'],
    ...['Content-Type: message/rfc822', '', `Message-ID: ${announcement}`, 'Subject: x', '', 'x', '--b--', ''],
  ];
  const row = await intake.receive(Buffer.from(report.join('\r\n')), '');
  expect(row).toMatchObject({ state: 'filed', caseId: breach });
  expect(await alarmsRaised()).toContain('BreachMailBounced');
  expect(await alarmsRaised()).not.toContain('AlertBounced');
});
