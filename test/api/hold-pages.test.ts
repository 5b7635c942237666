import { describe, expect, it } from 'vitest';
import { createQuestions } from '../../api/idempotency.js';
import { createPages } from '../../api/pages.js';
import { holdPageRoutes } from '../../api/routes/hold-pages.js';
import type { AccessRecord } from '../../database/access-records.js';
import type { Lifting, Placing } from '../../database/legal-holds.js';
import type { Role } from '../../domain/actor.js';
import { fold } from '../../domain/decider.js';
import { whyNotReasons } from '../../domain/refusal.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { readOrganisation } from '../../organisation/read.js';
import { questionsInMemory, testServerKey, withApi } from '../support/api.js';
import { registered } from '../support/builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const request = fold(subjectRequestDecider, [registered()]).state as KnownRequest;
const nonce = 'n'.repeat(36);
const now = () => new Date('2026-03-20T15:50:00.000Z');
const kept = {
  holdId: 'h1',
  ground: 'legal-claims',
  placedBy: 'n-okafor',
  placedAt: '2026-03-10T09:00:00.000Z',
  reasons: 'She <i>announced</i> a claim.',
} as const;
const path = '/operations/cases/c1/holds';

interface Room {
  readonly placed: Placing[];
  readonly lifted: Lifting[];
  readonly reads: AccessRecord[];
  readonly get: (path: string, as: Role) => Promise<Response>;
  readonly post: (path: string, fields: Readonly<Record<string, string>>, as: Role) => Promise<Response>;
}

/** The case `c1` with the hold `h1`, whose destruction was due last week. */
async function inRoom(use: (room: Room) => Promise<void>): Promise<void> {
  const [placed, lifted, reads]: [Placing[], Lifting[], AccessRecord[]] = [[], [], []];
  const routes = holdPageRoutes('subject-request', {
    ...{ pages: createPages(), organisation: () => organisation, version: '0.1.0', now },
    newNonce: () => 'a-fresh-nonce-of-length',
    readHeld: (caseId) => Promise.resolve(caseId === 'c1' ? request : undefined),
    recordAccess: (record) => Promise.resolve(void reads.push(record)),
    questions: createQuestions(questionsInMemory(), testServerKey),
    holds: {
      place: (step) => Promise.resolve(void placed.push(step)).then(() => kept),
      lift: (step) => {
        lifted.push(step);
        const refusal = whyNotReasons(step.reasons, 'GDPR Art. 17(3)(e)');
        if (refusal !== undefined) return Promise.resolve({ refusal });
        return Promise.resolve({});
      },
      of: () => Promise.resolve({ holds: [kept], destructionDueAt: '2026-03-13T09:00:00.000Z' }),
    },
  });
  await withApi({ mounts: [routes], now }, async (api) => {
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    await use({
      ...{ placed, lifted, reads },
      get: (address, as) => api.ask('GET', address, { headers: { accept: 'text/html' }, as }),
      post: (address, fields, as) =>
        api.ask('POST', address, { headers, body: new URLSearchParams(fields).toString(), as }),
    });
  });
}

describe('the pages of a hold', () => {
  it('a hold is placed with its ground and reasons by who sent the form, and leads back to the case', () =>
    inRoom(async ({ post, placed }) => {
      const fields = { nonce, ground: 'restriction', reasons: ' She asked for restriction. ' };
      const response = await post(path, fields, 'dpo');

      expect([response.status, response.headers.get('location')]).toEqual([303, '/operations/cases/c1#holds']);
      expect(placed).toMatchObject([
        {
          caseId: 'c1',
          ground: 'restriction',
          reasons: 'She asked for restriction.',
          by: { role: 'dpo', id: 'dpo-1' },
        },
      ]);
      await post(path, fields, 'dpo');
      expect(placed[1]?.holdId).toBe(placed[0]?.holdId);
    }));

  it('a form that lacks its ground comes back with its words', () =>
    inRoom(async ({ post, placed }) => {
      const response = await post(path, { nonce, reasons: 'She asked for restriction.' }, 'decider');
      const html = await response.text();

      expect(response.status).toBe(422);
      expect(html).toContain('Choose one.');
      expect(html).toContain('She asked for restriction.');
      expect(placed).toEqual([]);
    }));

  it('whoever lifts a hold reads why it was placed and what follows, which leaves an access record', () =>
    inRoom(async ({ get, reads }) => {
      const html = await (await get(`${path}/h1/lifting`, 'decider')).text();

      expect(html).toContain('She &lt;i&gt;announced&lt;/i&gt; a claim.');
      expect(html).toContain('destroyed at once');
      expect(reads).toMatchObject([{ access: 'holds-read', caseId: 'c1', actor: { id: 'decider-1' } }]);
    }));

  it('a hold is lifted once the reference is typed, and reasons that say nothing come back', () =>
    inRoom(async ({ post, lifted }) => {
      const fields = { nonce, reasons: 'The claim was settled.', confirmReference: 'S-2026-9999' };
      expect((await post(`${path}/h1/lifting`, fields, 'decider')).status).toBe(422);
      expect(lifted).toEqual([]);

      const typed = { ...fields, confirmReference: ` ${request.reference.toLowerCase()} ` };
      expect((await post(`${path}/h1/lifting`, typed, 'decider')).status).toBe(303);
      const mute = await post(`${path}/h1/lifting`, { ...typed, reasons: 'no' }, 'decider');
      expect(mute.status).toBe(409);
      expect(await mute.text()).toContain('Give the reasons');
    }));

  it('the data protection officer places a hold and lifts none; a hold of nowhere is not there', () =>
    inRoom(async ({ get }) => {
      const statuses = [
        await get(path, 'dpo'),
        await get(`${path}/h1/lifting`, 'dpo'),
        await get(`${path}/h2/lifting`, 'decider'),
        await get(path, 'operator'),
      ].map(({ status }) => status);

      expect(statuses).toEqual([200, 403, 404, 403]);
    }));
});
