import type { Answers, Filing } from '../../domain/notification.js';
import { hoursAfter } from '../../domain/time.js';
import { informedAt } from './a-breach.js';

export function aFiling(overrides: Partial<Filing> = {}): Filing {
  return {
    subtype: 'complete',
    isFollowUp: false,
    isEstablishedInEea: true,
    awareAt: informedAt,
    at: hoursAfter(informedAt, 20),
    ...overrides,
  };
}

/** Everything that a complete first notification of a lost mailbox needs, and nothing more. */
export const completeAnswers: Answers = {
  ...{ 12: 'Example Cloud SE', 13: 'Hauptstrasse 1, 10115 Berlin', 21: 'R. Visser', 22: 'dpo@example.org', 23: 'a' },
  ...{ 38: 'b', 44: 'a', 46: '2026-11-20T08:00:00.000Z', 47: '2026-11-20T09:30:00.000Z' },
  ...{ 50: 'a', 51: 'A rule for forwarding was found.', 55: ['a'], 56: 'b', 57: 'c', 60: 'd', 61: 'd' },
  ...{ 62: 'The mailbox of the payroll team was opened from abroad.', 63: 'Mail server in Frankfurt.' },
  ...{ 65: ['b'], 66: 'Employees of the payroll team.', 67: 'b', 68: 120, 70: ['a', 'b'], 71: 'Names and addresses.' },
  ...{ 72: 'b', 73: 400, 75: ['h'], 76: 'Second factor for half of the accounts.', 79: ['c'], 85: ['a'], 87: 'b' },
  ...{ 89: 'b', 90: 'Scored as medium.', 92: 'Sessions ended, passwords changed.', 94: ['j'] },
  ...{ 95: 'A second factor for everybody.', 97: 'd', 113: 'b' },
};

/** With everything that these answers say changed; undefined takes an answer away. */
export function answering(overrides: Readonly<Record<number, Answers[number]>>, answers = completeAnswers): Answers {
  return { ...answers, ...overrides };
}

/** A late first notification in which all that can be asked of a controller in the EEA is asked and answered. */
export const lateFiling = aFiling({ at: hoursAfter(informedAt, 90) });
export const everything: Answers = answering({
  ...{
    10: 'c',
    11: 'DE123456789',
    14: 'a',
    15: 'd',
    16: 'Cooperative',
    23: 'c',
    24: 'Counsel',
    29: 'a',
    30: 'R. Visser',
  },
  ...{ 31: 'dpo@example.org', 33: 'c', 34: 'M. Adeyemi', 35: 'Incident manager', 36: '+49 30 1', 38: 'a' },
  ...{
    39: ['processor', 'joint controller'],
    40: ['Rechenzentrum Nord, Kiel', 'Druckerei'],
    41: ['a@example.org', 'b'],
  },
  ...{ 44: 'b', 45: true, 49: 'The forensic report came on Monday.', 50: 'f', 52: '2026-11-20', 53: 'From the logs.' },
  ...{ 55: ['a', 'b', 'c'], 58: 'a', 59: 'b', 79: ['b', 'd'], 80: 'Blackmail', 81: ['a', 'c'], 82: 'Wrong pay' },
  ...{ 83: ['b', 'c'], 84: 'Pay is late', 85: ['a', 'n'], 86: 'Shame', 97: 'a', 98: '2026-11-21', 102: 'b' },
  ...{
    103: 'Three have no address.',
    104: 'a',
    106: 'Your payslip was seen.',
    109: 'a',
    110: 'c',
    111: 'Police Berlin',
  },
  ...{ 113: 'a', 114: 'BlnBDI', 115: ['DE', 'NL'], 116: ['DE', 'NO'], 117: { DE: 117, NO: 3 }, 118: ['AP', 'CNIL'] },
  ...{ 125: ['a', 'j'], 126: 'Screenshots' },
});
