import type { DueEffect } from '../domain/decider.js';
import type { Pool, Statement } from './pool.js';

/** Where a letter stands, as far as we know. */
export type OutboxState = 'pending' | 'sending' | 'sent' | 'refused' | 'unknown';

export interface OutboxLetter {
  readonly state: OutboxState;
  readonly attempts: number;
  readonly changedAt: Date;
}

export interface Outbox {
  /** Takes the letter for one attempt, and answers its number. Undefined: somebody else has it, or had it. */
  claim(caseId: string, key: string, messageId: string): Promise<number | undefined>;
  read(caseId: string, key: string): Promise<OutboxLetter | undefined>;
  /**
   * Notes how an attempt ended; `pending` gives it up for the next one. False, and nothing noted: the letter is in the
   * hands of a later attempt, or done. That it left is true whichever attempt says so, and no other word undoes it.
   */
  settle(caseId: string, key: string, attempt: number, state: OutboxState, responseCode?: number): Promise<boolean>;
  /** Whose letter this was, for a bounce or a reply. */
  findByMessageId(messageId: string): Promise<{ readonly caseId: string; readonly key: string } | undefined>;
}

/** In the transaction of the facts, so that nothing is owed that is not on record, and nothing is forgotten. */
export function stagedEffects(caseId: string, due: readonly DueEffect<unknown>[]): Statement {
  return {
    name: 'outbox',
    text: `INSERT INTO duly.outbox (case_id, effect_key, type)
           SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
    values: [caseId, due.map(({ key }) => key), due.map(({ effect }) => typeOf(effect))],
  };
}

export function createOutbox(pool: Pool): Outbox {
  return {
    claim: (caseId, key, messageId) => claim(pool, caseId, key, messageId),
    async read(caseId, key) {
      const { rows } = await pool.query<OutboxLetter>(
        `SELECT state, attempts, changed_at AS "changedAt" FROM duly.outbox WHERE case_id = $1 AND effect_key = $2`,
        [caseId, key],
      );
      return rows[0];
    },
    async settle(caseId, key, attempt, state, responseCode) {
      const { rowCount } = await pool.query(
        `UPDATE duly.outbox SET state = $4, response_code = $5, changed_at = now()
         WHERE case_id = $1 AND effect_key = $2
           AND ((state = 'sending' AND attempts = $3) OR ($4 = 'sent' AND state <> 'sent'))`,
        [caseId, key, attempt, state, responseCode ?? null],
      );
      return rowCount === 1;
    },
    async findByMessageId(messageId) {
      const { rows } = await pool.query<{ caseId: string; key: string }>(
        'SELECT case_id AS "caseId", effect_key AS key FROM duly.outbox WHERE message_id = $1',
        [messageId],
      );
      return rows[0];
    },
  };
}

/** A letter of a fan-out has no row of its own yet: alerts go to several people. */
async function claim(pool: Pool, caseId: string, key: string, messageId: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ attempts: number }>(
    `INSERT INTO duly.outbox AS letter (case_id, effect_key, type, state, message_id, attempts)
     VALUES ($1, $2, 'letter', 'sending', $3, 1)
     ON CONFLICT (case_id, effect_key) DO UPDATE
       SET state = 'sending', message_id = $3, attempts = letter.attempts + 1, changed_at = now()
       WHERE letter.state = 'pending'
     RETURNING attempts`,
    [caseId, key, messageId],
  );
  return rows[0]?.attempts;
}

function typeOf(effect: unknown): string {
  return typeof effect === 'object' && effect !== null && 'type' in effect ? String(effect.type) : 'effect';
}
