import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { rights } from '../../domain/right.js';
import {
  aRequest,
  aRequestFor,
  approved,
  asked,
  confirmed,
  extensionGranted,
  happened,
  known,
  left,
  monthEnd,
  notConfirmed,
  noticeLeft,
  operator,
  proposed,
  withdrawn,
} from './a-request.js';

const ask = { type: 'requestIdentityEvidence', by: operator, doubt: 'it came from an unknown address' } as const;
const confirm = {
  type: 'decideIdentity',
  by: operator,
  decision: { outcome: 'confirmed', method: 'account' },
} as const;
const fail = {
  type: 'decideIdentity',
  by: operator,
  decision: { outcome: 'notConfirmed', reasons: 'nobody answered the question' },
} as const;
const letterLeft = left('identityEvidenceRequested', '1.0', '2026-03-04T09:00:00.000Z');
const signal = { type: 'noteIdentitySignal', by: duly, resultId: 'r1' } as const;
const announced = happened({ type: 'identityResultAnnounced', resultId: 'r1' });
const readBack = (confirmedBack: boolean) =>
  ({
    type: 'noteIdentityResult',
    by: duly,
    effect: '1.0',
    result: { found: true, confirmed: confirmedBack, method: 'wallet', service: 'yivi' },
  }) as const;

test('Art. 12(6): the data subject is asked only where a doubt is named', () => {
  expect(aRequest().when({ ...ask, doubt: '?' }).refused).toBe('ReasonsMissing');
  expect(aRequest().when(ask)).toMatchObject({
    facts: [{ type: 'identityAsked', doubt: ask.doubt }],
    effects: [{ type: 'sendLetter', letter: 'identity-request', reasons: ask.doubt }],
  });
});

test.each(rights.map((right) => ({ right })))('Art. 12(6): the question can be asked about $right', ({ right }) => {
  expect(aRequestFor({ right }).when(ask).refused).toBeUndefined();
});

test('Art. 12(6): one question at a time', () => {
  expect(aRequest(asked).when(ask).refused).toBe('IdentityAlreadyAsked');
});

test('Art. 12(6): nobody is asked whose identity is settled', () => {
  const waived = happened({ type: 'identityCheckWaived', reasons: 'writes from the known account' });

  expect(aRequest(confirmed).when(ask).refused).toBe('IdentitySettled');
  expect(aRequest(waived).when(ask).refused).toBe('IdentitySettled');
  expect(aRequest(waived).when(confirm).refused).toBe('IdentitySettled');
});

test('Art. 12(6): while the letter of a refusal is on its way nobody is asked for more', () => {
  expect(aRequest(proposed(), approved).when(ask).refused).toBe('AlreadyDecided');
});

test.each(['waived', 'notConfirmed'] as const)('Art. 12(6): that an identity is %s is said with reasons', (outcome) => {
  const decide = { type: 'decideIdentity', by: operator } as const;

  expect(aRequest().when({ ...decide, decision: { outcome, reasons: '-' } }).refused).toBe('ReasonsMissing');
  expect(
    aRequest().when({ ...decide, decision: { outcome, reasons: 'writes from the known account' } }).facts,
  ).toHaveLength(1);
});

test('Art. 12(6): who could not be confirmed may be asked again', () => {
  const { refused, state } = aRequest(asked, notConfirmed).when(ask);

  expect(refused).toBeUndefined();
  expect(known(state).identity).toBe('asked');
});

test('Art. 12(6): who could not be confirmed may still be, by other means', () => {
  expect(known(aRequest(asked, notConfirmed).when(confirm).state).identity).toBe('confirmed');
});

test('EDPB Guidelines 01/2022, para. 159: after the check a second clock is shown beside the binding one', () => {
  const { state } = aRequest(asked, letterLeft).when(confirm, '2026-03-14T09:00:00.000Z');

  const { answerClock, suspendedClock } = known(state);
  expect(answerClock.dueAt).toBe(monthEnd);
  expect(suspendedClock?.suspended).toMatchObject({ days: 10, dueOn: '2026-04-13', binds: false });
});

test('EDPB Guidelines 01/2022, para. 159: a question that never left suspends nothing', () => {
  expect(known(aRequest(asked).when(confirm, '2026-03-14T09:00:00.000Z').state).suspendedClock).toBeUndefined();
});

