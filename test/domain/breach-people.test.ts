import { describe, expect, test } from 'vitest';
import { isResultOwed, statementAt, statementsAhead } from '../../domain/breach.reporter.js';
import { hoursAfter } from '../../domain/time.js';
import { aBreach, by, informedAt, known, report } from './a-breach.js';
import type { Asked } from './a-breach.js';

const hour = (count: number) => hoursAfter(informedAt, count);
const open = (overrides = {}, ...more: readonly (readonly [Asked, string])[]) =>
  aBreach([report(overrides), hour(1)], ...more);
const involve = (person: string): Asked => ({
  type: 'involvePerson',
  involvement: { person, mandate: 'may cut the mail server off', workStopped: 'the migration' },
});
const tell = (what: 'thanks' | 'result', overrides = {}): Asked => ({
  type: 'reportToReporter',
  told: { what, text: 'The mailbox is closed.', at: hour(2), ...overrides },
});

describe('whom the incident team involves', () => {
  test('a person is involved with a mandate, and they alone are written to', () => {
    const involved = open().when(by(involve('t-bakker')), hour(2));

    expect(known(involved.state).involved).toMatchObject([{ person: 't-bakker', workStopped: 'the migration' }]);
    expect(involved.effects).toMatchObject([{ type: 'alertStaff', alert: 'incident-team-asks', person: 't-bakker' }]);
    expect(JSON.stringify(involved.effects)).not.toContain('mail server');
  });

  test('nobody is involved twice, nor the owner at all', () => {
    const involved = open({}, [involve('t-bakker'), hour(2)]);

    expect(involved.when(by(involve('t-bakker')), hour(3)).refused).toBe('AlreadyInvolved');
    expect(involved.when(by(involve('m-adeyemi')), hour(3)).refused).toBe('AlreadyOwner');
    expect(involved.when(by(involve('j-smit')), hour(3)).refused).toBeUndefined();
  });
});

describe('the reporter and their first contact', () => {
  test('the first contact tells the result, and nothing is owed to the reporter any more', () => {
    const thanked = open({ firstContact: 'm-adeyemi' }, [tell('thanks'), hour(3)]);

    expect(isResultOwed(known(thanked.state))).toBe(true);
    expect(isResultOwed(known(thanked.when(by(tell('result')), hour(3)).state))).toBe(false);
    expect(isResultOwed(known(open().state))).toBe(false);
  });

  test('somebody else than the first contact says why, and nobody tells ahead of time', () => {
    const taken = open({ firstContact: 'l-peeters' });

    expect(taken.when(by(tell('result')), hour(3)).refused).toBe('ReasonsMissing');
    expect(taken.when(by(tell('result', { reasons: 'L. Peeters is on leave' })), hour(3)).refused).toBeUndefined();
    expect(open().when(by(tell('result', { at: hour(9) })), hour(3)).refused).toBe('SentInFuture');
  });
});

describe('what may be said to whoever asks', () => {
  const say = (text: string, validFrom?: string): Asked => ({ type: 'setHoldingStatement', text, validFrom });

  test('the last statement that holds already is the one to say, and the earlier ones stay on record', () => {
    const said = open({}, [say('We look into it.'), hour(2)], [say('The mailbox is closed.', hour(6)), hour(3)]);

    expect(statementAt(known(said.state), hour(2))).toEqual({ text: 'We look into it.', validFrom: hour(2) });
    expect(statementAt(known(said.state), hour(5))?.text).toBe('We look into it.');
    expect(statementAt(known(said.state), hour(6))?.text).toBe('The mailbox is closed.');
    expect(statementAt(known(open().state), hour(6))).toBeUndefined();
  });

  test('words written ahead are ahead until they hold, or until somebody says something else', () => {
    const said = open({}, [say('We look into it.'), hour(2)], [say('The mailbox is closed.', hour(6)), hour(3)]);
    const replaced = said.when(by(say('Call us.')), hour(4));

    expect(statementsAhead(known(said.state), hour(5)).map(({ text }) => text)).toEqual(['The mailbox is closed.']);
    expect(statementsAhead(known(said.state), hour(6))).toEqual([]);
    expect(statementsAhead(known(replaced.state), hour(5))).toEqual([]);
    expect(statementAt(known(replaced.state), hour(6))?.text).toBe('Call us.');
  });
});
