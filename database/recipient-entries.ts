import pg from 'pg';
import type { Actor } from '../domain/actor.js';
import type { Language } from '../domain/letter.js';
import { recordAccess } from './access-records.js';
import type { DataKey } from './keys.js';
import { inTransaction } from './pool.js';
import type { Pool, Queryable, Transaction } from './pool.js';
import { addressHash, holdKey, openedAddress, sealedAddress } from './wave-recipients.js';
import type { NewRecipient, RecipientState } from './wave-recipients.js';

/** One line of a list, as whoever keeps it reads it. */
export interface RecipientEntry extends Partial<Pick<NewRecipient, 'mail' | 'name'>> {
  readonly number: number;
  readonly state: RecipientState;
  readonly language: Language;
  readonly changedAt: Date;
}

/** What may be asked of the list: a page of it, or of those who stand somewhere. */
export interface EntryFilter {
  readonly after?: number | undefined;
  readonly state?: RecipientState | undefined;
}

export const ENTRIES_ON_A_PAGE = 50;

interface Row extends Pick<RecipientEntry, 'number' | 'state' | 'language' | 'changedAt'> {
  readonly address: Buffer | null;
}

const COLUMNS = 'number, state, language, address, changed_at AS "changedAt"';

export async function entriesOf(
  db: Queryable,
  key: DataKey,
  { after = 0, state }: EntryFilter,
): Promise<readonly RecipientEntry[]> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM duly.wave_recipient
     WHERE case_id = $1 AND number > $2 AND ($3::text IS NULL OR state = $3) ORDER BY number LIMIT $4`,
    [key.caseId, after, state ?? null, ENTRIES_ON_A_PAGE],
  );
  return rows.map((row) => opened(key, row));
}

export async function entryOf(db: Queryable, key: DataKey, number: number): Promise<RecipientEntry | undefined> {
  const found = `SELECT ${COLUMNS} FROM duly.wave_recipient WHERE case_id = $1 AND number = $2`;
  const { rows } = await db.query<Row>(found, [key.caseId, number]);
  return rows[0] && opened(key, rows[0]);
}

/** By the whole address: its keyed hash is all that can be searched. */
export async function entryByMail(db: Queryable, key: DataKey, mail: string): Promise<RecipientEntry | undefined> {
  const found = `SELECT ${COLUMNS} FROM duly.wave_recipient WHERE case_id = $1 AND address_hash = $2`;
  const { rows } = await db.query<Row>(found, [key.caseId, addressHash(key, mail)]);
  return rows[0] && opened(key, rows[0]);
}

function opened(key: DataKey, { address, ...row }: Row): RecipientEntry {
  return { ...row, ...(address !== null && openedAddress(key, row.number, address)) };
}

export interface EntryChange {
  readonly number: number;
  readonly actor: Actor;
  readonly at: Date;
}

/** Takes off the list who was not written to; the number stays. False where a letter has left, or is leaving. */
export function removeEntry(pool: Pool, key: DataKey, { number, actor, at }: EntryChange): Promise<boolean> {
  return changing(pool, key, async (transaction) => {
    const { rowCount } = await transaction.query(
      `UPDATE duly.wave_recipient
       SET state = 'removed', address = NULL, address_hash = NULL, changed_at = now()
       WHERE case_id = $1 AND number = $2 AND state = 'waiting'`,
      [key.caseId, number],
    );
    if (rowCount === 0) return false;
    await recordAccess(transaction, { access: 'recipient-removed', actor, caseId: key.caseId, at });
    return true;
  });
}

/** `leftAlone`: the letter arrived, as far as we know, or is leaving. `listed`: somebody else has this address. */
export type Correction = 'corrected' | 'leftAlone' | 'listed';

/** Whose letter waits gets it at the new address. */
export function correctEntry(
  pool: Pool,
  key: DataKey,
  { number, actor, at, ...recipient }: EntryChange & NewRecipient,
): Promise<Correction> {
  return changing<Correction>(pool, key, async (transaction) => {
    const { rowCount } = await transaction.query(
      `UPDATE duly.wave_recipient
       SET address = $3, address_hash = $4, language = $5, changed_at = now(),
           edition = edition + (state = 'waiting')::int,
           is_corrected = state <> 'waiting',
           earlier_message_ids = CASE WHEN state = 'waiting' AND message_id IS NOT NULL
             THEN array_append(earlier_message_ids, message_id) ELSE earlier_message_ids END,
           message_id = CASE WHEN state = 'waiting' THEN NULL ELSE message_id END,
           tried_at = CASE WHEN state = 'waiting' THEN NULL ELSE tried_at END
       WHERE case_id = $1 AND number = $2 AND state IN ('waiting', 'refused', 'bounced', 'unknown')`,
      [key.caseId, number, sealedAddress(key, number, recipient), addressHash(key, recipient.mail), recipient.language],
    );
    if (rowCount === 0) return 'leftAlone';
    await recordAccess(transaction, { access: 'recipient-corrected', actor, caseId: key.caseId, at });
    return 'corrected';
  }).catch((error: unknown) => {
    if (isAddressTaken(error)) return 'listed';
    throw error;
  });
}

const UNIQUE_VIOLATION = '23505';

/** Of two who put the same address right at once, the table lets one. */
function isAddressTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION && error.table === 'wave_recipient';
}

function changing<T>(pool: Pool, key: DataKey, change: (transaction: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (transaction) => {
    await holdKey(transaction, key);
    return change(transaction);
  });
}
