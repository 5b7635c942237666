import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { correctEntry } from '../../database/recipient-entries.js';
import { addRecipients, giveUp, recipientCounts, unwritten } from '../../database/wave-recipients.js';
import { beginRepeat, numbersToRepeat } from '../../database/wave-repeats.js';
import type { BreachRegistration } from '../../domain/breach.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import * as ask from '../../workflows/breach.contract.js';
import { at, manager, reasons } from '../domain/a-breach.js';
import { hoursAgo, readReported, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { fastForward } from '../support/fast-forward.js';
import { startIntake } from '../support/intake.js';
import { taking } from '../support/waves.js';

let cases: TestCases;
let carried: OutgoingLetter[] = [];
beforeAll(async () => {
  cases = await startCases();
});
afterEach(() => {
  carried = [];
  cases.carrier = taking;
});
afterAll(() => cases.close());

async function highRisk(overrides: Partial<BreachRegistration> = {}): Promise<string> {
  cases.carrier = {
    carry(letter) {
      carried.push(letter);
      return Promise.resolve({ outcome: 'sent', response: '250' });
    },
  };
  const caseId = await reported(cases, overrides);
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  await cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, 'aware');
  const assessment = { level: 'high-risk', reasons } as const;
  await cases.desks.breach.ask(caseId, ask.assessRisk, { by: manager, assessment }, 'risk');
  return caseId;
}

async function list(caseId: string, ...mails: readonly string[]): Promise<number> {
  const recipients = Readable.from(mails.map((mail) => ({ mail, language: 'en' as const })));
  return (await addRecipients(cases.database.pool, await cases.keys.ofCase(caseId), recipients)).last;
}

async function order(caseId: string, listed: number): Promise<void> {
  const content = { text: reasons, consequences: reasons, measures: reasons, contactPoint: 'privacy@example.org' };
  const state = await stateOf(caseId);
  const message = { by: manager, order: content, reference: state.reference, listed };
  await cases.desks.breach.ask(caseId, ask.orderCommunication, message, `order ${String(listed)}`);
}

async function stateOf(caseId: string) {
  const { state } = (await readReported(cases, caseId)).folded;
  if (state.phase === 'new') throw new Error('no breach');
  return state;
}
const told = (caseId: string) => untilTrue(async () => (await stateOf(caseId)).communication !== undefined);
const repeatable = (caseId: string) => numbersToRepeat(cases.database.pool, caseId, 'corrected');
const counts = (caseId: string) => recipientCounts(cases.database.pool, caseId);

test('whoever is on the list twice is written to once, and a second order writes to those who came later', async () => {
  const caseId = await highRisk();
  expect(await list(caseId, 'noor@example.com', 'b@example.com', 'NOOR@example.com')).toBe(2);
  await order(caseId, 2);
  await told(caseId);
  expect(await list(caseId, 'b@example.com', 'c@example.com')).toBe(3);
  await order(caseId, 3);
  await untilTrue(async () => (await counts(caseId)).sent === 3);
  expect(carried.map(({ to }) => to.address).sort()).toEqual(['b@example.com', 'c@example.com', 'noor@example.com']);
});

test('letters of a drill reach nobody', async () => {
  const caseId = await highRisk({ drill: true });
  await order(caseId, await list(caseId, 'noor@example.com'));
  await told(caseId);
  expect([carried, (await counts(caseId)).sent]).toEqual([[], 1]);
});

test('letters wait for the end of a hold, which comes by itself', async () => {
  const caseId = await highRisk();
  const hold = { requestedBy: 'Public prosecutor', reasons, until: new Date(Date.now() + 3_600_000).toISOString() };
  await cases.desks.breach.ask(caseId, ask.holdCommunication, { by: manager, hold }, 'hold');
  await order(caseId, await list(caseId, 'noor@example.com'));
  expect([carried, (await counts(caseId)).waiting]).toEqual([[], 1]);
  await fastForward(cases.client, `breach/${caseId}`, '2 hours');
  await told(caseId);
  expect(carried).toHaveLength(1);
});

test('whose address was put right is written to again when it is ordered, once, and nobody else is', async () => {
  const caseId = await highRisk();
  cases.carrier = {
    carry(letter) {
      carried.push(letter);
      const isGone = letter.to.address.startsWith('gone');
      return Promise.resolve(
        isGone
          ? { outcome: 'not-sent', temporary: false, reason: 'address', code: 550 }
          : { outcome: 'sent', response: '250' },
      );
    },
  };
  await order(caseId, await list(caseId, 'gone@example.com', 'gone-too@example.com', 'noor@example.com'));
  await told(caseId);
  const first = (await stateOf(caseId)).communication;
  expect(await repeatable(caseId)).toBeUndefined();

  const change = { number: 1, actor: manager, at: new Date(), mail: 'found@example.com', language: 'en' } as const;
  await correctEntry(cases.database.pool, await cases.keys.ofCase(caseId), change);
  const asked = { by: manager, repeat: { what: 'corrected', reasons }, numbers: await repeatable(caseId) } as const;
  await cases.desks.breach.ask(caseId, ask.repeatCommunication, asked, 'repeat');
  await untilTrue(async () => (await stateOf(caseId)).wave?.batchesDone === 1);

  expect(carried.map(({ to }) => to.address)).toHaveLength(4);
  expect(carried.at(-1)?.to.address).toBe('found@example.com');
  expect(new Set(carried.map(({ messageId }) => messageId)).size).toBe(4);
  expect(await counts(caseId)).toMatchObject({ sent: 2, refused: 1, waiting: 0 });
  expect((await stateOf(caseId)).communication).toEqual({ ...first, recipients: 2 });
  expect(await repeatable(caseId)).toBeUndefined();
});

test('a batch that is tried again repeats no letter twice for one order', async () => {
  const caseId = await highRisk();
  cases.carrier = {
    carry: () => Promise.resolve({ outcome: 'not-sent', temporary: false, reason: 'address', code: 550 }),
  };
  await order(caseId, await list(caseId, 'a@example.com', 'b@example.com'));
  await untilTrue(async () => (await stateOf(caseId)).wave?.batchesDone === 1);
  const { pool } = cases.database;
  const key = await cases.keys.ofCase(caseId);
  const again = { from: 1, to: 2, repeat: { order: 1, what: 'refused' } } as const;
  const waiting = async () => (await unwritten(pool, key, again)).map(({ number, edition }) => [number, edition]);

  await beginRepeat(pool, caseId, again);
  expect(await waiting()).toEqual([
    [1, 1],
    [2, 1],
  ]);
  await giveUp(pool, caseId, { number: 1, edition: 1 });
  await beginRepeat(pool, caseId, again);
  expect(await waiting()).toEqual([[2, 1]]);
});

test('a letter that comes back is on the list as come back', async () => {
  const caseId = await highRisk();
  await order(caseId, await list(caseId, 'noor@example.com'));
  await told(caseId);
  const intake = await startIntake(cases);
  const bounce = [
    ...['From: MAILER-DAEMON@mx.example.com', 'To: privacy@example.org', 'Subject: Undelivered', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', ''],
    ...['Final-Recipient: rfc822; noor@example.com', 'Action: failed', 'Status: 5.1.1', '', '--b'],
    ...['Content-Type: text/rfc822-headers', '', `Message-ID: ${carried[0]?.messageId ?? ''}`, '', '--b--', ''],
  ];
  expect(await intake.receive(Buffer.from(bounce.join('\r\n')), '')).toMatchObject({ state: 'filed', kind: 'bounce' });
  expect(await counts(caseId)).toMatchObject({ sent: 0, bounced: 1 });
});
