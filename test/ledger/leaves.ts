import type { FactLeaf } from '../../domain/ledger.js';

export function aFactLeaf(changes: Partial<FactLeaf> = {}): FactLeaf {
  return {
    v: 1,
    fact: 'requestRegistered',
    caseId: 'case-1',
    position: 0,
    activity: 'access-requests',
    actor: { role: 'operator', id: 'r-visser' },
    at: '2026-03-03T09:00:00.000Z',
    legalBasis: 'GDPR Art. 6(1)(c)',
    commitment: Buffer.alloc(32).toString('base64'),
    ...changes,
  };
}
