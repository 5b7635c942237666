import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { noticesOf } from '../../database/controller-notices.js';
import { reviveMissing } from '../../intake/tending.js';
import { sumUpNotices } from '../../intake/notice-summaries.js';
import * as ask from '../../workflows/breach.contract.js';
import * as askNotice from '../../workflows/controller-notice.contract.js';
import { duly } from '../../domain/actor.js';
import { at, manager, reasons } from '../domain/a-breach.js';
import { hoursAgo, readReported, reported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { fastForward } from '../support/fast-forward.js';

let cases: TestCases;
beforeAll(async () => {
  cases = await startCases();
});
afterEach(() => {
  cases.post = () => Promise.resolve('sent');
});
afterAll(() => cases.close());

const text = 'An employee opened files of yours without a reason to.';

/** Aware of it as a processor just now. */
async function processorBreach(): Promise<string> {
  const caseId = await reported(cases, { roles: ['processor'] });
  const decision = { outcome: 'aware', anchor: at(hoursAgo(0)), reasons } as const;
  await cases.desks.breach.ask(caseId, ask.decideAwareness, { by: manager, decision }, 'aware');
  return caseId;
}

async function confirm(caseId: string, ids: readonly string[]): Promise<void> {
  const affected = ids.map((controller) => ({ controller, particulars: `Of ${controller}: payslips.` }));
  const confirmation = { services: ['payroll'], text, affected, excluded: [] };
  await cases.desks.breach.ask(caseId, ask.confirmControllers, { by: manager, confirmation, proposed: [] }, 'confirm');
}

const notices = (breach: string) => noticesOf(cases.database.pool, breach);
const toldOf = async (breach: string) => (await notices(breach)).filter(({ toldAt }) => toldAt !== undefined).length;
const sumUp = () => sumUpNotices({ pool: cases.database.pool, desk: cases.desks.breach });
const clock = async (breach: string) => {
  const { state } = (await readReported(cases, breach)).folded;
  return state.phase === 'new' ? undefined : state.clocks.find(({ id }) => id === 'gdpr-33-2');
};

test('GDPR Art. 33(2): each controller is told in a case of its own, and the clock ends with the last', async () => {
  const breach = await processorBreach();
  await confirm(breach, ['acme', 'muster']);
  await untilTrue(async () => (await toldOf(breach)) === 2);
  expect(await notices(breach)).toMatchObject([
    { addressee: 'acme', phase: 'told' },
    { addressee: 'muster', phase: 'told' },
  ]);
  expect(await clock(breach)).not.toHaveProperty('metAt');

  await sumUp();
  await untilTrue(async () => (await clock(breach)) !== undefined && 'metAt' in ((await clock(breach)) ?? {}));
});

test('an acknowledgement ends the ladder; who stays silent is pursued past the hour that was promised', async () => {
  const breach = await processorBreach();
  await confirm(breach, ['acme', 'muster']);
  await untilTrue(async () => (await toldOf(breach)) === 2);
  const [acme, muster] = await notices(breach);
  if (acme === undefined || muster === undefined) throw new Error('no notices');
  await cases.desks['controller-notice'].tell(muster.caseId, askNotice.noticeAcknowledged, { by: duly });
  await untilTrue(async () => (await notices(breach))[1]?.phase === 'acknowledged');
  await fastForward(cases.client, `controller-notice/${acme.caseId}`, '3 hours');
  expect((await notices(breach)).map(({ rungsPassed }) => rungsPassed)).toEqual([5, 0]);
});

test('a controller confirmed later is waited for, however quickly it is told', async () => {
  const breach = await processorBreach();
  await confirm(breach, ['acme']);
  await untilTrue(async () => (await toldOf(breach)) === 1);
  await sumUp();
  const confirmation = {
    ...{ services: [], text, affected: [{ controller: 'muster' }], excluded: [] },
    ...{ knownAt: new Date().toISOString(), reasons },
  };
  await cases.desks.breach.ask(breach, ask.confirmControllers, { by: manager, confirmation, proposed: [] }, 'later');
  expect(await clock(breach)).not.toHaveProperty('metAt');
  await untilTrue(async () => (await toldOf(breach)) === 2);
  await sumUp();
  await untilTrue(async () => 'metAt' in ((await clock(breach)) ?? {}));
});

test('a breach and its notices that Temporal loses go on from their facts, and no controller is told twice', async () => {
  const breach = await processorBreach();
  const before = cases.letters.length;
  await confirm(breach, ['acme', 'muster']);
  await untilTrue(async () => (await toldOf(breach)) === 2);
  const siblings = (await notices(breach)).map(({ caseId }) => `controller-notice/${caseId}`);
  for (const id of [`breach/${breach}`, ...siblings]) await cases.client.workflow.getHandle(id).terminate('lost');

  const { client, desks } = cases;
  expect(await reviveMissing({ pool: cases.database.pool, client, desks })).toBe(3);
  for (const id of siblings) await fastForward(client, id, '9 hours');
  await untilTrue(async () => (await notices(breach)).every(({ rungsPassed }) => rungsPassed > 0));
  const told = cases.letters
    .slice(before)
    .flatMap(({ order }) => ('to' in order ? [[order.addressee.id, order.to]] : []));
  expect(told.flatMap(([id, to]) => (to === 'mail' ? [id] : [])).sort()).toEqual(['acme', 'muster']);
  await sumUp();
  await untilTrue(async () => 'metAt' in ((await clock(breach)) ?? {}));
});

test('no controller learns of another', async () => {
  const breach = await processorBreach();
  const before = cases.letters.length;
  await confirm(breach, ['acme', 'muster']);
  await untilTrue(async () => (await toldOf(breach)) === 2);
  const orders = cases.letters.slice(before).map(({ order }) => JSON.stringify(order));
  for (const order of orders.filter((said) => said.includes('controller-notice')))
    expect(order.includes('acme')).not.toBe(order.includes('muster'));
});

test('further information and the end of the breach reach every notice', async () => {
  const breach = await processorBreach();
  await confirm(breach, ['acme', 'muster']);
  await untilTrue(async () => (await toldOf(breach)) === 2);
  const information = 'The copies were found and destroyed.';
  await cases.desks.breach.ask(breach, ask.informControllers, { by: manager, text: information }, 'more');
  const informed = () => cases.letters.filter(({ order }) => 'text' in order && order.text === information);
  await untilTrue(() => Promise.resolve(informed().length === 2));
  await sumUp();
  await untilTrue(async () => 'metAt' in ((await clock(breach)) ?? {}));
  const close = () => cases.desks.breach.ask(breach, ask.close, { by: manager }, randomUUID());
  await expect(close()).rejects.toMatchObject({ cause: { type: 'ControllerSilent' } });
  for (const { caseId, addressee } of await notices(breach)) {
    const by = { role: 'controller', id: addressee } as const;
    await cases.desks['controller-notice'].ask(caseId, askNotice.acknowledge, { by }, 'button');
  }
  await sumUp();
  const isHeard = async () =>
    (await readReported(cases, breach)).entries.filter(({ fact }) => fact.type === 'noticesSummed');
  await untilTrue(async () => (await isHeard()).length === 2);
  await close();
  await untilTrue(async () => (await notices(breach)).every(({ phase }) => phase === 'closed'));
});
