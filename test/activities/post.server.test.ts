import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import type { Post } from '../../activities/letters/post.js';
import { smtpCarrier } from '../../activities/letters/smtp-carrier.js';
import { createOutbox } from '../../database/outbox.js';
import type { Outbox } from '../../database/outbox.js';
import type { OutgoingLetter, SentLookup } from '../../domain/ports/letter-carrier.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { letterFor } from '../support/listing-desk.js';
import { startScriptedSmtp } from '../support/smtp.js';
import type { ScriptedServer, SmtpScript } from '../support/smtp.js';

let database: TestDatabase;
let outbox: Outbox;
const closers: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  outbox = createOutbox(database.pool);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => database.drop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Found = Awaited<ReturnType<SentLookup['find']>>;

interface Office {
  readonly server: ScriptedServer;
  readonly letter: OutgoingLetter;
  /** A post of its own, as another process has it. */
  post(found?: Found | SentLookup['find'], settleMs?: number, later?: number, mayRepeat?: boolean): Post;
}

async function open(script: SmtpScript = {}): Promise<Office> {
  const server = await startScriptedSmtp(script);
  closers.push(() => server.close());
  return {
    server,
    letter: letterFor(randomUUID(), '0.0'),
    post(found = 'unknown', settleMs = HOUR, later = 0, mayRepeat = false) {
      const carrier = smtpCarrier({ host: '127.0.0.1', port: server.port, tls: 'none' });
      closers.push(() => {
        carrier.close();
      });
      const find = typeof found === 'string' ? () => Promise.resolve(found) : found;
      return createPost({ outbox, carrier, lookup: { find }, now: () => Date.now() + later, settleMs, mayRepeat });
    },
  };
}

async function troubleOf(posting: Promise<unknown>): Promise<string | null | undefined> {
  const error = await posting.catch((failure: unknown) => failure);
  if (!(error instanceof ApplicationFailure)) throw new Error('no trouble', { cause: error });
  expect(error.nonRetryable).not.toBe(true);
  return error.type;
}

const stateOf = async ({ letter }: Office): Promise<string | undefined> =>
  (await outbox.read(letter.caseId, letter.key))?.state;

test('of twenty workers that have the same letter in their hands, one sends it', async () => {
  const office = await open();

  const posts = Array.from({ length: 20 }, () => office.post()(office.letter));
  const outcomes = await Promise.allSettled(posts);

  expect(office.server.accepted).toHaveLength(1);
  const said = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(new Set(said)).toEqual(new Set(['sent']));
});

test('a letter that has left is not sent again, whoever asks, however often', async () => {
  const office = await open();

  expect(await office.post()(office.letter)).toBe('sent');
  expect(await office.post('absent', 0)(office.letter)).toBe('sent');
  expect(office.server.accepted).toHaveLength(1);
});

describe('a letter whose outcome nobody heard', () => {
  const unheard: SmtpScript = { end: 'close', keeps: true };

  test('is looked up, and counts as sent where it is found', async () => {
    const office = await open(unheard);

    expect(await troubleOf(office.post()(office.letter))).toBe('LetterUnresolved');
    expect(await stateOf(office)).toBe('sending');
    expect(await office.post('present')(office.letter)).toBe('sent');
    expect(office.server.accepted).toHaveLength(1);
  });

  test('is not sent again before it had time to show up', async () => {
    const office = await open({ end: 'close' });
    await troubleOf(office.post()(office.letter));
    office.server.behave({});

    const early = await office
      .post('absent')(office.letter)
      .catch((error: unknown) => error);

    expect(early).toMatchObject({ type: 'LetterUnresolved' });
    expect(Number((early as ApplicationFailure).nextRetryDelay)).toBeGreaterThan(HOUR - 60_000);
    expect(office.server.accepted).toHaveLength(0);
  });

  test('is sent again once it is certain that it did not leave', async () => {
    const office = await open({ end: 'close' });
    await troubleOf(office.post()(office.letter));
    office.server.behave({});

    expect(await office.post('absent', HOUR, 2 * HOUR)(office.letter)).toBe('sent');
    expect(office.server.accepted).toHaveLength(1);
  });

  test('is sent once where twenty find out at the same moment that it did not leave', async () => {
    const office = await open({ end: 'close' });
    await troubleOf(office.post()(office.letter));
    office.server.behave({});
    let looking = 0;
    let allLooked: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (allLooked = resolve));
    const find = async (): Promise<Found> => {
      if ((looking += 1) === 20) allLooked();
      await gate;
      return 'absent';
    };

    await Promise.allSettled(Array.from({ length: 20 }, () => office.post(find, HOUR, 2 * HOUR)(office.letter)));

    expect(office.server.accepted).toHaveLength(1);
    expect(await stateOf(office)).toBe('sent');
  });

  test('goes to a person where the mailbox cannot say', async () => {
    const office = await open(unheard);
    await troubleOf(office.post()(office.letter));

    expect(await troubleOf(office.post('unknown')(office.letter))).toBe('LetterUnresolved');
    expect(await office.post('unknown', HOUR, 2 * HOUR)(office.letter)).toBe('unknown');
    expect(await office.post('absent', 0)(office.letter)).toBe('unknown');
    expect(office.server.accepted).toHaveLength(1);
  });

  test('is sent again to our own people, each time after twice the wait, until it is heard', async () => {
    const office = await open(unheard);
    const afterMinutes = (minutes: number) => office.post('unknown', MINUTE, minutes * MINUTE, true)(office.letter);
    await troubleOf(afterMinutes(0));
    expect(await troubleOf(afterMinutes(0.9))).toBe('LetterUnresolved');
    expect(office.server.accepted).toHaveLength(1);

    expect(await troubleOf(afterMinutes(1.1))).toBe('LetterUnresolved');
    expect(office.server.accepted).toHaveLength(2);
    office.server.behave({});
    expect(await troubleOf(afterMinutes(1.9))).toBe('LetterUnresolved');
    expect(office.server.accepted).toHaveLength(2);

    expect(await afterMinutes(2.1)).toBe('sent');
    expect(office.server.accepted).toHaveLength(3);
  });

  test('waits no longer than ten minutes for the next mail to our own people, however often it was tried', async () => {
    const office = await open({ end: 'close' });
    await troubleOf(office.post()(office.letter));
    await database.pool.query('UPDATE duly.outbox SET attempts = 1000 WHERE case_id = $1', [office.letter.caseId]);
    office.server.behave({});

    expect(await office.post('unknown', MINUTE, 11 * MINUTE, true)(office.letter)).toBe('sent');
  });
});

test('what the server refuses for good is refused for good, with its code', async () => {
  const office = await open({ rcpt: '550 5.1.1 no such user' });

  expect(await office.post()(office.letter)).toBe('refused');
  office.server.behave({});
  expect(await office.post()(office.letter)).toBe('refused');
  const { rows } = await database.pool.query('SELECT response_code FROM duly.outbox WHERE case_id = $1', [
    office.letter.caseId,
  ]);
  expect(rows).toEqual([{ response_code: 550 }]);
});

test('what the server refuses for now is tried again, and leaves once', async () => {
  const office = await open({ rcpt: '451 4.7.1 greylisted' });

  expect(await troubleOf(office.post()(office.letter))).toBe('LetterNotSent');
  expect(await stateOf(office)).toBe('pending');
  office.server.behave({});
  expect(await office.post()(office.letter)).toBe('sent');
  expect(office.server.accepted).toHaveLength(1);
});
