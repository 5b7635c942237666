import { z } from 'zod';
import type { EvidenceFile } from '../ledger/evidence.js';

const count = z.int().min(0);

export const evidenceSchema: z.ZodType<EvidenceFile> = z.strictObject({
  v: z.literal(1),
  caseId: z.string(),
  log: z.strictObject({ name: z.string(), vkey: z.string() }),
  checkpoint: z.string(),
  facts: z.array(
    z.strictObject({
      position: count,
      fact: z.string(),
      leaf: z.string(),
      proof: z.strictObject({ index: count, hashes: z.array(z.string()) }),
      opening: z.strictObject({ key: z.string(), fact: z.string() }).exactOptional(),
    }),
  ),
});

const actor = z.looseObject({ role: z.string(), id: z.string() });

/** Loose, because files outlive the version that wrote them: only what is compared must be there. */
export const leafSchema = z.looseObject({
  v: z.literal(1),
  fact: z.string(),
  caseId: z.string(),
  position: count,
  actor,
  at: z.string(),
  commitment: z.string(),
});

export const committedFactSchema = z.looseObject({ type: z.string(), at: z.string(), by: actor });
