import { inject, test } from 'vitest';
import { writeToAllWhileDying } from './wave-ordeal.js';

test('five thousand people are written to once each, though the workers are killed in the middle', async () => {
  await writeToAllWhileDying({
    ...{ recipients: 5_000, kills: 1, limitMs: 120_000 },
    bundle: inject('workflows'),
    say: () => undefined,
  });
}, 240_000);
