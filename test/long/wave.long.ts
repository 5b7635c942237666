import { inject, test } from 'vitest';
import { writeToAllWhileDying } from '../crash/wave-ordeal.js';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

test('a hundred thousand people are written to once each, though the workers are killed five times', async () => {
  await writeToAllWhileDying({
    ...{ recipients: 100_000, kills: 5, limitMs: 1_500_000 },
    bundle: inject('workflows'),
    say,
  });
}, 1_800_000);
