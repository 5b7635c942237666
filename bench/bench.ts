import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchApi } from './api-overhead.js';
import { benchColdStart } from './cold-start.js';
import { openHouse } from './house.js';
import { benchLedger } from './ledger.js';
import { benchRequests } from './requests.js';

/** `npm run bench`; `-- --quick` for small sizes, which tell that it runs and not how fast. */
const quick = process.argv.includes('--quick');
const file = fileURLToPath(new URL('results.json', import.meta.url));

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly holds: boolean;
}

const house = await openHouse();
const measured = await (async () => {
  try {
    console.error('requests beside bare workflows …');
    const requests = await benchRequests(house, { rounds: quick ? 1 : 5, perRound: quick ? 8 : 40, width: 8 });
    console.error('the API beside update-with-start …');
    const api = await benchApi(house, { rounds: quick ? 1 : 5, perRound: quick ? 5 : 20, width: 1 });
    console.error('the ledger …');
    const { appUrl } = await house.emptyDatabase('ledger');
    const ledger = await benchLedger(appUrl, quick ? 1 : 5, quick ? 10_000 : 1_000_000);
    return { requests, api, ledger };
  } finally {
    await house.close();
  }
})();
console.error('cold starts …');
const coldStart = await benchColdStart(quick ? 1 : 3);

const { requests, api, ledger } = measured;
const round = (value: number, digits = 1): string => value.toFixed(digits);
const rows: readonly Row[] = [
  {
    what: 'subject request, intake to answer : bare workflow with the same events',
    measured: `${round(requests.ratio, 2)} (${round(requests.requestsPerSecond)}/s : ${round(requests.barePerSecond)}/s)`,
    goal: '>= 0.8',
    holds: requests.ratio >= 0.8,
  },
  {
    what: 'history events of a request (bare workflow beside it)',
    measured: `${requests.eventsPerRequest} (${requests.eventsPerBare})`,
    goal: '<= 80',
    holds: requests.eventsPerRequest <= 80,
  },
  {
    what: 'POST /v1/subject-requests : update-with-start, p50',
    measured: `${round(api.ratio, 2)} (${round(api.postP50Ms)} ms : ${round(api.updateWithStartP50Ms)} ms)`,
    goal: '<= 1.3',
    holds: api.ratio <= 1.3,
  },
  {
    what: 'ledger: facts per second, 8 writers, one fact per transaction, in the tree',
    measured: round(ledger.factsPerSecond, 0),
    goal: '>= 2000',
    holds: ledger.factsPerSecond >= 2_000,
  },
  {
    what: `inclusion proof at ${ledger.treeSize} leaves, p50 / p99`,
    measured: `${round(ledger.proofP50Ms, 2)} / ${round(ledger.proofP99Ms, 2)} ms`,
    goal: '< 5 ms',
    holds: ledger.proofP99Ms < 5,
  },
  {
    what: 'cold npm start to a served page, packages installed',
    measured: `${round(coldStart.secondsToAPage)} s`,
    goal: '< 15 s',
    holds: coldStart.secondsToAPage < 15,
  },
];

const cpus = os.cpus();
const machine = `${cpus.length} × ${cpus[0]?.model ?? 'unknown'}, load ${round(os.loadavg()[0] ?? NaN)}`;
const width = Math.max(...rows.map(({ what }) => what.length));
console.log(`\n${machine}${quick ? ', quick: sizes too small to judge by' : ''}\n`);
for (const { what, measured: value, goal, holds } of rows) {
  console.log(`${holds ? 'holds ' : 'MISSED'}  ${what.padEnd(width)}  ${value.padEnd(30)} ${goal}`);
}
const at = new Date().toISOString();
await writeFile(file, `${JSON.stringify({ at, machine, quick, requests, api, ledger, coldStart }, null, 2)}\n`);
console.log(`\n${file}`);
process.exit(0);
