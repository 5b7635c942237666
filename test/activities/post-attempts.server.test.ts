import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import { createOutbox } from '../../database/outbox.js';
import type { Outbox } from '../../database/outbox.js';
import type { Carried, OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { deferred } from '../support/deferred.js';
import { letterFor } from '../support/listing-desk.js';

let database: TestDatabase;
let outbox: Outbox;
beforeAll(async () => {
  database = await createTestDatabase();
  outbox = createOutbox(database.pool);
});
afterAll(() => database.drop());

const sent: Carried = { outcome: 'sent', response: '250' };
const refused: Carried = { outcome: 'refused', code: 550, response: '550' };
const greylisted: Carried = { outcome: 'not-sent', temporary: true, reason: 'busy', code: 451 };

/** One attempt in a process of its own, which ends when and as the test says. */
async function attempt(letter: OutgoingLetter) {
  const begun = deferred<undefined>();
  const ending = deferred<Carried>();
  const carrier = {
    carry: () => {
      begun.resolve(undefined);
      return ending.promise;
    },
  };
  const lookup = { find: () => Promise.resolve('absent' as const) };
  const post = createPost({ outbox, carrier, lookup, now: () => Date.now(), settleMs: -1 });
  const posted = post(letter).catch((error: unknown) => (error as Error).message);
  await begun.promise;
  return {
    end(carried: Carried) {
      ending.resolve(carried);
      return posted;
    },
  };
}

/** An attempt that was given up as lost, and the one that took over from it: both have the letter in their hands. */
async function twoAttempts() {
  const letter = letterFor(randomUUID(), '0.0');
  const older = await attempt(letter);
  const newer = await attempt(letter);
  const stateNow = async () => (await outbox.read(letter.caseId, letter.key))?.state;
  return { letter, older, newer, stateNow };
}

test.each([
  { late: 'refused', old: refused },
  { late: 'turned away for now', old: greylisted },
])('an old attempt that hears late that it was $late leaves the letter to the newer one', async ({ old }) => {
  const { older, newer, stateNow } = await twoAttempts();

  expect(await older.end(old)).toMatch(/^Letter/);
  expect(await stateNow()).toBe('sending');
  expect(await newer.end(sent)).toBe('sent');
  expect(await stateNow()).toBe('sent');
});

test.each([
  { late: 'refused', old: refused, says: 'sent' },
  { late: 'turned away for now', old: greylisted, says: 'LetterNotSent' },
])('an old attempt that was $late does not unsend what the newer one has sent', async ({ old, says }) => {
  const { older, newer, stateNow } = await twoAttempts();

  await newer.end(sent);

  expect(await older.end(old)).toBe(says);
  expect(await stateNow()).toBe('sent');
});

test('an old attempt that was refused does not end what a newer one may try again', async () => {
  const { older, newer, stateNow } = await twoAttempts();

  await newer.end(greylisted);

  expect(await older.end(refused)).toBe('LetterUnresolved');
  expect(await stateNow()).toBe('pending');
});

test('that a letter has left is true whichever attempt says so, and nobody sends it once more', async () => {
  const first = await twoAttempts();
  expect(await first.older.end(sent)).toBe('sent');
  expect(await first.newer.end(refused)).toBe('sent');

  const second = await twoAttempts();
  await second.newer.end(greylisted);
  expect(await second.older.end(sent)).toBe('sent');

  expect([await first.stateNow(), await second.stateNow()]).toEqual(['sent', 'sent']);
  expect(await outbox.claim(second.letter.caseId, second.letter.key, second.letter.messageId)).toBeUndefined();
});
