import { describe, expect, test } from 'vitest';
import { isCommunicationOpen, mustCommunicate } from '../../domain/breach.duties.js';
import { openMessages, openQuestions } from '../../domain/breach.authority.js';
import type { AuthorityMessage } from '../../domain/breach.authority.js';
import { stageReached } from '../../domain/breach.stages.js';
import { breachPhaseOf } from '../../domain/breach.standing.js';
import type { Communication } from '../../domain/breach.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, assess, at, by, clockOf, computed, informedAt, known, reasons, submit } from './a-breach.js';
import type { Asked, GivenBreach } from './a-breach.js';

const notifiedAt = hoursAfter(informedAt, 2);
const receivedAt = hoursAfter(informedAt, 4);
const dueAt = hoursAfter(receivedAt, 48);
const now = hoursAfter(informedAt, 5);

function wrote(overrides: Partial<AuthorityMessage> = {}): Asked {
  const message = { id: 'A1', kind: 'question', text: 'How many?', receivedAt, documents: [], ...overrides } as const;
  return { type: 'recordAuthorityMessage', message };
}
const answered = (overrides = {}): Asked => ({
  type: 'answerAuthority',
  answer: { message: 'A1', text: 'Forty.', sentAt: now, receipt: 'AP-9', documents: [], ...overrides },
});
const asked = (overrides = {}): Asked => ({
  type: 'askAuthority',
  question: { id: 'Q1', text: 'Need we tell them?', sentAt: now, receipt: 'AP-8', documents: [], ...overrides },
});
const tell = { kind: 'order', provision: 'GDPR Art. 34(4)', dueAt } as const;
const communicated = (told: string): Asked => ({
  type: 'recordCommunication',
  communication: { outcome: 'communicated', way: 'individual', at: told, recipients: 40, documents: ['d1'] },
});
const exempt: Asked = {
  type: 'recordCommunication',
  communication: { outcome: 'exempt', ground: 'a', at: now, reasons } satisfies Communication,
};

/** Notified, so that nothing but the authority is left to wait. */
function notified(level: 'risk' | 'high-risk', ...more: readonly Asked[]): GivenBreach {
  return anAwareBreach(
    {},
    [assess(level), notifiedAt],
    [submit('authority-notification', notifiedAt), notifiedAt],
    ...more.map((step) => [step, now] as const),
  );
}
const refusalOf = (breach: GivenBreach, step: Asked) => breach.when(by(step), now).refused;

