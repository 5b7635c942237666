import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { expect } from 'vitest';
import { subjectOf } from '../../database/subjects.js';
import { LOOPBACK } from '../../local/ports.js';
import { startSystem } from '../support/processes.js';
import type { Part, TestSystem } from '../support/processes.js';
import { expectNoForeignAlarm, expectWholeLedger, mailsOf, openRecords, untilQuiet } from './audit.js';
import type { Records } from './audit.js';
import { chanceFrom, oneOf } from './chance.js';

export interface MailOrdeal {
  readonly seed: number;
  readonly mails: number;
  readonly atOnce: number;
  /** Zero for a mere burst. */
  readonly kills: number;
  readonly settleMs: number;
  readonly bundle: string;
  readonly say?: (sentence: string) => void;
}

const SEND_AGAIN_MS = 300;
const strikes: readonly (readonly Part[])[] = [
  ['workers'],
  ['workers'],
  ['workers', 'postgres'],
  ['workers', 'temporal'],
];

/** Senders that try until they hear 250, and workers that die under them; then each mail is looked for. */
export async function receiveWhileDying(ordeal: MailOrdeal): Promise<void> {
  const { seed, mails, settleMs, bundle, say = () => undefined } = ordeal;
  say(`seed ${String(seed)}`);
  const system = await startSystem({ bundle });
  const records = openRecords(system);
  const began = Date.now();
  try {
    const sender = new AbortController();
    const sending = sendAll(system, ordeal).finally(() => {
      sender.abort();
    });
    await Promise.all([sending, killWorkers(system, ordeal, sender.signal)]);
    say(`${String(mails)} mails were taken in ${String(Date.now() - began)} ms`);
    await untilAcknowledged(records, mails, settleMs);
    await untilQuiet(records, mails, settleMs, ['toClassify']);
    say(`and are cases after ${String(Date.now() - began)} ms`);
    await expectEachOnce(system, records, mails);
    await expectWholeLedger(records.pool);
    await expectNoForeignAlarm(records);
  } finally {
    await records.close();
    await system.stop();
  }
}

const addressOf = (number: number): string => `writer-${String(number)}@people.example`;

async function sendAll(system: TestSystem, { mails, atOnce }: MailOrdeal): Promise<void> {
  let next = 0;
  const send = async (): Promise<void> => {
    while (next < mails) await sendUntilTaken(system, next++);
  };
  await Promise.all(Array.from({ length: atOnce }, send));
}

async function sendUntilTaken(system: TestSystem, number: number): Promise<void> {
  const transport = createTransport({
    host: LOOPBACK,
    port: system.intakePort,
    ignoreTLS: true,
    socketTimeout: 20_000,
  });
  const message = {
    from: addressOf(number),
    to: system.privacyMailbox,
    messageId: `<letter-${String(number)}@people.example>`,
    date: new Date('2026-11-01T09:00:00Z'),
    subject: 'Access to my data',
    text: `Which personal data of mine do you process? I ask for a copy under Article 15 GDPR. (${String(number)})`,
  };
  for (;;) {
    const taken = await transport.sendMail(message).then(
      () => true,
      () => false,
    );
    if (taken) break;
    await sleep(SEND_AGAIN_MS);
  }
  transport.close();
}

async function killWorkers(system: TestSystem, { seed, kills }: MailOrdeal, signal: AbortSignal): Promise<void> {
  const chance = chanceFrom(seed);
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(200 + chance() * 1_500, undefined, { signal }).catch(() => undefined);
    const strike = oneOf(chance, strikes);
    await system.kill(...strike);
    await system.start(...strike);
  }
}

async function untilAcknowledged({ pool }: Records, mails: number, limitMs: number): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM duly.fact WHERE type = 'requestAcknowledged'`,
    );
    if (rows[0]?.count === mails) return;
    if (Date.now() > giveUpAt) throw new Error(`${String(rows[0]?.count)} of ${String(mails)} were acknowledged`);
    await sleep(100);
  }
}

async function expectEachOnce(system: TestSystem, { pool, keys }: Records, mails: number): Promise<void> {
  const expected = Array.from({ length: mails }, (_, number) => addressOf(number)).sort();
  const { rows } = await pool.query<{ case_id: string }>('SELECT case_id FROM duly.board');
  const writers: (string | undefined)[] = [];
  for (const { case_id: caseId } of rows) writers.push((await subjectOf(pool, await keys.ofCase(caseId)))?.mail);
  expect([...writers].sort()).toEqual(expected);
  const answered = mailsOf(system).flatMap(({ to }) => to.filter((address) => address.startsWith('writer-')));
  expect([...answered].sort()).toEqual(expected);
  const left = await pool.query(`SELECT FROM duly.mail WHERE state NOT IN ('opened', 'duplicate')`);
  expect(left.rowCount).toBe(0);
}
