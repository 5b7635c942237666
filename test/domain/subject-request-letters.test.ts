import { expect, test } from 'vitest';
import { duly } from '../../domain/actor.js';
import { letterNames } from '../../domain/letter.js';
import type { LetterName } from '../../domain/letter.js';
import { effectsOf, laneOf } from '../../domain/subject-request.effects.js';
import { letterTroubles, sentFactOf } from '../../domain/subject-request.js';
import { boardRow } from '../../domain/subject-request.standing.js';
import {
  aRequest,
  approved,
  asked,
  daysFrom,
  extensionGranted,
  gathered,
  happened,
  known,
  left,
  monthEnd,
  operator,
  ordered,
  proposed,
  soon,
  withdrawn,
} from './a-request.js';

/** A request in which this letter is ordered, and the key of that effect. */
const orders: Readonly<Record<LetterName, readonly [ReturnType<typeof aRequest>, string]>> = {
  acknowledgement: [aRequest(), '0.0'],
  'identity-request': [aRequest(asked), '1.0'],
  extension: [aRequest(extensionGranted), '1.0'],
  refusal: [aRequest(proposed(), approved), '2.0'],
  answer: [aRequest(...gathered, ordered), '4.0'],
  'withdrawal-confirmation': [aRequest(withdrawn), '1.0'],
};
const bounce = (effect: string) => ({ type: 'noteBounce', by: duly, effect, status: '5.1.1' }) as const;
const failedFor = (what: 'sendLetter' | 'alertStaff' | 'readIdentityResult', letter?: LetterName) =>
  ({ type: 'noteEffectFailed', by: duly, what, effect: '0.0', letter }) as const;
const trouble = (letter: LetterName, effect: string, reason: (typeof letterTroubles)[number]) =>
  happened({ type: 'letterNeedsPerson', effect, letter, reason });

test.each(letterNames.map((letter) => ({ letter })))(
  '$letter becomes a fact of its own once it has left',
  ({ letter }) => {
    const [before, effect] = orders[letter];
    const came = { outcome: 'sent', reportedAt: '2026-03-05T08:59:58.000Z', messageId: '<1@example.org>' } as const;
    const { facts } = before.when({ type: 'noteLetter', by: duly, effect, letter, came }, soon);

    expect(facts).toMatchObject([
      {
        type: sentFactOf[letter],
        effect,
        sentAt: soon,
        reportedAt: came.reportedAt,
        messageId: came.messageId,
        how: 'mail',
      },
    ]);
  },
);

test.each(letterNames.map((letter) => ({ letter })))(
  '$letter in trouble waits for a person, and people are told',
  ({ letter }) => {
    const [before, effect] = orders[letter];
    const came = { outcome: 'trouble', reason: 'no-mail-address' } as const;
    const open = before.when({ type: 'noteLetter', by: duly, effect, letter, came }, soon);
    expect(open.effects).toMatchObject([{ type: 'alertStaff', alert: 'letter-needs-person' }]);
    expect(boardRow(open.state)?.waitingFor).toBe('a letter to be sent by hand');

    const { openLetters } = known(open.state);
    expect(openLetters).toEqual([{ effect, letter, reason: 'no-mail-address' }]);
  },
);

test.each(letterTroubles.map((reason) => ({ reason })))(
  'a letter in trouble ($reason) waits for a person, who records it',
  ({ reason }) => {
    const before = aRequest(asked, trouble('identity-request', '1.0', reason));
    const { facts, state } = before.when({ type: 'recordLetterSent', by: operator, effect: '1.0', sentAt: soon }, soon);

    expect(facts).toMatchObject([{ type: 'identityEvidenceRequested', how: 'by-hand', sentAt: soon, by: operator }]);
    expect(known(state)).toMatchObject({ openLetters: [], identityAskedAt: soon });
  },
);

test('only a letter that waits for a person is recorded by hand', () => {
  const record = { type: 'recordLetterSent', by: operator, effect: '0.0', sentAt: soon } as const;

  expect(aRequest().when(record).refused).toBe('LetterNotOpen');
  expect(aRequest(asked, trouble('identity-request', '1.0', 'refused')).when(record).refused).toBe('LetterNotOpen');
});

