import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnnouncers } from '../../activities/announcing/announcers.js';
import { listAlarms } from '../../database/alarms.js';
import { documentsOf } from '../../database/documents.js';
import { readOrganisation } from '../../organisation/read.js';
import * as ask from '../../workflows/breach.contract.js';
import type { BreachFact } from '../../domain/breach.js';
import { manager, reasons } from '../domain/a-breach.js';
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
  announcement = await announcedAs(1);
});
afterAll(() => cases.close());

/** Under which id the mail with these words left. */
async function announcedAs(number: number): Promise<string> {
  const statement = { by: manager, text: 'We look into it.', announceAt: ['help-desk'] } as const;
  await cases.desks.breach.ask(breach, ask.setHoldingStatement, statement, `say-${String(number)}`);
  await untilTrue(async () => (await factsOf('announced')).length === number);
  const { rows } = await cases.database.pool.query<{ id: string }>(
    'SELECT message_id AS id FROM duly.outbox WHERE case_id = $1 AND effect_key LIKE $2',
    [breach, `help-desk %statement-${String(number)}`],
  );
  return rows[0]?.id ?? '';
}

async function factsOf(kind: BreachFact['type']): Promise<readonly BreachFact[]> {
  const { entries } = await readReported(cases, breach);
  return entries.map(({ fact }) => fact).filter(({ type }) => type === kind);
}

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

function bounceOf(messageId: string): Buffer {
  const report = [
    ...['From: MAILER-DAEMON@mx.example', 'To: privacy@example.org', 'Subject: Undelivered', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
    ...['Content-Type: text/plain', '', 'It could not be delivered.', '--b'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...['Final-Recipient: rfc822; incidents@helpdesk.example.org', 'Action: failed', 'Status: 5.1.1', '--b'],
    ...['Content-Type: message/rfc822', '', `Message-ID: ${messageId}`, 'Subject: x', '', 'x', '--b--', ''],
  ];
  return Buffer.from(report.join('\r\n'));
}

test('an announcement that came back alarms as what it is, and stands so with the breach', async () => {
  const row = await intake.receive(bounceOf(announcement), '');
  expect(row).toMatchObject({ state: 'filed', caseId: breach });
  expect(await alarmsRaised()).toContain('BreachMailBounced');
  expect(await alarmsRaised()).not.toContain('AlertBounced');
  await untilTrue(async () => (await factsOf('announcementBounced')).length > 0);
  expect(await factsOf('announcementBounced')).toMatchObject([{ statement: 1, place: 'help-desk' }]);
});

test('an announcement that comes back after its breach was closed still stands so on record', async () => {
  const second = await announcedAs(2);
  const decision = { outcome: 'notABreach', reasons } as const;
  await cases.desks.breach.ask(breach, ask.decideAwareness, { by: manager, decision }, 'decide');
  await cases.desks.breach.ask(breach, ask.close, { by: manager }, 'close');

  await intake.receive(bounceOf(second), '');
  await untilTrue(async () => (await factsOf('announcementBounced')).length === 2);
  expect((await factsOf('announcementBounced'))[1]).toMatchObject({ statement: 2, place: 'help-desk' });
});
