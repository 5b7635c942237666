import type { Transaction } from './pool.js';

/** `S-2026-0031`: short enough to say on the telephone, and says nothing about anybody. Gaps are possible, twins are not. */
export async function nextReference(transaction: Transaction, prefix: 'S' | 'B' | 'N', year: number): Promise<string> {
  const { rows } = await transaction.query<{ last: number }>(
    `INSERT INTO duly.reference_counter AS counter (prefix, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (prefix, year) DO UPDATE SET last = counter.last + 1 RETURNING last`,
    [prefix, year],
  );
  return `${prefix}-${year}-${String(rows[0]?.last).padStart(4, '0')}`;
}
