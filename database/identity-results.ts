import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { IdentityResults } from '../domain/ports/identity-results.js';
import { identityMethods } from '../domain/subject-request.js';
import type { IdentityMethod } from '../domain/subject-request.js';
import type { Queryable } from './pool.js';
import { uuidFrom } from './uuid.js';

export interface NewIdentityResult {
  /** The step that told it: told again, it is the same result. */
  readonly source: string;
  readonly caseId: string;
  readonly confirmed: boolean;
  readonly method: IdentityMethod;
  /** The authenticated service that says so. */
  readonly service: string;
}

/** Kept as told by an authenticated service; the case reads it back by its id. */
export async function keepIdentityResult(db: Queryable, result: NewIdentityResult): Promise<string> {
  const resultId = uuidFrom(createHash('sha256').update(result.source).digest(), 8);
  await db.query(
    `INSERT INTO duly.identity_result (result_id, case_id, confirmed, method, service) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [resultId, result.caseId, result.confirmed, result.method, result.service],
  );
  return resultId;
}

const stored = z.object({ confirmed: z.boolean(), method: z.enum(identityMethods), service: z.string() });

export function createIdentityResults(db: Queryable): IdentityResults {
  return {
    async read(caseId, resultId) {
      const { rows } = await db.query(
        'SELECT confirmed, method, service FROM duly.identity_result WHERE result_id::text = $1 AND case_id = $2',
        [resultId, caseId],
      );
      return rows[0] === undefined ? { found: false } : { found: true, ...stored.parse(rows[0]) };
    },
  };
}
