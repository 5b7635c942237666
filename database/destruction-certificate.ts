import type { Instant } from '../domain/time.js';
import type { Transaction } from './pool.js';

/** Says what is gone and until when a copy may exist, and nothing about whom it was. */
export interface DestructionCertificate {
  readonly destructionId: string;
  readonly caseId: string;
  readonly keyId: string;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly destroyedAt: Instant;
  readonly documents: number;
  /** The last backup that may still hold the wrapped key expires then. */
  readonly backupsExpireAt: Instant;
}

interface CertificateRow {
  readonly destruction_id: string;
  readonly key_id: string;
  readonly proposed_by: string;
  readonly approved_by: string;
  readonly carried_out_at: Date;
  readonly documents: number;
  readonly backups_expire_at: Date;
}

export async function certificateOf(
  transaction: Transaction,
  caseId: string,
): Promise<DestructionCertificate | undefined> {
  const found = await transaction.query<CertificateRow>(
    `SELECT d.*, k.key_id FROM duly.key_destruction d JOIN duly.case_key k USING (case_id)
     WHERE case_id = $1 AND carried_out_at IS NOT NULL`,
    [caseId],
  );
  const [row] = found.rows;
  return (
    row && {
      destructionId: row.destruction_id,
      caseId,
      keyId: row.key_id,
      proposedBy: row.proposed_by,
      approvedBy: row.approved_by,
      destroyedAt: row.carried_out_at.toISOString(),
      documents: row.documents,
      backupsExpireAt: row.backups_expire_at.toISOString(),
    }
  );
}
