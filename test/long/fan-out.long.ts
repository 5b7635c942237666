import { inject, test } from 'vitest';
import { tellAllWhileDying } from '../crash/fan-out-ordeal.js';
import { parts } from '../support/processes.js';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

test('a thousand controllers are told within the hour by a mail server that takes fifty letters a second', async () => {
  await tellAllWhileDying({
    ...{ controllers: 1_000, strikes: [], perSecond: 50, limitMs: 900_000 },
    bundle: inject('workflows'),
    say,
  });
}, 1_200_000);

test('five hundred controllers are told once each, though everything is killed, each alone and all at once', async () => {
  await tellAllWhileDying({
    ...{ controllers: 500, strikes: [...parts.map((part) => [part]), parts], perSecond: 50, limitMs: 900_000 },
    bundle: inject('workflows'),
    say,
  });
}, 1_200_000);
