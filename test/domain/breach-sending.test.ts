import { describe, expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import type { SendingOrder, SendingOutcome } from '../../domain/breach.sending.js';
import type { BreachRegistration } from '../../domain/breach.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import {
  aBreach,
  after,
  anAwareBreach,
  assess,
  aware,
  by,
  computed,
  informedAt,
  known,
  reasons,
  report,
  submit,
} from './a-breach.js';
import type { Asked } from './a-breach.js';

const [frozenAt, orderedAt, answeredAt] = [9, 10, 11].map((hours) => hoursAfter(informedAt, hours)) as [
  Instant,
  Instant,
  Instant,
];
const organisation = { name: 'Example Cloud SE', contact: 'Hauptstrasse 1, 10115 Berlin' };
const freeze: Asked = {
  type: 'freezeNotification',
  order: { subtype: 'incomplete', organisation, isEstablishedInEea: true },
};
const send = (overrides: Partial<SendingOrder> = {}): Asked => ({
  type: 'sendNotification',
  order: { version: 1, channel: 'endpoint', authority: 'de-be', ...overrides },
});
const taken = { outcome: 'taken', takenAt: answeredAt, receipt: 'BE-2026-1', documents: ['a'] } as const;
const answer = (outcome: SendingOutcome = taken): Asked => ({
  type: 'noteSending',
  effect: '9.0',
  version: 1,
  ...outcome,
});
const frozen = (overrides: Partial<BreachRegistration> = {}, ...more: readonly (readonly [Asked, Instant])[]) =>
  anAwareBreach(overrides, [assess('risk'), frozenAt], [freeze, frozenAt], ...more);
const ordered = (...more: readonly (readonly [Asked, Instant])[]) => frozen({}, [send(), orderedAt], ...more);

describe('an order to send', () => {
  test('GDPR Art. 33(1): sends what was frozen, and stops no clock by itself', () => {
    const { effects, state } = frozen().when(by(send()), orderedAt);

    expect(effects).toMatchObject([{ type: 'sendNotification', version: 1, channel: 'endpoint', times: 1 }]);
    expect(computed({ state }, 'gdpr-33-sa').metAt).toBeUndefined();
    expect(known(state).submissions).toEqual([]);
  });

  test('is refused for what was never frozen, what is on record as sent, and what is no breach yet', () => {
    const sent = frozen({}, [submit('authority-notification', orderedAt, { version: 1 }), orderedAt]);

    expect(frozen().when(by(send({ version: 2 })), orderedAt).refused).toBe('VersionUnknown');
    expect(sent.when(by(send()), answeredAt).refused).toBe('AlreadySubmitted');
    expect(aBreach([report(), informedAt]).when(by(send()), orderedAt).refused).toBe('SubmissionNotOwed');
  });

  test('is refused while one is under way, and where the authority has a form alone', () => {
    expect(ordered().when(by(send()), answeredAt).refused).toBe('SendingUnderWay');
    expect(frozen().when(by(send({ channel: 'form' })), orderedAt).refused).toBe('ChannelTakesNoSending');
  });

  test('GDPR Art. 33(1): after the end it takes the reasons for the delay', () => {
    const late = hoursAfter(informedAt, 80);

    expect(frozen().when(by(send()), late).refused).toBe('LateWithoutReasons');
    expect(frozen().when(by(send({ channel: 'mail', reasonsForDelay: reasons })), late).refused).toBeUndefined();
  });

  test('GDPR Art. 33(1): the endpoint takes what was frozen alone, so reasons said beside it are frozen first', () => {
    const late = hoursAfter(informedAt, 80);
    expect(frozen().when(by(send({ reasonsForDelay: reasons })), late).refused).toBe('ReasonsMissing');
  });

  test('is waited for by the end of the case, and recorded by hand meanwhile it is one submission', () => {
    expect(ordered().when(by({ type: 'close' }), answeredAt).refused).toBe('SendingUnderWay');
    const byHand = ordered([submit('authority-notification', orderedAt, { version: 1 }), orderedAt]);
    const { state } = byHand.when(by(answer()), answeredAt);
    expect(known(state).submissions).toHaveLength(1);
    expect(known(state).sendings).toMatchObject([{ outcome: 'taken' }]);
  });

  test.each([
    ['by hand', orderedAt, orderedAt],
    ['of the authority', answeredAt, hoursAfter(orderedAt, 0.5)],
  ])(
    'GDPR Art. 5(2): of two evidences of one sending both stay, and the earlier instant, the one %s, counts',
    (_, at, takenAt) => {
      const evidence = { version: 1, receipt: 'typed', documents: ['b'] };
      const byHand = ordered([submit('authority-notification', at, evidence), at]);
      const { state } = byHand.when(by(answer({ ...taken, takenAt })), answeredAt);
      const earlier = takenAt < at ? takenAt : at;
      expect(known(state).submissions).toMatchObject([
        { submittedAt: earlier, receipt: 'typed, BE-2026-1', documents: ['b', 'a'] },
      ]);
      expect(computed({ state }, 'gdpr-33-sa').metAt).toBe(earlier);
    },
  );

  test('GDPR Art. 5(2): the register shows what was recorded by hand and what the authority answered, each by whom', () => {
    const facts = after(
      [report(), informedAt],
      [aware(), informedAt],
      [assess('risk'), frozenAt],
      [freeze, frozenAt],
      [send(), orderedAt],
      [submit('authority-notification', orderedAt, { version: 1, receipt: 'typed' }), orderedAt],
      [answer(), answeredAt],
    );
    const entry = registerEntryOf(facts, fold(breachDecider, facts).state, answeredAt);
    expect(entry?.submissions.map(({ receipt }) => receipt)).toEqual(['typed', 'BE-2026-1']);
  });

  test('of a drill says so, so that it reaches nobody', () => {
    expect(frozen({ drill: true }).when(by(send()), orderedAt).effects).toMatchObject([{ drill: true }]);
  });
});

