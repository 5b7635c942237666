import { fileURLToPath } from 'node:url';
import { createOutbox } from '../../database/outbox.js';
import { createPost } from '../../activities/letters/post.js';
import { createMailIntake } from '../../intake/mail-intake.js';
import type { MailIntake } from '../../intake/mail-intake.js';
import { createRegistrar } from '../../intake/registrar.js';
import type { Registrar } from '../../intake/registrar.js';
import type { CaseDesk } from '../../intake/case-desk.js';
import { readOrganisation } from '../../organisation/read.js';
import type { TestCases } from './cases.js';

export const exampleOrganisation = fileURLToPath(new URL('../../examples/organisation.yaml', import.meta.url));

export interface TestIntake {
  readonly registrar: Registrar;
  readonly intake: MailIntake;
  /** As another process has it, over this desk if given. */
  another(desk?: CaseDesk): MailIntake;
  /** Takes the mail and lets it become what it is. Answers its id, and what the table says of it. */
  receive(raw: Buffer, envelopeFrom?: string): Promise<MailRow>;
  take(raw: Buffer, envelopeFrom?: string): Promise<void>;
  rowOf(mailId: string): Promise<MailRow>;
}

export interface MailRow {
  readonly mailId: string;
  readonly state: string;
  readonly kind: string | null;
  readonly caseId: string | null;
  readonly attempts: number;
}

/** Mail intake over running cases; letters go into the outbox, so that replies and bounces find them. */
export async function startIntake(cases: TestCases): Promise<TestIntake> {
  const { keys, database } = cases;
  const { pool } = database;
  const outbox = createOutbox(pool);
  const carrier = { carry: () => Promise.resolve({ outcome: 'sent', response: '250' } as const) };
  const lookup = { find: () => Promise.resolve('absent' as const) };
  cases.post = createPost({ outbox, carrier, lookup, now: () => Date.now(), settleMs: 0 });
  const organisation = await readOrganisation(exampleOrganisation);
  const serverKey = Buffer.alloc(32, 7);
  const now = () => new Date().toISOString();
  const registrar = createRegistrar({ pool, keys, organisation, serverKey, now });
  const another = (desk = cases.desk): MailIntake =>
    createMailIntake({
      ...{ pool, keys, desk, noticeDesk: cases.desks['controller-notice'], breachDesk: cases.desks.breach },
      ...{ registrar, outbox, organisation },
      ...{ serverKey, now },
      authenticationServer: 'mx.example.org',
    });
  const intake = another();
  const columns = 'mail_id AS "mailId", state, kind, case_id AS "caseId", attempts';
  const take = (raw: Buffer, envelopeFrom = 'somebody@example.com'): Promise<void> =>
    intake.take({ envelopeFrom, recipients: ['privacy@example.org'], raw });
  return {
    registrar,
    intake,
    another,
    take,
    async receive(raw, envelopeFrom) {
      await take(raw, envelopeFrom);
      await intake.process();
      const { rows } = await pool.query<MailRow>(`SELECT ${columns} FROM duly.mail ORDER BY received_at DESC LIMIT 1`);
      if (rows[0] === undefined) throw new Error('no mail was taken');
      return rows[0];
    },
    async rowOf(mailId) {
      const { rows } = await pool.query<MailRow>(`SELECT ${columns} FROM duly.mail WHERE mail_id = $1`, [mailId]);
      if (rows[0] === undefined) throw new Error('no such mail');
      return rows[0];
    },
  };
}
