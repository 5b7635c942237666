import { expect, test } from 'vitest';
import { rights } from '../../domain/right.js';
import { refusalGrounds } from '../../domain/subject-request.js';
import { articleOfGround, groundsAgainst } from '../../domain/subject-request.refusing.js';
import {
  aProposal,
  aRequest,
  aRequestFor,
  accepted,
  advisedAgainst,
  approved,
  attached,
  confirmed,
  decider,
  dpo,
  extensionGranted,
  gathered,
  happened,
  known,
  left,
  millisecondsFrom,
  monthEnd,
  noDataHeld,
  notConfirmed,
  noticeLeft,
  operator,
  ordered,
  proposed,
} from './a-request.js';

const propose = (overrides: Parameters<typeof aProposal>[0] = {}) =>
  ({ type: 'proposeRefusal', by: operator, proposal: aProposal(overrides) }) as const;
const approve = { type: 'decideProposal', by: decider, decision: 'approved' } as const;
const reject = { type: 'decideProposal', by: decider, decision: 'rejected' } as const;
const partial = { scope: 'part', ground: 'rightsOfOthers', reasons: 'pages 3 to 5 are about a colleague' } as const;
const noted = (letter: 'refusal' | 'answer', effect: string, at: string) =>
  ({ type: 'noteLetter', by: operator, effect, letter, came: { outcome: 'sent', reportedAt: at } }) as const;

test('Art. 12(4): a proposal to refuse sends nothing before a second person approves it', () => {
  expect(aRequest().when(propose())).toMatchObject({
    facts: [{ type: 'refusalProposed', proposal: { proposedBy: operator } }],
    effects: [],
  });
  expect(aRequest(proposed()).when(approve).effects).toMatchObject([
    { letter: 'refusal', reasons: 'the fifth identical request this month' },
  ]);
});

test('Art. 12(4): nobody approves, or rejects, what they proposed themselves', () => {
  expect(aRequest(proposed()).when({ ...approve, by: operator }).refused).toBe('SamePerson');
  expect(aRequest(proposed()).when({ ...reject, by: { role: 'decider', id: operator.id } }).refused).toBe('SamePerson');
});

test('Art. 12(4): a refusal needs reasons for the data subject', () => {
  expect(aRequest().when(propose({ reasons: 'no' })).refused).toBe('ReasonsMissing');
});

test.each(refusalGrounds.filter((ground) => ground !== 'rightsOfOthers').map((ground) => ({ ground })))(
  'Art. 12(5): the controller demonstrates that a request is to be refused as $ground',
  ({ ground }) => {
    expect(aRequest().when(propose({ ground, demonstration: ' ' })).refused).toBe('NotDemonstrated');
    expect(aRequest().when(propose({ ground })).refused).toBeUndefined();
  },
);

test('Art. 15(4): the rights of others leave parts out, never everything', () => {
  expect(aRequest().when(propose({ ground: 'rightsOfOthers', scope: 'whole' })).refused).toBe('GroundTooBroad');
  expect(aRequest().when(propose({ ...partial, demonstration: '' })).refused).toBeUndefined();
});

test.each([
  ['manifestlyUnfounded', 'GDPR Art. 12(5)'],
  ['excessive', 'GDPR Art. 12(5)'],
  ['notIdentifiable', 'GDPR Art. 11(2)'],
  ['rightsOfOthers', 'GDPR Art. 15(4)'],
  ['nationalRestriction', 'GDPR Art. 23'],
] as const)('EDPB Guidelines 01/2022, para. 166: %s rests on %s', (ground, article) => {
  expect(articleOfGround[ground]).toBe(article);
});

const withoutGround = rights.flatMap((right) =>
  refusalGrounds.filter((ground) => !groundsAgainst[right].includes(ground)).map((ground) => [right, ground] as const),
);

test.each(withoutGround)('%s cannot be refused as %s', (right, ground) => {
  expect(aRequestFor({ right }).when(propose({ ground, scope: 'part' })).refused).toBe('GroundNotForRight');
});

test.each(['objection', 'automatedDecision'] as const)(
  'Art. 11(2): it stops at Art. 20, so it does not reach %s',
  (right) => {
    expect(groundsAgainst[right]).not.toContain('notIdentifiable');
  },
);

test('Art. 7(3): the withdrawal of consent is never refused', () => {
  expect(groundsAgainst.consentWithdrawal).toEqual([]);
});

test('Art. 20(4): the rights of others may leave parts out of what is ported', () => {
  expect(aRequestFor({ right: 'portability' }).when(propose(partial)).refused).toBeUndefined();
});

test('Art. 11(2): who could not be identified may be refused, as that is shown', () => {
  const { state } = aRequest(notConfirmed, proposed({ ground: 'notIdentifiable' })).when(approve);

  expect(known(state).refusal?.ground).toBe('notIdentifiable');
});

test('one proposal at a time, and none after the decision or behind the answer', () => {
  expect(aRequest(proposed()).when(propose()).refused).toBe('ProposalPending');
  expect(aRequest(proposed(), approved).when(propose()).refused).toBe('AlreadyDecided');
  expect(aRequest(...gathered, ordered).when(propose()).refused).toBe('AnswerUnderWay');
  expect(aRequest(proposed(), approved).when(approve).refused).toBe('NothingProposed');
  expect(aRequest().when(reject).refused).toBe('NothingProposed');
});

test('a rejected proposal leaves the request as it was, and another may follow', () => {
  const { state, effects } = aRequest(...gathered, proposed()).when(reject);

  expect(state).toEqual(aRequest(...gathered).state);
  expect(effects).toEqual([]);
});

