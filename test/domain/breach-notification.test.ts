import { describe, expect, test } from 'vitest';
import { breachPhaseOf } from '../../domain/breach.standing.js';
import { filingOf, frozenVersions, answersToFile } from '../../domain/breach.notifying.js';
import type { BreachRegistration, FilingOrder, Submission } from '../../domain/breach.js';
import type { AnswerChanges } from '../../domain/notification.js';
import { gapsOf } from '../../domain/notification.gaps.js';
import { hoursAfter } from '../../domain/time.js';
import {
  aBreach,
  anAwareBreach,
  aware,
  by,
  clockOf,
  computed,
  informedAt,
  known,
  manager,
  reasons,
  report,
  submit,
} from './a-breach.js';
import type { Asked } from './a-breach.js';
import { completeAnswers } from './a-notification.js';

const organisation = { name: 'Example Cloud SE', contact: 'Hauptstrasse 1, 10115 Berlin' };
const order = (overrides: Partial<FilingOrder> = {}): FilingOrder => ({
  ...{ subtype: 'incomplete', organisation, isEstablishedInEea: true },
  ...overrides,
});
const freeze = (overrides: Partial<FilingOrder> = {}): Asked => ({
  type: 'freezeNotification',
  order: order(overrides),
});
const answer = (answers: AnswerChanges): Asked => ({ type: 'answerNotification', answers });
const sent = (submittedAt: string, overrides: Partial<Submission> = {}): Asked =>
  submit('authority-notification', submittedAt, overrides);
const [early, later, latest] = [hoursAfter(informedAt, 10), hoursAfter(informedAt, 11), hoursAfter(informedAt, 12)];
/** What the answers of `completeAnswers` take for granted. */
const { 3: _kind, 4: _subtype, 48: _aware, ...answers } = completeAnswers;
const answered = (...more: readonly (readonly [Asked, string])[]) =>
  anAwareBreach({}, [answer(answers), early], ...more);

describe('answers are written down as they become known', () => {
  test('a later answer takes the place of an earlier one, and null takes it away', () => {
    const breach = anAwareBreach({}, [answer({ 62: 'A mailbox.', 68: 120 }), early]);

    const { state } = breach.when(by(answer({ 62: null, 68: 130, 66: 'Employees.' })), later);

    expect(known(state).notificationAnswers).toEqual({ 66: 'Employees.', 68: 130 });
  });

  test('what was taken away is what the case knows again', () => {
    const breach = known(anAwareBreach({}, [answer({ 62: 'Typed.' }), early], [answer({ 62: null }), early]).state);

    expect(answersToFile(breach, order(), later)[62]).toBe('A mailbox was opened from abroad.');
  });

  test('they are gathered while the incident is investigated', () => {
    const { refused } = aBreach([report(), informedAt]).when(by(answer({ 66: 'Employees.' })), early);

    expect(refused).toBeUndefined();
  });

  test('GDPR Art. 33(2): a processor notifies no authority, so it answers no form of one', () => {
    const processor: Partial<BreachRegistration> = { roles: ['processor'] };

    expect(anAwareBreach(processor).when(by(answer({ 66: 'x' })), early).refused).toBe('SubmissionNotOwed');
    expect(anAwareBreach(processor).when(by(freeze()), early).refused).toBe('SubmissionNotOwed');
  });
});

