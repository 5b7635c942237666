import { describe, expect, test } from 'vitest';
import type { Anchor, AnchorName } from '../../domain/breach.anchors.js';
import { hoursAfter } from '../../domain/time.js';
import {
  aBreach,
  aReport,
  anAwareBreach,
  at,
  aware,
  by,
  computed,
  informedAt,
  known,
  reasons,
  report,
} from './a-breach.js';
import type { Asked } from './a-breach.js';
import { given } from '../support/given.js';
import { breachDecider } from '../../domain/breach.decider.js';

const now = hoursAfter(informedAt, 2);
const set = (name: AnchorName, anchor: Anchor): Asked => ({ type: 'setAnchor', name, anchor });

describe('anchors, GDPR Art. 33(5)', () => {
  test('a correction moves every clock that rests on it and keeps both versions, with whom, when and why, GDPR Art. 33(5)', () => {
    const earlier = hoursAfter(informedAt, -6);
    const correction = set('awareAt', at(earlier, { reasons: 'the log shows that the desk knew at eight' }));
    const before = anAwareBreach();
    const { state, facts } = before.when(by(correction), now);

    expect(facts.map(({ type }) => type)).toEqual(['anchorSet', 'clocksComputed']);
    expect(computed({ state }, 'gdpr-33-sa').dueAt).toBe(hoursAfter(earlier, 72));
    expect(known(state).anchors.awareAt).toMatchObject([
      { at: informedAt, setBy: { id: 'm-adeyemi' }, setAt: hoursAfter(informedAt, 1) },
      { at: earlier, setBy: { id: 'm-adeyemi' }, setAt: now, reasons: 'the log shows that the desk knew at eight' },
    ]);
  });

  test('a correction that no clock rests on computes nothing anew', () => {
    const { facts } = anAwareBreach().when(by(set('occurredTo', at(informedAt))), now);

    expect(facts.map(({ type }) => type)).toEqual(['anchorSet']);
  });

  test.each([
    ['in the future', set('detectedAt', at(hoursAfter(now, 1))), 'AnchorInFuture'],
    [
      'only by its month, although a clock starts there',
      set('detectedAt', at(informedAt, { precision: 'month' })),
      'AnchorTooVague',
    ],
    ['a correction without reasons', set('awareAt', at(hoursAfter(informedAt, -1))), 'ReasonsMissing'],
    ['what is on record already', set('awareAt', at(informedAt, { reasons })), 'AnchorUnchanged'],
    ['what only a decision says', set('classifiedAt', at(informedAt)), 'AnchorByDecision'],
    ['a beginning after awareness', set('occurredFrom', at(hoursAfter(informedAt, 1))), 'AnchorsOutOfOrder'],
  ])('%s is refused', (_what, command, refusal) => {
    expect(anAwareBreach().when(by(command), now).refused).toBe(refusal);
  });

  test('a day that overlaps what it must follow contradicts nothing', () => {
    const day = at('2026-11-19T23:00:00.000Z', { precision: 'day' });
    const breach = aBreach([
      report({ anchors: { occurredFrom: at('2026-11-20T09:00:00.000Z'), firstInformedAt: at(informedAt) } }),
      informedAt,
    ]);

    expect(breach.when(by(set('detectedAt', day)), now).refused).toBeUndefined();
    const dayBefore = at('2026-11-18T23:00:00.000Z', { precision: 'day' });
    expect(breach.when(by(set('detectedAt', dayBefore)), now).refused).toBe('AnchorsOutOfOrder');
  });
});

describe('reporting an incident', () => {
  const nothing = given(breachDecider, []);

  test('nobody needs to know more than when the first information came in', () => {
    const { facts, effects } = nothing.when(by(report()), now);

    expect(facts.map(({ type }) => type)).toEqual(['incidentReported', 'clocksComputed']);
    expect(effects).toMatchObject([{ alert: 'incident-reported', reference: 'B-2026-0007' }]);
  });

  test.each([
    ['without it', {}, 'AnchorMissing'],
    ['informed in the future', { firstInformedAt: at(hoursAfter(now, 1)) }, 'AnchorInFuture'],
    [
      'told before it occurred',
      { firstInformedAt: at(informedAt), occurredFrom: at(hoursAfter(informedAt, 1)) },
      'AnchorsOutOfOrder',
    ],
  ])('%s it is refused', (_what, anchors, refusal) => {
    expect(nothing.when(by({ type: 'register', registration: aReport({ anchors }) }), now).refused).toBe(refusal);
  });

  test('the same incident is registered once', () => {
    expect(anAwareBreach().when(by(report()), now).refused).toBe('CaseAlreadyOpen');
  });
});

