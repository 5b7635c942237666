import { expect, test } from 'vitest';
import { dataSubject, duly } from '../../domain/actor.js';
import { isAtItsEnd } from '../../domain/subject-request.messages.js';
import { boardRow, requestPhases } from '../../domain/subject-request.standing.js';
import type { RequestCommand } from '../../domain/subject-request.js';
import { fact } from '../support/builders.js';
import { aRequest, asked, gathered, happened, known, left, operator, ordered, soon, withdrawn } from './a-request.js';

const message = { type: 'noteMessage', by: dataSubject, documentId: 'd9', receivedAt: soon } as const;
const came = fact({ type: 'messageReceived', documentId: 'd9', receivedAt: soon }, soon, dataSubject);
const another = { ...message, documentId: 'd10' } as const;
const answered = [...gathered, ordered, left('answerSent', '4.0')];
const addNote: RequestCommand = { type: 'addNote', by: operator, text: 'she sends the archive number' };

test('a later message joins the case once, however often it is told', () => {
  const first = aRequest().when(message);

  expect(first.facts).toMatchObject([{ type: 'messageReceived', documentId: 'd9', receivedAt: soon }]);
  expect(aRequest(...first.facts).when(message).facts).toEqual([]);
});

test('the attachments of a later message stand in its fact', () => {
  expect(aRequest().when({ ...message, attachments: ['d10', 'd11'] }).facts).toMatchObject([
    { type: 'messageReceived', documentId: 'd9', attachments: ['d10', 'd11'] },
  ]);
});

test('a later message is told to the owner, and the list says that it waits', () => {
  const { effects, state } = aRequest(asked).when(message);

  expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'message-received', owner: 'r-visser' }]);
  expect(boardRow(state)).toMatchObject({ phase: 'identityAsked', waitingFor: 'a message to be read' });
});

test('of many messages that nobody has looked at one is told, and of the next one after that again', () => {
  const waiting = aRequest(came).when(another);
  expect(waiting).toMatchObject({ facts: [{ type: 'messageReceived' }], effects: [] });

  const seen = aRequest(came, ...waiting.facts, happened({ type: 'noteAdded', text: 'read' })).when({
    ...message,
    documentId: 'd11',
  });
  expect(seen.effects).toMatchObject([{ alert: 'message-received' }]);
});

test.each<[string, RequestCommand]>([
  ['a note', addNote],
  ['a step', { type: 'requestIdentityEvidence', by: operator, doubt: 'it came from an unknown address' }],
])('a message waits no longer once one of our people takes %s', (_what, command) => {
  const { state } = aRequest(came).when(command);

  expect(known(state).unreadMessage).toBeUndefined();
  expect(boardRow(state)?.waitingFor).not.toBe('a message to be read');
});

test('what the case or the data subject does reads no message', () => {
  const alerted = aRequest(came).when({ type: 'noteAlert', by: duly, effect: '1.0' });
  const written = aRequest(came).when(another);
  const gone = aRequest(came).when({ type: 'withdraw', by: dataSubject });

  for (const { state } of [alerted, written, gone]) expect(boardRow(state)?.waitingFor).toBe('a message to be read');
});

test('a letter that waits for a person comes before a message that does', () => {
  const open = happened({ type: 'letterNeedsPerson', effect: '0.0', letter: 'acknowledgement', reason: 'refused' });

  expect(boardRow(aRequest(open, came).state)?.waitingFor).toBe('a letter to be sent by hand');
});

test('a settled case does not close while a message waits', () => {
  const settled = aRequest(...answered).when(message);
  const waiting = aRequest(...answered, came);
  const read = aRequest(...answered, came, happened({ type: 'noteAdded', text: 'a word of thanks' }, soon));

  expect(boardRow(settled.state)).toMatchObject({ phase: 'settled', waitingFor: 'a message to be read' });
  expect(waiting.nextMilestone).toBeUndefined();
  expect(read.nextMilestone?.command.type).toBe('close');
});

test('a message to a closed case is told, and waits on no list: nothing can be done there', () => {
  const { effects, state } = aRequest(withdrawn, happened({ type: 'caseClosed' })).when(message);

  expect(effects).toMatchObject([{ alert: 'message-received' }]);
  expect(boardRow(state)).toMatchObject({ closed: true, waitingFor: 'nothing' });
});

test('messages of the time before alerts told nobody, and tell nobody when they are read again', () => {
  const old = { type: 'messageReceived', documentId: 'd9' } as const;
  const before = aRequest(fact(old, soon, dataSubject));

  expect(known(before.state).unreadMessage).toBeUndefined();
  expect(before.when(addNote).effects).toEqual([]);
});

test('Art. 12(3): a reply after the end may be a new request, whose month runs from its receipt', () => {
  expect(requestPhases.filter(isAtItsEnd)).toEqual(['settled', 'closed']);
});
