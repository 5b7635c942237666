import { createHmac } from 'node:crypto';
import { readBreach } from '../database/case-reader.js';
import { KeyUnavailable } from '../database/keys.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import type { Actor } from '../domain/actor.js';
import type { BreachRole } from '../domain/breach.js';
import type { KnownController } from '../domain/organisation.js';
import type { RefusalType } from '../domain/refusal.js';
import { recordExtent } from '../workflows/breach.contract.js';
import type { BreachRegistrar, NewBreach } from './breach-registrar.js';
import type { BreachDesk } from './case-desk.js';
import { RegistrationRefused } from './registrar.js';
import { extentIn } from './veris-extent.js';
import { readIncident } from './veris.js';
import type { IncidentReport, VerisRecord } from './veris.js';

export interface ImportOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: BreachDesk;
  readonly registrar: BreachRegistrar;
  readonly serverKey: Uint8Array;
  readonly controller: KnownController;
  /** No record says in which capacity the organisation is concerned. */
  readonly roles: readonly BreachRole[];
}

export type Imported =
  | {
      readonly outcome: 'opened';
      readonly caseId: string;
      readonly reference: string;
      readonly toAsk: readonly string[];
    }
  | { readonly outcome: 'known' }
  | { readonly outcome: 'incomplete'; readonly missing: readonly string[] }
  | { readonly outcome: 'refused'; readonly refusal: RefusalType };

const importer: Actor = { role: 'service', id: 'import-incidents' };

/** Opens the case of one incident, or says what is missing. A second run finds it known, and finishes what broke off. */
export async function importIncident(record: VerisRecord, options: ImportOptions): Promise<Imported> {
  const { pool, keys, desk, registrar, controller } = options;
  const read = readIncident(record, controller.timeZone);
  if ('missing' in read) return { outcome: 'incomplete', missing: read.missing };
  const caseId = caseIdOf(record.incident_id, options.serverKey);
  try {
    const known = await readBreach(pool, keys, caseId);
    if (known !== undefined) {
      const { state } = known.folded;
      if (state.phase === 'open' && state.extent === undefined) await tellExtent(desk, caseId, record);
      return { outcome: 'known' };
    }
    const command = await registrar.prepare({ ...reported(read.report, options), caseId });
    await desk.open(caseId, command);
    await tellExtent(desk, caseId, record);
    return { outcome: 'opened', caseId, reference: command.registration.reference, toAsk: read.toAsk };
  } catch (error) {
    // Closed, and its key destroyed: it was there.
    if (error instanceof KeyUnavailable && error.reason === 'destroyed') return { outcome: 'known' };
    if (!(error instanceof RegistrationRefused)) throw error;
    const { type } = error.refusal;
    return type === 'TicketKnown' ? { outcome: 'known' } : { outcome: 'refused', refusal: type };
  }
}

/** Once for each case: the same question gets the same answer. */
async function tellExtent(desk: BreachDesk, caseId: string, record: VerisRecord): Promise<void> {
  const extent = extentIn(record);
  if (extent !== undefined) await desk.ask(caseId, recordExtent, { by: importer, extent }, `extent of ${caseId}`);
}

function reported(report: IncidentReport, { controller, roles }: ImportOptions): Omit<NewBreach, 'caseId'> {
  const { externalId, summary, aspects, occurredFrom, firstInformedAt } = report;
  return {
    by: importer,
    channel: 'api',
    ...{ roles, controller, commitments: [], drill: false },
    ...{ externalId: externalId.value, summary: summary.value, aspects: aspects.value },
    anchors: { occurredFrom: occurredFrom.value, firstInformedAt: firstInformedAt.value },
  };
}

/** The same incident is the same case, so that a run that broke off is taken up; it says nothing to whoever lacks the key. */
function caseIdOf(incidentId: string, serverKey: Uint8Array): string {
  return createHmac('sha256', serverKey)
    .update(JSON.stringify(['incident', incidentId]))
    .digest('hex')
    .slice(0, 26);
}
