import { inject, test } from 'vitest';
import { tellAllWhileDying } from './fan-out-ordeal.js';

test('fifty controllers are told once each, and of themselves alone, though the workers are killed in the middle', async () => {
  await tellAllWhileDying({
    ...{ controllers: 50, strikes: [['workers']], perSecond: 50, limitMs: 120_000 },
    bundle: inject('workflows'),
    say: () => undefined,
  });
}, 240_000);
