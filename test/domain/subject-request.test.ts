import { expect, test } from 'vitest';
import { dataSubject } from '../../domain/actor.js';
import { boardRow, phaseOf, waitingFor } from '../../domain/subject-request.standing.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { whyNotReceive } from '../../domain/subject-request.law.js';
import type { RequestCommand } from '../../domain/subject-request.js';
import { aRegistration, receivedAt, registered } from '../support/builders.js';
import { given } from '../support/given.js';
import {
  aProposal,
  anAnswerGiven,
  aRequest,
  aRequestFor,
  accepted,
  advisedAgainst,
  approved,
  asked,
  confirmed,
  dpo,
  extensionGranted,
  gathered,
  happened,
  known,
  left,
  noDataHeld,
  operator,
  ordered,
  proposed,
  withdrawn,
} from './a-request.js';

const nothingYet = given(subjectRequestDecider, []);
const setAside = happened({ type: 'messageSetAside', reasons: 'an advertisement for windows' });
const closed = happened({ type: 'caseClosed' });

test('Art. 12(3): registering starts the month at receipt, however late it is registered', () => {
  const { facts } = nothingYet.when(
    { type: 'register', by: operator, registration: aRegistration() },
    '2026-03-20T09:00:00.000Z',
  );

  expect(facts).toMatchObject([
    {
      type: 'requestRegistered',
      at: '2026-03-20T09:00:00.000Z',
      clock: { startsOn: '2026-03-03', dueOn: '2026-04-03' },
    },
  ]);
});

test('EDPB Guidelines 01/2022, para. 57: receipt is acknowledged with both dates of the period', () => {
  const { effects } = nothingYet.when({ type: 'register', by: operator, registration: aRegistration() });

  expect(effects).toMatchObject([
    { type: 'sendLetter', letter: 'acknowledgement', receivedOn: '2026-03-03', answerBy: '2026-04-03' },
  ]);
});

test('nothing is acknowledged where that could feed a mail bomb', () => {
  const registration = aRegistration({ acknowledge: false });

  expect(nothingYet.when({ type: 'register', by: operator, registration }).effects).toEqual([]);
});

test('a request is registered once', () => {
  const again = { type: 'register', by: operator, registration: aRegistration() } as const;

  expect(aRequest().when(again).refused).toBe('CaseAlreadyOpen');
});

test('a request cannot be received later than now, and may be at this instant', () => {
  expect(whyNotReceive(receivedAt, '2026-03-03T08:59:59.999Z')?.type).toBe('ReceiptInFuture');
  expect(whyNotReceive(receivedAt, receivedAt)).toBeUndefined();
});

test('what a door has received is registered although the clock of the case lags behind that of the door', () => {
  const register = { type: 'register', by: operator, registration: aRegistration() } as const;

  expect(nothingYet.when(register, '2026-03-03T08:59:59.999Z').facts).toMatchObject([
    { type: 'requestRegistered', registration: { receivedAt } },
  ]);
});

test('Art. 12(2): a message waits for a person to say which right it invokes', () => {
  const message = aRequestFor({ right: undefined });

  expect(message.when({ type: 'classify', by: operator, right: 'erasure' }).facts).toMatchObject([
    { type: 'requestClassified', right: 'erasure' },
  ]);
  expect(aRequest().when({ type: 'classify', by: operator, right: 'access' }).refused).toBe('AlreadyClassified');
});

test('Art. 12(2): a message is set aside only with reasons that can be checked', () => {
  const message = aRequestFor({ right: undefined });

  expect(message.when({ type: 'setAside', by: operator, reasons: ' spam     ' }).refused).toBe('ReasonsMissing');
  const { state } = message.when({ type: 'setAside', by: operator, reasons: 'an advertisement for windows' });
  expect(state).toMatchObject({ phase: 'settled', outcome: 'notARequest' });
});

test('what was set aside is not classified later: what is asked anew is a new request', () => {
  const message = aRequestFor({ right: undefined }, setAside);

  expect(message.when({ type: 'classify', by: operator, right: 'access' }).refused).toBe('CaseNotOpen');
});

const onTheRight: readonly RequestCommand[] = [
  { type: 'requestIdentityEvidence', by: operator, doubt: 'an address nobody knows' },
  { type: 'decideIdentity', by: operator, decision: { outcome: 'confirmed', method: 'account' } },
  { type: 'grantExtension', by: operator, grant: { ground: 'complexity', reasons: 'data lie in nine systems' } },
  { type: 'acceptRequest', by: operator, acceptance: 'accepted' },
  { type: 'proposeRefusal', by: operator, proposal: aProposal() },
  { type: 'decideProposal', by: operator, decision: 'approved' },
  { type: 'attachAnswer', by: operator, documents: ['d1'] },
  { type: 'fulfil', by: operator },
  { type: 'recordAnswerGiven', by: operator, given: anAnswerGiven() },
];