test('a refusal of everything undoes an acceptance, and its letter is not contradicted', () => {
  const refusing = aRequest(...gathered, proposed(), approved);

  expect(known(refusing.state).acceptance).toBeUndefined();
  expect(refusing.when({ type: 'fulfil', by: operator }).refused).toBe('AlreadyDecided');
  expect(refusing.when({ type: 'attachAnswer', by: operator, documents: ['d2'] }).refused).toBe('AlreadyDecided');
  expect(refusing.when({ type: 'acceptRequest', by: operator, acceptance: 'accepted' }).refused).toBe('AlreadyDecided');
});

test('Art. 12(4): every part that is refused has its reasons in the answer', () => {
  const second = {
    ...partial,
    ground: 'nationalRestriction',
    reasons: 'the inquiry of the tax office is secret',
  } as const;
  const facts = [...gathered, proposed(partial), approved, proposed(second), approved];
  const { effects } = aRequest(...facts).when({ type: 'fulfil', by: operator });

  expect(effects).toMatchObject([
    { letter: 'answer', partlyRefusedReasons: `${partial.reasons}\n\n${second.reasons}` },
  ]);
});

test('Art. 15(1): who refuses a part cannot say that no data are held, nor the other way round', () => {
  const deny = { type: 'acceptRequest', by: operator, acceptance: 'noDataHeld' } as const;

  expect(aRequest(confirmed, proposed(partial)).when(deny).refused).toBe('ProposalPending');
  expect(aRequest(confirmed, proposed(partial), approved).when(deny).refused).toBe('AlreadyDecided');
  expect(aRequest(confirmed, noDataHeld).when(propose(partial)).refused).toBe('AlreadyDecided');
});

test('a refusal settles the request once its letter has left', () => {
  expect(aRequest(proposed(), approved).state.phase).toBe('open');
  expect(aRequest(proposed(), approved, left('requestRefused', '2.0')).state).toMatchObject({
    phase: 'settled',
    outcome: 'refused',
  });
});

test.each([
  [-1, undefined],
  [0, true],
])('Art. 12(4): a refusal that leaves %i ms from the end of the month is late: %s', (milliseconds, refusalLate) => {
  const at = millisecondsFrom(monthEnd, milliseconds);
  const { facts, state } = aRequest(proposed(), approved).when(noted('refusal', '2.0', at), at);

  expect(facts).toMatchObject([{ type: 'requestRefused' }]);
  expect(known(state).refusalLate).toBe(refusalLate);
});

test('Art. 12(4): the extension lengthens the time for an answer, not for a refusal', () => {
  const notice = noticeLeft(aRequest(extensionGranted), '1.0', '2026-03-05T09:00:00.000Z');
  const extended = [extensionGranted, ...notice];

  const refusal = aRequest(...extended, proposed(), approved).when(noted('refusal', '4.0', monthEnd), monthEnd);
  const answer = aRequest(...extended, ...gathered, ordered).when(noted('answer', '6.0', monthEnd), monthEnd);
  const partAnswer = aRequest(...extended, ...gathered, proposed(partial), approved, ordered).when(
    noted('answer', '8.0', monthEnd),
    monthEnd,
  );

  expect([refusal, answer, partAnswer].map(({ state }) => known(state).refusalLate)).toEqual([true, undefined, true]);
});

test('Art. 39(1)(a): the data protection officer advises, in words', () => {
  const advise = { type: 'advise', by: dpo, advice: { advice: 'the demonstration is thin', against: true } } as const;

  expect(aRequest().when(advise)).toMatchObject({
    facts: [{ type: 'adviceGiven', against: true, by: dpo }],
    effects: [],
  });
  expect(aRequest().when({ ...advise, advice: { advice: 'no', against: true } }).refused).toBe('ReasonsMissing');
});

test('Art. 39(1)(a): who refuses against the advice says why', () => {
  const advised = aRequest(advisedAgainst);

  expect(advised.when(propose()).refused).toBe('DeviationWithoutReasons');
  expect(advised.when(propose({ deviationReasons: 'four answers lie before us' })).refused).toBeUndefined();
});

test('Art. 39(1)(a): advice that comes after the proposal is answered by whoever approves', () => {
  const advised = aRequest(proposed(), advisedAgainst);

  expect(advised.when(approve).refused).toBe('DeviationWithoutReasons');
  expect(advised.when(reject).refused).toBeUndefined();
  const { facts } = advised.when({ ...approve, deviationReasons: 'four answers lie before us' });
  expect(facts).toMatchObject([{ type: 'proposalApproved', deviationReasons: 'four answers lie before us' }]);
});

test('Art. 39(1)(a): reasons given with the proposal hold for its approval', () => {
  const proposal = proposed({ deviationReasons: 'four answers lie before us' });

  expect(aRequest(advisedAgainst, proposal).when(approve).refused).toBeUndefined();
});

test('Art. 39(1)(a): the newest advice counts, and advice for a refusal asks for nothing', () => {
  const forIt = happened({ type: 'adviceGiven', advice: 'now it is demonstrated', against: false });

  expect(aRequest(advisedAgainst, forIt).when(propose()).refused).toBeUndefined();
});

test('Art. 39(1)(a): advice against refusing does not stand in the way of answering', () => {
  const { refused } = aRequest(confirmed, advisedAgainst, accepted, attached).when({ type: 'fulfil', by: operator });

  expect(refused).toBeUndefined();
});
