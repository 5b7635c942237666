import type { Outbox, OutboxState } from './outbox.js';
import type { Pool } from './pool.js';
import type { RecipientState } from './wave-recipients.js';

/** The part of an outbox that a letter on its way needs. */
export type LetterStates = Pick<Outbox, 'claim' | 'read' | 'settle'>;

/** The list of a wave is its own outbox: the key of a letter is the number of its recipient. */
export function createWaveOutbox(pool: Pool): LetterStates {
  return {
    async claim(caseId, number, messageId) {
      const { rows } = await pool.query<{ attempts: number }>(
        `UPDATE duly.wave_recipient
         SET state = 'sending', message_id = $3, attempts = attempts + 1, changed_at = now(),
             tried_at = coalesce(tried_at, now())
         WHERE case_id = $1 AND number = $2 AND state = 'waiting' RETURNING attempts`,
        [caseId, Number(number), messageId],
      );
      return rows[0]?.attempts;
    },
    async read(caseId, number) {
      const { rows } = await pool.query<{ state: RecipientState; attempts: number; changedAt: Date }>(
        `SELECT state, attempts, changed_at AS "changedAt" FROM duly.wave_recipient WHERE case_id = $1 AND number = $2`,
        [caseId, Number(number)],
      );
      return rows[0] && { ...rows[0], state: asLetter[rows[0].state] };
    },
    async settle(caseId, number, attempt, state) {
      const { rowCount } = await pool.query(
        `UPDATE duly.wave_recipient SET state = $4, changed_at = now()
         WHERE case_id = $1 AND number = $2
           AND ((state = 'sending' AND attempts = $3) OR ($4 = 'sent' AND state NOT IN ('sent', 'bounced')))`,
        [caseId, Number(number), attempt, state === 'pending' ? 'waiting' : state],
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
};
