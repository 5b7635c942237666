import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { createKeyDestructions } from '../../database/key-destruction.js';
import type { LedgerPlace } from '../../domain/breach.register-row.js';
import { decider, operator } from '../support/builders.js';
import { untilTrue } from '../support/cases.js';
import { recordsIn } from '../support/csv.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const path = '/v1/breach-register';
const HOUR = 60 * 60 * 1000;
/** One for all, so that minutes between instants are the same on a slow machine. */
const begun = Date.now();
const ago = (hours: number): string => new Date(begun - hours * HOUR).toISOString();
const manager = 'm-adeyemi';
const dpo = 'j-smit';
const reasons = 'a mailbox of the payroll team was opened from abroad';
const formula = '=HYPERLINK("http://evil.example";"Grüße, ""Jo""")\nsecond line';

interface Row {
  readonly caseId: string;
  readonly reference: string;
  readonly kind: string;
  readonly summary?: string;
  readonly evidence?: string;
  readonly ledger: { readonly first?: LedgerPlace; readonly last?: LedgerPlace };
}

beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await system.close();
});

async function reported(overrides: object = {}): Promise<string> {
  const body = {
    ...{ roles: ['controller'], summary: 'A mailbox was opened from abroad.', aspects: ['confidentiality'] },
    anchors: { firstInformedAt: { at: ago(3), source: 'ownDetection' } },
    ...overrides,
  };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  return String(caseId);
}

const take = (caseId: string, step: string, body: object) =>
  system.json(200, 'POST', `/v1/breaches/${caseId}/${step}`, { as: manager, body });
const aware = { outcome: 'aware', anchor: { at: ago(2), source: 'logs' }, reasons };

async function read(query = '', as = dpo): Promise<readonly Row[]> {
  return (await system.json(200, 'GET', `${path}${query}`, { as })) as unknown as readonly Row[];
}

async function rowOf(caseId: string): Promise<Row> {
  const found = (await read()).find((row) => row.caseId === caseId);
  if (found === undefined) throw new Error('no entry');
  return found;
}

/** Two people, seven days, and the sweep that carries it out. */
async function destroyKey(caseId: string): Promise<void> {
  const { pool } = system.database;
  const destructions = createKeyDestructions({ pool, keys: { forget: () => undefined }, backupRetentionDays: 35 });
  const later = (days: number): string => new Date(Date.now() + days * 24 * HOUR).toISOString();
  await destructions.propose({ caseId, by: operator, at: later(31) });
  await destructions.approve({ caseId, by: decider, at: later(32) });
  expect(await destructions.destroyDueKeys(later(40))).toHaveLength(1);
  await untilTrue(async () => (await rowOf(caseId)).kind === 'keyDestroyed');
}

