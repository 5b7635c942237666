import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portalAnswers } from '../../api/portal-answers.js';
import { storeDocument } from '../../database/document-storing.js';
import type { Pool } from '../../database/pool.js';
import { createLinks } from '../../letters/links.js';
import { readOrganisation } from '../../organisation/read.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { operator } from '../support/builders.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { deferred } from '../support/deferred.js';
import { exampleOrganisation } from '../support/intake.js';

const DAY = 86_400_000;
const links = createLinks('https://privacy.example.org', Buffer.alloc(32, 7));
const tokenFor = (caseId: string, letter: string): string =>
  new URL(links.answer(caseId, letter)).pathname.split('/').at(-1) ?? '';
const organisation = await readOrganisation(exampleOrganisation);
let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterAll(() => cases.close());

function portal(daysLater = 0, pool = cases.database.pool) {
  const { keys } = cases;
  return portalAnswers({ pool, keys, links, organisation, now: () => new Date(Date.now() + daysLater * DAY) });
}

/** A case whose answer, with one file, has been handed to the post. */
async function answering() {
  const caseId = await cases.open({ acknowledge: false });
  const key = await cases.keys.ofCase(caseId);
  const file = { kind: 'answer', name: 'copy.txt', contentType: 'text/plain', bytes: Buffer.from('All that we hold.') };
  const { documentId } = await storeDocument(cases.database.pool, { ...file, key });
  const identity = { outcome: 'confirmed', method: 'account' } as const;
  await cases.desk.ask(caseId, ask.decideIdentity, { by: operator, decision: identity }, 'a1');
  await cases.desk.ask(caseId, ask.acceptRequest, { by: operator, acceptance: 'accepted' }, 'a2');
  await cases.desk.ask(caseId, ask.attachAnswer, { by: operator, documents: [documentId] }, 'a3');
  await cases.desk.ask(caseId, ask.fulfil, { by: operator }, 'a4');
  await untilTrue(() => Promise.resolve(cases.letters.some((letter) => letter.caseId === caseId)));
  const letter = cases.letters.find((each) => each.caseId === caseId)?.key ?? '';
  const opened = (daysLater = 0) => portal(daysLater).answerOf(caseId, tokenFor(caseId, letter));
  return { caseId, letter, documentId, opened };
}

describe('Art. 15(3): the link of an answer', () => {
  test('opens its files while the letter is under way and thirty days from its leaving, and then no more', async () => {
    const carried = deferred<'sent'>();
    cases.post = () => carried.promise;
    const { caseId, documentId, opened } = await answering();

    expect(await opened()).toMatchObject({ files: [{ documentId, name: 'copy.txt', size: 17 }] });
    carried.resolve('sent');
    await cases.until(caseId, 'answerSent');
    expect(await opened(29)).toMatchObject({ files: [{ documentId }] });
    expect(await opened(30)).toBeUndefined();
  });

  test.each([
    ['whose fate nobody knows', 'unknown'],
    ['that a server refused and a person may hand over', 'refused'],
  ] as const)('of a letter %s works: it may have arrived', async (_which, outcome) => {
    cases.post = () => Promise.resolve(outcome);
    const { caseId, documentId, opened } = await answering();
    await cases.until(caseId, 'letterNeedsPerson');

    expect(await opened()).toMatchObject({ files: [{ documentId }] });
    expect(await opened(31)).toBeUndefined();
  });

  test('of a letter that came back opens nothing, until a person has handed it over', async () => {
    cases.post = () => Promise.resolve('sent');
    const { caseId, letter, opened } = await answering();
    await cases.until(caseId, 'answerSent');
    await cases.desk.tell(caseId, ask.letterBounced, { by: operator, effect: letter, status: '5.1.1' });
    await cases.until(caseId, 'letterBounced');
    expect(await opened()).toBeUndefined();

    const sentAt = new Date().toISOString();
    await cases.desk.ask(caseId, ask.recordLetterSent, { by: operator, effect: letter, sentAt }, 'a5');
    expect(await opened()).toMatchObject({ files: [{ name: 'copy.txt' }] });
  });

  test('that nobody was sent opens nothing, and nothing at all is read for it', async () => {
    cases.post = () => Promise.resolve('sent');
    const { caseId, letter } = await answering();
    const unread = { query: () => Promise.reject(new Error('something was read')) } as unknown as Pool;
    const token = tokenFor(caseId, letter);
    const madeUp = [
      '',
      '.',
      letter,
      `${letter}.`,
      `9.0${token.slice(3)}`,
      `${token}x`,
      tokenFor('another case', letter),
    ];

    for (const each of madeUp) expect(await portal(0, unread).answerOf(caseId, each)).toBeUndefined();
    await expect(portal(0, unread).answerOf(caseId, token)).rejects.toThrow('something was read');
  });

  test('of another letter, or of a mere preview, opens nothing', async () => {
    cases.post = () => Promise.resolve('sent');
    const { caseId } = await answering();
    await cases.until(caseId, 'answerSent');

    expect(await portal().answerOf(caseId, tokenFor(caseId, '0.0'))).toBeUndefined();
    expect(await portal().answerOf(caseId, tokenFor(caseId, 'preview'))).toBeUndefined();
  });
});
