import { randomBytes } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { controllerOf } from '../domain/organisation.js';
import * as ask from '../workflows/subject-request.contract.js';
import type { bareCase } from './bare-case.js';
import { bareStep } from './bare-case.js';
import { inParallel, median, timed } from './figures.js';
import { BARE_QUEUE } from './house.js';
import type { House } from './house.js';

export interface RequestBench {
  /** Whole requests, and bare workflows with the same messages and activities, each second. */
  readonly requestsPerSecond: number;
  readonly barePerSecond: number;
  readonly eventsPerRequest: number;
  readonly eventsPerBare: number;
  /** Of whole requests to bare workflows with the same events: what law, codec and Postgres cost. */
  readonly ratio: number;
  readonly rounds: number;
}

const by = { role: 'operator', id: 'r-visser' } as const;

export interface Load {
  readonly rounds: number;
  readonly perRound: number;
  readonly width: number;
}

/** A B A B …, so that what else the machine does falls on both. */
export async function benchRequests(house: House, { rounds, perRound, width }: Load): Promise<RequestBench> {
  const work = { request: () => answeredRequest(house), bare: () => bareWorkflow(house) };
  for (const once of Object.values(work)) await inParallel(perRound / 2, width, once);
  const rates: Record<keyof typeof work, number[]> = { request: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of ['request', 'bare'] as const) {
      const took = await timed(() => inParallel(perRound, width, work[kind]));
      rates[kind].push((perRound * 1_000) / took);
    }
  }
  const eventsPerRequest = await eventsOf(house.client, ask.subjectRequestWorkflowId(await answeredRequest(house)));
  const eventsPerBare = await eventsOf(house.bareClient, await bareWorkflow(house));
  const pairs = rates.request.map((rate, n) => rate / (rates.bare[n] ?? NaN));
  return {
    requestsPerSecond: median(rates.request),
    barePerSecond: median(rates.bare),
    eventsPerRequest,
    eventsPerBare,
    ratio: median(pairs),
    rounds,
  };
}

export function newCaseId(): string {
  return randomBytes(13).toString('hex');
}

/** From a request on paper to the answer that left; resolves when that is on record. */
async function answeredRequest(house: House): Promise<string> {
  const caseId = newCaseId();
  await house.desk.open(caseId, await prepared(house, caseId));
  const { desk } = house;
  await desk.ask(caseId, ask.decideIdentity, { by, decision: { outcome: 'confirmed', method: 'account' } }, 'u1');
  await desk.ask(caseId, ask.acceptRequest, { by, acceptance: 'accepted' }, 'u2');
  await desk.ask(caseId, ask.attachAnswer, { by, documents: ['d1'] }, 'u3');
  await desk.ask(caseId, ask.fulfil, { by }, 'u4');
  await house.announcements.heard(caseId);
  return caseId;
}

/** All that is kept before a case starts. */
export async function prepared({ registrar, organisation }: House, caseId: string): Promise<ask.Asked<'register'>> {
  const controller = controllerOf(organisation, organisation.controllersInHouse[0]?.id ?? '');
  if (controller === undefined) throw new Error('the organisation has no controller');
  return registrar.prepare({
    ...{ caseId, by, controller, channel: 'letter', language: 'en', right: 'access', documents: [], acknowledge: true },
    receivedAt: new Date().toISOString(),
    contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
  });
}

async function bareWorkflow({ bareClient, announcements }: House): Promise<string> {
  const workflowId = `bare/${newCaseId()}`;
  await bareClient.workflow.executeUpdateWithStart(bareStep, {
    args: ['open'],
    startWorkflowOperation: new WithStartWorkflowOperation<typeof bareCase>('bareCase', {
      workflowId,
      taskQueue: BARE_QUEUE,
      args: [workflowId],
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  });
  const handle = bareClient.workflow.getHandle(workflowId);
  for (const step of ['quiet', 'step', 'step', 'last'] as const) await handle.executeUpdate(bareStep, { args: [step] });
  await announcements.heard(workflowId);
  return workflowId;
}

/** Once the task that took note of the end is over. */
async function eventsOf(client: Client, workflowId: string): Promise<number> {
  const count = async () => (await client.workflow.getHandle(workflowId).fetchHistory()).events?.length ?? 0;
  let events = await count();
  for (let before = 0; before !== events; events = await count()) {
    before = events;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return events;
}
