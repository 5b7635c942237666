import { expect, test } from 'vitest';
import { rights } from '../../domain/right.js';
import type { Right } from '../../domain/right.js';
import {
  aRequest,
  aRequestFor,
  accepted,
  approved,
  asked,
  attached,
  confirmed,
  extensionGranted,
  gathered,
  happened,
  known,
  ordered,
  proposed,
  operator,
  withdrawn,
} from './a-request.js';

const correct = { type: 'classify', by: operator, right: 'erasure' } as const;
const setAside = { type: 'setAside', by: operator, reasons: 'an advertisement for windows' } as const;
const classified = (right: Right) => happened({ type: 'requestClassified', right });
const found = classified('access');
const message = { right: undefined };
const further = { type: 'registerFurtherRight', by: operator, right: 'objection', caseId: 'c2' } as const;
const registered = (right: Right) => happened({ type: 'furtherRightRegistered', right, caseId: 'c2' });

test.each([
  ['found in a message', aRequestFor(message, found), undefined],
  ['registered for a right', aRequest(), undefined],
  ['asked about identity', aRequest(asked), undefined],
  ['extended', aRequest(extensionGranted), undefined],
  ['accepted, with files attached', aRequest(...gathered), undefined],
  ['of which a refusal is proposed', aRequest(proposed()), 'ProposalPending'],
  ['that two people refuse', aRequest(proposed(), approved), 'AlreadyDecided'],
  ['of which two people refuse a part', aRequest(proposed({ scope: 'part' }), approved), 'AlreadyDecided'],
  ['whose answer is on its way', aRequest(...gathered, ordered), 'AnswerUnderWay'],
  ['that is withdrawn', aRequest(withdrawn), 'CaseNotOpen'],
  ['with a case of its own for that right', aRequest(registered('erasure')), 'AlreadyClassified'],
])('Art. 12(2): the right of a request %s is put right', (_which, before, refused) => {
  expect(before.when(correct).refused).toBe(refused);
});

test('Art. 12(3): putting the right right moves no date, sends no letter, and undoes what nobody was told', () => {
  const before = aRequest(confirmed, accepted, attached);
  const { effects, state } = before.when(correct);

  expect(effects).toEqual([]);
  expect(known(state)).toMatchObject({ right: 'erasure', identity: 'confirmed' });
  expect(known(state).acceptance).toBeUndefined();
  expect(known(state).answerClock).toEqual(known(before.state).answerClock);
});

test.each([
  ['nobody has classified', aRequestFor(message), undefined],
  ['a person took for a request', aRequestFor(message, found), undefined],
  ['a person took for a request, and put right', aRequestFor(message, found, classified('erasure')), undefined],
  ['named a right', aRequest(), 'AlreadyClassified'],
  ['named another right than was meant', aRequest(classified('erasure')), 'AlreadyClassified'],
  ['was asked about', aRequestFor(message, found, asked), 'AlreadyClassified'],
  ['was extended', aRequestFor(message, found, extensionGranted), 'AlreadyClassified'],
  ['is refused', aRequestFor(message, found, proposed()), 'ProposalPending'],
])('Art. 12(2): what %s is set aside, unless its requester is owed an answer', (_which, before, refused) => {
  expect(before.when(setAside).refused).toBe(refused);
});

test.each([
  ['open', aRequest()],
  ['answered', aRequest(withdrawn)],
])(
  'Art. 12(2): a further right of the same message has a case of its own, also where the first is %s',
  (_which, before) => {
    const { facts, effects, state } = before.when(further);

    expect(facts).toMatchObject([{ type: 'furtherRightRegistered', right: 'objection', caseId: 'c2' }]);
    expect(effects).toEqual([]);
    expect(known(state).furtherRights).toEqual([{ right: 'objection', caseId: 'c2' }]);
  },
);

test('each right of a message is registered once, from the case that the message opened', () => {
  expect(aRequest(registered('objection')).when(further).refused).toBe('AlreadyClassified');
  expect(aRequestFor({ right: 'objection' }).when(further).refused).toBe('AlreadyClassified');
  expect(aRequestFor({ right: 'erasure', sameMessageAs: 'c1' }).when(further).refused).toBe('AlreadyClassified');
  expect(aRequestFor(message).when(further).refused).toBe('NotClassified');
  expect(aRequest(withdrawn, happened({ type: 'caseClosed' })).when(further).refused).toBe('CaseNotOpen');
});

test('all rights of a message may be registered', () => {
  const others = rights.filter((right) => right !== 'access');
  const facts = others.map(registered);

  expect(known(aRequest(...facts).state).furtherRights?.map(({ right }) => right)).toEqual(others);
});
