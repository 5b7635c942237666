import { inject, test } from 'vitest';
import { aSeed } from '../crash/chance.js';
import { goThrough } from '../crash/ordeal.js';

test('three minutes of random kills under two hundred cases: every fact once, every letter once', async () => {
  await goThrough({
    seed: aSeed(),
    cases: { least: 200, most: 1_000 },
    atOnce: 10,
    pause: { shortest: 2_000, longest: 12_000 },
    kills: { forMs: 180_000 },
    settleMs: 240_000,
    bundle: inject('workflows'),
    say: (sentence) => {
      process.stdout.write(`${sentence}\n`);
    },
  });
});
