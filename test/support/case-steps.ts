import { WorkflowUpdateFailedError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { listAlarms } from '../../database/alarms.js';
import { answerClock } from '../../domain/subject-request.clocks.js';
import * as ask from '../../workflows/subject-request.contract.js';
import { aRegistration, operator } from './builders.js';
import { untilTrue } from './cases.js';
import type { TestCases } from './cases.js';

/** The type of the refusal with which an update was answered. */
export async function refusalOf(asked: Promise<unknown>): Promise<string | undefined> {
  const error = await asked.catch((failure: unknown) => failure);
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error('it was not refused', { cause: error });
  return (error.cause as { type?: string } | undefined)?.type;
}

/** From a settled identity to the answer that has left. */
export async function answered(cases: TestCases, caseId: string, lateReasons?: string): Promise<void> {
  const identity = { outcome: 'confirmed', method: 'account' } as const;
  await cases.desk.ask(caseId, ask.decideIdentity, { by: operator, decision: identity }, 'answer-1');
  await cases.desk.ask(caseId, ask.acceptRequest, { by: operator, acceptance: 'accepted' }, 'answer-2');
  await cases.desk.ask(caseId, ask.attachAnswer, { by: operator, documents: ['d1'] }, 'answer-3');
  await cases.desk.ask(caseId, ask.fulfil, { by: operator, lateReasons }, 'answer-4');
  await cases.until(caseId, 'answerSent');
}

export function note(cases: TestCases, caseId: string, text: string, updateId: string = text) {
  return cases.desk.ask(caseId, ask.addNote, { by: operator, text }, updateId);
}

export const handleOf = (cases: TestCases, caseId: string) =>
  cases.client.workflow.getHandle(ask.subjectRequestWorkflowId(caseId));

/** Its run has ended without the case knowing; Temporal still remembers it. */
export async function terminate(cases: TestCases, caseId: string): Promise<void> {
  await handleOf(cases, caseId).terminate('for a test');
}

/** As if Temporal had lost the case with its whole history. */
export async function lose(cases: TestCases, caseId: string): Promise<void> {
  const { client } = cases;
  const workflowExecution = { workflowId: ask.subjectRequestWorkflowId(caseId) };
  await client.workflowService.deleteWorkflowExecution({ namespace: client.options.namespace, workflowExecution });
  await untilTrue(async () => {
    const found = await handleOf(cases, caseId)
      .describe()
      .catch((error: unknown) => error);
    return found instanceof WorkflowNotFoundError;
  });
}

export async function alarmsOf(cases: TestCases, caseId: string): Promise<readonly string[]> {
  const alarms = await listAlarms(cases.database.pool, 1_000);
  return alarms.filter((alarm) => alarm.cases.some((known) => known.caseId === caseId)).map(({ code }) => code);
}

interface HistoryEvent {
  readonly eventType: string;
  readonly userMetadata?: { readonly summary?: unknown };
}

/** Names of the events of a case's latest run, those of skipped time left out. */
export async function eventsOf(cases: TestCases, caseId: string): Promise<readonly string[]> {
  const { events } = JSON.parse(historyToJSON(await handleOf(cases, caseId).fetchHistory())) as {
    events: readonly HistoryEvent[];
  };
  return events
    .map(({ eventType }) => eventType.replace('EVENT_TYPE_', ''))
    .filter((type) => !/OPTIONS_UPDATED|TIME_SKIPPING/.test(type));
}

/** Periods of warnings that fall due so many hours from now. */
export function warningsIn(...hours: readonly number[]): readonly string[] {
  const { dueAt } = answerClock(aRegistration({ receivedAt: new Date().toISOString() }));
  const left = Math.floor((Date.parse(dueAt) - Date.now()) / 3_600_000);
  return hours.map((later) => `PT${String(left - later)}H`);
}

export const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
