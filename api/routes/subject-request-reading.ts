import { z } from 'zod';
import { rights } from '../../domain/right.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import { requestPhases } from '../../domain/subject-request.standing.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { addReading, listQuery } from './case-reading.js';
import type { ReadingDependencies } from './case-reading.js';

const boardQuery = listQuery.extend({
  phase: z.enum(requestPhases).optional(),
  right: z.enum([...rights, 'unclassified']).optional(),
});

/** Lists, requests, facts and proofs. */
export function addRequestReading(requests: Resource, dependencies: ReadingDependencies): void {
  addReading(requests, dependencies, {
    kind: 'subject-request',
    noun: 'request',
    action: 'subject-request.read',
    evidence: 'case.evidence',
    query: boardQuery,
    read: (caseId) => mustRead(dependencies, caseId),
    shown: (read) => withoutCalendar(knownOf(read)),
  });
}

export async function mustRead(
  { pool, keys }: Pick<ReadingDependencies, 'pool' | 'keys'>,
  caseId: string,
): Promise<ReadRequest> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined) throw new NotFound('There is no such case.');
  return read;
}

function knownOf({ folded }: ReadRequest): KnownRequest {
  if (folded.state.phase === 'new') throw new NotFound('There is no such case.');
  return folded.state;
}

/** The calendar is long and belongs to the computation; its id is in the clock. */
function withoutCalendar({ calendar: _calendar, ...request }: KnownRequest): Omit<KnownRequest, 'calendar'> {
  return request;
}