describe('a notification is frozen before it is sent', () => {
  test('with what the case knows and what was typed over it, as what it is filed, and since when', () => {
    const breach = anAwareBreach({}, [answer({ 62: 'In our words.', 68: 120, 67: 'c' }), early]);

    const { facts } = breach.when(by(freeze()), later);

    const [fact] = frozenVersions(facts);
    expect(fact).toMatchObject({ version: 1, filing: { subtype: 'incomplete', isFollowUp: false, at: later } });
    expect(fact?.answers).toMatchObject({ 3: 'a', 4: 'b', 7: 'B-2026-0007', 48: informedAt, 62: 'In our words.' });
    expect(fact?.answers).toMatchObject({ 12: 'Example Cloud SE', 55: ['a'] });
  });

  test('what is not asked any more goes nowhere, and keeps nobody from notifying', () => {
    const breach = answered([answer({ 67: 'c' }), early]);

    const { refused, facts } = breach.when(by(freeze({ subtype: 'complete' })), later);

    expect(refused).toBeUndefined();
    expect(Object.keys(frozenVersions(facts)[0]?.answers ?? {})).not.toContain('68');
  });

  test('GDPR Art. 33(4): gaps keep nobody from notifying in phases, and a complete notification has none', () => {
    const breach = anAwareBreach();
    const filing = filingOf(known(breach.state), order(), later);

    expect(gapsOf(answersToFile(known(breach.state), order(), later), filing).length).toBeGreaterThan(20);
    expect(breach.when(by(freeze()), later).refused).toBeUndefined();
    expect(breach.when(by(freeze({ subtype: 'complete' })), later).refused).toBe('NotificationIncomplete');
    expect(answered().when(by(freeze({ subtype: 'complete' })), later).refused).toBeUndefined();
  });

  test('GDPR Art. 33(4): what is still to be determined is a gap of a complete notification', () => {
    const open = answered([answer({ 60: 'x' }), early]);

    expect(open.when(by(freeze({ subtype: 'complete' })), later).refused).toBe('NotificationIncomplete');
    expect(open.when(by(freeze()), later).refused).toBeUndefined();
  });

  test('nobody notifies of what was not found to be a personal data breach', () => {
    expect(aBreach([report(), informedAt]).when(by(freeze()), later).refused).toBe('NotAware');
  });

  test('only what was notified can be withdrawn, and with the reasons', () => {
    const withdraw = freeze({ subtype: 'withdrawn', reasons });
    const notified = answered([sent(early), early]);

    expect(answered().when(by(withdraw), later).refused).toBe('NothingToWithdraw');
    expect(notified.when(by(freeze({ subtype: 'withdrawn' })), later).refused).toBe('ReasonsMissing');
    const [withdrawal] = frozenVersions(notified.when(by(withdraw), later).facts);
    expect(withdrawal?.answers).toMatchObject({ 3: 'b', 4: 'c', 5: reasons, 6: 'AP-2026-5150' });
  });

  test('GDPR Art. 33(1): a withdrawn notification notifies nobody, so the 72 hours are owed again', () => {
    const withdraw = freeze({ subtype: 'withdrawn', reasons });
    const notABreach: Asked = { type: 'decideAwareness', decision: { outcome: 'notABreach', reasons } };
    const found = [
      [sent(early), early],
      [notABreach, later],
      [withdraw, later],
    ] as const;
    expect(computed(answered(...found), 'gdpr-33-sa').metAt).toBe(early);

    const withdrawn = [...found, [sent(latest, { version: 1 }), latest]] as const;
    expect(clockOf(answered(...withdrawn), 'gdpr-33-sa')).toBeUndefined();
    expect(answered(...withdrawn).when(by(withdraw), latest).refused).toBe('NothingToWithdraw');

    const again = answered(...withdrawn, [aware(early), latest]);
    expect(computed(again, 'gdpr-33-sa').dueAt).toBe(hoursAfter(early, 72));
    expect(computed(again, 'gdpr-33-sa').metAt).toBeUndefined();
    expect(frozenVersions(again.when(by(freeze()), latest).facts)[0]?.filing.isFollowUp).toBe(false);
    const late = hoursAfter(early, 72);
    expect(again.when(by(sent(late)), late).refused).toBe('LateWithoutReasons');
    const anew = again.when(by(sent(late, { reasonsForDelay: reasons })), late);
    expect(computed(anew, 'gdpr-33-sa').metAt).toBe(late);
  });

  test('GDPR Art. 33(1): a withdrawal that is frozen and not sent withdraws nothing', () => {
    const frozen = answered([sent(early), early], [freeze({ subtype: 'withdrawn', reasons }), later]);

    expect(computed(frozen, 'gdpr-33-sa').metAt).toBe(early);
    const { state } = frozen.when(by(sent(latest, { version: 1 })), latest);
    expect(computed({ state }, 'gdpr-33-sa').metAt).toBeUndefined();
    expect(breachPhaseOf(known(state))).toBe('toAssess');
  });

  test('later answers change nothing in what was frozen', () => {
    const frozen = answered([freeze(), early], [answer({ 62: 'Otherwise.' }), later]);

    const { facts, state } = frozen.when(by(freeze()), latest);

    expect(known(state).notificationVersions?.map(({ version }) => version)).toEqual([1, 2]);
    expect(frozenVersions(facts)[0]).toMatchObject({ version: 2, answers: { 62: 'Otherwise.' } });
  });
});

