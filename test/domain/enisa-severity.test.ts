import { describe, expect, test } from 'vitest';
import {
  circumstanceLevels,
  dataKinds,
  easesOfIdentification,
  processingContext,
  severityOf,
} from '../../domain/enisa-severity.js';
import type { CircumstanceLevel, DataKind, EaseOfIdentification, SeverityInput } from '../../domain/enisa-severity.js';

const reasons = 'as the incident team saw it';
const judged = <Value>(value: Value) => ({ value, reasons });
const levels: Readonly<Record<number, CircumstanceLevel>> = { 0: 'none', 0.25: 'some', 0.5: 'full' };
const eases: Readonly<Record<number, EaseOfIdentification>> = {
  0.25: 'negligible',
  0.5: 'limited',
  0.75: 'significant',
  1: 'maximum',
};

function anInput(dpc: number, ei: number, c: number, i: number, a: number, m: number): SeverityInput {
  const level = (value: number) => judged(levels[value] ?? 'none');
  return {
    context: [{ kind: dataKinds[dpc - 1] ?? 'simple', steps: 0, reasons }],
    ease: judged(eases[ei] ?? 'maximum'),
    ...{ confidentiality: level(c), integrity: level(i), availability: level(a) },
    isMalicious: judged(m > 0),
  };
}

describe('the ENISA severity of a breach', () => {
  test.each([
    [[1, 1, 0, 0, 0, 0], 1, 'low'],
    [[1, 1, 0.25, 0, 0, 0], 1.25, 'low'],
    [[2, 1, 0, 0, 0, 0], 2, 'medium'],
    [[3, 1, 0, 0, 0, 0], 3, 'high'],
    [[3, 0.75, 0.5, 0, 0, 0.5], 3.25, 'high'],
    [[4, 1, 0, 0, 0, 0], 4, 'veryHigh'],
    [[4, 1, 0.5, 0, 0, 0.5], 5, 'veryHigh'],
    [[4, 1, 0.5, 0.5, 0.5, 0.5], 6, 'veryHigh'],
    [[1, 0.25, 0, 0, 0, 0], 0.25, 'low'],
  ] as const)('of %j is %d, %s', (vector, score, level) => {
    const [dpc, ei, c, i, a, m] = vector;

    expect(severityOf(anInput(dpc, ei, c, i, a, m))).toMatchObject({ score, level });
  });

  test('of several kinds of data the highest counts, in whole steps from one to four', () => {
    const step = (kind: DataKind, steps: number) => ({ kind, steps, reasons });

    expect(processingContext([step('financial', -2), step('behavioural', 0)])).toBe(2);
    expect(processingContext([step('simple', 9)])).toBe(4);
    expect(processingContext([step('sensitive', -9)])).toBe(1);
    expect(() => processingContext([])).toThrow('no severity');
  });

  test('more of anything is never less severe', () => {
    for (const kind of dataKinds.keys())
      for (const ease of easesOfIdentification.keys())
        for (const level of circumstanceLevels.keys()) {
          const of = (dpc: number, ei: number, c: number) =>
            severityOf(anInput(dpc + 1, (ei + 1) / 4, c / 4, 0, 0, 0)).quarters;
          const here = of(kind, ease, level);
          expect(of(Math.min(3, kind + 1), ease, level)).toBeGreaterThanOrEqual(here);
          expect(of(kind, Math.min(3, ease + 1), level)).toBeGreaterThanOrEqual(here);
          expect(of(kind, ease, Math.min(2, level + 1))).toBeGreaterThanOrEqual(here);
        }
  });
});
