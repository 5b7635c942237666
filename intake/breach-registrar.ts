import { createHmac } from 'node:crypto';
import { calendarForCase } from '../calendars/calendar-for.js';
import type { Transaction } from '../database/pool.js';
import { nextReference } from '../database/references.js';
import type { Actor } from '../domain/actor.js';
import type { Anchor, AnchorName } from '../domain/breach.anchors.js';
import { packsFor } from '../domain/breach.clock-table.js';
import { escalation } from '../domain/breach.ringing.js';
import { whyNotReport } from '../domain/breach.law.js';
import type {
  BreachAspect,
  BreachChannel,
  BreachRegistration,
  BreachRole,
  Commitment,
  TellingProcessor,
} from '../domain/breach.js';
import { civilDateIn, yearOf } from '../domain/civil-date.js';
import type { KnownController, Organisation } from '../domain/organisation.js';
import { lengthOf } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import { refuse } from '../domain/refusal.js';
import type { CivilDate } from '../domain/time.js';
import type { AskedOfBreach } from '../workflows/breach.contract.js';
import { preparedOnce, RegistrationRefused } from './registrar.js';
import type { RegistrarOptions } from './registrar.js';

/** An incident as it is reported, before it is a case. */
export interface NewBreach {
  readonly caseId: string;
  readonly by: Actor;
  readonly channel: BreachChannel;
  readonly toldBy?: TellingProcessor | undefined;
  readonly externalId?: string | undefined;
  readonly roles: readonly BreachRole[];
  readonly summary: string;
  readonly aspects: readonly BreachAspect[];
  readonly anchors: Readonly<Partial<Record<AnchorName, Anchor>>>;
  readonly controller: KnownController;
  readonly restorationPeriod?: Period | undefined;
  readonly commitments: readonly Commitment[];
  readonly drill: boolean;
  readonly owner?: string | undefined;
  readonly services?: readonly string[] | undefined;
  readonly firstContact?: string | undefined;
}

export interface BreachRegistrar {
  /** All that a case needs before it starts, in one transaction; the same case again gives what was kept. */
  prepare(breach: NewBreach): Promise<AskedOfBreach<'register'>>;
}

export function createBreachRegistrar(options: RegistrarOptions): BreachRegistrar {
  const { pool, keys, organisation, serverKey, now } = options;
  return {
    prepare: (breach) =>
      preparedOnce(pool, keys, { kind: 'breach', caseId: breach.caseId }, async (transaction) => {
        await mustBeNewTicket(transaction, breach, serverKey);
        const registration = await registrationFor(transaction, breach, organisation);
        const refusal = whyNotReport({ phase: 'new' }, registration, now());
        if (refusal !== undefined) throw new RegistrationRefused(refusal);
        return { by: breach.by, registration };
      }),
  };
}

/** The same ticket twice is one incident, whoever sends it. */
async function mustBeNewTicket(
  transaction: Transaction,
  { channel, externalId, caseId }: NewBreach,
  serverKey: Uint8Array,
): Promise<void> {
  if (externalId === undefined) return;
  const hash = createHmac('sha256', serverKey)
    .update(JSON.stringify(['ticket', channel, externalId]))
    .digest();
  const { rowCount } = await transaction.query(
    'INSERT INTO duly.reported_ticket (ticket_hash, case_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [hash, caseId],
  );
  if (rowCount === 0) throw new RegistrationRefused(refuse('TicketKnown', 'This ticket has opened a case before.'));
}

async function registrationFor(
  transaction: Transaction,
  { caseId: _caseId, by: _by, controller, ...reported }: NewBreach,
  organisation: Organisation,
): Promise<BreachRegistration> {
  const { memberState, region, timeZone } = controller;
  const { firstInformedAt } = reported.anchors;
  if (firstInformedAt === undefined)
    throw new RegistrationRefused(refuse('AnchorMissing', 'Say when the first information came in.'));
  const informedOn = civilDateIn(firstInformedAt.at, timeZone);
  return {
    ...reported,
    reference: await nextReference(transaction, 'B', yearOf(informedOn)),
    controller: controller.id,
    timeZone,
    calendar: calendarForCase({ memberState, region }, informedOn),
    packs: packsFor(memberState, organisation.rulePacks, informedOn).map(({ id }) => id),
    controllerNoticePeriod: shortestNotice(organisation, informedOn),
    warnings: organisation.warnings.breach,
    escalation,
    documents: [],
  };
}

/** GDPR Art. 33(2): the shortest that a contract in force promises; without a promise, one hour. */
function shortestNotice({ controllers }: Organisation, on: CivilDate): Period {
  const promised = controllers
    .map(({ contract }) => contract)
    .filter(({ from, to }) => from <= on && on <= (to ?? on))
    .map(({ maxNotify }) => maxNotify);
  return [...promised].sort((one, other) => hoursIn(one) - hoursIn(other))[0] ?? 'PT1H';
}

/** To compare them only: no period is computed with it. */
function hoursIn(period: Period): number {
  const hours = { hours: 1, days: 24, months: 28 * 24 } as const;
  const length = lengthOf(period);
  return length === undefined ? Infinity : length.count * hours[length.unit];
}
