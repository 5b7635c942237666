/** Where cases run. A stuck mail server or a sweep works in a queue of its own and delays no clock. */
export const CASES_QUEUE = 'cases';

/** What is worked off by the hundreds: `cases` → `bulk`. */
export function bulkQueueOf(casesQueue: string): string {
  return casesQueue.replace(/cases$/, 'bulk');
}

/** Letters of the cases of a queue: `cases` → `mail`, and the same beside any prefix that keeps two systems apart. */
export function mailQueueOf(casesQueue: string): string {
  return casesQueue.replace(/cases$/, 'mail');
}
