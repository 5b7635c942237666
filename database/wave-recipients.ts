import type { WaveBatchOrder, WaveTally } from '../domain/breach.waves.js';
import type { Language } from '../domain/letter.js';
import type { DataKey } from './keys.js';
import { KeyUnavailable } from './keys.js';
import { inTransaction } from './pool.js';
import type { Pool, Queryable, Transaction } from './pool.js';
import { commit, open, seal } from './sealing.js';

/** Where the letter to one recipient stands, as far as we know; whoever was taken off the list is still counted. */
export const recipientStates = ['waiting', 'sending', 'sent', 'refused', 'bounced', 'unknown', 'removed'] as const;
export type RecipientState = (typeof recipientStates)[number];

export interface NewRecipient {
  readonly mail: string;
  readonly name?: string | undefined;
  readonly language: Language;
}

export interface WaveRecipient extends NewRecipient {
  readonly number: number;
  /** Counts the letters to this number: an address was corrected, or a letter repeated. */
  readonly edition: number;
  /** Since when its letter is tried; undefined before the first attempt. */
  readonly triedAt?: Date | undefined;
}

export interface Listed {
  readonly added: number;
  /** On the list already, or twice in what was sent. */
  readonly known: number;
  /** The last number on the list. */
  readonly last: number;
}

/** The longest list of one case. */
export const LONGEST_LIST = 100_000;

export class ListTooLong extends Error {
  override readonly name = 'ListTooLong';
}

const CHUNK = 1_000;

/** All of them or none; whoever is named twice is one. */
export function addRecipients(pool: Pool, key: DataKey, recipients: AsyncIterable<NewRecipient>): Promise<Listed> {
  return inTransaction(pool, async (transaction) => {
    await holdKey(transaction, key);
    const first = await lastNumber(transaction, key.caseId);
    let [last, known] = [first, 0];
    for await (const chunk of chunksOf(recipients)) {
      const fresh = await notListed(transaction, key, chunk);
      known += chunk.length - fresh.length;
      if (last + fresh.length > LONGEST_LIST) throw new ListTooLong();
      await insert(transaction, key, fresh, last);
      last += fresh.length;
    }
    return { added: last - first, known, last };
  });
}

async function* chunksOf(recipients: AsyncIterable<NewRecipient>): AsyncGenerator<readonly NewRecipient[]> {
  let chunk: NewRecipient[] = [];
  for await (const recipient of recipients) {
    chunk.push(recipient);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Two lists at once would number twice; a key that is being destroyed takes nothing more. */
export async function holdKey(transaction: Transaction, { keyId, caseId }: DataKey): Promise<void> {
  await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('wave_recipient' || $1, 0))", [caseId]);
  const { rowCount } = await transaction.query(
    'SELECT 1 FROM duly.case_key WHERE key_id = $1 AND wrapped_key IS NOT NULL FOR SHARE',
    [keyId],
  );
  if (rowCount === 0) throw new KeyUnavailable(caseId, 'destroyed');
}

/** The last one on the list who is still to be told: whoever was taken off needs no letter. */
export async function lastToTell(db: Queryable, caseId: string): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    "SELECT coalesce(max(number), 0) AS last FROM duly.wave_recipient WHERE case_id = $1 AND state <> 'removed'",
    [caseId],
  );
  return rows[0]?.last ?? 0;
}

export async function lastNumber(db: Queryable, caseId: string): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    'SELECT coalesce(max(number), 0) AS last FROM duly.wave_recipient WHERE case_id = $1',
    [caseId],
  );
  return rows[0]?.last ?? 0;
}

interface Hashed {
  readonly recipient: NewRecipient;
  readonly hash: Buffer;
}

async function notListed(db: Queryable, key: DataKey, chunk: readonly NewRecipient[]): Promise<readonly Hashed[]> {
  const hashed = new Map<string, Hashed>();
  for (const recipient of chunk) {
    const hash = addressHash(key, recipient.mail);
    const name = hash.toString('hex');
    if (!hashed.has(name)) hashed.set(name, { recipient, hash });
  }
  const { rows } = await db.query<{ hash: Buffer }>(
    'SELECT address_hash AS hash FROM duly.wave_recipient WHERE case_id = $1 AND address_hash = ANY($2)',
    [key.caseId, [...hashed.values()].map(({ hash }) => hash)],
  );
  for (const { hash } of rows) hashed.delete(hash.toString('hex'));
  return [...hashed.values()];
}

/** Finds who is listed already; it means nothing without the key of the case. */
export function addressHash(key: DataKey, mail: string): Buffer {
  return commit(key.commit, Buffer.from(mail.toLowerCase()), ['wave-recipient', key.caseId]);
}