describe('what was sent is a version that was frozen', () => {
  const submission = (state: Parameters<typeof known>[0]) => known(state).submissions.at(-1);

  test('GDPR Art. 33(4): an incomplete one starts the clock of the rest, whatever the form said', () => {
    const frozen = answered([freeze(), early]);

    const { state } = frozen.when(by(sent(later, { version: 1, isComplete: true })), later);

    expect(submission(state)).toMatchObject({ version: 1, isComplete: false });
    expect(computed({ state }, 'gdpr-33-phase').startsAt).toBe(later);
  });

  test('after it the next one is a follow-up under the reference of the authority', () => {
    const notified = answered([freeze(), early], [sent(later, { version: 1 }), later]);

    const [followUp] = frozenVersions(notified.when(by(freeze({ subtype: 'complete' })), latest).facts);

    expect(followUp?.answers).toMatchObject({ 3: 'b', 4: 'a', 6: 'AP-2026-5150' });
  });

  test('a complete one ends the phases', () => {
    const { state } = answered(
      [freeze(), early],
      [sent(early, { version: 1 }), early],
      [freeze({ subtype: 'complete' }), later],
    ).when(by(sent(latest, { version: 2, isComplete: false })), latest);

    expect(submission(state)).toMatchObject({ version: 2, isComplete: true });
    expect(known(state).clocks.map(({ id }) => id)).not.toContain('gdpr-33-phase');
  });

  test('without a version it stays as it is said: typed into the form of the authority by hand', () => {
    const { state } = anAwareBreach().when(by(sent(early, { isComplete: false })), early);

    expect(submission(state)).toMatchObject({ isComplete: false });
    expect(submission(state)?.version).toBeUndefined();
  });

  test('a number that was never frozen was not sent, nor was anything else under it', () => {
    const frozen = answered([freeze(), early]);

    expect(frozen.when(by(sent(later, { version: 2 })), later).refused).toBe('VersionUnknown');
    const processor = anAwareBreach({ roles: ['controller', 'processor'] }, [freeze(), early]);
    const notice = submit('controller-notice', later, { version: 1 });
    expect(processor.when(by(notice), later).refused).toBe('VersionUnknown');
  });

  test('a version is sent once, and not before it was frozen', () => {
    const notified = answered([freeze(), early], [sent(later, { version: 1 }), later]);

    expect(notified.when(by(sent(latest, { version: 1 })), latest).refused).toBe('AlreadySubmitted');
    const frozen = answered([freeze(), later]);
    expect(frozen.when(by(sent(early, { version: 1 })), latest).refused).toBe('SentBeforeOrdered');
    const inItsMinute = later.replace(/:\d\d\.\d+Z$/, ':00.000Z');
    expect(frozen.when(by(sent(inItsMinute, { version: 1 })), latest).refused).toBeUndefined();
  });

  test('GDPR Art. 33(1): the reasons for the delay that stand in the version are those of the submission', () => {
    const end = hoursAfter(informedAt, 72);
    const late = answered([answer({ 49: 'The forensic report came on Monday.' }), early], [freeze(), end]);

    const { state } = late.when(by(sent(end, { version: 1 })), end);

    expect(submission(state)?.reasonsForDelay).toBe('The forensic report came on Monday.');
  });

  test('GDPR Art. 33(1): at exactly 72 hours the form asks for the reasons, and so does the case', () => {
    const end = hoursAfter(informedAt, 72);
    const before = new Date(Date.parse(end) - 1).toISOString();
    const breach = answered();
    const missing = (at: string) => {
      const filing = filingOf(known(breach.state), order(), at);
      return gapsOf(answersToFile(known(breach.state), order(), at), filing).map(({ field }) => field);
    };

    expect([missing(before).includes(49), breach.when(by(sent(before)), before).refused]).toEqual([false, undefined]);
    expect([missing(end).includes(49), breach.when(by(sent(end)), end).refused]).toEqual([true, 'LateWithoutReasons']);
  });

  test('who froze it, and when, is on record', () => {
    const [fact] = answered().when(by(freeze()), later).facts;

    expect(fact).toMatchObject({ type: 'notificationFrozen', by: manager, at: later });
  });
});