test.each([
  ['2026-03-04T08:59:59.999Z', 'SentBeforeOrdered'],
  ['2026-03-04T09:00:00.000Z', undefined],
  [soon, undefined],
  ['2026-03-05T09:00:00.001Z', 'SentInFuture'],
])('a letter ordered on the fourth and recorded on the fifth as sent at %s meets %s', (sentAt, refused) => {
  const before = aRequest(asked, trouble('identity-request', '1.0', 'refused'));

  expect(before.when({ type: 'recordLetterSent', by: operator, effect: '1.0', sentAt }, soon).refused).toBe(refused);
});

test('the same bounce told twice is one fact', () => {
  const once = aRequest(left('requestAcknowledged', '0.0')).when(bounce('0.0'));
  expect(once.facts).toMatchObject([{ type: 'letterBounced', letter: 'acknowledgement', status: '5.1.1' }]);
  expect(once.effects).toMatchObject([{ alert: 'letter-needs-person' }]);

  const bounced = aRequest(left('requestAcknowledged', '0.0'), ...once.facts);
  expect(bounced.when(bounce('0.0')).facts).toEqual([]);
});

test('a bounce told again after the letter went by hand reopens nothing', () => {
  const bounced = aRequest(
    left('requestAcknowledged', '0.0'),
    happened({ type: 'letterBounced', effect: '0.0', letter: 'acknowledgement', status: '5.1.1' }),
  );
  const { facts } = bounced.when({ type: 'recordLetterSent', by: operator, effect: '0.0', sentAt: soon }, soon);
  const byHand = aRequest(
    left('requestAcknowledged', '0.0'),
    happened({ type: 'letterBounced', effect: '0.0', letter: 'acknowledgement', status: '5.1.1' }),
    ...facts,
  );

  expect(known(byHand.state).openLetters).toEqual([]);
  expect(byHand.when(bounce('0.0')).facts).toEqual([]);
});

test('a bounce of a letter that is not ours is nothing to this case', () => {
  expect(aRequest().when(bounce('7.3')).facts).toEqual([]);
});

test.each([
  ['answer', aRequest(...gathered, ordered, left('answerSent', '4.0')), '4.0', 'answering'],
  ['refusal', aRequest(proposed(), approved, left('requestRefused', '2.0')), '2.0', 'refusing'],
] as const)(
  'Art. 12(3): an %s that came back was not given, so the clock runs again',
  (letter, before, effect, phase) => {
    const { state, facts } = before.when(bounce(effect));

    expect(known(state).phase).toBe('open');
    expect(boardRow(state)).toMatchObject({ phase, dueAt: monthEnd, waitingFor: 'a letter to be sent by hand' });
    expect(facts).toMatchObject([{ letter }]);
  },
);

test('Art. 12(3): an answer that came back is given by hand, and settles the request again', () => {
  const sent = [...gathered, ordered, left('answerSent', '4.0')];
  const bounced = happened({ type: 'letterBounced', effect: '4.0', letter: 'answer', status: '5.1.1' });
  const byHand = { type: 'recordLetterSent', by: operator, effect: '4.0', sentAt: soon } as const;

  expect(aRequest(...sent, bounced).when(byHand, soon).state).toMatchObject({ phase: 'settled', outcome: 'answered' });
});

test('an identity question that came back suspends nothing', () => {
  const before = aRequest(asked, left('identityEvidenceRequested', '1.0'));

  expect(known(before.when(bounce('1.0')).state).identityAskedAt).toBeUndefined();
});

test('once a request is settled, older letters in trouble need nobody', () => {
  const settled = aRequest(
    trouble('acknowledgement', '0.0', 'failed'),
    ...gathered,
    ordered,
    left('answerSent', '5.0'),
  );
  expect(known(settled.state).openLetters).toEqual([]);

  const came = { outcome: 'trouble', reason: 'refused' } as const;
  const after = settled.when({ type: 'noteLetter', by: duly, effect: '0.0', letter: 'acknowledgement', came });
  expect(after).toMatchObject({ facts: [{ type: 'letterNeedsPerson' }], effects: [] });
});

