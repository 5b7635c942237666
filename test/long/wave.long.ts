import { inject, test } from 'vitest';
import { writeToAllWhileDying } from '../crash/wave-ordeal.js';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

test('a hundred thousand people are written to once each, though the workers are killed twice', async () => {
  await writeToAllWhileDying({
    ...{ recipients: 100_000, kills: 2, limitMs: 1_800_000 },
    bundle: inject('workflows'),
    say,
  });
}, 2_100_000);
