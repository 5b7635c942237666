import { inject, test } from 'vitest';
import { aSeed } from './chance.js';
import { goThrough } from './ordeal.js';

test('api, workers, Temporal and Postgres are killed, each and all at once: every fact once, every letter once', async () => {
  await goThrough({
    seed: aSeed(),
    cases: { least: 15, most: 30 },
    atOnce: 5,
    pause: { shortest: 500, longest: 2_500 },
    kills: 'each once',
    settleMs: 120_000,
    bundle: inject('workflows'),
    say: (sentence) => {
      process.stdout.write(`${sentence}\n`);
    },
  });
}, 400_000);
