import { expect, test } from 'vitest';
import { hasEnded } from '../../local/processes.js';

/** The lines of `/proc/<pid>/status` that matter, of a program with a second thread as Linux 6.18 showed it. */
const status = (state: string, threads: number): string =>
  ['Name:\ttemporal', 'Umask:\t0022', `State:\t${state}`, 'Tgid:\t42', `Threads:\t${String(threads)}`, ''].join('\n');

test('a killed program has ended once its last thread has, not while one still holds its port', () => {
  expect(hasEnded(status('S (sleeping)', 2))).toBe(false);
  expect(hasEnded(status('Z (zombie)', 2))).toBe(false);
  expect(hasEnded(status('Z (zombie)', 1))).toBe(true);
  expect(hasEnded('')).toBe(false);
});
