import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseKeys } from '../../database/keys.js';
import { createTheatre, type Stage, type Theatre } from './theatre.js';
import { finish } from './workflows/planting.js';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await createTheatre();
});
afterAll(() => theatre.close());

/** Keys of a process that never used one, and whose database goes away at the nth question, for three of them. */
function cutAt(nth: number): { readonly keys: CaseKeys; readonly asked: () => number } {
  let asked = 0;
  const ofCase = (caseId: string) => {
    asked += 1;
    const isAway = asked >= nth && asked < nth + 3;
    return isAway ? Promise.reject(new Error('ECONNREFUSED')) : theatre.keys.ofCase(caseId);
  };
  return { keys: { ...theatre.keys, ofCase }, asked: () => asked };
}

/** From its second question on: without the system's own key, which is the first, no worker starts to work. */
const moments = [2, 5, 8, 11, 14, 17];

test.each(moments)('no worker ends because its keys are away, from the question %i for one', async (nth) => {
  const { keys, asked } = cutAt(nth);
  const play = async (stage: Stage): Promise<readonly string[]> => {
    const { handle } = await theatre.start(stage, 'genuine');
    await handle.executeUpdate(finish, { args: ['end'] });
    return handle.result();
  };

  const heard = await theatre.onStage(play, 100, keys);

  expect(heard).toContain('genuine local-input local-result');
  expect(heard.join()).toContain('genuine activity-input result');
  expect(asked()).toBeGreaterThan(nth + 2);
});
