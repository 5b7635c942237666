import { startDuly } from '../local/started-duly.js';
import { median } from './figures.js';

export interface ColdStart {
  readonly secondsToAPage: number;
  readonly rounds: number;
}

/** What `npm start` runs, with packages installed and no state, until it has served a page. */
export async function benchColdStart(rounds: number): Promise<ColdStart> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const duly = await startDuly();
    const page = await fetch(`http://127.0.0.1:${duly.ports.PORT}/docs`);
    await page.text();
    seconds.push((performance.now() - from) / 1_000);
    await duly.stop();
    if (!page.ok) throw new Error(`the page answered ${page.status}`);
  }
  return { secondsToAPage: median(seconds), rounds };
}
