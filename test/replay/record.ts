import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepIdentityResult } from '../../database/identity-results.js';
import { dataSubject } from '../../domain/actor.js';
import type { CaseKind } from '../../domain/board.js';
import { noticesOf } from '../../database/controller-notices.js';
import { addRecipients } from '../../database/wave-recipients.js';
import * as breach from '../../workflows/breach.contract.js';
import * as notice from '../../workflows/controller-notice.contract.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { decider, operator } from '../support/builders.js';
import { sumUpNotices } from '../../intake/notice-summaries.js';
import { at, known as knownOf, manager, reasons } from '../domain/a-breach.js';
import { awareBreach, hoursAgo, readReported, reported } from '../support/breaches.js';
import { answered, daysAgo, note, terminate } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import { fastForward } from '../support/fast-forward.js';
import type { TestCases } from '../support/cases.js';
import { recordingKey } from './keys.js';
import { histories } from './recorded.js';

const manifest = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const folder = path.join(histories, version);

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases({ keyEncryptionKeys: recordingKey });
  mkdirSync(folder, { recursive: true });
});
afterAll(() => cases.close());

/** Who ran it, on which machine, and where its source lay, is nobody's business. */
const secrets: ReadonlySet<string> = new Set(['identity', 'stackTrace']);
const withoutSecrets = (name: string, value: unknown): unknown => {
  if (secrets.has(name)) return undefined;
  return typeof value === 'string' && /^\d+@/.test(value) ? 'worker' : value;
};

