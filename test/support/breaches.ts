import { randomBytes } from 'node:crypto';
import { readBreach } from '../../database/case-reader.js';
import type { ReadBreach } from '../../database/case-reader.js';
import { inTransaction } from '../../database/pool.js';
import type { BreachRegistration } from '../../domain/breach.js';
import * as ask from '../../workflows/breach.contract.js';
import { aReport, at, manager, reasons } from '../domain/a-breach.js';
import type { TestCases } from './cases.js';

export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** An incident of which somebody heard just now. */
export async function reported(cases: TestCases, overrides: Partial<BreachRegistration> = {}): Promise<string> {
  const caseId = randomBytes(13).toString('hex');
  await inTransaction(cases.database.pool, (transaction) => cases.keys.create(transaction, caseId));
  const reference = `B-2026-${caseId.slice(0, 6)}`;
  const registration = aReport({ reference, anchors: { firstInformedAt: at(hoursAgo(0)) }, ...overrides });
  await cases.desks.breach.open(caseId, { by: manager, registration });
  return caseId;
}

/** Aware of it just now, and of a risk. */
export async function awareBreach(cases: TestCases, overrides: Partial<BreachRegistration> = {}): Promise<string> {
  const caseId = await reported(cases, overrides);
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  await cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, 'aware');
  await cases.desks.breach.ask(caseId, ask.assessRisk, { by: manager, assessment: { level: 'risk', reasons } }, 'risk');
  return caseId;
}

export async function readReported(cases: TestCases, caseId: string): Promise<ReadBreach> {
  const found = await readBreach(cases.database.pool, cases.keys, caseId);
  if (found === undefined) throw new Error('no facts');
  return found;
}
