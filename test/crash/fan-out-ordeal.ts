import { expect } from 'vitest';
import { LOOPBACK } from '../../local/ports.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/processes.js';
import type { Part, TestSystem } from '../support/processes.js';
import { startScriptedSmtp } from '../support/smtp.js';
import type { Received, ScriptedServer } from '../support/smtp.js';
import { expectNoForeignAlarm, expectWholeLedger, openRecords, untilQuiet } from './audit.js';
import type { Records } from './audit.js';
import { askAs, aware, reasons } from './breach-script.js';
import type { Ask } from './breach-script.js';
import { startJournal } from './mail-journal.js';

export interface FanOut {
  readonly controllers: number;
  /** What is killed, one after the other, evenly over the letters. */
  readonly strikes: readonly (readonly Part[])[];
  /** How many letters the mail server takes in a second. */
  readonly perSecond: number;
  readonly limitMs: number;
  readonly bundle: string;
  readonly say: (sentence: string) => void;
}

interface Notice {
  readonly caseId: string;
  readonly controller: string;
  readonly phase: string;
  readonly dueAt: string;
  readonly toldAt?: string;
}

const idOf = (number: number): string => `customer-${String(number).padStart(4, '0')}`;
const mailOf = (id: string): string => `privacy@${id}.example`;
const particularsOf = (id: string): string => `Payslips of ${id} alone.`;

/** One breach of a processor with many customers, while what it stands on dies: each is told once, and of itself alone. */
export async function tellAllWhileDying(fanOut: FanOut): Promise<void> {
  const { controllers, perSecond, limitMs, bundle, say } = fanOut;
  const server = await startScriptedSmtp({ perSecond });
  const journal = await startJournal(server);
  const smtpUrl = `smtp://${LOOPBACK}:${String(server.port)}`;
  const system = await startSystem({
    bundle,
    smtpUrl,
    environment: { SENT_LOOKUP_URL: journal.url, DULY_TRUST_PROXY: '1' },
  });
  const records = openRecords(system);
  try {
    const ask = askAs(system);
    const ids = Array.from({ length: controllers }, (_, index) => idOf(index + 1));
    await ask('POST', '/v1/controllers', { controllers: ids.map(controllerCalled) });
    const breach = await aware(ask, ['processor'], 0);
    const confirmedAt = Date.now();
    const affected = ids.map((controller) => ({ controller, particulars: particularsOf(controller) }));
    const { proposed } = await ask('GET', `/v1/breaches/${breach}/controllers?concerned=payroll`);
    const others = (proposed as string[]).filter((id) => !ids.includes(id));
    const excluded = others.map((controller) => ({ controller, reasons }));
    const confirmation = { services: ['payroll'], text: 'A mailbox with payslips was opened.', affected, excluded };
    await ask('POST', `/v1/breaches/${breach}/controllers`, confirmation);
    await dieMeanwhile(fanOut, { system, server });

    const notices = async () => (await ask('GET', `/v1/breaches/${breach}/controllers`))['notices'] as Notice[];
    await untilTrue(async () => (await notices()).filter(({ toldAt }) => toldAt).length === controllers, limitMs);
    const standing = await notices();
    const lastToldAt =
      standing
        .map(({ toldAt = '' }) => toldAt)
        .sort()
        .at(-1) ?? '';
    const took = (Date.parse(lastToldAt) - confirmedAt) / 1_000;
    say(`${String(controllers)} controllers told in ${took.toFixed(1)} s`);
    expect(standing.filter(({ toldAt = '', dueAt }) => toldAt >= dueAt)).toEqual([]);
    expectEachOfItselfAlone(lettersTo(server), ids);

    await acknowledgeAll(system, lettersTo(server));
    await untilTrue(async () => (await notices()).every(({ phase }) => phase === 'acknowledged'), limitMs);
    await untilTrue(() => isSummedUp(ask, breach, controllers), limitMs);
    await expectOnRecord(records, { controllers, breach, limitMs });
  } finally {
    await records.close();
    await system.stop();
    await journal.close();
    await server.close();
  }
}

function controllerCalled(id: string) {
  const contract = { maxNotify: 'PT1H', from: '2025-01-01' };
  return { id, name: `Customer ${id}`, services: ['payroll'], contact: { mail: mailOf(id) }, contract };
}

function lettersTo({ accepted }: ScriptedServer): readonly Received[] {
  return accepted.filter(({ to }) => to[0]?.startsWith('privacy@customer-') === true);
}

async function dieMeanwhile(
  { strikes, controllers, limitMs, perSecond, say }: FanOut,
  { system, server }: { readonly system: TestSystem; readonly server: ScriptedServer },
): Promise<void> {
  for (const [index, strike] of strikes.entries()) {
    const share = (controllers * (index + 1)) / (strikes.length + 1);
    await untilTrue(() => Promise.resolve(lettersTo(server).length >= share), limitMs);
    // Letters that were taken, and of which nobody hears that they were.
    server.behave({ perSecond, end: 'reset', keeps: true });
    const before = server.accepted.length;
    await untilTrue(() => Promise.resolve(server.accepted.length > before), limitMs);
    await system.kill(...strike);
    server.behave({ perSecond });
    await system.start(...strike);
    say(`kill -9 ${strike.join(', ')} after ${String(lettersTo(server).length)} letters`);
  }
}

/** GDPR Art. 33(2): everybody, none twice; and no controller learns of another. */
function expectEachOfItselfAlone(letters: readonly Received[], ids: readonly string[]): void {
  expect(letters.map(({ to }) => to[0]).sort()).toEqual(ids.map(mailOf));
  for (const { to, raw } of letters) {
    const named = new Set(raw.toString('latin1').match(/customer-\d{4}/g));
    expect([...named].map(mailOf)).toEqual(to);
  }
}

/** By the button behind the link in each letter, each controller from an address of its own. */
async function acknowledgeAll(system: TestSystem, letters: readonly Received[]): Promise<void> {
  const links = letters.map(({ raw }) => linkIn(raw)).entries();
  const press = async (): Promise<void> => {
    for (const [index, link] of links) {
      const headers = { ...form, 'x-forwarded-for': `198.18.${String(index >> 8)}.${String(index & 255)}` };
      const answer = await fetch(new URL(link, system.api), { method: 'POST', redirect: 'manual', headers });
      expect(answer.status).toBe(303);
    }
  };
  await Promise.all(Array.from({ length: 8 }, press));
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function linkIn(raw: Buffer): string {
  const text = raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  const link = /\/notices\/[\w-]+\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error('a notice without a link');
  return link;
}

async function isSummedUp(ask: Ask, breach: string, controllers: number): Promise<boolean> {
  const { notices } = (await ask('GET', `/v1/breaches/${breach}`)) as { notices?: { acknowledged: number } };
  return notices?.acknowledged === controllers;
}

interface Expected {
  readonly controllers: number;
  readonly breach: string;
  readonly limitMs: number;
}

/** The main case holds facts by the batch, not by the controller; and whatever is on record is in the ledger. */
async function expectOnRecord(records: Records, { controllers, breach, limitMs }: Expected): Promise<void> {
  await untilQuiet(records, controllers, limitMs, ['acknowledged']);
  const { rows } = await records.pool.query<{ facts: number }>(
    'SELECT count(*)::int AS facts FROM duly.fact WHERE case_id = $1',
    [breach],
  );
  expect(rows[0]?.facts).toBeLessThan(25);
  await expectWholeLedger(records.pool);
  await expectNoForeignAlarm(records);
}
