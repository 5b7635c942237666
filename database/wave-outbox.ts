import type { Outbox, OutboxState } from './outbox.js';
import type { Pool } from './pool.js';
import type { RecipientState, WaveRecipient } from './wave-recipients.js';

/** The part of an outbox that a letter on its way needs. */
export type LetterStates = Pick<Outbox, 'claim' | 'read' | 'settle'>;

/** The key of a letter: the number of its recipient, and which letter to that number it is after the first. */
export function waveLetterKey({ number, edition }: Letter): string {
  return edition === 0 ? String(number) : `${String(number)}.${String(edition)}`;
}

type Letter = Pick<WaveRecipient, 'number' | 'edition'>;

function letterOf(key: string): Letter {
  const [number = 0, edition = 0] = key.split('.').map(Number);
  return { number, edition };
}

/** The list of a wave is its own outbox; a letter that another one has replaced can neither be claimed nor settled. */
export function createWaveOutbox(pool: Pool): LetterStates {
  return {
    async claim(caseId, key, messageId) {
      const { number, edition } = letterOf(key);
      const { rows } = await pool.query<{ attempts: number }>(
        `UPDATE duly.wave_recipient
         SET state = 'sending', message_id = $3, attempts = attempts + 1, changed_at = now(),
             tried_at = coalesce(tried_at, now())
         WHERE case_id = $1 AND number = $2 AND edition = $4 AND state = 'waiting' RETURNING attempts`,
        [caseId, number, messageId, edition],
      );
      return rows[0]?.attempts;
    },
    async read(caseId, key) {
      const { number, edition } = letterOf(key);
      const { rows } = await pool.query<{ state: RecipientState; edition: number; attempts: number; changedAt: Date }>(
        `SELECT state, edition, attempts, changed_at AS "changedAt" FROM duly.wave_recipient
         WHERE case_id = $1 AND number = $2`,
        [caseId, number],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { attempts, changedAt } = row;
      // Of a letter that was replaced nothing is to be sent any more.
      return { attempts, changedAt, state: row.edition === edition ? asLetter[row.state] : 'refused' };
    },
    async settle(caseId, key, attempt, state) {
      const { number, edition } = letterOf(key);
      const { rowCount } = await pool.query(
        `UPDATE duly.wave_recipient SET state = $4, changed_at = now()
         WHERE case_id = $1 AND number = $2 AND edition = $5 AND state <> 'removed'
           AND ((state = 'sending' AND attempts = $3) OR ($4 = 'sent' AND state NOT IN ('sent', 'bounced')))`,
        [caseId, number, attempt, state === 'pending' ? 'waiting' : state, edition],
      );
      return rowCount === 1;
    },
  };
}

const asLetter: Readonly<Record<RecipientState, OutboxState>> = {
  waiting: 'pending',
  sending: 'sending',
  sent: 'sent',
  refused: 'refused',
  // It was sent: that it came back is known beside.
  bounced: 'sent',
  unknown: 'unknown',
  removed: 'refused',
};
