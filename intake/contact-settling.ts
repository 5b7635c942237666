import { readRequest } from '../database/case-reader.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { putSubject, subjectOf } from '../database/subjects.js';
import type { SubjectContact } from '../database/subjects.js';
import type { Actor } from '../domain/actor.js';
import { whyNotSettleContact } from '../domain/subject-request.law.js';
import type { Standing } from '../domain/transition.js';
import { settleContact as update } from '../workflows/subject-request.contract.js';
import { CaseUnknown } from './case-desk.js';
import type { CaseDesk } from './case-desk.js';
import { RegistrationRefused } from './registrar.js';

export interface ContactSettling {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: CaseDesk;
}

export interface SettledContact {
  readonly caseId: string;
  readonly by: Actor;
  readonly updateId: string;
  /** Absent: letters go where they would have gone. */
  readonly contact?: SubjectContact | undefined;
  readonly reasons: string;
}

/** First the address, then the fact that it was looked at: asked again after a crash, both are there. */
export async function settleContact(
  { pool, keys, desk }: ContactSettling,
  { caseId, by, updateId, contact, reasons }: SettledContact,
): Promise<Standing> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined) throw new CaseUnknown();
  const refusal = whyNotSettleContact(read.folded.state, reasons);
  if (refusal !== undefined) throw new RegistrationRefused(refusal);
  const key = await keys.ofCase(caseId);
  if (contact !== undefined) {
    const before = await subjectOf(pool, key);
    await putSubject(pool, key, { ...contact, inReplyTo: before?.inReplyTo });
  }
  return desk.ask(caseId, update, { by, corrected: contact !== undefined, reasons }, updateId);
}
