import { ApplicationFailure } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as ask from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { hastyBundle } from '../support/bundles.js';
import { daysAgo, handleOf, note, warningsIn } from '../support/case-steps.js';
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

const openLettersOf = async (caseId: string): Promise<readonly unknown[]> => {
  const { state } = (await cases.read(caseId)).folded;
  return state.phase === 'new' ? [] : state.openLetters;
};

async function answersMeanwhile(caseId: string): Promise<void> {
  const before = (await cases.read(caseId)).entries.length;
  expect((await note(cases, caseId, `meanwhile-${String(before)}`)).position).toBeGreaterThan(before);
  expect(await handleOf(cases, caseId).query(ask.getSubjectRequest)).toMatchObject({ phase: 'open' });
}

test('a mail server that is away for a day delays no warning; then a person is asked to see to the letter', async () => {
  let isAway = true;
  cases.post = () => (isAway ? Promise.reject(new Error('connection refused')) : Promise.resolve('sent'));
  const caseId = await cases.open({ warnings: warningsIn(12) });

  await cases.forward(caseId, '13 hours');
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'deadlineWarned']);
  await answersMeanwhile(caseId);
  await cases.forward(caseId, '12 hours');
  await cases.until(caseId, 'effectFailed');
  isAway = false;
  await cases.forward(caseId, '1 hour');
  await cases.until(caseId, 'alertSent', 2);

  expect(await openLettersOf(caseId)).toMatchObject([{ letter: 'acknowledgement', reason: 'failed' }]);
  const warned = (await cases.read(caseId)).entries.find(({ fact }) => fact.type === 'deadlineWarned')?.fact;
  expect(warned?.at.slice(14, 16)).toBe('00');
});

describe.each([
  ['refuses for good by an exception', () => Promise.reject(ApplicationFailure.nonRetryable('no', 'Final')), 'failed'],
  ['refuses the letter', () => Promise.resolve('refused' as const), 'refused'],
  ['leaves the outcome unknown', () => Promise.resolve('unknown' as const), 'unknown-outcome'],
])('a mail server that %s', (_how, post, reason) => {
  test(`makes the letter a task of a person (${reason}), and the case goes on to its deadline`, async () => {
    cases.post = (letter) => (letter.key === '0.0' ? post() : Promise.resolve('sent'));
    const caseId = await cases.open({ warnings: warningsIn(12) });
    await cases.until(caseId, 'alertSent');

    expect(await openLettersOf(caseId)).toEqual([{ effect: '0.0', letter: 'acknowledgement', reason }]);
    await cases.forward(caseId, '13 hours');
    expect(await cases.factsOf(caseId)).toContain('deadlineWarned');
    await answersMeanwhile(caseId);
    const sentAt = new Date().toISOString();
    await cases.desk.ask(caseId, ask.recordLetterSent, { by: operator, effect: '0.0', sentAt }, 'by-hand');
    expect(await openLettersOf(caseId)).toEqual([]);
    expect(await cases.factsOf(caseId)).toContain('requestAcknowledged');
  });
});

describe('nobody carries letters', () => {
  beforeAll(async () => {
    await cases.stopWorkers();
    await cases.startWorkers(hastyBundle());
  });

  test('a mail server that accepts and never answers holds up neither deadline nor updates, until the letter is given up', async () => {
    cases.post = (_letter, signal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          reject(new Error('given up'));
        }),
      );
    const caseId = await cases.open({ receivedAt: daysAgo(60) });

    await cases.until(caseId, 'deadlinePassed');
    await answersMeanwhile(caseId);
    expect(await cases.factsOf(caseId)).not.toContain('effectFailed');
    await cases.until(caseId, 'effectFailed', 2);

    expect(await openLettersOf(caseId)).toEqual([{ effect: '0.0', letter: 'acknowledgement', reason: 'failed' }]);
    await answersMeanwhile(caseId);
  });

  test('without a worker for letters the deadline passes on time, and each letter becomes a task of a person', async () => {
    cases.stopMailWorker();
    const caseId = await cases.open({ receivedAt: daysAgo(60) });

    await cases.until(caseId, 'deadlinePassed');
    await answersMeanwhile(caseId);
    await cases.until(caseId, 'effectFailed', 2);

    expect(await openLettersOf(caseId)).toEqual([{ effect: '0.0', letter: 'acknowledgement', reason: 'failed' }]);
  });
});
