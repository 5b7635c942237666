import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import { boardRowOf } from '../../database/board.js';
import { createOutbox } from '../../database/outbox.js';
import type { Carried, LetterCarrier, SentLookup } from '../../domain/ports/letter-carrier.js';
import { reviveMissing } from '../../intake/tending.js';
import { CaseClosed } from '../../intake/case-desk.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { dataSubject } from '../../domain/actor.js';
import { operator } from '../support/builders.js';
import { shortRunBundle } from '../support/bundles.js';
import { answered, daysAgo, handleOf, lose, note, terminate } from '../support/case-steps.js';
import { deferred } from '../support/deferred.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterEach(() => {
  cases.post = () => Promise.resolve('sent');
});
afterAll(() => cases.close());

const countOf = async (caseId: string, type: string): Promise<number> =>
  (await cases.factsOf(caseId)).filter((found) => found === type).length;

/** The real post over a carrier that says nothing of its first letter, although it has left. */
function silentOnce(left: string[]) {
  const onItsWay = deferred<undefined>();
  const answer = deferred<Carried>();
  const carrier: LetterCarrier = {
    carry({ messageId }) {
      left.push(messageId);
      if (left.length > 1) return Promise.resolve({ outcome: 'sent', response: '250' });
      onItsWay.resolve(undefined);
      return answer.promise;
    },
  };
  const lookup: SentLookup = {
    find: (messageId) => Promise.resolve(left.includes(messageId) ? 'present' : 'absent'),
  };
  const outbox = createOutbox(cases.database.pool);
  cases.post = createPost({ outbox, carrier, lookup, now: () => Date.now(), settleMs: 0 });
  const letGo = (): void => {
    answer.resolve({ outcome: 'unknown' });
  };
  return { isOnItsWay: onItsWay.promise, letGo };
}

test('a case that Temporal loses while its letter is on the way finds that it left, and sends it once', async () => {
  const left: string[] = [];
  const { isOnItsWay, letGo } = silentOnce(left);
  const caseId = await cases.open();
  await isOnItsWay;
  await lose(cases, caseId);

  await note(cases, caseId, 'still here');
  await cases.until(caseId, 'requestAcknowledged');
  letGo();

  expect(left).toHaveLength(1);
  expect([...(await cases.factsOf(caseId))].sort()).toEqual(['noteAdded', 'requestAcknowledged', 'requestRegistered']);
});

test('Art. 12(3): an extended case that Temporal loses keeps its date, and is warned and late by that date', async () => {
  const caseId = await cases.open();
  const grant = { ground: 'complexity', reasons: 'four systems in three countries' } as const;
  await cases.desk.ask(caseId, ask.grantExtension, { by: operator, grant }, 'u1');
  await cases.until(caseId, 'extensionNoticeSent');
  const before = await cases.read(caseId);
  await lose(cases, caseId);

  expect(await reviveMissing({ pool: cases.database.pool, client: cases.client, desks: cases.desks })).toBe(1);
  await cases.forward(caseId, '60 days');
  expect(await countOf(caseId, 'deadlinePassed')).toBe(0);
  await cases.forward(caseId, '33 days');

  const after = await cases.read(caseId);
  expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);
  const passed = after.entries.find(({ fact }) => fact.type === 'deadlinePassed');
  expect(passed?.fact).toMatchObject(
    'answerClock' in before.folded.state ? { dueAt: before.folded.state.answerClock.dueAt } : {},
  );
  expect(passed?.fact.at.slice(0, 16)).toBe((passed?.fact as { dueAt?: string } | undefined)?.dueAt?.slice(0, 16));
  expect(await countOf(caseId, 'deadlineWarned')).toBe(2);
  expect(await countOf(caseId, 'extensionNoticeSent')).toBe(1);
});

test('a late case that Temporal loses goes on late: it is reminded each week and asks for reasons', async () => {
  const caseId = await cases.open({ receivedAt: daysAgo(60) });
  await cases.until(caseId, 'alertSent');
  await terminate(cases, caseId);

  await note(cases, caseId, 'we are on it');
  await cases.forward(caseId, '15 days');

  expect(await countOf(caseId, 'deadlinePassed')).toBe(1);
  expect(await countOf(caseId, 'latenessReminded')).toBe(2);
  await expect(answered(cases, caseId)).rejects.toMatchObject({ cause: { type: 'LateWithoutReasons' } });
  const alerts = cases.letters.filter((letter) => letter.caseId === caseId).map(({ key }) => key);
  expect(new Set(alerts).size).toBe(alerts.length);
});

/** An answered case that came to its end, and the keys of the letters that left. */
async function closedCase(): Promise<{ readonly caseId: string; readonly effectOf: (letter: string) => string }> {
  const caseId = await cases.open();
  await answered(cases, caseId);
  await cases.forward(caseId, '31 days');
  const { state } = (await cases.read(caseId)).folded;
  const sent = Object.entries(state.phase === 'new' ? {} : state.sentLetters);
  return { caseId, effectOf: (letter) => sent.find(([, name]) => name === letter)?.[0] ?? '' };
}

test('Art. 12(3): a closed case whose answer came back goes on, until a person has given it', async () => {
  const { caseId, effectOf } = await closedCase();
  const effect = effectOf('answer');

  await cases.desk.tell(caseId, ask.letterBounced, { by: dataSubject, effect, status: '5.1.1' });
  await cases.until(caseId, 'alertSent');
  expect((await boardRowOf(cases.database.pool, caseId))?.closed).toBe(false);
  const sentAt = new Date().toISOString();
  await cases.desk.ask(caseId, ask.recordLetterSent, { by: operator, effect, sentAt }, 'by-hand');

  expect((await cases.read(caseId)).folded.state).toMatchObject({ phase: 'settled', outcome: 'answered' });
});

test('a closed case takes another late bounce as a fact, and is closed again', async () => {
  const { caseId, effectOf } = await closedCase();

  const bounce = { by: dataSubject, effect: effectOf('acknowledgement'), status: '5.1.1' };
  await cases.desk.tell(caseId, ask.letterBounced, bounce);
  await handleOf(cases, caseId).result();

  expect((await cases.factsOf(caseId)).slice(-2)).toEqual(['caseClosed', 'letterBounced']);
  expect((await cases.read(caseId)).folded.state.phase).toBe('closed');
  expect(await reviveMissing({ pool: cases.database.pool, client: cases.client, desks: cases.desks })).toBe(0);
  await expect(note(cases, caseId, 'too late')).rejects.toBeInstanceOf(CaseClosed);
});

test('a case with many updates goes on in a new run: no fact is missing, timers fire, repeated updates are known', async () => {
  await cases.stopWorkers();
  await cases.startWorkers(shortRunBundle(20));
  const caseId = await cases.open();
  const first = (await handleOf(cases, caseId).describe()).runId;
  const texts = Array.from({ length: 70 }, (_, index) => `note-${String(index)}`);

  await Promise.all(texts.map((text) => note(cases, caseId, text)));
  await note(cases, caseId, 'note-69');
  const runs = new Set([first, (await handleOf(cases, caseId).describe()).runId]);
  await cases.forward(caseId, '35 days');

  const entries = (await cases.read(caseId)).entries;
  const notes = entries.flatMap(({ fact }) => (fact.type === 'noteAdded' ? [fact.text] : []));
  expect(notes.sort()).toEqual(texts.sort());
  expect(runs.size).toBe(2);
  expect(await countOf(caseId, 'deadlineWarned')).toBe(2);
  expect(await countOf(caseId, 'deadlinePassed')).toBe(1);
  expect(await countOf(caseId, 'requestAcknowledged')).toBe(1);
});