describe('awareness, GDPR Art. 33(1)', () => {
  test('in the future, or before the breach began, nobody is aware', () => {
    const occurredFrom = at(hoursAfter(informedAt, -10));
    const breach = aBreach([report({ anchors: { firstInformedAt: at(informedAt), occurredFrom } }), informedAt]);

    expect(breach.when(by(aware(hoursAfter(now, 1))), now).refused).toBe('AnchorInFuture');
    expect(breach.when(by(aware(hoursAfter(informedAt, -11))), now).refused).toBe('AnchorsOutOfOrder');
  });

  test('an investigation of more than a day is explained, GDPR Art. 33(1)', () => {
    const late = hoursAfter(informedAt, 30);
    const silent: Asked = { type: 'decideAwareness', decision: { outcome: 'aware', anchor: at(late) } };
    const breach = aBreach([report(), informedAt]);

    expect(breach.when(by(silent), late).refused).toBe('ReasonsMissing');
    expect(breach.when(by(aware(late)), late).refused).toBeUndefined();
  });

  test('not a breach has reasons, ends the legal clocks but not the case, and can be reversed', () => {
    const notABreach = (why: string): Asked => ({
      type: 'decideAwareness',
      decision: { outcome: 'notABreach', reasons: why },
    });
    const breach = aBreach([report(), informedAt]);
    expect(breach.when(by(notABreach('-')), now).refused).toBe('ReasonsMissing');

    const { state } = breach.when(by(notABreach(reasons)), now);
    expect(known(state)).toMatchObject({ phase: 'open', awareness: 'notABreach', clocks: [] });
    const found = aBreach([report(), informedAt], [notABreach(reasons), now]);
    expect(found.when(by(notABreach(reasons)), now).refused).toBe('AwarenessDecided');
    expect(computed(found.when(by(aware()), now), 'gdpr-33-sa').dueAt).toBe(hoursAfter(informedAt, 72));
  });

  test('two incident managers who decide at once: the second is refused', () => {
    expect(anAwareBreach().when(by(aware()), now).refused).toBe('AwarenessDecided');
  });

  test('a risk is assessed once it is known that it is a breach, with reasons', () => {
    const assess = (why: string): Asked => ({ type: 'assessRisk', assessment: { level: 'unlikely', reasons: why } });

    expect(aBreach([report(), informedAt]).when(by(assess(reasons)), now).refused).toBe('NotAware');
    expect(anAwareBreach().when(by(assess('no')), now).refused).toBe('ReasonsMissing');
  });

  test('a high risk is not found in the future', () => {
    const foundAt = hoursAfter(now, 1);
    const assessment = { level: 'high-risk', reasons, foundAt } as const;

    expect(anAwareBreach().when(by({ type: 'assessRisk', assessment }), now).refused).toBe('AnchorInFuture');
  });
});

describe('other regimes', () => {
  const significant: Asked = {
    type: 'classifyIncident',
    classification: { regime: 'nis2', isReportable: true, significantAwareAt: at(informedAt), reasons },
  };

  test('a regime that the organisation does not name binds nobody', () => {
    expect(anAwareBreach().when(by(significant), now).refused).toBe('RegimeNotBinding');
  });

  test('what was reported is not unsaid', () => {
    const sent = hoursAfter(informedAt, 3);
    const breach = anAwareBreach(
      { packs: ['eu-gdpr@1', 'eu-nis2@1'] },
      [significant, now],
      [
        {
          type: 'recordSubmission',
          submission: {
            kind: 'nis2-early-warning',
            submittedAt: sent,
            receipt: 'C-1',
            documents: [],
            isComplete: true,
          },
        },
        sent,
      ],
    );
    const not: Asked = { type: 'classifyIncident', classification: { regime: 'nis2', isReportable: false, reasons } };

    expect(breach.when(by(not), sent).refused).toBe('AlreadySubmitted');
  });
});
