import { describe, expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { isCommunicationOpen } from '../../domain/breach.duties.js';
import { hoursAfter } from '../../domain/time.js';
import {
  aBreach,
  anAwareBreach,
  assess,
  at,
  by,
  clockOf,
  computed,
  informedAt,
  known,
  reasons,
  report,
  submit,
} from './a-breach.js';
import type { Asked } from './a-breach.js';

const now = hoursAfter(informedAt, 2);
const late = hoursAfter(informedAt, 73);
const notify = (submittedAt: string, overrides = {}) => submit('authority-notification', submittedAt, overrides);

describe('evidence of sending, GDPR Art. 33(1)', () => {
  test.each([
    ['without a receipt or a document', notify(now, { receipt: undefined }), now, 'EvidenceMissing'],
    ['with a blank receipt', notify(now, { receipt: ' ' }), now, 'EvidenceMissing'],
    ['in the future', notify(hoursAfter(now, 1)), now, 'SentInFuture'],
    ['before anybody was informed', notify(hoursAfter(informedAt, -1)), now, 'SentBeforeOrdered'],
    ['after the 72 hours, and nothing says why', notify(late), late, 'LateWithoutReasons'],
    ['what nobody owes', submit('nis2-notification', now), now, 'SubmissionNotOwed'],
    ['a follow-up before the first', submit('dora-final', now), now, 'SubmissionNotOwed'],
  ])('%s it does not count', (_what, command, at, refusal) => {
    expect(anAwareBreach({}, [assess('risk'), now]).when(by(command), at).refused).toBe(refusal);
  });

  test('a document is evidence, and late with reasons is sent all the same, GDPR Art. 33(1)', () => {
    const breach = anAwareBreach({}, [assess('risk'), now]);

    expect(breach.when(by(notify(now, { receipt: undefined, documents: ['d1'] })), now).refused).toBeUndefined();
    const sent = breach.when(by(notify(late, { reasonsForDelay: 'the extent was unknown until Monday' })), late);
    expect(computed(sent, 'gdpr-33-sa').metAt).toBe(late);
  });

  test('where a risk is unlikely nobody owes a notification, and one that was made all the same is on record', () => {
    const breach = anAwareBreach({}, [assess('unlikely'), now]);

    expect(clockOf(breach, 'gdpr-33-sa')).toBeUndefined();
    expect(computed(breach.when(by(notify(now)), now), 'gdpr-33-sa').metAt).toBe(now);
  });

  test('the reasons for a delay are asked for by the provision that was missed', () => {
    const told = anAwareBreach({ roles: ['processor'] });
    const outcome = breachDecider.decide(by(submit('controller-notice', now)), told.state, now);

    expect(outcome).toMatchObject({ type: 'LateWithoutReasons', article: 'GDPR Art. 33(2)' });
  });

  test('what follows is not older than what it follows', () => {
    const breach = anAwareBreach({}, [notify(hoursAfter(now, 2), { isComplete: false }), hoursAfter(now, 2)]);

    expect(breach.when(by(notify(now)), hoursAfter(now, 3)).refused).toBe('SentBeforeOrdered');
  });

  test('a follow-up after the 72 hours needs no reasons: the first one kept them', () => {
    const breach = anAwareBreach({}, [notify(now, { isComplete: false }), now]);

    expect(breach.when(by(notify(late)), late).refused).toBeUndefined();
  });
});

describe('communication, GDPR Art. 34(3)', () => {
  const exempt = (why: string, at = now): Asked => ({
    type: 'recordCommunication',
    communication: { outcome: 'exempt', ground: 'a', at, reasons: why },
  });
  const told = (documents: readonly string[], at = now): Asked => ({
    type: 'recordCommunication',
    communication: { outcome: 'communicated', way: 'public', at, recipients: 0, documents },
  });

  test('an exemption has reasons, GDPR Art. 34(3), and is of use only against a high risk', () => {
    const high = anAwareBreach({}, [assess('high-risk'), now]);

    expect(high.when(by(exempt('-')), now).refused).toBe('ReasonsMissing');
    expect(computed(high.when(by(exempt('the disk was encrypted')), now), 'gdpr-34').metAt).toBe(now);
    expect(anAwareBreach({}, [assess('risk'), now]).when(by(exempt(reasons)), now).refused).toBe(
      'CommunicationNotOwed',
    );
  });

  test('GDPR Art. 34(3): a high risk that is found after an exemption takes another decision', () => {
    const lowered = [
      [assess('high-risk'), now],
      [exempt(reasons), now],
      [assess('risk'), now],
    ] as const;
    expect(computed(anAwareBreach({}, ...lowered), 'gdpr-34').metAt).toBe(now);

    const raised = anAwareBreach({}, ...lowered, [assess('high-risk'), now]);
    expect(computed(raised, 'gdpr-34').metAt).toBeUndefined();
    expect(isCommunicationOpen(known(raised.state))).toBe(true);
    expect(computed(raised.when(by(exempt(reasons)), now), 'gdpr-34').metAt).toBe(now);

    const toldFirst = anAwareBreach({}, [assess('high-risk'), now], [told(['d1']), now], [assess('high-risk'), now]);
    expect(computed(toldFirst, 'gdpr-34').metAt).toBe(now);
  });

  test('GDPR Art. 34(1), 34(3): nobody was told, or exempted, before the breach began', () => {
    const anchors = { firstInformedAt: at(informedAt), occurredFrom: at(informedAt) };
    const high = anAwareBreach({ anchors }, [assess('high-risk'), now]);
    const before = hoursAfter(informedAt, -1);

    expect(high.when(by(told(['d1'], before)), now).refused).toBe('AnchorsOutOfOrder');
    expect(high.when(by(exempt(reasons, before)), now).refused).toBe('AnchorsOutOfOrder');
    expect(high.when(by(told(['d1'], informedAt)), now).refused).toBeUndefined();
  });

  test('who was told, and what, is shown; nobody is told in the future', () => {
    const high = anAwareBreach({}, [assess('high-risk'), now]);

    expect(high.when(by(told([])), now).refused).toBe('EvidenceMissing');
    expect(high.when(by(told(['d1'], hoursAfter(now, 1))), now).refused).toBe('SentInFuture');
    expect(high.when(by(told(['d1'])), now).refused).toBeUndefined();
  });
});

describe('closing', () => {
  const close: Asked = { type: 'close' };
  const lesson = (overrides = {}): Asked => ({
    type: 'putLesson',
    lesson: {
      id: 'l1',
      text: 'Second factor for all mailboxes',
      owner: 't-bakker',
      doneBy: '2026-12-31',
      retestOn: '2027-02-01',
      ...overrides,
    },
  });
  const done = [
    [assess('risk'), now],
    [notify(now), now],
  ] as const;

  test('a breach is closed once it is decided, assessed, sent and learnt from', () => {
    expect(aBreach([report(), informedAt]).when(by(close), now).refused).toBe('NotDecided');
    expect(anAwareBreach().when(by(close), now).refused).toBe('NotDecided');
    expect(anAwareBreach({}, [assess('risk'), now]).when(by(close), now).refused).toBe('ClockRunning');

    const { state, refused } = anAwareBreach({}, ...done).when(by(close), now);
    expect(refused).toBeUndefined();
    expect(breachDecider.isClosed(state)).toBe(true);
    expect(breachDecider.nextMilestone(state)).toBeUndefined();
  });

  test.each(['owner', 'doneBy', 'retestOn'])('a lesson without %s keeps it open', (part) => {
    const breach = anAwareBreach({}, ...done, [lesson({ [part]: undefined }), now]);

    expect(breach.when(by(close), now).refused).toBe('LessonOpen');
    const whole = breach.when(by(lesson()), now);
    expect(known(whole.state).lessons).toHaveLength(1);
  });

  test('what is not done yet is not tested again', () => {
    expect(anAwareBreach().when(by(lesson({ retestOn: '2026-12-01' })), now).refused).toBe('RetestTooEarly');
  });

  test('a closed case takes nothing more', () => {
    const closed = anAwareBreach({}, ...done, [close, now]);
    const asked: readonly Asked[] = [
      close,
      lesson(),
      notify(now),
      { type: 'addNote', text: 'later' },
      { type: 'addMeasure', text: 'later' },
    ];

    expect(asked.map((command) => closed.when(by(command), now).refused)).toEqual(asked.map(() => 'CaseNotOpen'));
  });

  test('data that are away keep it open, and come back once, not in the future', () => {
    const away = anAwareBreach({ aspects: ['availability'], restorationPeriod: 'PT8H' }, ...done);
    const back = (restoredAt: string): Asked => ({ type: 'recordRestoration', restoredAt });

    expect(away.when(by(close), now).refused).toBe('ClockRunning');
    expect(away.when(by(back(late)), now).refused).toBe('AnchorInFuture');
    expect(anAwareBreach().when(by(back(now)), now).refused).toBe('NothingToRestore');
    const returned = anAwareBreach({ aspects: ['availability'], restorationPeriod: 'PT8H' }, ...done, [back(now), now]);
    expect(returned.when(by(back(now)), now).refused).toBe('AlreadyDecided');
    expect(returned.when(by(close), now).refused).toBeUndefined();
  });

  test('a promise nobody made is not kept', () => {
    expect(anAwareBreach().when(by({ type: 'keepCommitment', id: 'x', keptAt: now }), now).refused).toBe(
      'SubmissionNotOwed',
    );
  });
});

describe('hand-overs', () => {
  test('are counted, tell the new owner, and are none to oneself', () => {
    const breach = anAwareBreach();
    const to = (person: string): Asked => ({ type: 'handOver', to: person, reasons: 'end of the shift' });
    const { state, effects } = breach.when(by(to('r-visser')), now);

    expect(known(state)).toMatchObject({ owner: 'r-visser', handovers: 1 });
    expect(effects).toMatchObject([{ alert: 'handed-over', owner: 'r-visser' }]);
    expect(breach.when(by(to('m-adeyemi')), now).refused).toBe('AlreadyOwner');
    expect(clockOf({ state }, 'gdpr-33-sa')).toEqual(clockOf(breach, 'gdpr-33-sa'));
  });
});