async function insert(db: Queryable, key: DataKey, fresh: readonly Hashed[], after: number): Promise<void> {
  const numbers = fresh.map((_one, index) => after + index + 1);
  await db.query(
    `INSERT INTO duly.wave_recipient (case_id, number, address, address_hash, language)
     SELECT $1, * FROM unnest($2::integer[], $3::bytea[], $4::bytea[], $5::text[])`,
    [
      key.caseId,
      numbers,
      fresh.map(({ recipient }, index) => sealedAddress(key, numbers[index] ?? 0, recipient)),
      fresh.map(({ hash }) => hash),
      fresh.map(({ recipient }) => recipient.language),
    ],
  );
}

type Address = Pick<NewRecipient, 'mail' | 'name'>;

export function sealedAddress(key: DataKey, number: number, { mail, name }: Address): Buffer {
  return seal(key.encrypt, Buffer.from(JSON.stringify({ mail, name })), placeOf(key.caseId, number));
}

export function openedAddress(key: DataKey, number: number, address: Buffer): Address {
  return JSON.parse(open(key.encrypt, address, placeOf(key.caseId, number)).toString('utf8')) as Address;
}

function placeOf(caseId: string, number: number): readonly [string, string, number] {
  return ['wave-recipient', caseId, number];
}

/** Some numbers of a list: all of them, or those alone whose letters one order repeats. */
export type WaveNumbers = Pick<WaveBatchOrder, 'from' | 'to' | 'repeat'>;

/** Of these numbers, whoever's letter is neither sent nor given up. */
export async function unwritten(
  db: Queryable,
  key: DataKey,
  { from, to, repeat }: WaveNumbers,
): Promise<readonly WaveRecipient[]> {
  const { rows } = await db.query<{
    number: number;
    edition: number;
    address: Buffer;
    language: Language;
    triedAt: Date | null;
  }>(
    `SELECT number, edition, address, language, tried_at AS "triedAt" FROM duly.wave_recipient
     WHERE case_id = $1 AND number BETWEEN $2 AND $3 AND state IN ('waiting', 'sending')
       AND ($4::integer IS NULL OR repeat_order = $4) ORDER BY number`,
    [key.caseId, from, to, repeat?.order ?? null],
  );
  return rows.map(({ address, triedAt, ...row }) => {
    return { ...row, ...openedAddress(key, row.number, address), triedAt: triedAt ?? undefined };
  });
}

export type RecipientCounts = Readonly<Record<RecipientState, number>>;

/** How many stand where: all of a case, or those of some numbers. */
export async function recipientCounts(
  db: Queryable,
  caseId: string,
  { from = 1, to = LONGEST_LIST, repeat }: Partial<WaveNumbers> = {},
): Promise<RecipientCounts> {
  const { rows } = await db.query<{ state: RecipientState; count: number }>(
    `SELECT state, count(*)::int AS count FROM duly.wave_recipient
     WHERE case_id = $1 AND number BETWEEN $2 AND $3 AND ($4::integer IS NULL OR repeat_order = $4) GROUP BY state`,
    [caseId, from, to, repeat?.order ?? null],
  );
  const counted = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(recipientStates.map((state) => [state, counted.get(state) ?? 0])) as RecipientCounts;
}

/** So many read it. */
export interface Readers {
  readonly language: Language;
  readonly recipients: number;
}

/** How many behind a number wait for their letter, by the language that they read; most first. */
export async function readersOf(db: Queryable, caseId: string, after: number): Promise<readonly Readers[]> {
  const { rows } = await db.query<Readers>(
    `SELECT language, count(*)::int AS recipients FROM duly.wave_recipient
     WHERE case_id = $1 AND number > $2 AND state = 'waiting' GROUP BY language ORDER BY recipients DESC, language`,
    [caseId, after],
  );
  return rows;
}

/** What came back did not arrive, whatever the mail server said first. */
export function tallyOf({ sent, refused, bounced, unknown }: RecipientCounts): WaveTally {
  return { sent, refused: refused + bounced, unknown };
}

/** True where the message was a letter of a wave. What another letter has followed says nothing of that one. */
export async function noteBounce(db: Queryable, messageId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE duly.wave_recipient SET state = 'bounced', changed_at = now() WHERE message_id = $1 AND state <> 'removed'",
    [messageId],
  );
  if (rowCount !== 0) return true;
  const earlier = `SELECT 1 FROM duly.wave_recipient
    WHERE earlier_message_ids @> ARRAY[$1] AND earlier_message_ids <> '{}' LIMIT 1`;
  return (await db.query(earlier, [messageId])).rowCount !== 0;
}

/** Nobody tries it any more; false where it is sent, on its way, or another letter has taken its place. */
export async function giveUp(
  db: Queryable,
  caseId: string,
  { number, edition }: Pick<WaveRecipient, 'number' | 'edition'>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE duly.wave_recipient SET state = 'refused', changed_at = now()
     WHERE case_id = $1 AND number = $2 AND edition = $3 AND state = 'waiting'`,
    [caseId, number, edition],
  );
  return rowCount === 1;
}
