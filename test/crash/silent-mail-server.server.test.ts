import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import { smtpCarrier } from '../../activities/letters/smtp-carrier.js';
import type { SmtpCarrier } from '../../activities/letters/smtp-carrier.js';
import { createOutbox } from '../../database/outbox.js';
import { LOOPBACK } from '../../local/ports.js';
import { daysAgo, note } from '../support/case-steps.js';
import { startCases } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { startScriptedSmtp } from '../support/smtp.js';
import type { ScriptedServer } from '../support/smtp.js';

let cases: TestCases;
let server: ScriptedServer;
let carrier: SmtpCarrier;
beforeAll(async () => {
  cases = await startCases();
  server = await startScriptedSmtp();
  carrier = smtpCarrier({ host: LOOPBACK, port: server.port, tls: 'none', socketTimeoutMs: 4_000 });
  cases.post = createPost({
    outbox: createOutbox(cases.database.pool),
    carrier,
    lookup: { find: () => Promise.resolve('unknown') },
    now: () => Date.now(),
    settleMs: 100,
  });
});
afterAll(async () => {
  carrier.close();
  await server.close();
  await cases.close();
});

/** The first effect of the first fact. */
const acknowledgementsOf = (caseId: string): number =>
  server.accepted.filter(({ raw }) => raw.includes(`<${caseId}.0.0@`)).length;

test('a mail server that takes a letter and never answers delays no clock and no step; a person is told', async () => {
  server.behave({ end: 'silence', keeps: true });

  const caseId = await cases.open({ receivedAt: daysAgo(60) });
  await note(cases, caseId, 'called, nobody answered');
  await cases.until(caseId, 'deadlinePassed');
  const facts = await cases.factsOf(caseId);
  expect(facts).not.toContain('letterNeedsPerson');
  expect(facts).toEqual(expect.arrayContaining(['noteAdded', 'deadlinePassed']));

  await cases.until(caseId, 'letterNeedsPerson');
  const { entries, folded } = await cases.read(caseId);
  expect(folded.state).toMatchObject({ openLetters: [{ letter: 'acknowledgement', reason: 'unknown-outcome' }] });
  expect(entries.filter(({ fact }) => fact.type === 'letterNeedsPerson')).toHaveLength(1);
  expect(acknowledgementsOf(caseId)).toBe(1);
});

test('a mail server that is away for a while gets each letter once when it is back', async () => {
  server.behave({ greeting: '421 4.3.2 not now' });

  const caseId = await cases.open();
  await note(cases, caseId, 'in the meantime');
  server.behave({});
  await cases.until(caseId, 'requestAcknowledged');

  expect(acknowledgementsOf(caseId)).toBe(1);
});
