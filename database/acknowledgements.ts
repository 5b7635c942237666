import type { Instant } from '../domain/time.js';
import type { Queryable, Transaction } from './pool.js';

/** More would make a mail bomb of us for whoever names an address that is not theirs. */
const ACKNOWLEDGEMENTS_PER_DAY = 3;

/** Whether this address may be written to once more today; if so, it is counted with the transaction. */
export async function countAcknowledgement(
  transaction: Transaction,
  hashedAddress: string,
  at: Instant,
): Promise<boolean> {
  // Two requests at once would otherwise both see the same free place.
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [hashedAddress]);
  const { rowCount } = await transaction.query(
    `INSERT INTO duly.acknowledgement (address, at)
     SELECT $1, $2::timestamptz
     WHERE (SELECT count(*) FROM duly.acknowledgement
            WHERE address = $1 AND at > $2::timestamptz - interval '1 day') < $3`,
    [hashedAddress, at, ACKNOWLEDGEMENTS_PER_DAY],
  );
  return rowCount === 1;
}

/** What is older than a day limits nothing any more. */
export async function forgetAcknowledgements(db: Queryable, now: Date): Promise<void> {
  await db.query(`DELETE FROM duly.acknowledgement WHERE at < $1::timestamptz - interval '1 day'`, [now]);
}
