import { describe, expect, test } from 'vitest';
import { breachPacks, packsFor } from '../../domain/breach.clock-table.js';
import type { Anchor } from '../../domain/breach.anchors.js';
import { fullHoursEnd } from '../../domain/breach.clocks.js';
import { hoursAfter } from '../../domain/time.js';
import { missingIn } from '../../domain/breach.information.js';
import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import type { BreachRegistration, Commitment } from '../../domain/breach.js';
import { given } from '../support/given.js';
import {
  aBreach,
  aReport,
  after,
  anAwareBreach,
  assess,
  at,
  aware,
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

const soon = hoursAfter(informedAt, 2);

describe('72 hours to the supervisory authority, GDPR Art. 33(1)', () => {
  test.each([
    [
      'Friday afternoon, no weekend shift',
      '2026-11-20T14:20+01:00',
      '2026-11-23T14:20+01:00',
      '2026-11-23T15:00+01:00',
    ],
    ['on the hour, which is not counted', '2026-11-20T15:00+01:00', '2026-11-23T15:00+01:00', '2026-11-23T16:00+01:00'],
    ['over the end of a month', '2026-06-30T14:30+02:00', '2026-07-03T14:30+02:00', '2026-07-03T15:00+02:00'],
    ['over Easter: holidays do not help', '2026-04-02T18:00+02:00', '2026-04-05T18:00+02:00', '2026-04-05T19:00+02:00'],
    ['summer time begins', '2026-03-27T18:00+01:00', '2026-03-30T19:00+02:00', '2026-03-30T20:00+02:00'],
    ['summer time ends', '2026-10-23T18:00+02:00', '2026-10-26T17:00+01:00', '2026-10-26T18:00+01:00'],
    ['inside the repeated hour', '2026-10-25T02:30+02:00', '2026-10-28T01:30+01:00', '2026-10-28T02:00+01:00'],
    ['over a leap day', '2028-02-28T09:00+01:00', '2028-03-02T09:00+01:00', '2028-03-02T10:00+01:00'],
  ])('72 hours of GDPR Art. 33(1), %s: %s ends at %s, in full hours at %s', (_why, awareAt, due, inFullHours) => {
    const awareness = new Date(awareAt).toISOString();
    const later = hoursAfter(awareness, 1);
    const breach = aBreach([report({ anchors: { firstInformedAt: at(awareness) } }), later], [aware(awareness), later]);

    expect(computed(breach, 'gdpr-33-sa').dueAt).toBe(new Date(due).toISOString());
    expect(fullHoursEnd(awareness, 72)).toBe(new Date(inFullHours).toISOString());
  });

  test('it runs while nobody has assessed the risk, ends where a risk is unlikely, and is late at once where that was wrong', () => {
    const breach = anAwareBreach();
    expect(computed(breach, 'gdpr-33-sa').dueAt).toBe(hoursAfter(informedAt, 72));

    const unlikely = anAwareBreach({}, [assess('unlikely'), soon]);
    expect(clockOf(unlikely, 'gdpr-33-sa')).toBeUndefined();

    const raised = anAwareBreach({}, [assess('unlikely'), soon], [assess('risk'), hoursAfter(informedAt, 100)]);
    expect(computed(raised, 'gdpr-33-sa').dueAt).toBe(hoursAfter(informedAt, 72));
    expect(raised.nextMilestone?.at).toBe(hoursAfter(informedAt, 36));
  });

  test('investigating starts none of the clocks of GDPR Art. 33, and not a breach ends them', () => {
    const investigating = aBreach([report(), soon]);
    expect(clockOf(investigating, 'gdpr-33-sa')).toBeUndefined();
    expect(computed(investigating, 'investigation').dueAt).toBe(hoursAfter(informedAt, 24));

    const notABreach: Asked = { type: 'decideAwareness', decision: { outcome: 'notABreach', reasons } };
    const none = anAwareBreach({}, [notABreach, soon]);
    expect(clockOf(none, 'gdpr-33-sa')).toBeUndefined();
  });

  test('the United Kingdom has its own law: UK GDPR Art. 33(1)', () => {
    const breach = anAwareBreach({ packs: ['uk-gdpr@1'] });

    expect(computed(breach, 'gdpr-33-sa')).toMatchObject({
      article: 'UK GDPR Art. 33(1)',
      dueAt: hoursAfter(informedAt, 72),
    });
  });
});

describe('information in phases, GDPR Art. 33(4)', () => {
  test('each incomplete notification asks for the rest, GDPR Art. 33(4); a complete one ends it', () => {
    const first = hoursAfter(informedAt, 20);
    const second = hoursAfter(informedAt, 50);
    const phased = anAwareBreach({}, [submit('authority-notification', first, { isComplete: false }), first]);
    expect(computed(phased, 'gdpr-33-phase')).toMatchObject({ basis: 'target', dueAt: hoursAfter(first, 72) });
    expect(computed(phased, 'gdpr-33-sa').metAt).toBe(first);

    const again = anAwareBreach(
      {},
      [submit('authority-notification', first, { isComplete: false }), first],
      [submit('authority-notification', second, { isComplete: false }), second],
    );
    expect(computed(again, 'gdpr-33-phase').dueAt).toBe(hoursAfter(second, 72));

    const whole = anAwareBreach({}, [submit('authority-notification', first), first]);
    expect(clockOf(whole, 'gdpr-33-phase')).toBeUndefined();
  });
});

describe('a processor tells its controllers, GDPR Art. 33(2)', () => {
  test('within the promised hour, whatever the risk, GDPR Art. 33(2), and owes the authority nothing', () => {
    const breach = anAwareBreach({ roles: ['processor'] });

    expect(computed(breach, 'gdpr-33-2')).toMatchObject({ basis: 'contract', dueAt: hoursAfter(informedAt, 1) });
    expect(clockOf(breach, 'gdpr-33-sa')).toBeUndefined();
  });

  test("the controller's 72 hours start with the processor's notice, whether anybody read it or not", () => {
    const told = hoursAfter(informedAt, -3);
    const breach = aBreach([
      report({ channel: 'processor', anchors: { firstInformedAt: at(informedAt), controllerToldAt: at(told) } }),
      informedAt,
    ]);

    expect(computed(breach, 'gdpr-33-sa')).toMatchObject({ startsAt: told, dueAt: hoursAfter(told, 72) });
  });
});

describe("a processor's notice while we investigate", () => {
  test('is awareness, GDPR Art. 33(1); where we are the processor ourselves it is not', () => {
    const told: Asked = { type: 'setAnchor', name: 'controllerToldAt', anchor: at(soon, { source: 'processor' }) };
    const controller = aBreach([report(), informedAt], [told, soon]);
    expect(computed(controller, 'gdpr-33-sa').startsAt).toBe(soon);
    expect(clockOf(controller, 'investigation')).toBeUndefined();

    const processor = aBreach([report({ roles: ['processor'] }), informedAt], [told, soon]);
    expect(clockOf(processor, 'investigation')).toBeDefined();
  });
});

describe('a chain of processors, each with a clock of its own, GDPR Art. 33(2)', () => {
  const toldBy = { processor: 'example-hoster', maxNotify: 'PT4H' };
  const told = (roles: BreachRegistration['roles'], anchors: BreachRegistration['anchors'] = {}) =>
    report({ roles, channel: 'processor', toldBy, anchors: { firstInformedAt: at(informedAt), ...anchors } });
  const knew = (hours: number) => ({ subProcessorAwareAt: at(hoursAfter(informedAt, hours), { source: 'processor' }) });

  test.each([
    ['on time', -3, undefined, -3, 1, 0],
    ['in the last minute before', -4 + 1 / 60, undefined, -4 + 1 / 60, 1 / 60, 0],
    ['at the end: late', -4, undefined, -4, 0, 0],
    ['a day late', -28, undefined, -28, -24, 0],
    ['its notice came before anybody read it', -5, -2, -5, -1, -2],
    ['the press told us first, the processor later', -1, 1, -1, 3, 1],
    ['the press told us before the processor knew', 0.5, 1, 0.5, 4.5, 1],
  ])(
    'what our processor promised us, GDPR Art. 33(2), %s: it knew at %d, told us at %s',
    (_row, knewAt, toldAt, startsAt, dueAt, metAt) => {
      const notice = toldAt === undefined ? {} : { controllerToldAt: at(hoursAfter(informedAt, toldAt)) };
      const now = hoursAfter(informedAt, 2);
      const breach = aBreach([told(['controller'], { ...knew(knewAt), ...notice }), now]);

      expect(computed(breach, 'processor-notice')).toMatchObject({
        ...{ basis: 'contract', startsAt: hoursAfter(informedAt, startsAt) },
        ...{ dueAt: hoursAfter(informedAt, dueAt), metAt: hoursAfter(informedAt, metAt) },
      });
      expect(computed(breach, 'gdpr-33-sa').startsAt).toBe(hoursAfter(informedAt, toldAt ?? 0));
      expect(breach.nextMilestone?.command).toMatchObject({ clock: 'gdpr-33-sa' });
    },
  );

  test('without its awareness its promise is not computed and warns nobody; said later, it is; corrected, it moves', () => {
    const silent = aBreach([told(['controller']), informedAt]);
    expect(clockOf(silent, 'processor-notice')).toBeUndefined();

    const said: Asked = { type: 'setAnchor', name: 'subProcessorAwareAt', anchor: knew(-3).subProcessorAwareAt };
    const corrected: Asked = { ...said, anchor: { ...knew(-9).subProcessorAwareAt, reasons } };
    const later = aBreach([told(['controller']), informedAt], [said, soon]);
    expect(computed(later, 'processor-notice').dueAt).toBe(hoursAfter(informedAt, 1));
    const moved = later.when(by(corrected), soon);
    expect(computed(moved, 'processor-notice')).toMatchObject({ dueAt: hoursAfter(informedAt, -5), metAt: informedAt });
    expect(moved.effects).toEqual([]);
  });

  test('GDPR Art. 33(2): who told us is corrected with reasons, and its promise is that of the right contract', () => {
    const other = { processor: 'another-hoster', maxNotify: 'PT12H' };
    const correct = (processor = other, why = reasons) =>
      by({ type: 'correctTelling', toldBy: processor, reasons: why });
    const breach = aBreach([told(['controller'], knew(-3)), soon]);

    const moved = breach.when(correct(), soon);
    expect(moved.facts[0]).toMatchObject({ type: 'tellingCorrected', toldBy: other, before: toldBy, reasons });
    expect(computed(moved, 'processor-notice').dueAt).toBe(hoursAfter(informedAt, 9));
    expect(moved.effects).toEqual([]);
    expect(breach.when(correct(toldBy), soon).refused).toBe('AnchorUnchanged');
    expect(breach.when(correct(other, '-'), soon).refused).toBe('ReasonsMissing');
    expect(aBreach([report(), informedAt]).when(correct(), soon).refused).toBe('AnchorMissing');
  });

  test('it cannot have told us before it knew', () => {
    const anchors = { ...knew(0), controllerToldAt: at(hoursAfter(informedAt, -1)) };
    const registration = aReport({
      channel: 'processor',
      toldBy,
      anchors: { firstInformedAt: at(informedAt), ...anchors },
    });

    expect(given(breachDecider, []).when(by({ type: 'register', registration }), soon)).toMatchObject({
      refused: 'AnchorsOutOfOrder',
    });
  });

  test('told is aware, as controller and towards those for whom we process, GDPR Art. 33(1), 33(2)', () => {
    const breach = aBreach([told(['controller', 'processor'], knew(-1)), soon]);

    expect(computed(breach, 'processor-notice').dueAt).toBe(hoursAfter(informedAt, 3));
    expect(computed(breach, 'gdpr-33-2').dueAt).toBe(hoursAfter(informedAt, 1));
    expect(computed(breach, 'gdpr-33-sa').dueAt).toBe(hoursAfter(informedAt, 72));
    expect(clockOf(breach, 'investigation')).toBeUndefined();
    expect(clockOf(aBreach([told(['processor']), soon]), 'gdpr-33-sa')).toBeUndefined();
  });

  test('unless somebody decides otherwise with reasons: aware later than told, or not a breach', () => {
    const anchor = at(hoursAfter(informedAt, 1), { source: 'decision' });
    const toldAt = { controllerToldAt: at(informedAt, { source: 'processor' }) };
    const breach = aBreach([told(['processor'], toldAt), soon]);
    const unreasoned: Asked = { type: 'setAnchor', name: 'processorAwareAt', anchor };
    expect(breach.when(by(unreasoned), soon)).toMatchObject({ refused: 'ReasonsMissing' });

    const reasoned = breach.when(by({ ...unreasoned, anchor: { ...anchor, reasons } }), soon);
    expect(computed(reasoned, 'gdpr-33-2').dueAt).toBe(hoursAfter(informedAt, 2));
    const none = breach.when(by({ type: 'decideAwareness', decision: { outcome: 'notABreach', reasons } }), soon);
    expect(clockOf(none, 'gdpr-33-2')).toBeUndefined();
  });
});

describe('communication to data subjects, GDPR Art. 34(1)', () => {
  test('a high risk sets a target, GDPR Art. 34(1), which is never called statutory; what was told ends it', () => {
    const breach = anAwareBreach({}, [assess('high-risk'), soon]);
    expect(computed(breach, 'gdpr-34')).toMatchObject({ basis: 'target', dueAt: hoursAfter(soon, 72) });

    const told: Asked = {
      type: 'recordCommunication',
      communication: { outcome: 'communicated', way: 'individual', at: soon, recipients: 12, documents: ['d1'] },
    };
    expect(computed(anAwareBreach({}, [assess('high-risk'), soon], [told, soon]), 'gdpr-34').metAt).toBe(soon);
    expect(clockOf(anAwareBreach({}, [assess('risk'), soon]), 'gdpr-34')).toBeUndefined();
  });
});

describe('availability, GDPR Art. 32(1)(c)', () => {
  test('data that are away have a target for their return, GDPR Art. 32(1), also where it is no breach', () => {
    const aspects = ['availability'] as const;
    const breach = aBreach([report({ aspects, restorationPeriod: 'PT8H' }), informedAt]);
    expect(computed(breach, 'restoration').dueAt).toBe(hoursAfter(informedAt, 8));

    const back = breach.when(by({ type: 'recordRestoration', restoredAt: soon }), soon);
    expect(computed(back, 'restoration').metAt).toBe(soon);
  });

  describe('data that can never be restored, GDPR Art. 4(12), 32(1)(c)', () => {
    const away = { aspects: ['availability'], restorationPeriod: 'PT8H' } as const;
    const lost = (anchor: Anchor): Asked => ({ type: 'setAnchor', name: 'lostForGoodAt', anchor });
    const back: Asked = { type: 'recordRestoration', restoredAt: soon };
    const later = hoursAfter(soon, 1);

    test('lost for good, nobody waits for their return any more, GDPR Art. 32(1): that ends the clock and meets nothing', () => {
      const breach = aBreach([report(away), informedAt], [lost(at(soon)), soon]);

      expect(clockOf(breach, 'restoration')).toBeUndefined();
      expect(missingIn(known(breach.state))).not.toContain('restored');
      expect(missingIn(known(aBreach([report(away), informedAt]).state))).toContain('restored');
    });

    test('restored after all, the clock says whether that was in time; whoever takes that back gives reasons', () => {
      const restored = aBreach([report(away), informedAt], [lost(at(soon)), soon], [back, soon]);

      expect(computed(restored, 'restoration').metAt).toBe(soon);
      expect(restored.when(by(lost(at(soon))), later).refused).toBe('ReasonsMissing');
      const again = restored.when(by(lost(at(soon, { reasons }))), later);
      expect(clockOf(again, 'restoration')).toBeUndefined();
      expect(known(again.state).anchors.lostForGoodAt).toHaveLength(2);
    });

    test('only data that were away are lost for good, and another instant of that is a correction', () => {
      const breach = aBreach([report(away), informedAt], [lost(at(soon)), soon]);

      expect(aBreach([report(), informedAt]).when(by(lost(at(soon))), soon).refused).toBe('NothingToRestore');
      expect(breach.when(by(lost(at(soon))), later).refused).toBe('AnchorUnchanged');
      expect(breach.when(by(lost(at(later))), later).refused).toBe('ReasonsMissing');
    });

    test('a promise that counts from a loss is owed no more once the data are back', () => {
      const promise = { id: 'tell', source: 'Contract, 4', anchor: 'lostForGoodAt', period: 'P1D' } as const;
      const reported = [report({ ...away, commitments: [promise] }), informedAt] as const;
      const waiting = aBreach(reported);

      expect(clockOf(waiting, 'commitment:tell')).toMatchObject({ missing: 'lostForGoodAt' });
      expect(clockOf(waiting.when(by(back), soon), 'commitment:tell')).toBeUndefined();
      const lostFirst = aBreach(reported, [lost(at(soon)), soon]);
      expect(clockOf(lostFirst, 'commitment:tell')).toHaveProperty('dueAt');
      expect(clockOf(lostFirst.when(by(back), soon), 'commitment:tell')).toBeUndefined();
      const confidential = aBreach([report({ commitments: [promise] }), informedAt]);
      expect(clockOf(confidential, 'commitment:tell')).toBeUndefined();
    });
  });
});

describe('NIS2 Art. 23(4)', () => {
  const significant: Asked = {
    type: 'classifyIncident',
    classification: { regime: 'nis2', isReportable: true, significantAwareAt: at(informedAt), reasons },
  };
  const packs = ['eu-gdpr@1', 'eu-nis2@1'];

  test('24 hours and 72 hours from awareness of the significant incident, NIS2 Art. 23(4), with or without personal data', () => {
    const breach = aBreach([report({ packs }), soon], [significant, soon]);

    expect(computed(breach, 'nis2-early').dueAt).toBe(hoursAfter(informedAt, 24));
    expect(computed(breach, 'nis2-notify').dueAt).toBe(hoursAfter(informedAt, 72));
    expect(clockOf(breach, 'nis2-final')).toBeUndefined();
    expect(clockOf(aBreach([report({ packs }), soon]), 'nis2-early')).toBeUndefined();
  });

  test('a trust service provider notifies within 24 hours', () => {
    const breach = aBreach([report({ packs: ['eu-nis2-trust@1'] }), soon], [significant, soon]);

    expect(computed(breach, 'nis2-notify').dueAt).toBe(hoursAfter(informedAt, 24));
  });

  test('the final report is due one month after the notification was submitted, not after the incident', () => {
    const sent = '2026-11-21T09:00:00.000Z';
    const breach = aBreach([report({ packs }), soon], [significant, soon], [submit('nis2-notification', sent), sent]);

    // 21 December 2026 is a Monday.
    expect(computed(breach, 'nis2-final').dueAt).toBe('2026-12-21T23:00:00.000Z');
  });

  test('while it goes on a progress report takes its place, and the final one follows a month after the handling', () => {
    const sent = '2026-11-21T09:00:00.000Z';
    const progress = '2026-12-21T09:00:00.000Z';
    const handled = '2027-01-11T09:00:00.000Z';
    const steps = [
      [report({ packs }), soon],
      [significant, soon],
      [submit('nis2-notification', sent), sent],
      [submit('nis2-progress-report', progress), progress],
    ] as const;
    expect(computed(aBreach(...steps), 'nis2-final').metAt).toBe(progress);
    expect(clockOf(aBreach(...steps), 'nis2-final-after-handling')).toBeUndefined();

    const over: Asked = { type: 'setAnchor', name: 'handledAt', anchor: at(handled) };
    const breach = aBreach(...steps, [over, handled]);
    expect(computed(breach, 'nis2-final-after-handling').dueAt).toBe('2027-02-11T23:00:00.000Z');
  });

  describe('the final report, NIS2 Art. 23(4)(d), 23(4)(e)', () => {
    const sent = '2026-11-21T09:00:00.000Z';
    const [early, onDate, end] = ['2026-12-04T09:00:00.000Z', '2026-12-21T09:00:00.000Z', '2026-12-21T23:00:00.000Z'];
    const progress = (on: string): Asked => submit('nis2-progress-report', on, { reasonsForDelay: reasons });
    const over = (handledAt: string): Asked => ({ type: 'setAnchor', name: 'handledAt', anchor: at(handledAt) });
    const reported = (...more: readonly (readonly [Asked, string])[]) =>
      aBreach(
        [report({ packs }), soon],
        [significant, soon],
        [submit('nis2-early-warning', soon), soon],
        [submit('nis2-notification', sent), sent],
        ...more,
      );

    test('NIS2 Art. 23(4)(c), 23(4)(e): a progress report before its date takes the place of nothing', () => {
      const asked = reported([progress(early), early], [over(early), early]);

      expect(computed(asked, 'nis2-final')).toMatchObject({ dueAt: end });
      expect(computed(asked, 'nis2-final').metAt).toBeUndefined();
      expect(clockOf(asked, 'nis2-final-after-handling')).toBeUndefined();
      const again = reported([progress(early), early], [progress(onDate), onDate]);
      expect(computed(again, 'nis2-final').metAt).toBe(onDate);
    });

    test.each([
      ['handled a minute before the report of its date', onDate, '2026-12-21T08:59:00.000Z', false],
      ['handled after the report of its date', onDate, '2026-12-21T09:00:00.000Z', true],
      ['reported too late, and handled before its date', '2027-01-05T09:00:00.000Z', early, false],
      ['reported too late, and it went on at its date', '2027-01-05T09:00:00.000Z', end, true],
    ])('NIS2 Art. 23(4)(e): %s', (_when, sentOn, handledAt, isMoved) => {
      const now = '2027-01-06T09:00:00.000Z';
      const breach = reported([progress(sentOn), sentOn], [over(handledAt), now]);

      expect(computed(breach, 'nis2-final').metAt).toBe(isMoved ? sentOn : undefined);
      expect(clockOf(breach, 'nis2-final-after-handling') !== undefined).toBe(isMoved);
    });

    test('NIS2 Art. 23(4)(e): no case is closed on a progress report alone, and what follows in time needs no reasons', () => {
      const notABreach: Asked = { type: 'decideAwareness', decision: { outcome: 'notABreach', reasons } };
      const later = '2027-01-20T09:00:00.000Z';
      const ongoing = [
        [notABreach, soon],
        [progress(onDate), onDate],
      ] as const;
      const open = reported(...ongoing);
      expect(breachDecider.decide(by({ type: 'close' }), open.state, later)).toMatchObject({
        ...{ type: 'ClockRunning', article: 'NIS2 Art. 23(4)(e)' },
        message: expect.stringMatching(/final report is missing/) as unknown,
      });

      const final = submit('nis2-final-report', later);
      const handled = reported(...ongoing, [over('2027-01-11T09:00:00.000Z'), later]);
      expect(handled.when(by({ type: 'close' }), later).refused).toBe('ClockRunning');
      for (const breach of [open, handled]) expect(breach.when(by(final), later).refused).toBeUndefined();
      const done = reported(...ongoing, [over('2027-01-11T09:00:00.000Z'), later], [final, later]);
      expect(computed(done, 'nis2-final').metAt).toBe(onDate);
      expect(computed(done, 'nis2-final-after-handling').metAt).toBe(later);
      expect(done.when(by({ type: 'close' }), later).refused).toBeUndefined();
    });
  });
});

describe('DORA', () => {
  const packs = ['eu-gdpr@1', 'eu-dora@1'];
  const major = (incidentAwareAt: string, classifiedAt: string): Asked => ({
    type: 'classifyIncident',
    classification: {
      regime: 'dora',
      isReportable: true,
      incidentAwareAt: at(incidentAwareAt),
      classifiedAt: at(classifiedAt),
      reasons,
    },
  });
  const late = hoursAfter(informedAt, 40);

  test.each([
    ['4 hours from classification', 10, 14],
    ['but 24 hours from awareness at most', 22, 24],
    ['classified at the end of the 24 hours: 4 hours from then', 24, 28],
    ['classified after 24 hours: 4 hours from then', 30, 34],
  ])('Del. Reg. 2025/301 Art. 5(1), 5(2): %s', (_rule, classifiedAfter, dueAfter) => {
    const breach = aBreach(
      [report({ packs }), late],
      [major(informedAt, hoursAfter(informedAt, classifiedAfter)), late],
    );

    expect(computed(breach, 'dora-initial').dueAt).toBe(hoursAfter(informedAt, dueAfter));
  });

  test('the intermediate report is due 72 hours after the initial one was submitted, the final one a month after the latest intermediate', () => {
    const initial = hoursAfter(informedAt, 12);
    const [intermediate, updated] = ['2026-11-23T10:00:00.000Z', '2026-12-05T10:00:00.000Z'];
    const steps = [
      [report({ packs }), late],
      [major(informedAt, hoursAfter(informedAt, 10)), late],
      [submit('dora-initial', initial), late],
    ] as const;
    expect(computed(aBreach(...steps), 'dora-intermediate').dueAt).toBe(hoursAfter(initial, 72));

    const once = aBreach(...steps, [submit('dora-intermediate', intermediate), intermediate]);
    expect(computed(once, 'dora-final').dueAt).toBe('2026-12-23T23:00:00.000Z');
    const twice = aBreach(
      ...steps,
      [submit('dora-intermediate', intermediate), intermediate],
      [submit('dora-intermediate', updated), updated],
    );
    expect(computed(twice, 'dora-final').dueAt).toBe('2027-01-05T23:00:00.000Z');
  });

  test('where the month ends on a day off the noon of the next working day is shown, and the day itself alarms', () => {
    const initial = hoursAfter(informedAt, 12);
    // The month ends on Saturday 26 December 2026; the next working day is Monday 28.
    const intermediate = '2026-11-26T10:00:00.000Z';
    const breach = aBreach(
      [report({ packs }), late],
      [major(informedAt, hoursAfter(informedAt, 10)), late],
      [submit('dora-initial', initial), late],
      [submit('dora-intermediate', intermediate, { reasonsForDelay: reasons }), intermediate],
    );

    expect(computed(breach, 'dora-final')).toMatchObject({
      dueAt: '2026-12-26T23:00:00.000Z',
      permittedUntil: '2026-12-28T11:00:00.000Z',
    });
  });
});

describe('providers of electronic communications', () => {
  test('24 hours from detection, three days from the first notification, Reg. 611/2013 Art. 2(2), 2(3)', () => {
    const packs = ['eu-gdpr@1', 'eu-eprivacy@1'];
    const detectedAt = at('2026-11-20T12:00:00.000Z');
    const sent = '2026-11-21T09:00:00.000Z';
    const anchors = { firstInformedAt: at(informedAt), detectedAt };
    const breach = anAwareBreach({ packs, anchors }, [submit('eprivacy-initial', sent), sent]);

    expect(computed(breach, 'eprivacy-initial').dueAt).toBe('2026-11-21T12:00:00.000Z');
    expect(computed(breach, 'eprivacy-second').dueAt).toBe('2026-11-24T23:00:00.000Z');
  });

  test('without the instant of detection it is not computed, says so, and pages at once and every day', () => {
    const breach = anAwareBreach({ packs: ['eu-gdpr@1', 'eu-eprivacy@1'] });
    const since = hoursAfter(informedAt, 1);

    expect(clockOf(breach, 'eprivacy-initial')).toMatchObject({ missing: 'detectedAt', missingSince: since });
    expect(breach.nextMilestone).toMatchObject({ at: since, command: { clock: 'eprivacy-initial' } });
    const command = breach.nextMilestone?.command;
    if (command === undefined) throw new Error('nothing pages');
    const paged = breach.when(command, since);
    expect(paged.effects).toMatchObject([{ type: 'alertStaff', alert: 'clock-cannot-run' }]);
    expect(computed(breach, 'gdpr-33-sa').dueAt).toBe(hoursAfter(informedAt, 72));
  });

  test('in the United Kingdom 72 hours since 20 August 2025, 24 hours before', () => {
    const packs = (on: string) => packsFor('GB', ['uk-pecr@1', 'uk-pecr@2'], on).map(({ id }) => id);
    expect(packs('2025-08-19')).toEqual(['uk-gdpr@1', 'uk-pecr@1']);
    expect(packs('2025-08-20')).toEqual(['uk-gdpr@1', 'uk-pecr@2']);

    expect(computed(anAwareBreach({ packs: ['uk-pecr@2'] }), 'uk-pecr').dueAt).toBe(hoursAfter(informedAt, 72));
    expect(computed(anAwareBreach({ packs: ['uk-pecr@1'] }), 'uk-pecr').dueAt).toBe(hoursAfter(informedAt, 24));
  });
});

describe('promises beyond the law', () => {
  const commitments = [
    { id: 'code', source: 'Code of conduct, 5.13', anchor: 'firstInformedAt', period: 'PT48H' },
  ] as const;

  test('each is a clock of its own, shown as not statutory, until somebody says that it was kept', () => {
    const breach = aBreach([report({ commitments }), informedAt]);
    const clock = computed(breach, 'commitment:code');
    expect(clock).toMatchObject({
      basis: 'contract',
      article: 'Code of conduct, 5.13',
      dueAt: hoursAfter(informedAt, 48),
    });

    const kept = breach.when(by({ type: 'keepCommitment', id: 'code', keptAt: soon }), soon);
    expect(computed(kept, 'commitment:code').metAt).toBe(soon);
  });
});

describe('a promise whose event nobody knows', () => {
  const promise = (anchor: Commitment['anchor']) => [
    { id: 'code', source: 'Code of conduct', anchor, period: 'PT48H' },
  ];
  const keep: Asked = { type: 'keepCommitment', id: 'code', keptAt: soon };
  const notABreach: Asked = { type: 'decideAwareness', decision: { outcome: 'notABreach', reasons } };
  const notMajor: Asked = {
    type: 'classifyIncident',
    classification: { regime: 'dora', isReportable: false, reasons },
  };
  const close = by({ type: 'close' });

  test('once it was kept no clock stands still for it, GDPR Art. 33(5) keeps the word, and the case can be closed', () => {
    const commitments = promise('occurredTo');
    const open = aBreach([report({ commitments }), informedAt], [notABreach, soon]);
    expect(clockOf(open, 'commitment:code')).toMatchObject({ missing: 'occurredTo' });
    expect(open.when(close, soon).refused).toBe('ClockRunning');

    const facts = after([report({ commitments }), informedAt], [notABreach, soon], [keep, soon]);
    const kept = given(breachDecider, facts);
    expect(clockOf(kept, 'commitment:code')).toBeUndefined();
    const ofPromise = { key: 'commitment:code', standing: 'met', metAt: soon };
    expect(registerEntryOf(facts, kept.state, soon)?.clocks).toContainEqual(expect.objectContaining(ofPromise));
    expect(kept.when(close, soon).refused).toBeUndefined();
  });

  test.each([
    ['awareAt', 'not a breach', [notABreach], true],
    ['highRiskFoundAt', 'not a breach', [notABreach], true],
    ['highRiskFoundAt', 'a lower risk', [aware(), assess('risk')], true],
    ['highRiskFoundAt', 'nothing of the risk', [aware()], false],
    ['classifiedAt', 'not major', [notABreach, notMajor], true],
    ['classifiedAt', 'nothing of the regime', [notABreach], false],
    ['significantAwareAt', 'nothing of a regime that binds nobody here', [notABreach], true],
    ['detectedAt', 'not a breach', [notABreach], false],
  ] as const)('that counts from %s, where it was decided: %s', (anchor, _decided, steps, isNotOwed) => {
    const registration = report({ commitments: promise(anchor), packs: ['eu-gdpr@1', 'eu-dora@1'] });
    const breach = aBreach([registration, informedAt], ...steps.map((step) => [step, soon] as const));

    expect(clockOf(breach, 'commitment:code') === undefined).toBe(isNotOwed);
  });

  test('one whose event is known runs on after the decision', () => {
    const breach = anAwareBreach({ commitments: promise('awareAt') }, [notABreach, soon]);
    expect(computed(breach, 'commitment:code').metAt).toBeUndefined();
  });
});

describe('the name of a promise', () => {
  test.each(['gdpr-33-sa', 'investigation', 'constructor', 'toString', '__proto__'])(
    'called %s stops that promise alone, and is kept only once somebody says so',
    (id) => {
      const commitments = [{ id, source: 'Code of conduct', anchor: 'firstInformedAt', period: 'PT48H' }] as const;
      const breach = anAwareBreach({ commitments });
      expect(computed(breach, `commitment:${id}`).metAt).toBeUndefined();

      const kept = anAwareBreach({ commitments }, [{ type: 'keepCommitment', id, keptAt: soon }, soon]);
      expect(computed(kept, `commitment:${id}`).metAt).toBe(soon);
      expect(computed(kept, 'gdpr-33-sa').metAt).toBeUndefined();
    },
  );
});

describe('law in motion', () => {
  test('the proposal of 96 hours can be read and binds nobody', () => {
    const pending = breachPacks.find(({ id }) => id === 'eu-gdpr@2-pending');

    expect(pending?.enabled).toBe(false);
    expect(pending?.clocks.find(({ id }) => id === 'gdpr-33-sa')?.period).toBe('PT96H');
    expect(packsFor('DE', ['eu-gdpr@2-pending'], '2026-11-22').map(({ id }) => id)).toEqual(['eu-gdpr@1']);
  });

  test('a case keeps the law under which it was opened', () => {
    expect(packsFor('DE', ['eu-nis2@1'], '2024-10-17').map(({ id }) => id)).toEqual(['eu-gdpr@1']);
    expect(packsFor('DE', ['eu-nis2@1'], '2024-10-18').map(({ id }) => id)).toEqual(['eu-gdpr@1', 'eu-nis2@1']);
  });
});