test('Art. 12(3): an answer that came back after the case was closed opens it again, late, so that a person can give it', () => {
  const late = daysFrom(monthEnd, 60);
  const sent = [...gathered, ordered, left('answerSent', '4.0'), happened({ type: 'caseClosed' })];
  const bounced = aRequest(...sent).when(bounce('4.0'), late);

  expect(bounced.effects).toMatchObject([{ alert: 'letter-needs-person' }]);
  expect(boardRow(bounced.state)).toMatchObject({ phase: 'answering', dueAt: monthEnd, closed: false });

  const open = aRequest(...sent, ...bounced.facts);
  const byHand = { type: 'recordLetterSent', by: operator, effect: '4.0', sentAt: late } as const;
  expect(open.nextMilestone?.command.type).toBe('passDeadline');
  expect(open.when(byHand, late).state).toMatchObject({ phase: 'settled', outcome: 'answered' });
});

test('another letter that came back after the case was closed is kept as a fact, and asks nobody for anything', () => {
  const closed = happened({ type: 'caseClosed' });
  const ended = aRequest(left('requestAcknowledged', '0.0'), ...gathered, ordered, left('answerSent', '5.0'), closed);
  const unconfirmed = aRequest(withdrawn, left('withdrawalConfirmed', '1.0'), closed);

  for (const after of [ended.when(bounce('0.0')), unconfirmed.when(bounce('1.0'))]) {
    expect(after).toMatchObject({ facts: [{ type: 'letterBounced' }], effects: [], state: { phase: 'closed' } });
    expect(known(after.state).openLetters).toEqual([]);
  }
});

test('a letter that still waits when its case is closed waits no longer: nobody could record it', () => {
  const open = trouble('withdrawal-confirmation', '1.0', 'refused');
  const { state } = aRequest(withdrawn, open, happened({ type: 'caseClosed' }));

  expect(known(aRequest(withdrawn, open).state).openLetters).toHaveLength(1);
  expect(boardRow(state)).toMatchObject({ closed: true, waitingFor: 'nothing' });
});

test('a letter that failed for good waits for a person, and people are told', () => {
  const { facts, effects, state } = aRequest().when(failedFor('sendLetter', 'acknowledgement'));

  expect(facts).toMatchObject([{ type: 'effectFailed', letter: 'acknowledgement' }]);
  expect(effects).toMatchObject([{ alert: 'effect-failed' }]);
  expect(known(state).openLetters).toEqual([{ effect: '0.0', letter: 'acknowledgement', reason: 'failed' }]);
});

test('people are told when an identity result could not be read', () => {
  expect(aRequest().when(failedFor('readIdentityResult')).effects).toMatchObject([{ alert: 'effect-failed' }]);
});

test('a failed alert raises no alert, or two dead systems would talk for ever', () => {
  const { facts, effects, state } = aRequest().when(failedFor('alertStaff'));

  expect(facts).toMatchObject([{ type: 'effectFailed' }]);
  expect(effects).toEqual([]);
  expect(known(state).failedEffects).toEqual(['0.0']);
});

test('an alert that was sent is noted, and nothing else changes', () => {
  const { facts, state } = aRequest().when({ type: 'noteAlert', by: duly, effect: '3.0' });

  expect(facts).toMatchObject([{ type: 'alertSent', effect: '3.0' }]);
  expect(state).toEqual(aRequest().state);
});

test('letters to one person keep their order; alerts and look-ups go beside them', () => {
  const { state } = aRequest();
  const letter = effectsOf({ type: 'identityAsked', doubt: '' }, state)[0];
  const alert = effectsOf({ type: 'deadlinePassed', dueAt: monthEnd }, state)[0];

  expect([letter, alert].map((effect) => effect && laneOf(effect))).toEqual(['data-subject', 'alertStaff']);
});
