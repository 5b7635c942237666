import { letterUuid, messageIdFor } from '../activities/letters/message-id.js';
import type { Post } from '../activities/letters/post.js';
import { alarmsToRing, noteRing } from '../database/alarms.js';
import type { Pool } from '../database/pool.js';
import { alarmWords } from '../domain/alarm.js';
import type { Alarm } from '../domain/alarm.js';
import { recipientsOfAlarm } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import type { OutgoingLetter } from '../domain/ports/letter-carrier.js';
import { inTurn } from '../intake/in-turn.js';

export interface BellOptions {
  readonly pool: Pool;
  readonly organisation: Organisation;
  readonly post: Post;
  readonly publicUrl: string;
}

/**
 * Tells every alarm by mail, once per person: a defect is never a silent success. A mailbox that fails keeps neither
 * another person nor a later alarm waiting, and an alarm counts as told only once a mailbox took it.
 */
export async function ringBell(options: BellOptions): Promise<number> {
  const { pool, post } = options;
  const alarms = await alarmsToRing(pool);
  await inTurn(alarms, async (alarm) => {
    const attempts = await Promise.allSettled(lettersAbout(alarm, options).map((letter) => post(letter)));
    const troubles = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as Error] : []));
    const isHeard = attempts.some((attempt) => attempt.status === 'fulfilled' && attempt.value === 'sent');
    await noteRing(pool, alarm.alarmId, { isHeard, isOver: troubles.length === 0 });
    if (troubles.length > 0) throw new AggregateError(troubles, `alarm ${alarm.alarmId} has not reached everybody yet`);
    if (!isHeard) throw new Error(`alarm ${alarm.alarmId} reached nobody`);
  });
  return alarms.length;
}

function lettersAbout(alarm: Alarm, { organisation, publicUrl }: BellOptions): readonly OutgoingLetter[] {
  const { privacyMailbox } = organisation.contact;
  return recipientsOfAlarm(organisation).map(({ id, mail, name }) => {
    const key = `${alarm.alarmId}.${id}`;
    return {
      key,
      caseId: 'alarm',
      messageId: messageIdFor(`alarm:${key}`, privacyMailbox.split('@')[1] ?? 'localhost'),
      to: { address: mail, name },
      from: { address: privacyMailbox, name: 'Duly' },
      subject: `Duly: ${alarm.code}`,
      text: textAbout(alarm, new URL('/operations/alarms', publicUrl).href),
      language: 'en',
      date: alarm.raisedAt,
      boundary: letterUuid(`alarm:${key}`),
    };
  });
}

function textAbout({ code, raisedAt, cases, count }: Alarm, page: string): string {
  const named = cases.map(({ caseId, reference }) => reference ?? caseId).join(', ');
  const others = count > cases.length ? ` and ${String(count - cases.length)} more` : '';
  const about = count === 0 ? '' : `\nAbout: ${named}${others}`;
  return `${alarmWords[code]}${about}\nRaised: ${raisedAt}\nAll alarms: ${page}\n`;
}
