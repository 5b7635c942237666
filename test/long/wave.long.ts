import { inject, test } from 'vitest';
import { writeToAllWhileDying } from '../crash/wave-ordeal.js';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

test('twenty thousand people are written to once each, though the workers are killed twice', async () => {
  await writeToAllWhileDying({
    ...{ recipients: 20_000, kills: 2, limitMs: 1_200_000 },
    bundle: inject('workflows'),
    say,
  });
}, 1_500_000);
