import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLetterActivities } from '../../activities/letters/letters.js';
import { createPost } from '../../activities/letters/post.js';
import type { Post } from '../../activities/letters/post.js';
import { smtpCarrier } from '../../activities/letters/smtp-carrier.js';
import { createPager, drillPager } from '../../activities/paging/pagers.js';
import { createOutbox } from '../../database/outbox.js';
import type { AlertOrder } from '../../domain/alert.js';
import type { LetterDesk } from '../../domain/ports/letter-desk.js';
import type { CalledPagers } from '../../domain/ports/pager.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { letterFor, listingDesk } from '../support/listing-desk.js';
import { startPagingService } from '../support/paging-service.js';
import type { PagingService } from '../support/paging-service.js';
import { startScriptedSmtp } from '../support/smtp.js';
import type { ScriptedServer } from '../support/smtp.js';

let database: TestDatabase;
let first: PagingService;
let second: PagingService;
let smtp: ScriptedServer;
const closers: (() => void)[] = [];
beforeAll(async () => {
  [database, first, second] = await Promise.all([
    createTestDatabase(),
    startPagingService('first-key'),
    startPagingService('second-key'),
  ]);
});
beforeEach(async () => {
  first.reset();
  second.reset();
  smtp = await startScriptedSmtp();
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await smtp.close();
});
afterAll(() => Promise.all([first.close(), second.close(), database.drop()]));

const order: AlertOrder = {
  ...{ alert: 'clock-late', kind: 'breach', reference: 'B-2026-0007', controller: 'example-cloud' },
  ...{ timeZone: 'Europe/Berlin', drill: false },
};

/**
 * An alert to the people named: each gets a mail, and is called. One run is one attempt of the engine, which hands on
 * what the one before told it last.
 */
function anAlert(people: readonly ('first' | 'second')[]): {
  attempt(told?: unknown): Promise<CalledPagers | undefined>;
} {
  const caseId = randomUUID();
  const about = { dedupKey: caseId, summary: order.reference, urgency: 'high', drill: false } as const;
  const alerts = people.map((person, index) => ({
    letter: letterFor(caseId, `7.0.${String(index)}`),
    page: { ...about, caseUrl: 'https://duly.example', person },
    rings: true,
  }));
  const desk: LetterDesk = { ...listingDesk([]), composeAlert: () => Promise.resolve(alerts) };
  const pagerOf = ({ url }: PagingService, key: string) => ({ by: 'webhook', url: `${url}/hook`, key }) as const;
  const person = { name: '', roles: ['incident-manager'], mail: 'm@example.org' } as const;
  const pager = createPager(
    [
      { ...person, id: 'first', pager: pagerOf(first, 'env:DULY_SECRET_FIRST') },
      { ...person, id: 'second', pager: pagerOf(second, 'env:DULY_SECRET_SECOND') },
    ],
    { DULY_SECRET_FIRST: 'first-key', DULY_SECRET_SECOND: 'second-key' },
  );
  const carrier = smtpCarrier({ host: '127.0.0.1', port: smtp.port, tls: 'none' });
  closers.push(() => {
    carrier.close();
  });
  const lookup = { find: () => Promise.resolve('unknown' as const) };
  const staffPost = createPost({
    ...{ outbox: createOutbox(database.pool), carrier, lookup, now: () => Date.now(), settleMs: 0, mayRepeat: true },
  });
  const nobody: Post = () => Promise.reject(new Error('no mail to our own people goes this way'));
  const { alertStaff } = createLetterActivities({
    ...{ desk, post: nobody, staffPost, drillPost: nobody, pager, drillPager },
  });
  let heartbeatDetails: unknown;
  return {
    attempt(told = heartbeatDetails) {
      const engine = new MockActivityEnvironment({ heartbeatDetails: told });
      engine.on('heartbeat', (details: unknown) => {
        heartbeatDetails = details;
      });
      return engine.run(() => alertStaff(caseId, '7.0', order));
    },
  };
}

test('a pager that was away for a moment is called again, though the mail left, and no mail leaves twice', async () => {
  const alert = anAlert(['first']);
  first.answerWith({ status: 503 });
  await expect(alert.attempt()).rejects.toMatchObject({ type: 'PagerBusy', nonRetryable: false });
  first.reset();
  expect(await alert.attempt()).toEqual({ took: ['first'], refused: [] });

  expect(first.alerts).toHaveLength(1);
  expect(smtp.accepted).toHaveLength(1);
});

test('a pager that says no for good is not called again where a mail left', async () => {
  first.answerWith({ status: 404 });
  expect(await anAlert(['first']).attempt()).toEqual({ took: [], refused: ['first'] });
  expect(smtp.accepted).toHaveLength(1);
});

test('whoever took the call is not woken again for a pager that is away', async () => {
  second.answerWith({ status: 503 });
  expect(await anAlert(['first', 'second']).attempt()).toEqual({ took: ['first'], refused: [] });
});

test('a pager that is away is called again where the other one says no for good', async () => {
  first.answerWith({ status: 404 });
  second.answerWith({ status: 503 });
  await expect(anAlert(['first', 'second']).attempt()).rejects.toMatchObject({ type: 'PagerBusy' });
});

test('a page that was taken is not repeated because a mailbox is away, however often the mail is tried', async () => {
  const alert = anAlert(['first', 'second']);
  second.answerWith({ status: 404 });
  smtp.behave({ rcpt: '451 4.7.1 greylisted' });
  for (let count = 0; count < 3; count += 1)
    await expect(alert.attempt()).rejects.toMatchObject({ type: 'LetterNotSent', nonRetryable: false });
  smtp.behave({});

  expect(await alert.attempt()).toEqual({ took: ['first'], refused: ['second'] });
  expect(first.bodies).toHaveLength(1);
  expect(smtp.accepted).toHaveLength(2);
});

test('what nobody sealed as the progress of an alert is not believed: people are called', async () => {
  const alert = anAlert(['first']);

  expect(await alert.attempt('forged')).toEqual({ took: ['first'], refused: [] });
  expect(first.bodies).toHaveLength(1);
});

test('a mail to our own people whose fate nobody heard is sent again, and the alert does not end unheard', async () => {
  const alert = anAlert(['first']);
  first.answerWith({ status: 404 });
  smtp.behave({ end: 'close' });
  await expect(alert.attempt()).rejects.toMatchObject({ type: 'LetterUnresolved', nonRetryable: false });
  smtp.behave({});

  expect(await alert.attempt()).toEqual({ took: [], refused: ['first'] });
  expect(smtp.accepted).toHaveLength(1);
});