describe('what the authority asks or orders, GDPR Art. 58(1), 58(2)', () => {
  test.each([
    ['in the future', wrote({ receivedAt: hoursAfter(now, 1) }), 'ReceiptInFuture'],
    ['before the breach began', wrote({ receivedAt: hoursAfter(informedAt, -9) }), 'AnchorsOutOfOrder'],
    ['due before it was received', wrote({ dueAt: receivedAt }), 'AnchorsOutOfOrder'],
    ['as an answer to what we never asked', wrote({ kind: 'view', answers: 'Q1' }), 'SubmissionNotOwed'],
    ['as the end of what was never ordered', wrote({ kind: 'view', lifts: 'A7' }), 'SubmissionNotOwed'],
    ['as the end of itself', wrote({ kind: 'view', lifts: 'A1' }), 'SubmissionNotOwed'],
  ])('nothing comes in %s', (_what, step, refusal) => {
    const occurredFrom = at(hoursAfter(informedAt, -8));
    const breach = anAwareBreach({ anchors: { firstInformedAt: at(informedAt), occurredFrom } });
    expect(refusalOf(breach, step)).toBe(refusal);
  });

  test('Art. 58(1), 58(2): its date is a clock that warns before its end and is met by evidence of the answer alone', () => {
    const breach = notified('risk', wrote({ dueAt }));
    const clock = computed(breach, 'authority:A1');
    expect(clock).toMatchObject({ startsAt: receivedAt, dueAt, basis: 'authority', article: 'GDPR Art. 31' });
    expect(stageReached(known(breach.state), clock, hoursAfter(receivedAt, 25))?.stage.name).toBe('50%');
    expect(stageReached(known(breach.state), clock, hoursAfter(dueAt, 1))?.stage.name).toBe('late');
    expect(refusalOf(breach, { type: 'close' })).toBe('ClockRunning');

    expect(refusalOf(breach, answered({ receipt: ' ' }))).toBe('EvidenceMissing');
    expect(refusalOf(breach, answered({ sentAt: hoursAfter(now, 1) }))).toBe('SentInFuture');
    expect(refusalOf(breach, answered({ sentAt: hoursAfter(receivedAt, -1) }))).toBe('SentBeforeOrdered');
    expect(refusalOf(breach, answered({ message: 'A2' }))).toBe('SubmissionNotOwed');
    const done = notified('risk', wrote({ dueAt }), answered());
    expect(computed(done, 'authority:A1').metAt).toBe(now);
    expect(refusalOf(done, { type: 'close' })).toBeUndefined();
  });

  test('without a date no clock runs, and the case stays open all the same', () => {
    const breach = notified('risk', wrote());
    expect(clockOf(breach, 'authority:A1')).toBeUndefined();
    expect(openMessages(known(breach.state)).map(({ id }) => id)).toEqual(['A1']);
    expect(refusalOf(breach, { type: 'close' })).toBe('ClockRunning');
    expect(refusalOf(notified('risk', wrote(), answered()), { type: 'close' })).toBeUndefined();
  });

  test('a date that the authority moves is recorded under the same name, and no order becomes a view', () => {
    const later = hoursAfter(dueAt, 24);
    const moved = notified('risk', wrote({ dueAt }), wrote({ dueAt: later, corrects: true }));
    expect(computed(moved, 'authority:A1').dueAt).toBe(later);
    expect(known(moved.state).authorityMessages).toHaveLength(1);
    expect(refusalOf(moved, wrote({ kind: 'view', corrects: true }))).toBe('AlreadyDecided');
  });

  test('a corrected view still takes back what it took back, and the earlier receipt counts', () => {
    const view = { id: 'A2', kind: 'view', lifts: 'A1' } as const;
    const [early, late] = [hoursAfter(receivedAt, -1), hoursAfter(receivedAt, 1)];
    const { lifts: _lifts, ...typo } = { ...view, text: 'Put right.', corrects: true } as const;
    const lifted = notified('risk', wrote({ dueAt }), wrote(view), wrote({ ...typo, receivedAt: late }));
    expect(openMessages(known(lifted.state))).toEqual([]);
    expect(known(lifted.state).authorityMessages?.[1]).toMatchObject({ text: 'Put right.', receivedAt });
    const slipped = notified('risk', wrote({ dueAt }), wrote({ dueAt, corrects: true, receivedAt: early }));
    expect(known(slipped.state).authorityMessages).toMatchObject([{ receivedAt: early }]);
  });

  test('a second letter under the same name overwrites nothing, and no correction drops a power or a date', () => {
    const ordered = notified('risk', wrote({ ...tell, dueAt }));
    expect(refusalOf(ordered, wrote({ ...tell, dueAt }))).toBe('AlreadyDecided');
    const dateless = { kind: 'order', provision: 'GDPR Art. 34(4)', corrects: true } as const;
    expect(refusalOf(ordered, wrote(dateless))).toBe('AlreadyDecided');
    expect(refusalOf(ordered, wrote({ kind: 'order', dueAt, corrects: true }))).toBe('AlreadyDecided');
    expect(refusalOf(ordered, wrote({ id: 'A9', corrects: true }))).toBe('SubmissionNotOwed');
  });

  test('Art. 34(4): an order to tell people that names no date has 72 hours as a target, and tells our own people', () => {
    const before = notified('risk');
    const order = by(wrote({ kind: 'order', provision: 'GDPR Art. 34(4)' }));
    const { state, effects } = before.when(order, now);
    const target = { basis: 'target', dueAt: hoursAfter(receivedAt, 72) };
    expect(computed({ state }, 'authority:A1')).toMatchObject(target);
    expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
  });

  test('what it takes back nobody owes any more', () => {
    const lifted = notified('risk', wrote({ dueAt }), wrote({ id: 'A2', kind: 'view', lifts: 'A1' }));
    expect(computed(lifted, 'authority:A1').metAt).toBe(receivedAt);
    expect(openMessages(known(lifted.state))).toEqual([]);
  });
});

