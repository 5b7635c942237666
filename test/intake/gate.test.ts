import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGate } from '../../intake/gate.js';
import { deferred } from '../support/deferred.js';
import type { Deferred } from '../support/deferred.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Somebody at the gate, who stays inside until let go. */
function visitors(width: number) {
  const gate = createGate(width);
  const entered: string[] = [];
  const visits = new Map<string, Deferred<undefined>>();
  return {
    entered,
    come: (who: string, patience = 1_000, name = 'case') => {
      const stay = deferred<undefined>();
      visits.set(who, stay);
      return gate(name, patience, async () => {
        entered.push(who);
        await stay.promise;
        return who;
      }).catch((error: unknown) => (error as Error).name);
    },
    leave: async (who: string) => {
      visits.get(who)?.resolve(undefined);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('a gate', () => {
  test('lets so many in at once, the others in the order in which they came', async () => {
    const { come, leave, entered } = visitors(2);
    for (const who of ['a', 'b', 'c', 'd']) void come(who);

    expect(entered).toEqual(['a', 'b']);
    await leave('b');
    expect(entered).toEqual(['a', 'b', 'c']);
    await leave('a');
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  test('keeps nobody of another name waiting', () => {
    const { come, entered } = visitors(1);
    void come('a');
    void come('b', 1_000, 'other case');

    expect(entered).toEqual(['a', 'b']);
  });

  test('counts the time before it: whoever has waited long enough goes away, and their work is not begun', async () => {
    const { come, leave, entered } = visitors(1);
    void come('first');
    const impatient = come('impatient', 1_000);
    const patient = come('patient', 3_000);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(await impatient).toBe('WaitedInVain');
    await leave('first');
    await leave('patient');
    expect(await patient).toBe('patient');
    expect(entered).toEqual(['first', 'patient']);
  });

  test('is as wide as before after everybody has left, also those who failed or gave up', async () => {
    const gate = createGate(1);
    const failing = gate('case', 10, () => Promise.reject(new Error('failed')));
    const waiting = gate('case', 10, () => Promise.resolve('entered'));

    await expect(failing).rejects.toThrow('failed');
    expect(await waiting).toBe('entered');
    expect(await gate('case', 10, () => Promise.resolve('later'))).toBe('later');
    expect(vi.getTimerCount()).toBe(0);
  });
});
