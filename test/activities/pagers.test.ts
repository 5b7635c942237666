import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPager } from '../../activities/paging/pagers.js';
import { goalert } from '../../activities/paging/goalert.js';
import { byMail } from '../../activities/paging/mail.js';
import { pagerduty } from '../../activities/paging/pagerduty.js';
import { webhook } from '../../activities/paging/webhook.js';
import type { Posted } from '../../activities/letters/post.js';
import type { Page, Pager } from '../../domain/ports/pager.js';
import { letterFor } from '../support/listing-desk.js';
import { startPagingService } from '../support/paging-service.js';
import type { PagingService } from '../support/paging-service.js';

let service: PagingService;
beforeAll(async () => {
  service = await startPagingService('the-key');
});
beforeEach(() => {
  service.reset();
});
afterAll(() => service.close());

const page: Page = {
  dedupKey: 'duly:a-case:gdpr-33-sa:7.0',
  summary: 'B-2026-0007 is late: GDPR Art. 33(1)',
  urgency: 'high',
  caseUrl: 'https://duly.example/operations/cases/a-case',
  drill: false,
  person: 'm-adeyemi',
};
/** Long enough for a busy machine; only silence is worth a short wait. */
const ample = 10_000;
const adapters: readonly (readonly [name: string, (key?: string, timeoutMs?: number) => Pager])[] = [
  ['webhook', (key = 'the-key', timeoutMs = ample) => webhook({ url: `${service.url}/hook`, key, timeoutMs })],
  ['goalert', (key = 'the-key', timeoutMs = ample) => goalert({ url: service.url, key, timeoutMs })],
  ['pagerduty', (key = 'the-key', timeoutMs = ample) => pagerduty({ url: service.url, key, timeoutMs })],
];

describe.each(adapters)('%s', (name, pager) => {
  test(`${name}: what was taken names the case and the clock, and nobody`, async () => {
    expect(await pager().page(page)).toEqual({ outcome: 'accepted' });
    expect(service.alerts).toEqual([{ key: page.dedupKey, summary: page.summary, times: 1 }]);
    expect(service.bodies[0]).toContain('a-case');
    expect(service.bodies[0]).not.toContain('drill');
  });

  test(`${name}: the same call twice is one alert`, async () => {
    await pager().page(page);
    await pager().page(page);
    await pager().page({ ...page, dedupKey: 'duly:a-case:gdpr-33-sa:9.0' });
    expect(service.alerts.map(({ times }) => times)).toEqual([2, 1]);
  });

  test.each([400, 401, 403, 404, 302])(`${name}: %d is a final no`, async (code) => {
    service.answerWith({ status: code });
    expect(await pager().page(page)).toEqual({ outcome: 'refused', code });
  });

  test(`${name}: a key that the service does not know is a final no`, async () => {
    expect(await pager('another-key').page(page)).toMatchObject({ outcome: 'refused' });
    expect(service.alerts).toEqual([]);
  });

  test.each([429, 500, 503])(`${name}: after %d it is tried again, when the service wants it`, async (status) => {
    service.answerWith({ status, headers: { 'retry-after': '90' } });
    await expect(pager().page(page)).rejects.toMatchObject({
      ...{ type: 'PagerBusy', nonRetryable: false, nextRetryDelay: 90_000 },
    });
  });

  test(`${name}: no wait is longer than a quarter of an hour`, async () => {
    service.answerWith({ status: 429, headers: { 'retry-after': '86400' } });
    await expect(pager().page(page)).rejects.toMatchObject({ nextRetryDelay: 15 * 60_000 });
  });

  test.each(['silence', 'hang-up'] as const)(
    `${name}: after %s it is tried again, and no word names the key`,
    async (how) => {
      service.answerWith(how);
      const failure = await pager('the-key', 200)
        .page(page)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ type: 'PagerAway', nonRetryable: false, message: 'PagerAway' });
      expect(inspect(failure)).not.toContain('the-key');
    },
  );
});

test('PagerDuty is left alone for half a minute at least once it has too much', async () => {
  service.answerWith({ status: 429 });
  const pager = pagerduty({ url: service.url, key: 'the-key' });
  await expect(pager.page(page)).rejects.toMatchObject({ nextRetryDelay: 30_000 });
});

test('an answer of GoAlert without an alert in it is no proof of one', async () => {
  service.answerWith({ status: 200, body: '<html>Sign in</html>' });
  const pager = goalert({ url: service.url, key: 'the-key' });
  expect(await pager.page(page)).toEqual({ outcome: 'unknown' });
});

test.each([
  ['sent', 'accepted'],
  ['refused', 'refused'],
  ['unknown', 'unknown'],
] as const)('mail as a pager: a letter that is %s is a call that is %s', async (posted, outcome) => {
  const letters: string[] = [];
  const post = ({ key }: { readonly key: string }): Promise<Posted> => {
    letters.push(key);
    return Promise.resolve(posted);
  };
  expect(await byMail(post, letterFor('a-case', '7.0.1')).page(page)).toEqual({ outcome });
  expect(letters).toEqual(['7.0.1']);
});

describe('who has which pager', () => {
  const moses = { id: 'm-adeyemi', name: 'Moses', roles: ['incident-manager'], mail: 'm@example.org' } as const;
  const key = 'env:DULY_SECRET_PAGER';

  test('a person is called by their own pager, with the secret that only the environment has', async () => {
    const people = [{ ...moses, pager: { by: 'goalert', key, url: service.url } as const }];
    const pager = createPager(people, { DULY_SECRET_PAGER: 'the-key' });
    expect(await pager.page(page)).toEqual({ outcome: 'accepted' });
  });

  test('a pager whose secret is not there stops the start, and names the variable alone', () => {
    const people = [{ ...moses, pager: { by: 'pagerduty', key } as const }];
    expect(() => createPager(people, {})).toThrow(/DULY_SECRET_PAGER: the organisation file names it/);
  });
});
