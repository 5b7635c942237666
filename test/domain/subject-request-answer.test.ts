import { expect, test } from 'vitest';
import { rights } from '../../domain/right.js';
import {
  aRequest,
  aRequestFor,
  accepted,
  asked,
  attached,
  confirmed,
  gathered,
  happened,
  known,
  left,
  millisecondsFrom,
  monthEnd,
  noDataHeld,
  notConfirmed,
  operator,
  ordered,
  proposed,
} from './a-request.js';

const fulfil = { type: 'fulfil', by: operator } as const;
const accept = { type: 'acceptRequest', by: operator, acceptance: 'accepted' } as const;
const deny = { type: 'acceptRequest', by: operator, acceptance: 'noDataHeld' } as const;
const waived = happened({ type: 'identityCheckWaived', reasons: 'writes from the known account' });

test.each([
  ['nobody was asked', aRequest(), 'IdentityNotSettled'],
  ['the question is open', aRequest(asked), 'IdentityNotSettled'],
  ['it could not be confirmed', aRequest(notConfirmed), 'IdentityNotSettled'],
  ['it is confirmed', aRequest(confirmed), undefined],
  ['no check is needed', aRequest(waived), undefined],
])('Art. 12(6): accepting where %s', (_where, before, refused) => {
  expect(before.when(accept).refused).toBe(refused);
  expect(before.when(deny).refused).toBe(refused);
});

test('Art. 15(1): what the search found replaces what was thought before, until the answer is ordered', () => {
  expect(known(aRequest(confirmed, accepted).when(deny).state).acceptance).toBe('noDataHeld');
  expect(known(aRequest(confirmed, noDataHeld).when(accept).state).acceptance).toBe('accepted');
  expect(aRequest(confirmed, accepted).when(accept).refused).toBe('AlreadyDecided');
  expect(aRequest(confirmed, noDataHeld, ordered).when(accept).refused).toBe('AnswerUnderWay');
});

test('nothing is accepted while a refusal of everything waits for approval', () => {
  expect(aRequest(confirmed, proposed()).when(accept).refused).toBe('ProposalPending');
});

test('Art. 15(3): the answer to an accepted access request carries the copy', () => {
  expect(aRequest(confirmed, accepted).when(fulfil).refused).toBe('NothingAttached');
  expect(aRequest(...gathered).when(fulfil)).toMatchObject({
    facts: [{ type: 'fulfilmentOrdered' }],
    effects: [{ letter: 'answer', answerFiles: ['d1'], noDataHeld: false }],
  });
});

test.each(rights.filter((right) => right !== 'access'))(
  'Art. 12(3): Duly writes no answer about %s that says what it cannot know; that nothing is held it can say',
  (right) => {
    const request = aRequestFor({ right }, confirmed);
    const attach = { type: 'attachAnswer', by: operator, documents: ['d1'] } as const;

    for (const step of [accept, attach, fulfil]) expect(request.when(step).refused).toBe('AnswerNotBuilt');
    // Accepted before anybody knew better, or before the right was put right.
    expect(aRequestFor({ right }, confirmed, accepted, attached).when(fulfil).refused).toBe('AnswerNotBuilt');
    expect(aRequestFor({ right }, confirmed, noDataHeld).when(fulfil)).toMatchObject({
      effects: [{ letter: 'answer', right, noDataHeld: true, answerFiles: [] }],
    });
  },
);

test('Art. 15(1): that nothing is held is an answer, and carries no file', () => {
  const { effects } = aRequest(confirmed, accepted, attached, noDataHeld).when(fulfil);

  expect(effects).toMatchObject([{ letter: 'answer', noDataHeld: true, answerFiles: [] }]);
});

test('an answer is ordered once, after acceptance, with nothing waiting for approval', () => {
  expect(aRequest(confirmed, attached).when(fulfil).refused).toBe('NotAccepted');
  expect(aRequest(...gathered, proposed({ scope: 'part' })).when(fulfil).refused).toBe('ProposalPending');
  expect(aRequest(...gathered, ordered).when(fulfil).refused).toBe('AnswerUnderWay');
  expect(aRequest(...gathered, ordered).when({ type: 'attachAnswer', by: operator, documents: ['d2'] }).refused).toBe(
    'AnswerUnderWay',
  );
});

test.each([
  [-1, undefined, undefined],
  [0, undefined, 'LateWithoutReasons'],
  [0, 'sorry', 'LateWithoutReasons'],
  [0, 'the archive was being moved', undefined],
])(
  'Art. 12(3): an answer %i ms from the end of the month with reasons %j meets %s',
  (milliseconds, lateReasons, refused) => {
    expect(
      aRequest(...gathered).when({ ...fulfil, lateReasons }, millisecondsFrom(monthEnd, milliseconds)).refused,
    ).toBe(refused);
  },
);

test('Art. 12(3): the reasons for the delay stand in the late answer', () => {
  const { effects } = aRequest(...gathered).when({ ...fulfil, lateReasons: 'the archive was being moved' }, monthEnd);

  expect(effects).toMatchObject([{ letter: 'answer', lateReasons: 'the archive was being moved' }]);
});

test('files may be attached in several steps, and all of them leave', () => {
  const more = aRequest(...gathered).when({ type: 'attachAnswer', by: operator, documents: ['d2', 'd3'] });

  expect(known(more.state).answerFiles).toEqual(['d1', 'd2', 'd3']);
});

test('Art. 12(3): the request is answered once the letter has left, not when it was ordered', () => {
  expect(aRequest(...gathered, ordered).state.phase).toBe('open');
  expect(aRequest(...gathered, ordered, left('answerSent', '4.0')).state).toMatchObject({
    phase: 'settled',
    outcome: 'answered',
  });
});

test('Art. 5(1)(f): a file that must not leave is taken out before the answer is ordered, and not after', () => {
  const detach = { type: 'detachAnswer', by: operator, documents: ['d1'] } as const;
  const after = aRequest(confirmed, accepted, attached).when(detach);

  expect(after.facts.map(({ type }) => type)).toEqual(['answerDetached']);
  expect(known(after.state).answerFiles).toEqual([]);
  expect(aRequest(confirmed, accepted, attached).when({ ...detach, documents: ['d2'] }).refused).toBe('NotAttached');
  expect(aRequest(confirmed, accepted, attached, ordered).when(detach).refused).toBe('AnswerUnderWay');
});
