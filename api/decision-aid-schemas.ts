import { z } from 'zod';
import { MOST_PEOPLE } from '../domain/breach.extent.js';
import { breachAspects } from '../domain/breach.js';
import { consequences, describedKinds, protections, receivers, restorations } from '../domain/decision-aid.js';
import type { DecisionProposal, DescribedBreach } from '../domain/decision-aid.js';

export const describedBreach: z.ZodType<DescribedBreach> = z.strictObject({
  aspects: z.array(z.enum(breachAspects)).min(1).max(3),
  protection: z.enum(protections).describe('Intact: what was taken cannot be read, and the key is safe.'),
  restoration: z.enum(restorations).describe('How the data came back, or the right ones.'),
  exfiltration: z.enum(['no', 'yes', 'unknown']),
  kinds: z.array(z.enum(describedKinds)).min(1).max(describedKinds.length),
  receivedBy: z.enum(receivers),
  hasVulnerablePeople: z
    .boolean()
    .describe('Children, patients, employees and others who cannot easily defend themselves.'),
  people: z.int().min(0).max(MOST_PEOPLE).optional().describe('How many are concerned; left out where not known.'),
  consequences: z.array(z.enum(consequences)).max(consequences.length).describe('What is expected, or has happened.'),
});

export const decisionProposal: z.ZodType<DecisionProposal> = z.object({
  authority: z.enum(['notify', 'record']),
  dataSubjects: z.enum(['tell', 'notNeeded']),
  because: z.array(z.object({ text: z.string(), source: z.string() })),
  notJudged: z.array(z.string()).describe('What the facts leave open.'),
});
