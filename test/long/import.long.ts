import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { whyNotReport } from '../../domain/breach.law.js';
import { controllerOf } from '../../domain/organisation.js';
import type { KnownController, Organisation } from '../../domain/organisation.js';
import { createBreachRegistrar } from '../../intake/breach-registrar.js';
import { importIncident } from '../../intake/incident-import.js';
import type { Imported, ImportOptions } from '../../intake/incident-import.js';
import { extentIn } from '../../intake/veris-extent.js';
import { readIncident, verisRecord } from '../../intake/veris.js';
import type { VerisRecord } from '../../intake/veris.js';
import { readOrganisation } from '../../organisation/read.js';
import { aReport } from '../domain/a-breach.js';
import { readReported } from '../support/breaches.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

const file = process.env.DULY_VERIS_INCIDENTS ?? '';
const records: readonly VerisRecord[] = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => verisRecord.parse(JSON.parse(line)));
const now = (): string => new Date().toISOString();

let cases: TestCases;
let options: ImportOptions;

beforeAll(async () => {
  cases = await startCases({ bundle: inject('workflows') });
  const organisation: Organisation = await readOrganisation('examples/organisation.yaml');
  const controller = controllerOf(organisation, organisation.controllersInHouse[0]?.id ?? '') as KnownController;
  const { keys, desks } = cases;
  const { pool } = cases.database;
  const serverKey = randomBytes(32);
  const registrar = createBreachRegistrar({ pool, keys, organisation, serverKey, now });
  options = { pool, keys, desk: desks.breach, registrar, serverKey, controller, roles: ['controller'] };
});

afterAll(async () => {
  await cases.close();
});

/** The value at `timeline.discovery` of a record. */
function saidAt(record: VerisRecord, place: string): unknown {
  return place.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], record);
}

test('every field of every report is said by the record itself, and the law takes each report', () => {
  for (const record of records) {
    const read = readIncident(record, options.controller.timeZone);
    if ('missing' in read) {
      expect(read.missing.length, record.incident_id).toBeGreaterThan(0);
      continue;
    }
    const { occurredFrom, firstInformedAt } = read.report;
    const anchors = { occurredFrom: occurredFrom.value, firstInformedAt: firstInformedAt.value };
    const places = Object.values(read.report).map(({ saidBy }: { saidBy: readonly string[] }) => saidBy);
    const said = places.map((each) => each.map((place) => saidAt(record, place)));
    expect(
      said.every((each) => each.length > 0 && each.every((value) => (value ?? '') !== '')),
      record.incident_id,
    ).toBe(true);
    expect(whyNotReport({ phase: 'new' }, aReport({ anchors }), now()), record.incident_id).toBeUndefined();
  }
});

test('each of the incidents opens its case or says what is missing, and a second run opens none', async () => {
  const first = await run();
  const second = await run();

  const opened = first.filter((imported) => imported.outcome === 'opened');
  const counts = { incidents: records.length, opened: opened.length, incomplete: countOf(first, 'incomplete') };
  process.stdout.write(`${JSON.stringify({ ...counts, missing: missingIn(first) }, null, 1)}\n`);
  expect(counts.opened).toBeGreaterThan(0);
  expect(counts.opened + counts.incomplete).toBe(records.length);
  expect([countOf(second, 'known'), countOf(second, 'incomplete')]).toEqual([counts.opened, counts.incomplete]);
  for (const [place, imported] of first.entries()) {
    const record = records[place];
    if (imported.outcome !== 'opened' || record === undefined) continue;
    const { state } = (await readReported(cases, imported.caseId)).folded;
    expect(state).toMatchObject({ phase: 'open', awareness: 'investigating', drill: false, channel: 'api' });
    expect('extent' in state ? state.extent : undefined).toEqual(extentIn(record));
  }
});

async function run(): Promise<readonly Imported[]> {
  const imported: Imported[] = [];
  for (const record of records) imported.push(await importIncident(record, options));
  return imported;
}

function countOf(all: readonly Imported[], outcome: Imported['outcome']): number {
  return all.filter((imported) => imported.outcome === outcome).length;
}

function missingIn(all: readonly Imported[]): Readonly<Record<string, number>> {
  const missing = all.flatMap((imported) => (imported.outcome === 'incomplete' ? imported.missing : []));
  return Object.fromEntries([...new Set(missing)].map((what) => [what, missing.filter((one) => one === what).length]));
}
