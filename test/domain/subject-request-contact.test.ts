import { expect, test } from 'vitest';
import { dataSubject } from '../../domain/actor.js';
import type { AddressDoubt, RequestCommand } from '../../domain/subject-request.js';
import { decider, operator } from '../support/builders.js';
import { aProposal, aRequestFor, accepted, attached, confirmed, happened, known, soon } from './a-request.js';

const settle = (reasons = 'she gave this address on the telephone'): RequestCommand => ({
  type: 'settleContact',
  by: operator,
  corrected: true,
  reasons,
});
const proposed = happened({ type: 'refusalProposed', proposal: { ...aProposal(), proposedBy: operator } });
const writing: readonly RequestCommand[] = [
  { type: 'fulfil', by: operator },
  { type: 'grantExtension', by: operator, grant: { ground: 'complexity', reasons: 'data lie in nine systems' } },
];

test.each<AddressDoubt>(['list', 'noReply', 'replyTo'])(
  'GDPR Art. 5(1)(f): while the address is in doubt (%s) no letter leaves; the clock goes on, and one look is enough',
  (addressDoubt) => {
    const facts = [confirmed, accepted, attached] as const;
    const doubtful = aRequestFor({ addressDoubt }, ...facts);
    expect(writing.map((command) => doubtful.when(command, soon).refused)).toEqual(
      writing.map(() => 'AddressDoubtful'),
    );
    expect(doubtful.nextMilestone).toBeDefined();

    const { state, refused } = doubtful.when(settle(), soon);
    expect(refused).toBeUndefined();
    expect(known(state).addressDoubt).toBeUndefined();
    const settled = aRequestFor(
      { addressDoubt },
      ...facts,
      happened({ type: 'contactSettled', corrected: false, reasons: 'she called' }),
    );
    expect(writing.map((command) => settled.when(command, soon).refused)).toEqual(writing.map(() => undefined));
  },
);

test('a question about identity and a refusal wait for the address too; rejecting a refusal writes to nobody', () => {
  const asking: RequestCommand = { type: 'requestIdentityEvidence', by: operator, doubt: 'an unknown address' };
  expect(aRequestFor({ addressDoubt: 'list' }).when(asking, soon).refused).toBe('AddressDoubtful');

  const waiting = aRequestFor({ addressDoubt: 'list' }, proposed);
  const decide = (decision: 'approved' | 'rejected'): RequestCommand => ({
    type: 'decideProposal',
    by: decider,
    decision,
  });
  expect(waiting.when(decide('approved'), soon).refused).toBe('AddressDoubtful');
  expect(waiting.when(decide('rejected'), soon).refused).toBeUndefined();
});

test('who withdraws waits for no address, and nothing is written to one in doubt', () => {
  const withdraw: RequestCommand = { type: 'withdraw', by: dataSubject };

  expect(aRequestFor({ addressDoubt: 'replyTo' }).when(withdraw, soon)).toMatchObject({
    facts: [{ type: 'requestWithdrawn' }],
    effects: [],
  });
  expect(aRequestFor({}).when(withdraw, soon).effects).toMatchObject([{ letter: 'withdrawal-confirmation' }]);
});

test('an address is settled with reasons, at any time until the case is closed', () => {
  const open = aRequestFor({});
  expect(open.when(settle('-'), soon).refused).toBe('ReasonsMissing');
  expect(open.when(settle(), soon).facts).toMatchObject([{ type: 'contactSettled', corrected: true }]);
  const closed = aRequestFor({}, happened({ type: 'requestWithdrawn' }), happened({ type: 'caseClosed' }));
  expect(closed.when(settle(), soon).refused).toBe('CaseNotOpen');
});
