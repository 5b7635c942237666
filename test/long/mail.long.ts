import { inject, test } from 'vitest';
import { aSeed } from '../crash/chance.js';
import { receiveWhileDying } from '../crash/mail-ordeal.js';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

test('a hundred mails while workers, Postgres and Temporal are killed: each that was taken is a case exactly once', async () => {
  await receiveWhileDying({
    ...{ seed: aSeed(), mails: 100, atOnce: 5, kills: 6, settleMs: 240_000 },
    bundle: inject('workflows'),
    say,
  });
});

test('a burst of a thousand mails: none refused for good, each a case with its acknowledgement', async () => {
  await receiveWhileDying({
    ...{ seed: aSeed(), mails: 1_000, atOnce: 20, kills: 0, settleMs: 600_000 },
    bundle: inject('workflows'),
    say,
  });
});
