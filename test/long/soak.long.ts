import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { expectEverythingOnce, expectNoForeignAlarm, openRecords, untilQuiet } from '../crash/audit.js';
import type { Records } from '../crash/audit.js';
import { courses, driveCase } from '../crash/case-script.js';
import type { DrivenCase } from '../crash/case-script.js';
import { parts, startSystem } from '../support/processes.js';
import type { Part, TestSystem } from '../support/processes.js';

const SOAK_MS = 180_000;
/** Until caches are warm nothing is compared. */
const WARM_MS = 45_000;
const NEXT_CASE_MS = 1_000;
const SAMPLE_MS = 2_000;
const LARGEST_MB = 900;
const LARGEST_GROWTH_MB = 150;

let system: TestSystem;
let records: Records;
beforeAll(async () => {
  system = await startSystem({ bundle: inject('workflows') });
  records = openRecords(system);
});
afterAll(async () => {
  await records.close();
  await system.stop();
});

/** What the process holds in memory; Linux tells. */
function residentMb(part: Part): number {
  const status = fs.readFileSync(`/proc/${String(system.pidOf(part))}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function sampleUntil(signal: AbortSignal): Promise<Readonly<Record<Part, readonly number[]>>> {
  const samples: Record<Part, number[]> = { postgres: [], temporal: [], workers: [], api: [] };
  await sleep(WARM_MS);
  while (!signal.aborted) {
    for (const part of parts) samples[part].push(residentMb(part));
    await sleep(SAMPLE_MS);
  }
  return samples;
}

async function driveSteadily(): Promise<readonly DrivenCase[]> {
  const endsAt = Date.now() + SOAK_MS;
  const driving: Promise<DrivenCase>[] = [];
  while (Date.now() < endsAt) {
    const course = courses[driving.length % courses.length] ?? 'plain';
    driving.push(driveCase(system, `soak-${String(driving.length)}`, course));
    await sleep(NEXT_CASE_MS);
  }
  return Promise.all(driving);
}

test('three minutes of steady work: all of it is done, and no process grows', async () => {
  const ended = new AbortController();
  const driving = driveSteadily().finally(() => {
    ended.abort();
  });
  const [driven, samples] = await Promise.all([driving, sampleUntil(ended.signal)]);
  await untilQuiet(records, driven.length, 120_000);

  for (const part of ['workers', 'api', 'temporal'] as const) {
    const all = samples[part];
    const third = Math.ceil(all.length / 3);
    const [before, after] = [middle(all.slice(0, third)), middle(all.slice(-third))];
    process.stdout.write(`${part}: ${String(before)} MB, at the end ${String(after)} MB\n`);
    expect(after, `${part} in MB`).toBeLessThan(LARGEST_MB);
    expect(after - before, `growth of ${part} in MB`).toBeLessThan(LARGEST_GROWTH_MB);
  }
  process.stdout.write(`${String(driven.length)} cases\n`);
  await expectEverythingOnce(system, records, driven);
  await expectNoForeignAlarm(records);
});