async function keep(name: string, caseId: string, kind: CaseKind = 'subject-request'): Promise<void> {
  const { rows } = await cases.database.pool.query<{ id: string; kek: string; wrapped: Buffer }>(
    'SELECT key_id AS id, kek_id AS kek, wrapped_key AS wrapped FROM duly.case_key WHERE case_id = $1',
    [caseId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the case has no key');
  const key = { keyId: row.id, caseId, kekId: row.kek, wrapped: row.wrapped.toString('base64') };
  const workflowId = `${kind}/${caseId}`;
  const fetched = await cases.client.workflow.getHandle(workflowId).fetchHistory();
  const history: unknown = JSON.parse(historyToJSON(fetched), withoutSecrets);
  const recorded = { workflowId, key, history };
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
}

test('a breach that was late, sent in two phases, and closed', async () => {
  const caseId = await awareBreach(cases);
  await fastForward(cases.client, `breach/${caseId}`, '74 hours');
  const phases = [false, true].map((isComplete) => ({
    ...{ kind: 'authority-notification', submittedAt: hoursAgo(0), receipt: 'AP-1', documents: [], isComplete },
  }));
  for (const [index, submission] of phases.entries()) {
    const evidence = { by: manager, submission: { ...submission, kind: 'authority-notification' as const } };
    await cases.desks.breach.ask(caseId, breach.recordSubmission, evidence, `sent-${String(index)}`);
  }
  await cases.desks.breach.ask(caseId, breach.close, { by: manager }, 'close');
  await keep('breach-in-phases', caseId, 'breach');
});

test('what may be said was announced, and said anew when it began to hold; one place did not take it', async () => {
  cases.announcerFor = (place) => ({
    capabilities: { earlier: 'answered' },
    announce: ({ follows }) =>
      Promise.resolve({ outcome: place === 'chat' && follows !== undefined ? 'refused' : 'accepted' }),
  });
  const caseId = await reported(cases);
  const say = { by: manager, announceAt: ['help-desk', 'chat'] as const };
  const first = { ...say, text: 'We look into it and tell more soon.' };
  await cases.desks.breach.ask(caseId, breach.setHoldingStatement, first, 'first');
  const ahead = { ...say, text: 'The mailbox is closed again.', validFrom: hoursAgo(-2) };
  await cases.desks.breach.ask(caseId, breach.setHoldingStatement, ahead, 'ahead');
  await fastForward(cases.client, `breach/${caseId}`, '3 hours');
  await untilTrue(async () =>
    (await readReported(cases, caseId)).entries.some(({ fact }) => fact.type === 'announcementFailed'),
  );
  const noted = { by: manager, text: 'Said in the chat by hand.' };
  await cases.desks.breach.ask(caseId, breach.addNote, noted, 'note');
  await keep('breach-announced', caseId, 'breach');
});

test('Duly notified the authority, which ordered and asked; people were told by letters, in two orders', async () => {
  cases.notifier = {
    send: () => Promise.resolve({ outcome: 'taken', takenAt: hoursAgo(0), receipt: 'AP-1', documents: [] }),
  };
  const caseId = await awareBreach(cases);
  const step = <Message>(update: Parameters<typeof cases.desks.breach.ask<Message>>[1], message: Message, id: string) =>
    cases.desks.breach.ask(caseId, update, message, id);
  const by = manager;
  await step(breach.askInformation, { by, item: 'dataSubjects', of: 't-bakker' }, 'ask');
  await step(
    breach.involvePerson,
    { by, involvement: { person: 't-bakker', mandate: 'may stop the mail server' } },
    'help',
  );
  const counted = { count: 2, precision: 'exact' } as const;
  const kinds = { dataSubjectKinds: ['employees'], dataTypes: ['financial'], encryption: 'none' } as const;
  await step(breach.recordExtent, { by, extent: { dataSubjects: counted, records: 'unknown', ...kinds } }, 'extent');
  await step(breach.assessRisk, { by, assessment: { level: 'high-risk', reasons } }, 'risk');
  const filing = { subtype: 'incomplete', organisation: { name: 'Example Cloud SE', contact: 'Berlin' } } as const;
  await step(breach.freezeNotification, { by, order: { ...filing, isEstablishedInEea: true } }, 'freeze');
  await step(breach.sendNotification, { by, order: { version: 1, channel: 'endpoint', authority: 'de-be' } }, 'send');
  const facts = async () => (await readReported(cases, caseId)).entries.map(({ fact }) => fact.type);
  await untilTrue(async () => (await facts()).includes('submissionEvidenced'));
  const letter = { receivedAt: hoursAgo(0), documents: [] };
  const tell = { ...letter, id: 'A1', kind: 'order', text: 'Tell them.', provision: 'GDPR Art. 34(4)' } as const;
  await step(breach.recordAuthorityMessage, { by, message: tell }, 'A1');
  const many = { ...letter, id: 'A2', kind: 'question', text: 'How many?', dueAt: hoursAgo(-48) } as const;
  await step(breach.recordAuthorityMessage, { by, message: many }, 'A2');
  const sent = { sentAt: hoursAgo(0), text: 'Two.', receipt: 'AP-2', documents: [] };
  await step(breach.answerAuthority, { by, answer: { ...sent, message: 'A2' } }, 'answer');
  await step(breach.askAuthority, { by, question: { ...sent, id: 'Q1', text: 'Is the letter enough?' } }, 'Q1');
  for (const [place, mail] of ['noor@example.com', 'ben@example.com'].entries()) {
    const listed = Readable.from([{ mail, language: 'en' as const }]);
    await addRecipients(cases.database.pool, await cases.keys.ofCase(caseId), listed);
    const words = { text: reasons, consequences: reasons, measures: reasons, contactPoint: 'privacy@example.org' };
    const { reference } = knownOf((await readReported(cases, caseId)).folded.state);
    await step(breach.orderCommunication, { by, order: words, reference, listed: place + 1 }, `order ${String(place)}`);
    await untilTrue(async () => (await facts()).filter((type) => type === 'waveBatchSent').length === place + 1);
  }
  await untilTrue(async () => (await facts()).includes('communicationRecorded'));
  await fastForward(cases.client, `breach/${caseId}`, '80 hours');
  await keep('breach-notified-by-duly', caseId, 'breach');
});

test('a processor told two controllers, one of them silent for a day', async () => {
  const caseId = await reported(cases, { roles: ['processor'] });
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  await cases.desks.breach.ask(caseId, breach.decideAwareness, { by: manager, decision }, 'aware');
  const affected = [{ controller: 'acme' }, { controller: 'muster', particulars: 'payslips of forty people' }];
  const confirmation = { services: ['payroll'], text: 'files of yours were opened', affected, excluded: [] };
  await cases.desks.breach.ask(caseId, breach.confirmControllers, { by: manager, confirmation, proposed: [] }, 'who');
  const { pool } = cases.database;
  await untilTrue(async () => (await noticesOf(pool, caseId)).filter(({ phase }) => phase === 'told').length === 2);
  const [silent, heard] = await noticesOf(pool, caseId);
  if (silent === undefined || heard === undefined) throw new Error('nobody was told');
  const more = { by: manager, text: 'the copies were destroyed' };
  await cases.desks.breach.ask(caseId, breach.informControllers, more, 'more');
  const by = { role: 'controller', id: 'muster' } as const;
  await cases.desks['controller-notice'].ask(heard.caseId, notice.acknowledge, { by }, 'button');
  await fastForward(cases.client, `controller-notice/${silent.caseId}`, '26 hours');
  const words = 'Ms Janssens of the security desk read it';
  await cases.desks['controller-notice'].ask(
    silent.caseId,
    notice.recordAcknowledgement,
    { by: manager, words },
    'call',
  );
  await untilTrue(async () =>
    (await noticesOf(pool, caseId)).every(({ acknowledgedAt }) => acknowledgedAt !== undefined),
  );
  await sumUpNotices({ pool, desk: cases.desks.breach });
  await untilTrue(async () =>
    (await readReported(cases, caseId)).entries.some(({ fact }) => fact.type === 'noticesSummed'),
  );
  await cases.desks.breach.ask(caseId, breach.close, { by: manager }, 'close');
  await untilTrue(async () => (await noticesOf(pool, caseId)).every(({ phase }) => phase === 'closed'));
  await keep('breach-of-a-processor', caseId, 'breach');
  await keep('controller-silent', silent.caseId, 'controller-notice');
  await keep('controller-acknowledged', heard.caseId, 'controller-notice');
});

test('answered, after an identity question, and closed', async () => {
  const caseId = await cases.open();
  const doubt = 'another address than the one on file';
  await cases.desk.ask(caseId, ask.requestIdentityEvidence, { by: operator, doubt }, 'u1');
  await cases.until(caseId, 'identityEvidenceRequested');
  await answered(cases, caseId);
  await cases.forward(caseId, '31 days');
  await keep('answered', caseId);
});

test('refused by two people', async () => {
  const caseId = await cases.open();
  const proposal = {
    scope: 'whole',
    ground: 'excessive',
    reasons: 'the fifth identical request this month',
    demonstration: 'S-2026-0001 to S-2026-0004',
  } as const;
  await cases.desk.ask(caseId, ask.proposeRefusal, { by: operator, proposal }, 'u1');
  await cases.desk.ask(caseId, ask.decideProposal, { by: decider, decision: 'approved' }, 'u2');
  await cases.until(caseId, 'requestRefused');
  await keep('refused', caseId);
});

test('extended, warned and late', async () => {
  const caseId = await cases.open();
  const grant = { ground: 'complexity', reasons: 'four systems in three countries' } as const;
  await cases.desk.ask(caseId, ask.grantExtension, { by: operator, grant }, 'u1');
  await cases.until(caseId, 'extensionNoticeSent');
  await cases.forward(caseId, '100 days');
  await cases.until(caseId, 'deadlinePassed');
  await keep('extended-and-late', caseId);
});

test('late from the start, reminded, and answered with reasons', async () => {
  const caseId = await cases.open({ receivedAt: daysAgo(60) });
  await cases.forward(caseId, '8 days');
  await answered(cases, caseId, 'the archive was being moved');
  await keep('late-and-answered', caseId);
});

test('a letter refused, another failed for good, posted by hand, and bounced', async () => {
  cases.post = (letter) => (letter.key === '0.0' ? Promise.resolve('refused') : Promise.resolve('sent'));
  const caseId = await cases.open();
  await cases.until(caseId, 'alertSent');
  const sentAt = new Date().toISOString();
  await cases.desk.ask(caseId, ask.recordLetterSent, { by: operator, effect: '0.0', sentAt }, 'u1');
  cases.post = () => Promise.reject(ApplicationFailure.nonRetryable('no', 'Final'));
  await answered(cases, caseId).catch(() => undefined);
  await cases.until(caseId, 'effectFailed');
  cases.post = () => Promise.resolve('sent');
  await cases.desk.tell(caseId, ask.letterBounced, { by: dataSubject, effect: '0.0', status: '5.1.1' });
  await note(cases, caseId, 'seen');
  await keep('letter-trouble', caseId);
});

test('read by a person, classified by signal of a service, with a message, and withdrawn', async () => {
  const caseId = await cases.open({ right: undefined, readable: false, acknowledge: false });
  await cases.desk.ask(caseId, ask.classify, { by: operator, right: 'access' }, 'u1');
  const { pool } = cases.database;
  const result = { source: caseId, caseId, confirmed: true, method: 'wallet', service: 'wallet' } as const;
  const resultId = await keepIdentityResult(pool, result);
  await cases.desk.tell(caseId, ask.identityDecided, { by: { role: 'service', id: 'wallet' }, resultId });
  await cases.desk.tell(caseId, ask.messageReceived, { by: dataSubject, documentId: 'd7', receivedAt: daysAgo(0) });
  await cases.until(caseId, 'identityConfirmed');
  await cases.desk.ask(caseId, ask.withdraw, { by: operator }, 'u2');
  await cases.until(caseId, 'withdrawalConfirmed');
  await keep('withdrawn', caseId);
});

test('a message that was told to the owner, and read', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const message = { by: dataSubject, documentId: 'd7', receivedAt: daysAgo(0) };
  await cases.desk.tell(caseId, ask.messageReceived, message);
  await cases.until(caseId, 'alertSent');
  await note(cases, caseId, 'read');
  await keep('message', caseId);
});

test('set aside', async () => {
  const caseId = await cases.open({ right: undefined, acknowledge: false });
  await cases.desk.ask(caseId, ask.setAside, { by: operator, reasons: 'a newsletter that asks for nothing' }, 'u1');
  await keep('set-aside', caseId);
});

test('facts taken over from a worker that died', async () => {
  const caseId = await cases.open({ acknowledge: false });
  const commit = cases.record;
  let hasDied = false;
  cases.record = async (...transition) => {
    const standing = await commit(...transition);
    if (hasDied) return standing;
    hasDied = true;
    throw ApplicationFailure.nonRetryable('the worker died here');
  };
  await Promise.all(['a', 'b', 'c'].map((text) => note(cases, caseId, text)));
  expect(hasDied).toBe(true);
  await keep('taken-over', caseId);
});

test('revived from its facts', async () => {
  const caseId = await cases.open();
  await cases.until(caseId, 'requestAcknowledged');
  await terminate(cases, caseId);
  await note(cases, caseId, 'goes on');
  await cases.forward(caseId, '40 days');
  await cases.until(caseId, 'deadlinePassed');
  await keep('revived', caseId);
});