describe('an order to tell the data subjects, GDPR Art. 34(4)', () => {
  test('Art. 34(4): it opens the duty where the risk was found lower, and telling them is what fulfils it', () => {
    const ordered = notified('risk', wrote(tell));
    expect(mustCommunicate(known(ordered.state))).toBe(true);
    expect(breachPhaseOf(known(ordered.state))).toBe('toCommunicate');
    expect(clockOf(ordered, 'gdpr-34')).toBeUndefined();

    const onlyAnswered = notified('risk', wrote(tell), answered());
    expect(computed(onlyAnswered, 'authority:A1').metAt).toBeUndefined();
    const told = notified('risk', wrote(tell), communicated(now));
    expect(computed(told, 'authority:A1').metAt).toBe(now);
    expect(breachPhaseOf(known(told.state))).toBe('afterwards');
    expect(refusalOf(told, { type: 'close' })).toBeUndefined();
  });

  test('Art. 34(3), 34(4): it opens the duty again after an exemption, and none counts until the authority lifts it', () => {
    const ordered = notified('high-risk', exempt, wrote(tell));
    expect(breachPhaseOf(known(ordered.state))).toBe('toCommunicate');
    expect(computed(ordered, 'gdpr-34').metAt).toBeUndefined();
    expect(refusalOf(ordered, exempt)).toBe('AlreadyDecided');
    expect(refusalOf(ordered, { type: 'close' })).toBe('ClockRunning');

    const lifted = notified('high-risk', exempt, wrote(tell), wrote({ id: 'A2', kind: 'view', lifts: 'A1' }));
    expect(isCommunicationOpen(known(lifted.state))).toBe(false);
    expect(computed(lifted, 'gdpr-34').metAt).toBe(now);
    expect(refusalOf(lifted, exempt)).toBeUndefined();
  });

  test('a communication from before the order is not the one that was ordered', () => {
    const early = notified('high-risk', communicated(hoursAfter(receivedAt, -1)), wrote(tell));
    expect(isCommunicationOpen(known(early.state))).toBe(true);
    expect(isCommunicationOpen(known(early.when(by(communicated(now)), now).state))).toBe(false);
  });

  test('a processor has nobody of its own to tell: its answer is what ends the order', () => {
    const processor = anAwareBreach({ roles: ['processor'] }, [wrote(tell), now]);
    expect(mustCommunicate(known(processor.state))).toBe(false);
    expect(computed(processor.when(by(answered()), now), 'authority:A1').metAt).toBe(now);
  });
});

describe('what we ask the authority, GDPR Art. 34 and Recital 86', () => {
  test('asking starts no clock, holds none, keeps no case open, and is open until a view comes back', () => {
    const breach = notified('high-risk', asked());
    expect(known(breach.state).clocks.map(({ key }) => key)).toEqual(['gdpr-33-sa', 'gdpr-34']);
    expect(computed(breach, 'gdpr-34')).toMatchObject({ dueAt: hoursAfter(notifiedAt, 72) });
    expect(openQuestions(known(breach.state)).map(({ id }) => id)).toEqual(['Q1']);
    const told = notified('high-risk', asked(), communicated(now));
    expect(refusalOf(told, { type: 'close' })).toBeUndefined();

    const heard = notified('high-risk', asked(), wrote({ kind: 'view', answers: 'Q1' }));
    expect(openQuestions(known(heard.state))).toEqual([]);
  });

  test.each([
    ['without evidence', asked({ id: 'Q2', receipt: undefined }), 'EvidenceMissing'],
    ['in the future', asked({ id: 'Q2', sentAt: hoursAfter(now, 1) }), 'SentInFuture'],
    ['before anybody was informed', asked({ id: 'Q2', sentAt: hoursAfter(informedAt, -1) }), 'SentBeforeOrdered'],
    ['under a name that is taken', asked(), 'AlreadyDecided'],
  ])('nothing is asked %s', (_what, step, refusal) => {
    expect(refusalOf(notified('risk', asked()), step)).toBe(refusal);
  });
});
