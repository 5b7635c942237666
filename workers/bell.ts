import { letterUuid, messageIdFor } from '../activities/letters/message-id.js';
import type { Post } from '../activities/letters/post.js';
import type { AlarmCode } from '../database/alarms.js';
import type { Pool } from '../database/pool.js';
import type { Organisation } from '../domain/organisation.js';
import type { OutgoingLetter } from '../domain/ports/letter-carrier.js';

interface Untold {
  readonly alarm_id: string;
  readonly code: AlarmCode;
  readonly case_id: string | null;
  readonly raised_at: Date;
}

const meaning: Readonly<Record<AlarmCode, string>> = {
  FactsTakenOver: 'Facts were found on record that no running case had written. The case has taken them over.',
  MessageForged: 'A message reached a case that Duly did not send. It was dropped.',
  RegistrationStuck: 'A request that was taken in could not be opened as a case for ten minutes.',
  MailUnreadable: 'A mail could not be processed again and again. It is kept.',
  WorkflowMissing: 'An open case had no run in Temporal. It was started again from its facts.',
};

/** Tells the incident managers of every alarm once, by mail: a defect is never a silent success. */
export async function ringBell(pool: Pool, organisation: Organisation, post: Post): Promise<number> {
  const { rows } = await pool.query<Untold>(
    'SELECT alarm_id, code, case_id, raised_at FROM duly.alarm WHERE told_at IS NULL ORDER BY alarm_id LIMIT 20',
  );
  for (const alarm of rows) {
    for (const letter of lettersAbout(alarm, organisation)) await post(letter);
    await pool.query('UPDATE duly.alarm SET told_at = now() WHERE alarm_id = $1', [alarm.alarm_id]);
  }
  return rows.length;
}

function lettersAbout(alarm: Untold, { people, contact }: Organisation): readonly OutgoingLetter[] {
  const { alarm_id: id, code, case_id: caseId, raised_at: raisedAt } = alarm;
  const about = caseId === null ? '' : `\nCase: ${caseId}`;
  return people
    .filter(({ roles }) => roles.includes('incident-manager'))
    .map(({ mail, name }, index) => {
      const key = `${id}.${index}`;
      return {
        key,
        caseId: 'alarm',
        messageId: messageIdFor(`alarm:${key}`, contact.privacyMailbox.split('@')[1] ?? 'localhost'),
        to: { address: mail, name },
        from: { address: contact.privacyMailbox, name: 'Duly' },
        subject: `Duly: ${code}`,
        text: `${meaning[code]}${about}\nRaised: ${raisedAt.toISOString()}\n`,
        language: 'en',
        date: raisedAt.toISOString(),
        boundary: letterUuid(`alarm:${key}`),
      };
    });
}
