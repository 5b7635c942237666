import { inject, test } from 'vitest';
import { aSeed } from './chance.js';
import { receiveWhileDying } from './mail-ordeal.js';

test('workers are killed while mail comes in: every mail whose sender heard 250 is a case exactly once', async () => {
  await receiveWhileDying({
    seed: aSeed(),
    mails: 40,
    atOnce: 5,
    kills: 3,
    settleMs: 120_000,
    bundle: inject('workflows'),
    say: (sentence) => {
      process.stdout.write(`${sentence}\n`);
    },
  });
}, 300_000);
