import { createHmac } from 'node:crypto';
import { noteBatch, noticesOf } from '../database/controller-notices.js';
import type { CaseKeys } from '../database/keys.js';
import type { OutsideControllers } from '../database/outside-controllers.js';
import type { Pool } from '../database/pool.js';
import { nextReference } from '../database/references.js';
import { duly } from '../domain/actor.js';
import type { AffectedController, NoticesOrder } from '../domain/breach.js';
import { civilDateIn, yearOf } from '../domain/civil-date.js';
import type { NoticeRegistration } from '../domain/controller-notice.js';
import { computeDeadline } from '../domain/deadline.js';
import type { OutsideController, Organisation } from '../domain/organisation.js';
import type { ControllerNotices } from '../domain/ports/controller-notices.js';
import { breachClosed, informationGiven } from '../workflows/controller-notice.contract.js';
import type { AskedOfNotice } from '../workflows/controller-notice.contract.js';
import { CaseClosed } from './case-desk.js';
import type { NoticeDesk } from './case-desk.js';
import { preparedOnce } from './registrar.js';

export interface ControllerNoticesOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: NoticeDesk;
  readonly controllers: OutsideControllers;
  readonly organisation: Organisation;
  readonly serverKey: Uint8Array;
}

/** How many are dealt with at a time: the engine starts so many cases at once without refusing any. */
const AT_ONCE = 16;

export function createControllerNotices(options: ControllerNoticesOptions): ControllerNotices {
  const { pool, desk, controllers } = options;
  const told = async (breachId: string, tell: (caseId: string) => Promise<void>, beat: () => void): Promise<number> => {
    const notices = await noticesOf(pool, breachId);
    await sideBySide(notices, async ({ caseId }) => {
      beat();
      await tell(caseId).catch(unlessClosed);
    });
    return notices.length;
  };
  return {
    async open(breachId, order, beat) {
      const known = new Map((await controllers.all()).map((controller) => [controller.id, controller]));
      await noteBatch(pool, breachId, order.batch, order.affected.length);
      await sideBySide(order.affected, async (affected) => {
        beat();
        const controller = known.get(affected.controller);
        if (controller === undefined) throw new Error('a controller that was confirmed is not known any more');
        const caseId = noticeIdFor(options.serverKey, breachId, controller.id);
        await desk.open(caseId, await prepared(options, caseId, { breachId, order, affected, controller }));
      });
      return order.affected.length;
    },
    inform: (breachId, key, text, beat) =>
      told(breachId, (caseId) => desk.tell(caseId, informationGiven, { by: duly, key, text }), beat),
    close: (breachId, beat) => told(breachId, (caseId) => desk.tell(caseId, breachClosed, { by: duly }), beat),
  };
}

interface Ordered {
  readonly breachId: string;
  readonly order: NoticesOrder;
  readonly affected: AffectedController;
  readonly controller: OutsideController;
}

function prepared(
  { pool, keys, organisation }: ControllerNoticesOptions,
  caseId: string,
  ordered: Ordered,
): Promise<AskedOfNotice<'register'>> {
  return preparedOnce(pool, keys, { kind: 'controller-notice', caseId }, async (transaction) => {
    const { startsAt, timeZone } = ordered.order;
    const reference = await nextReference(transaction, 'N', yearOf(civilDateIn(startsAt, timeZone)));
    return { by: duly, registration: registrationFor(organisation, reference, ordered) };
  });
}

/** Its own data alone stand in it: no controller learns of another. */
function registrationFor(
  { organisation }: Organisation,
  reference: string,
  { breachId, order, affected, controller }: Ordered,
): NoticeRegistration {
  const { batch, startsAt, timeZone, calendar, drill, owner, text } = order;
  const { contact, roundTheClock, contract, language } = controller;
  const { maxNotify } = contract;
  const { dueAt } = computeDeadline({ period: maxNotify, receivedAt: startsAt, timeZone }, calendar);
  return {
    ...{ reference, breach: breachId, breachReference: order.reference, batch, controller: order.controller },
    addressee: {
      ...{ id: controller.id, name: controller.name, language: language ?? organisation.languages[0] ?? 'en' },
      ...{ mail: contact.mail, roundTheClockMail: roundTheClock?.mail },
      phones: [roundTheClock?.phone, contact.phone].filter((phone) => phone !== undefined),
    },
    text: affected.particulars === undefined ? text : `${text}\n\n${affected.particulars}`,
    ...{ startsAt, dueAt, timeZone, drill, owner },
  };
}

/** The same breach and controller are the same notice, whoever comes a second time. */
export function noticeIdFor(serverKey: Uint8Array, breachId: string, controller: string): string {
  return createHmac('sha256', serverKey)
    .update(JSON.stringify(['controller-notice', breachId, controller]))
    .digest('hex')
    .slice(0, 26);
}

/** A notice that ended with its breach wants to hear nothing more. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof CaseClosed)) throw error;
}

/** Whatever fails fails after the others have had their turn, and all of it comes again. */
async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw new AggregateError(failures, `${String(failures.length)} notices failed`);
}
