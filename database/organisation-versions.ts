import { createHash } from 'node:crypto';
import { duly } from '../domain/actor.js';
import type { Organisation } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { stageLeaves } from './ledger.js';
import { inTransaction } from './pool.js';
import type { Pool } from './pool.js';

/** GDPR Art. 24(1): who we were and what we had promised, at any time. True where the version is new. */
export async function noteOrganisation(pool: Pool, organisation: Organisation, at: Instant): Promise<boolean> {
  const { version, ...content } = organisation;
  return inTransaction(pool, async (transaction) => {
    const { rowCount } = await transaction.query(
      `INSERT INTO duly.organisation_version (version, first_seen_at, content) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [version, at, JSON.stringify(content)],
    );
    if (rowCount !== 1) return false;
    await stageLeaves(transaction, [
      {
        v: 1,
        fact: 'organisationFileChanged',
        caseId: 'organisation',
        position: 0,
        activity: 'accountability',
        actor: duly,
        at,
        legalBasis: 'GDPR Art. 24(1)',
        commitment: createHash('sha256').update(version).digest('base64'),
      },
    ]);
    return true;
  });
}
