import { setTimeout as sleep } from 'node:timers/promises';
import { parts, startSystem } from '../support/processes.js';
import type { Part, TestSystem } from '../support/processes.js';
import { expectEverythingOnce, expectNoForeignAlarm, openRecords, untilQuiet } from './audit.js';
import { courses, driveCase } from './case-script.js';
import type { DrivenCase } from './case-script.js';
import { chanceFrom, oneOf } from './chance.js';

export interface Ordeal {
  readonly seed: number;
  /** At least so many cases, and more while the killing goes on. */
  readonly cases: { readonly least: number; readonly most: number };
  /** How many are driven at the same time. */
  readonly atOnce: number;
  /** Pauses between kills, in milliseconds. */
  readonly pause: { readonly shortest: number; readonly longest: number };
  readonly kills: 'each once' | { readonly forMs: number };
  readonly settleMs: number;
  readonly bundle: string;
  readonly say?: (sentence: string) => void;
}

type Strike = readonly Part[];
const strikes: readonly Strike[] = [...parts.map((part) => [part]), parts];

/** Many cases from receipt to answer while everything they stand on is killed at random moments, then the audit. */
export async function goThrough(ordeal: Ordeal): Promise<void> {
  const { seed, settleMs, bundle, say = () => undefined } = ordeal;
  say(`seed ${String(seed)}`);
  const system = await startSystem({ bundle });
  const records = openRecords(system);
  try {
    const killed = new AbortController();
    const killing = killAtRandom(system, ordeal).finally(() => {
      killed.abort();
    });
    const [driven] = await Promise.all([driveAll(system, ordeal, killed.signal), killing]);
    say(`${String(driven.length)} cases went through it`);
    await untilQuiet(records, driven.length, settleMs);
    await expectEverythingOnce(system, records, driven);
    await expectNoForeignAlarm(records);
  } catch (error) {
    throw new Error(`with DULY_TEST_SEED=${String(seed)}: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  } finally {
    await records.close();
    await system.stop();
  }
}

async function driveAll(
  system: TestSystem,
  { cases, atOnce }: Ordeal,
  killed: AbortSignal,
): Promise<readonly DrivenCase[]> {
  const driven: DrivenCase[] = [];
  let next = 0;
  const isWanted = (): boolean => next < cases.least || (!killed.aborted && next < cases.most);
  const drive = async (): Promise<void> => {
    while (isWanted()) {
      const number = next++;
      const course = courses[number % courses.length] ?? 'plain';
      driven.push(await driveCase(system, `person-${String(number)}`, course));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, drive));
  return driven;
}

async function killAtRandom(system: TestSystem, ordeal: Ordeal): Promise<void> {
  const chance = chanceFrom(ordeal.seed);
  const { shortest, longest } = ordeal.pause;
  const began = Date.now();
  for (const strike of strikesOf(ordeal, chance)) {
    await sleep(shortest + chance() * (longest - shortest));
    const killedAt = Date.now();
    await system.kill(...strike);
    await system.start(...strike);
    const took = `${String(killedAt - began)} ms: kill -9 ${strike.join(', ')}; back in ${String(Date.now() - killedAt)} ms`;
    ordeal.say?.(took);
  }
}

function* strikesOf({ kills }: Ordeal, chance: () => number): Generator<Strike> {
  if (kills === 'each once') {
    const left = [...strikes];
    while (left.length > 0) yield* left.splice(Math.floor(chance() * left.length), 1);
    return;
  }
  const endsAt = Date.now() + kills.forMs;
  while (Date.now() < endsAt) yield oneOf(chance, strikes);
}
