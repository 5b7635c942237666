import { ApplicationFailure } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { AnnouncementPlace } from '../../domain/organisation.js';
import type { Announcement, Announced } from '../../domain/ports/announcer.js';
import * as ask from '../../workflows/breach.contract.js';
import { manager } from '../domain/a-breach.js';
import { hoursAgo, readReported, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { fastForward } from '../support/fast-forward.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterEach(() => {
  cases.announcerFor = () => undefined;
});
afterAll(() => cases.close());

interface Told extends Announcement {
  readonly place: AnnouncementPlace;
  readonly drill: boolean;
}

/** Places that answer as told, and what they were given of which case: others may still be trying. */
function places(answers: Partial<Record<AnnouncementPlace, () => Promise<Announced>>> = {}) {
  const told: Told[] = [];
  cases.announcerFor = (place, drill) => ({
    capabilities: { earlier: 'left' },
    announce(announcement) {
      told.push({ ...announcement, place, drill });
      return answers[place]?.() ?? Promise.resolve({ outcome: 'accepted' });
    },
  });
  return (caseId: string): readonly Told[] => told.filter((one) => one.caseId === caseId);
}

async function say(caseId: string, text: string, validFrom?: string): Promise<void> {
  const message = { by: manager, text, validFrom, announceAt: ['help-desk', 'chat'] as const };
  await cases.desks.breach.ask(caseId, ask.setHoldingStatement, message, text);
}

const factsOf = async (caseId: string) => (await readReported(cases, caseId)).entries.map(({ fact }) => fact);
const until = (caseId: string, type: string, times: number) =>
  untilTrue(async () => (await factsOf(caseId)).filter((fact) => fact.type === type).length >= times);

test('a statement is announced in each place, and the next one knows which it follows', async () => {
  const told = places();
  const caseId = await reported(cases);

  await say(caseId, 'We look into it.');
  await until(caseId, 'announced', 2);
  await say(caseId, 'The mailbox is closed.');
  await until(caseId, 'announced', 4);

  const [first, second] = [`${caseId}:statement-1`, `${caseId}:statement-2`];
  const inChat = told(caseId).filter(({ place }) => place === 'chat');
  expect(inChat).toMatchObject([{ dedupKey: first }, { dedupKey: second, follows: first }]);
  expect(inChat[0]).not.toHaveProperty('follows');
  const announced = (await factsOf(caseId)).filter((fact) => fact.type === 'announced');
  expect(announced.map(({ statement, earlier }) => [statement, earlier])).toEqual([
    [1, undefined],
    [1, undefined],
    [2, 'left'],
    [2, 'left'],
  ]);
});

test('a place that does not answer holds up neither the other place nor a step', async () => {
  const told = places({ chat: () => Promise.reject(new Error('away')) });
  const caseId = await reported(cases);

  await say(caseId, 'We look into it.');
  await until(caseId, 'announced', 1);
  await cases.desks.breach.ask(caseId, ask.addNote, { by: manager, text: 'Seen.' }, 'note');

  expect((await readReported(cases, caseId)).folded.state).toMatchObject({
    announcements: [{ place: 'help-desk', outcome: 'accepted' }, { place: 'chat' }],
  });
  expect(told(caseId).some(({ place }) => place === 'chat')).toBe(true);
});

test('a place that failed for good is told to our own people, once for each statement', async () => {
  places({ chat: () => Promise.reject(ApplicationFailure.nonRetryable('no', 'Final')) });
  const caseId = await reported(cases);
  await until(caseId, 'alertSent', 1);

  await say(caseId, 'We look into it.');
  await until(caseId, 'announcementFailed', 1);
  await until(caseId, 'alertSent', 2);

  expect((await factsOf(caseId)).find((fact) => fact.type === 'announcementFailed')).toMatchObject({
    ...{ place: 'chat', statement: 1, why: 'unknown' },
  });
});

test('what was written ahead is announced when it begins to hold', async () => {
  const told = places();
  const caseId = await reported(cases);

  await say(caseId, 'The mailbox is closed.', hoursAgo(-2));
  expect(told(caseId)).toEqual([]);
  await fastForward(cases.client, `breach/${caseId}`, '3 hours');
  await until(caseId, 'announced', 2);

  expect((await factsOf(caseId)).filter(({ type }) => type === 'holdingStatementBegan')).toHaveLength(1);
});

test('of a drill the places are those of drills, and the title says so', async () => {
  const told = places();
  const caseId = await reported(cases, { drill: true });

  await say(caseId, 'We look into it.');
  await until(caseId, 'announced', 2);

  expect(told(caseId).map(({ drill, title }) => [drill, title.startsWith('DRILL: B-2026-')])).toEqual([
    [true, true],
    [true, true],
  ]);
});
