import { readConfig } from '../api/config.js';
import { startApi } from '../api/start-api.js';
import { inParallel, median, timed } from './figures.js';
import type { House } from './house.js';
import { newCaseId, prepared } from './requests.js';
import type { Load } from './requests.js';

export interface ApiBench {
  readonly postP50Ms: number;
  readonly updateWithStartP50Ms: number;
  readonly ratio: number;
}

/** `POST /v1/subject-requests` against the update-with-start that it makes, A B A B. */
export async function benchApi(house: House, { rounds, perRound, width }: Load): Promise<ApiBench> {
  const { environment } = house;
  const api = await startApi(readConfig({ ...environment, PORT: '0' }), { ...environment }, 'bench');
  try {
    const token = api.tokens.find(({ role }) => role === 'operator')?.token ?? '';
    const times: Record<'post' | 'raw', number[]> = { post: [], raw: [] };
    for (let round = -1; round < rounds; round += 1) {
      await inParallel(perRound, width, async () => {
        const took = await timed(() => post(api.port, token));
        if (round >= 0) times.post.push(took);
      });
      await inParallel(perRound, width, async () => {
        const caseId = newCaseId();
        const command = await prepared(house, caseId);
        const took = await timed(() => house.desk.open(caseId, command));
        if (round >= 0) times.raw.push(took);
      });
    }
    const [postP50Ms, updateWithStartP50Ms] = [median(times.post), median(times.raw)];
    return { postP50Ms, updateWithStartP50Ms, ratio: postP50Ms / updateWithStartP50Ms };
  } finally {
    await api.stop();
  }
}

async function post(port: number, token: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/subject-requests`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': newCaseId(),
    },
    body: JSON.stringify({
      right: 'access',
      channel: 'letter',
      contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
    }),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST answered ${response.status}: ${text}`);
}