describe('what came of it', () => {
  test('the receipt of the authority is the evidence that stops the clock, at the time that it names', () => {
    const { facts, state } = ordered().when(by(answer()), answeredAt);

    expect(facts[0]).toMatchObject({ type: 'submissionEvidenced', effect: '9.0' });
    expect(known(state).submissions).toMatchObject([
      { version: 1, submittedAt: answeredAt, receipt: 'BE-2026-1', isComplete: false },
    ]);
    expect(computed({ state }, 'gdpr-33-sa').metAt).toBe(answeredAt);
  });

  test.each([
    ['refused', { outcome: 'refused', code: 422, documents: ['a'] }],
    ['unresolved', { outcome: 'unresolved', why: 'OutcomeUnknown', documents: ['a'] }],
  ] as const)('what was %s tells people and leaves the clock running, and can be ordered again', (outcome, came) => {
    const settled = ordered([answer(came), answeredAt]);
    const { effects, state } = ordered().when(by(answer(came)), answeredAt);

    expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
    expect(computed({ state }, 'gdpr-33-sa').metAt).toBeUndefined();
    expect(known(state).sendings?.map((sending) => sending.outcome)).toEqual([outcome]);
    expect(settled.when(by(send()), answeredAt).effects).toMatchObject([{ type: 'sendNotification', times: 2 }]);
  });

  test.each([
    ['before the order', hoursAfter(orderedAt, -1)],
    ['in the future', hoursAfter(answeredAt, 1)],
  ])('a receipt %s is not believed', (_when, takenAt) => {
    const { facts, state } = ordered().when(by(answer({ ...taken, takenAt })), answeredAt);

    expect(facts).toMatchObject([{ type: 'notificationUnresolved', why: 'ReceiptNotBelieved' }]);
    expect(known(state).submissions).toEqual([]);
  });

  test('a receipt that the first order brought is believed when the second one reads it back', () => {
    const unclear = answer({ outcome: 'unresolved', why: 'AnswerNotUnderstood', documents: [] });
    const again = ordered([unclear, answeredAt], [send(), hoursAfter(answeredAt, 1)]);

    const { facts } = again.when(by(answer()), hoursAfter(answeredAt, 2));

    expect(facts[0]).toMatchObject({ type: 'submissionEvidenced', submission: { submittedAt: answeredAt } });
  });

  test('a sending that Duly gave up is unresolved, and a person settles it by recording', () => {
    const gaveUp: Asked = { type: 'noteEffectFailed', effect: '9.0', what: 'sendNotification' };
    const { state, effects } = ordered().when(by(gaveUp), answeredAt);

    expect(known(state).sendings?.map(({ outcome }) => outcome)).toEqual(['unresolved']);
    expect(effects).toMatchObject([{ type: 'alertStaff' }]);
    const recorded = ordered([gaveUp, answeredAt]).when(
      by(submit('authority-notification', answeredAt, { version: 1 })),
      answeredAt,
    );
    expect(recorded.refused).toBeUndefined();
  });

  test('notifications keep their order among themselves, and hold up nothing else', () => {
    const [effect] = frozen().when(by(send()), orderedAt).effects;

    expect(effect && breachDecider.laneOf(effect, '9.0')).toBe('authority');
  });
});