describe('the register shows every breach, notified or not', () => {
  let notified: string;
  let unlikely: string;
  let none: string;
  let drill: string;
  let destroyed: string;

  beforeAll(async () => {
    notified = await reported({ summary: formula });
    await take(notified, 'awareness', aware);
    await take(notified, 'risk-assessment', { level: 'risk', reasons });
    const sent = { kind: 'authority-notification', submittedAt: ago(0.5), receipt: 'AP-5150' };
    await take(notified, 'submissions', sent);
    unlikely = await reported();
    await take(unlikely, 'awareness', aware);
    await take(unlikely, 'risk-assessment', {
      ...{ level: 'unlikely', hasIdentificationNumber: false, reasons: 'the disk was encrypted, the key is safe' },
    });
    none = await reported();
    await take(none, 'awareness', { outcome: 'notABreach', reasons: 'the laptop was in the cupboard, sealed' });
    drill = await reported({ drill: true });
    destroyed = await reported({ summary: 'She keeps bees behind the town hall.' });
    await take(destroyed, 'awareness', { outcome: 'notABreach', reasons: 'nothing was taken, the bees are well' });
    await take(destroyed, 'closure', {});
    await system.sequence();
    await destroyKey(destroyed);
  });

  test('as JSON with its reasons, GDPR Art. 33(5), in the order of the references, without drills', async () => {
    const rows = await read();

    expect(rows.map(({ caseId, kind }) => [caseId, kind])).toEqual([
      [notified, 'breach'],
      [unlikely, 'breach'],
      [none, 'notABreach'],
      [destroyed, 'keyDestroyed'],
    ]);
    expect(rows.map(({ caseId }) => caseId)).not.toContain(drill);
    expect(rows.map(({ reference }) => reference)).toEqual(rows.map(({ reference }) => reference).sort());
    expect(rows).toMatchObject([
      { summary: formula, submissions: [{ receipt: 'AP-5150', recordedBy: { id: manager } }] },
      { submissions: [], whyNotNotified: 'the disk was encrypted, the key is safe' },
      { submissions: [], whyNotNotified: 'the laptop was in the cupboard, sealed' },
      {
        steps: expect.arrayContaining([
          expect.objectContaining({ fact: 'incidentReported', by: { role: 'incident-manager', id: manager } }),
          expect.objectContaining({ fact: 'foundNotABreach' }),
          expect.objectContaining({ fact: 'caseClosed' }),
        ]) as unknown,
      },
    ]);
    expect(JSON.stringify(rows.at(-1))).not.toContain('bees');
  });

  test('as CSV, one line per breach, in which no cell is a formula', async () => {
    const answer = await system.ask('GET', `${path}?format=csv`, { as: dpo });
    const records = recordsIn(await answer.text());

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=breach-register.csv');
    const rows = await read();
    expect(records.map(({ reference }) => reference)).toEqual(rows.map(({ reference }) => reference));
    expect(records).toMatchObject([
      { kind: 'breach', summary: `'${formula}`, risk: 'risk', authorityReceipt: 'AP-5150', whyNotNotified: '' },
      { kind: 'breach', risk: 'unlikely', whyNotNotified: 'the disk was encrypted, the key is safe' },
      { kind: 'notABreach', whyNotNotified: 'the laptop was in the cupboard, sealed', awareAt: '' },
      { kind: 'keyDestroyed', summary: '', roles: 'controller', evidence: '' },
    ]);
    expect(records[0]?.lastCommitment).toBe(rows[0]?.ledger.last?.commitment);
    expect(records.flatMap((record) => Object.values(record)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  test('as PDF, each reference a bookmark of it', async () => {
    const answer = await system.ask('GET', `${path}?format=pdf`, { as: dpo });
    const bytes = Buffer.from(await answer.arrayBuffer()).toString('latin1');

    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(bytes.slice(0, 5)).toBe('%PDF-');
    for (const { reference } of await read()) expect(bytes).toContain(`/Title (${reference})`);
  });

  test('each entry is shown by its evidence file: the last leaf has the commitment of the entry', async () => {
    const { evidence = '', ledger } = await rowOf(unlikely);
    const text = await (await system.ask('GET', evidence, { as: dpo })).text();
    const { facts } = JSON.parse(text) as { facts: { position: number; leaf: string; proof: { index: number } }[] };

    expect(verifyEvidence(text)).toMatchObject({ ok: true, failed: [] });
    for (const place of [ledger.first, ledger.last]) {
      const shown = facts.find(({ position }) => position === place?.position);
      expect(shown?.proof.index).toBe(place?.index);
      expect(JSON.parse(shown?.leaf ?? '')).toMatchObject({ caseId: unlikely, commitment: place?.commitment });
    }
    expect(ledger.first?.position).toBe(0);
  });

  test('its statistics count breaches, and neither drills nor what nobody can read any more', async () => {
    const statistics = await system.json(200, 'GET', `${path}/statistics`, { as: dpo });

    expect(statistics).toMatchObject({
      ...{ entries: 3, open: 3, kinds: { breach: 2, notABreach: 1, underInvestigation: 0 } },
      steps: {
        toAwareness: { count: 2, medianMinutes: 60, longestMinutes: 60 },
        toNotification: { count: 1, medianMinutes: 90 },
        toCommunication: { count: 0 },
      },
    });
    expect(statistics.clocks).toContainEqual({ clock: 'gdpr-33-sa', onTime: 1, late: 0, running: 0, onTimeShare: 1 });
  });

  test('it is narrowed by the day of first information and by controller; what cannot be dated stays', async () => {
    const day = (hours: number) => ago(hours).slice(0, 10);
    const old = await reported({ anchors: { firstInformedAt: { at: ago(24 * 40), source: 'logs' } } });

    expect((await read(`?to=${day(24 * 30)}`)).map(({ caseId }) => caseId)).toEqual([destroyed, old]);
    expect((await read(`?from=${day(24 * 30)}`)).map(({ caseId }) => caseId)).toEqual([
      notified,
      unlikely,
      none,
      destroyed,
    ]);
    expect(await read('?controller=nobody')).toEqual([]);
    expect(await (await system.ask('GET', `${path}?controller=nobody&format=csv`, { as: dpo })).text()).toMatch(
      /^reference,kind,.*\r\n$/,
    );
    await system.json(422, 'GET', `${path}?from=2026-02-30`, { as: dpo });
    await system.json(422, 'GET', `${path}?format=xml`, { as: dpo });
  });

  test('people read it as a page, with links to the cases and the files', async () => {
    const page = await (await system.ask('GET', '/operations/register', { as: manager })).text();

    for (const { reference } of await read()) expect(page).toContain(reference);
    expect(page).toContain(`href="/operations/breaches/${notified}"`);
    expect(page).not.toContain(destroyed);
    expect(page).toContain('href="/v1/breach-register?format=pdf"');
    expect(page).toContain('aria-current="page">Register</a>');
    expect(page).toContain('not notified: the disk was encrypted, the key is safe');
  });
});

test.each(['r-visser', 'l-peeters', 't-bakker', 'local-service'])('%s does not read the register', async (id) => {
  await system.json(403, 'GET', path, { as: id });
});

test('who read the register is on record, without a case', async () => {
  await read('', 'k-lindqvist');
  const { rows } = await system.database.pool.query(
    "SELECT actor_role, case_id FROM duly.access_record WHERE access = 'register-read' AND actor_id = 'k-lindqvist'",
  );

  expect(rows).toContainEqual({ actor_role: 'auditor', case_id: '' });
});
