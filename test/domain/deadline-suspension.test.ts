import { describe, expect, test } from 'vitest';
import { calendarFor } from '../../calendars/calendar-for.js';
import { answerBy, computeDeadline, suspendedAnswerBy } from '../../domain/deadline.js';
import type { DeadlineQuestion, WaitingInterval } from '../../domain/deadline-question.js';

const german = calendarFor({ memberState: 'DE', from: '2026-01-01', until: '2027-06-30' });
const british = calendarFor({ memberState: 'UK', from: '2025-01-01', until: '2027-06-30' });
const receivedAt = '2026-03-03T09:00:00Z';

function suspended(...waiting: WaitingInterval[]) {
  return suspendedAnswerBy(receivedAt, 'Europe/Berlin', german, waiting);
}

function inTheUnitedKingdom(asked: Partial<DeadlineQuestion>) {
  return computeDeadline({ period: 'P1M', timeZone: 'Europe/London', receivedOn: '2026-03-03', ...asked }, british);
}

describe('the second clock, beside the one that is due', () => {
  test('EDPB Guidelines 01/2022, para. 159: the whole days of waiting are added to the nominal end, then it moves once', () => {
    expect(suspended({ from: '2026-03-05', until: '2026-03-13' })).toMatchObject({
      days: 8,
      nominalOn: '2026-04-11',
      dueOn: '2026-04-13',
      dueAt: '2026-04-13T22:00:00.000Z',
      binds: false,
    });
  });

  test('EDPB Guidelines 01/2022, para. 159: the clock that is due never stands still', () => {
    const waiting = [{ from: '2026-03-05', until: '2026-03-13' }];
    const question = { period: 'P1M', receivedAt, timeZone: 'Europe/Berlin', waiting };

    const due = computeDeadline(question, german);

    expect(due.dueAt).toBe(answerBy(receivedAt, 'Europe/Berlin', german).dueAt);
    expect(due.suspended?.unsuspended.dueAt).toBe(due.dueAt);
  });

  test('EDPB Guidelines 01/2022, para. 159: asked later than three days after receipt nothing stands still', () => {
    expect(suspended({ from: '2026-03-06', until: '2026-03-16' }).days).toBe(10);
    expect(suspended({ from: '2026-03-07', until: '2026-03-16' })).toMatchObject({
      days: 0,
      dueOn: '2026-04-07',
      notCounted: [{ because: 'askedTooLate' }],
    });
  });

  test('EDPB Guidelines 01/2022, para. 159: a second question is timely within three days of the first answer', () => {
    const first = { from: '2026-03-04', until: '2026-03-10' };

    expect(suspended(first, { from: '2026-03-12', until: '2026-03-14' }).days).toBe(8);
    expect(suspended(first, { from: '2026-03-20', until: '2026-03-24' }).days).toBe(6);
  });

  test('overlapping waits are counted once, in whatever order they are told', () => {
    const waits = [
      { from: '2026-03-05', until: '2026-03-10' },
      { from: '2026-03-04', until: '2026-03-08' },
    ];

    expect(suspended(...waits).days).toBe(6);
    expect(suspended(...waits.reverse()).days).toBe(6);
  });

  test('an answer on the day of the question stops nothing', () => {
    expect(suspended({ from: '2026-03-05', until: '2026-03-05' })).toMatchObject({ days: 0, dueOn: '2026-04-07' });
  });

  test('a wait that ended before the request came is left out', () => {
    expect(suspended({ from: '2026-02-01', until: '2026-02-10' }).notCounted).toMatchObject([
      { because: 'answeredAlready' },
    ]);
  });

  test('GDPR Art. 12(3): extension and waiting are added to the earlier reading, then it moves once', () => {
    const waiting = [{ from: '2026-02-02', until: '2026-02-05' }];

    expect(suspendedAnswerBy('2026-01-31T09:00:00Z', 'Europe/Berlin', german, waiting, true)).toMatchObject({
      nominalOn: '2026-05-01',
      dueOn: '2026-05-04',
    });
  });
});

describe('the United Kingdom', () => {
  test('UK GDPR Art. 12A: the month runs from the latest of request, identity information and fee', () => {
    const identityInformationOn = '2026-03-09';

    expect(inTheUnitedKingdom({})).toMatchObject({
      rulePack: 'uk-gdpr@1',
      startsOn: '2026-03-03',
      dueOn: '2026-04-07',
    });
    expect(inTheUnitedKingdom({ identityInformationOn })).toMatchObject({
      startsOn: '2026-03-09',
      dueOn: '2026-04-09',
    });
    expect(inTheUnitedKingdom({ identityInformationOn, feePaidOn: '2026-03-11' }).dueOn).toBe('2026-04-13');
    expect(inTheUnitedKingdom({ identityInformationOn: '2026-03-01' }).startsOn).toBe('2026-03-03');
  });

  test('UK GDPR Art. 12A: days between the question and the answer do not count, and the moved date is due', () => {
    const waiting = [{ from: '2026-03-17', until: '2026-03-20' }];

    expect(inTheUnitedKingdom({ waiting })).toMatchObject({
      nominalOn: '2026-04-06',
      dueOn: '2026-04-07',
      suspended: { binds: true, days: 3, unsuspended: { dueOn: '2026-04-07' } },
    });
    expect(inTheUnitedKingdom({ waiting: [{ from: '2026-03-17', until: '2026-03-31' }] }).dueOn).toBe('2026-04-17');
  });

  test('UK GDPR Art. 12A: a question after the period was over stops no clock', () => {
    const waiting = [{ from: '2026-04-20', until: '2026-04-30' }];

    expect(inTheUnitedKingdom({ waiting })).toMatchObject({
      dueOn: '2026-04-07',
      suspended: { notCounted: [{ because: 'periodOver' }] },
    });
  });

  test('UK GDPR Art. 12A: a period that starts before the rules applied says so', () => {
    expect(inTheUnitedKingdom({ receivedOn: '2025-06-03' }).steps[0]?.text).toContain(
      'applies since Thursday 5 February 2026',
    );
  });

  test('UK GDPR Art. 12A: bank holidays by the library bind in years that no list covers', () => {
    expect(inTheUnitedKingdom({ receivedOn: '2027-03-29' }).calendarComplete).toBe(true);
    expect(inTheUnitedKingdom({ receivedOn: '2026-11-28' })).toMatchObject({ dueOn: '2026-12-29' });
  });
});
