import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import type { Posted } from '../../activities/letters/post.js';
import { listAlarms, raiseAlarm } from '../../database/alarms.js';
import { createOutbox } from '../../database/outbox.js';
import type { Alarm } from '../../domain/alarm.js';
import type { Organisation } from '../../domain/organisation.js';
import type { Carried, OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { readOrganisation } from '../../organisation/read.js';
import { ringBell } from '../../workers/bell.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { exampleOrganisation } from '../support/intake.js';

let database: TestDatabase;
let organisation: Organisation;
beforeAll(async () => {
  database = await createTestDatabase();
  const read = await readOrganisation(exampleOrganisation);
  const manager = read.people.find(({ roles }) => roles.includes('incident-manager'));
  if (manager === undefined) throw new Error('the example has no incident manager');
  const other = { ...manager, id: 'second', mail: 'second@example.com' };
  organisation = { ...read, people: [...read.people, other] };
});
beforeEach(async () => {
  await database.as('duly_owner').query('DELETE FROM duly.alarm');
});
afterAll(() => database.drop());

const away = (): Promise<Posted> => Promise.reject(new Error('the mailbox is away'));

/** Rings with mailboxes that answer so; tells who was written to, and whether the round met trouble. */
async function ring(
  answer: (letter: OutgoingLetter) => Promise<Posted>,
  people: Organisation = organisation,
): Promise<{ readonly letters: readonly OutgoingLetter[]; readonly trouble: boolean }> {
  const letters: OutgoingLetter[] = [];
  const post = (letter: OutgoingLetter): Promise<Posted> => {
    letters.push(letter);
    return answer(letter);
  };
  const ringing = ringBell({ pool: database.pool, organisation: people, post, publicUrl: 'https://duly.example' });
  const trouble = await ringing.then(
    () => false,
    () => true,
  );
  return { letters, trouble };
}

const alarms = (): Promise<readonly Alarm[]> => listAlarms(database.pool, 100);
const later = (period: string): Promise<unknown> =>
  database.as('duly_owner').query('UPDATE duly.alarm SET ring_at = ring_at - $1::interval', [period]);

test('an alarm is told once to every incident manager, with its cases and where all alarms are', async () => {
  await raiseAlarm(database.pool, 'WorkflowMissing', ['case-a', 'case-b']);

  const { letters, trouble } = await ring(() => Promise.resolve('sent'));
  const again = await ring(() => Promise.resolve('sent'));

  expect(trouble).toBe(false);
  expect(new Set(letters.map(({ to }) => to.address)).size).toBe(2);
  expect(letters[0]?.text).toContain('About: case-a, case-b\n');
  expect(letters[0]?.text).toContain('https://duly.example/operations/alarms');
  expect(again.letters).toEqual([]);
  expect(await alarms()).toMatchObject([{ toldAt: expect.any(String) as string, ringAt: null }]);
});

test('a mailbox that keeps failing keeps neither another person nor a later alarm waiting', async () => {
  const failing = (letter: OutgoingLetter): Promise<Posted> =>
    letter.to.address === 'second@example.com' ? Promise.resolve('sent') : away();
  for (let count = 0; count < 25; count += 1) await raiseAlarm(database.pool, 'MessageForged');

  const first = await ring(failing);
  await ring(failing);

  expect(first.trouble).toBe(true);
  expect((await alarms()).filter(({ toldAt }) => toldAt === null)).toEqual([]);
});

test('whoever was not reached is tried again, and whoever was told is not asked for again', async () => {
  await raiseAlarm(database.pool, 'MessageForged');
  await ring((letter) => (letter.to.address === 'second@example.com' ? Promise.resolve('sent') : away()));
  const [told] = await alarms();

  const atOnce = await ring(() => Promise.resolve('sent'));
  await later('1 minute');
  const aMinuteLater = await ring(() => Promise.resolve('sent'));

  expect(told?.ringAt).not.toBeNull();
  expect(atOnce.letters).toEqual([]);
  expect(aMinuteLater.letters).toHaveLength(2);
  expect(await alarms()).toMatchObject([{ toldAt: told?.toldAt, ringAt: null }]);
});

test('an alarm that every mailbox refused for good counts as told to nobody', async () => {
  await raiseAlarm(database.pool, 'MessageForged');

  const { trouble } = await ring(() => Promise.resolve('refused'));

  expect(trouble).toBe(true);
  expect(await alarms()).toMatchObject([{ toldAt: null, ringAt: null }]);
});

test('an alarm of whose mails nobody knows what became is told again, until a mailbox takes it', async () => {
  let carried: Carried = { outcome: 'unknown' };
  const post = createPost({
    ...{ outbox: createOutbox(database.pool), carrier: { carry: () => Promise.resolve(carried) } },
    ...{ lookup: { find: () => Promise.resolve('unknown') }, now: () => Date.now(), settleMs: 0, mayRepeat: true },
  });
  await raiseAlarm(database.pool, 'MessageForged');

  const lost = await ring(post);
  const [untold] = await alarms();
  carried = { outcome: 'sent', response: '250' };
  await later('1 minute');
  await ring(post);

  expect(lost.trouble).toBe(true);
  expect(untold).toMatchObject({ toldAt: null, ringAt: expect.any(String) as string });
  expect(await alarms()).toMatchObject([{ toldAt: expect.any(String) as string, ringAt: null }]);
});

test('a mailbox that is away for long is tried ever more seldom, but never given up', async () => {
  await raiseAlarm(database.pool, 'MessageForged');
  const owner = database.as('duly_owner');
  await owner.query("UPDATE duly.alarm SET raised_at = now() - interval '10 hours'");

  await ring(away);
  const { rows } = await owner.query<{ hours: number }>(
    'SELECT round(extract(epoch FROM ring_at - now()) / 3600)::int AS hours FROM duly.alarm',
  );

  expect(rows).toEqual([{ hours: 5 }]);
});

test('where the organisation names no incident manager, the data protection officer hears of an alarm', async () => {
  const people = organisation.people.filter(({ roles }) => !roles.includes('incident-manager'));
  const dpo = people.find(({ roles }) => roles.includes('dpo'));
  await raiseAlarm(database.pool, 'MessageForged');

  const { letters } = await ring(() => Promise.resolve('sent'), { ...organisation, people });

  expect(letters.map(({ to }) => to.address)).toEqual([dpo?.mail]);
});