test.each(onTheRight.map((command) => ({ command, step: command.type })))(
  '$step asks first which right is invoked',
  ({ command }) => {
    expect(aRequestFor({ right: undefined }).when(command).refused).toBe('NotClassified');
  },
);

const ofPeople: readonly RequestCommand[] = [
  ...onTheRight,
  { type: 'classify', by: operator, right: 'access' },
  { type: 'setAside', by: operator, reasons: 'an advertisement for windows' },
  { type: 'withdraw', by: operator },
  { type: 'advise', by: dpo, advice: { advice: 'answer this in full', against: true } },
];

test.each(ofPeople.map((command) => ({ command, step: command.type })))(
  '$step is refused before registration, once settled, and once closed',
  ({ command }) => {
    const settled = aRequest(withdrawn);
    const ended = aRequest(withdrawn, closed);

    expect([nothingYet, settled, ended].map((before) => before.when(command).refused)).toEqual([
      'CaseNotOpen',
      'CaseNotOpen',
      'CaseNotOpen',
    ]);
  },
);

test('a withdrawal is taken at any time before the answer has left, and confirmed', () => {
  const stages = [aRequest(), aRequest(asked), aRequest(proposed()), aRequest(...gathered, ordered)];

  for (const stage of stages) {
    const { effects, state } = stage.when({ type: 'withdraw', by: operator, reasons: 'told us on the phone' });
    expect(effects).toMatchObject([{ type: 'sendLetter', letter: 'withdrawal-confirmation' }]);
    expect(state).toMatchObject({ phase: 'settled', outcome: 'withdrawn' });
  }
});

test('an answer that was already on its way when the request was withdrawn changes no outcome', () => {
  const late = aRequest(...gathered, ordered, withdrawn, left('answerSent', '4.0'));

  expect(late.state).toMatchObject({ phase: 'settled', outcome: 'withdrawn' });
});

test('a note is kept until the case is closed, also when nothing more is due, and moves nothing', () => {
  const note = { type: 'addNote', by: operator, text: 'called back' } as const;

  for (const before of [nothingYet, aRequest(withdrawn, closed)]) expect(before.when(note).refused).toBe('CaseNotOpen');
  for (const before of [aRequest(), aRequest(withdrawn)]) {
    expect(before.when(note)).toMatchObject({ facts: [{ type: 'noteAdded' }], effects: [], state: before.state });
  }
});

test('what comes in before a request is registered finds nothing to join, and stops nothing', () => {
  expect(nothingYet.when({ type: 'noteMessage', by: dataSubject, documentId: 'd9', receivedAt }).facts).toEqual([]);
  expect(nothingYet.when({ type: 'noteBounce', by: operator, effect: '0.0', status: '5.1.1' }).facts).toEqual([]);
});

test('a case without facts stands on no list', () => {
  expect(boardRow(subjectRequestDecider.initial)).toBeUndefined();
});

test.each([
  ['toRead', aRequestFor({ right: undefined, readable: false })],
  ['toClassify', aRequestFor({ right: undefined })],
  ['deciding', aRequest()],
  ['identityAsked', aRequest(asked)],
  ['deciding', aRequest(confirmed)],
  ['gathering', aRequest(confirmed, accepted)],
  ['readyToAnswer', aRequest(...gathered)],
  ['readyToAnswer', aRequest(confirmed, noDataHeld)],
  ['refusalProposed', aRequest(...gathered, proposed())],
  ['refusing', aRequest(proposed(), approved)],
  ['answering', aRequest(...gathered, ordered)],
  ['settled', aRequest(...gathered, ordered, left('answerSent', '4.0'))],
  ['closed', aRequest(withdrawn, closed)],
] as const)('the list says %s, and whose turn it is', (phase, { state }) => {
  expect(phaseOf(known(state))).toBe(phase);
  expect(boardRow(state)).toMatchObject({
    phase,
    waitingFor: waitingFor[phase],
    what: known(state).right ?? 'unclassified',
  });
});

test('the list names a date while something is due, and none afterwards', () => {
  expect(boardRow(aRequest().state)).toMatchObject({
    dueAt: '2026-04-03T22:00:00.000Z',
    overdue: false,
    closed: false,
  });
  const ended = boardRow(aRequest(withdrawn, closed).state);
  expect(ended).toMatchObject({ overdue: false, closed: true });
  expect(ended?.dueAt).toBeUndefined();
});

test('a case that folds all of its facts stands where it stood', () => {
  const facts = [registered(), extensionGranted, ...gathered, advisedAgainst, proposed({ scope: 'part' }), approved];

  expect(given(subjectRequestDecider, facts).state).toEqual(
    facts.reduce((state, next) => subjectRequestDecider.evolve(state, next), subjectRequestDecider.initial),
  );
});