test('EDPB Guidelines 01/2022, para. 159: a check found needless suspends nothing', () => {
  const decision = { outcome: 'waived', reasons: 'writes from the known account' } as const;
  const { state } = aRequest(asked, letterLeft).when({ type: 'decideIdentity', by: operator, decision });

  expect(known(state).suspendedClock).toBeUndefined();
});

test('EDPB Guidelines 01/2022, para. 159: a question asked late suspends nothing', () => {
  const late = left('identityEvidenceRequested', '1.0', '2026-03-10T09:00:00.000Z');
  const { state } = aRequest(asked, late).when(confirm, '2026-03-20T09:00:00.000Z');

  expect(known(state).suspendedClock?.suspended).toMatchObject({ days: 0, notCounted: [{ because: 'askedTooLate' }] });
});

test('EDPB Guidelines 01/2022, para. 159: two waits are both kept, the failed one included', () => {
  const failed = aRequest(asked, letterLeft).when(fail, '2026-03-08T09:00:00.000Z').facts;
  const askedAgain = happened(
    { type: 'identityAsked', doubt: 'the second address is unknown too' },
    '2026-03-09T09:00:00.000Z',
  );
  const secondLetter = left('identityEvidenceRequested', '4.0', '2026-03-09T09:00:00.000Z');
  const { state } = aRequest(asked, letterLeft, ...failed, askedAgain, secondLetter).when(
    confirm,
    '2026-03-12T09:00:00.000Z',
  );

  expect(known(state).suspendedClock?.suspended?.counted).toEqual([
    { from: '2026-03-04', until: '2026-03-08' },
    { from: '2026-03-09', until: '2026-03-12' },
  ]);
});

test('EDPB Guidelines 01/2022, para. 159: an extension that follows moves the second clock too', () => {
  const settled = aRequest(asked, letterLeft).when(confirm, '2026-03-14T09:00:00.000Z').facts;
  const before = [asked, letterLeft, ...settled, extensionGranted] as const;
  const { state } = aRequest(...before, ...noticeLeft(aRequest(...before), '4.0', '2026-03-15T09:00:00.000Z'));

  expect(known(state).answerClock.dueOn).toBe('2026-06-03');
  expect(known(state).suspendedClock?.suspended).toMatchObject({ days: 10, dueOn: '2026-06-15' });
});

test('a signal about identity decides nothing: the stored result is read back', () => {
  const { effects, state } = aRequest().when(signal);

  expect(effects).toEqual([{ type: 'readIdentityResult', resultId: 'r1' }]);
  expect(known(state).identity).toBe('notAsked');
  expect(aRequest(withdrawn).when(signal).facts).toEqual([]);
});

test.each([
  [true, 'confirmed', 'identityConfirmed'],
  [false, 'notConfirmed', 'identityNotConfirmed'],
] as const)('a stored result read back as %s makes the identity %s', (confirmedBack, identity, type) => {
  const { facts, state } = aRequest(announced).when(readBack(confirmedBack));

  expect(facts).toMatchObject([{ type, effect: '1.0' }]);
  expect(known(state).identity).toBe(identity);
});

test('a result that nobody stored is noted and believed by nobody', () => {
  const { facts, state } = aRequest(announced).when({ ...readBack(true), result: { found: false } });

  expect(facts).toMatchObject([{ type: 'identityResultUnknown' }]);
  expect(known(state).identity).toBe('notAsked');
});

test('a result that comes after the decision, or after the end, changes nothing', () => {
  expect(aRequest(announced, confirmed).when(readBack(false)).facts).toMatchObject([{ type: 'identityResultUnknown' }]);
  expect(aRequest(announced, withdrawn).when(readBack(true)).facts).toMatchObject([{ type: 'identityResultUnknown' }]);
});

test('Art. 12(6): a result that is announced twice is read once, another one is read too', () => {
  const announce = (resultId: string) =>
    aRequest(announced).when({ type: 'noteIdentitySignal', by: operator, resultId });

  expect(announce('r1').facts).toEqual([]);
  expect(announce('r2').facts).toMatchObject([{ type: 'identityResultAnnounced', resultId: 'r2' }]);
});
