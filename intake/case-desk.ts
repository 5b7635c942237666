import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { readCase } from '../database/case-reader.js';
import type { FoldedKind, ReadCase } from '../database/case-reader.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import type { CaseKind } from '../domain/board.js';
import { breachDecider } from '../domain/breach.decider.js';
import type { Command, FactBody } from '../domain/decider.js';
import { CASES_QUEUE } from '../domain/queues.js';
import { subjectRequestDecider } from '../domain/subject-request.decider.js';
import { CAUSES_REMEMBERED } from '../domain/transition.js';
import type { Resumed, Standing } from '../domain/transition.js';
import { controllerNoticeDecider } from '../domain/controller-notice.decider.js';
import * as breachContract from '../workflows/breach.contract.js';
import type { AskedOfBreach } from '../workflows/breach.contract.js';
import * as noticeContract from '../workflows/controller-notice.contract.js';
import type { AskedOfNotice } from '../workflows/controller-notice.contract.js';
import * as requestContract from '../workflows/subject-request.contract.js';
import type { Asked } from '../workflows/subject-request.contract.js';
import { createGate } from './gate.js';

/** Nobody knows a case of this id. */
export class CaseUnknown extends Error {
  override readonly name = 'CaseUnknown';
}

/** The case has come to its end; what may still be said to it is said by signals. */
export class CaseClosed extends Error {
  override readonly name = 'CaseClosed';
}

/** What the desk must know of a kind of case to speak to it. */
export interface KindOfCase<State, C extends Command, F extends FactBody, Effect, Registered> extends FoldedKind<
  State,
  C,
  F,
  Effect
> {
  readonly kind: CaseKind;
  readonly workflowType: string;
  readonly register: UpdateDefinition<Standing, [Registered]>;
}

const requestCases = {
  kind: 'subject-request',
  workflowType: requestContract.subjectRequestWorkflowType,
  register: requestContract.register,
  decider: subjectRequestDecider,
  firstFact: 'requestRegistered',
} as const;

const breachCases = {
  kind: 'breach',
  workflowType: breachContract.breachWorkflowType,
  register: breachContract.register,
  decider: breachDecider,
  firstFact: 'incidentReported',
} as const;

const noticeCases = {
  kind: 'controller-notice',
  workflowType: noticeContract.controllerNoticeWorkflowType,
  register: noticeContract.register,
  decider: controllerNoticeDecider,
  firstFact: 'noticeOrdered',
} as const;

export interface CaseDeskOptions {
  readonly client: Client;
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly taskQueue?: string;
  /** How long an answer is waited for, in milliseconds, from the question on: waiting for one's turn counts. */
  readonly patience?: number;
}

/** How anybody outside a case of one kind speaks to it. */
export interface CaseDesk<Registered = Asked<'register'>> {
  /** Opens the case, or finds it open: the answer names reference and date at once. */
  open(caseId: string, command: Registered): Promise<Standing>;
  /** Asks for a step; a refusal comes back as `WorkflowUpdateFailedError` with its type. */
  ask<Message>(
    caseId: string,
    update: UpdateDefinition<Standing, [Message]>,
    message: Message,
    updateId: string,
  ): Promise<Standing>;
  /** Tells a fact that cannot be refused, also to a case that is closed. */
  tell<Message>(caseId: string, signal: SignalDefinition<[Message]>, message: Message): Promise<void>;
  /** Starts an open case from its facts, where no run of it is alive. True: it was started now. */
  revive(caseId: string): Promise<boolean>;
}

const UPDATES_IN_FLIGHT = 8;
/** Between two tries of what the engine turned away: the first pause, and the longest. */
const [PAUSE, LONGEST_PAUSE] = [10, 640];

export type BreachDesk = CaseDesk<AskedOfBreach<'register'>>;
export type NoticeDesk = CaseDesk<AskedOfNotice<'register'>>;
export interface CaseDesks {
  readonly 'subject-request': CaseDesk;
  readonly breach: BreachDesk;
  readonly 'controller-notice': NoticeDesk;
}

export function createCaseDesks(options: CaseDeskOptions): CaseDesks {
  return {
    'subject-request': createRequestDesk(options),
    breach: createBreachDesk(options),
    'controller-notice': createNoticeDesk(options),
  };
}

export function createRequestDesk(options: CaseDeskOptions): CaseDesk {
  return createCaseDesk(requestCases, options);
}

export function createBreachDesk(options: CaseDeskOptions): BreachDesk {
  return createCaseDesk(breachCases, options);
}

export function createNoticeDesk(options: CaseDeskOptions): NoticeDesk {
  return createCaseDesk(noticeCases, options);
}

type CaseWorkflow<State, Effect> = (caseId: string, from?: Resumed<State, Effect>) => Promise<Standing>;

function createCaseDesk<State, C extends Command, F extends FactBody, Effect, Registered>(
  ofKind: KindOfCase<State, C, F, Effect, Registered>,
  { client, pool, keys, taskQueue = CASES_QUEUE, patience = 20_000 }: CaseDeskOptions,
): CaseDesk<Registered> {
  const { kind, workflowType, register, decider } = ofKind;
  const gate = createGate(UPDATES_IN_FLIGHT);
  const inTime = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + patience, work);
  const inTurn = <T>(caseId: string, work: () => Promise<T>): Promise<T> => {
    const deadline = Date.now() + patience;
    return gate(caseId, patience, () => client.withDeadline(deadline, work));
  };
  const workflowId = (caseId: string): string => `${kind}/${caseId}`;
  const handleOf = (caseId: string) => client.workflow.getHandle(workflowId(caseId));
  const startOptions = (caseId: string, from?: Resumed<State, Effect>) => ({
    workflowId: workflowId(caseId),
    taskQueue,
    args: (from === undefined ? [caseId] : [caseId, from]) as Parameters<CaseWorkflow<State, Effect>>,
  });

  async function start(caseId: string, from: Resumed<State, Effect>): Promise<boolean> {
    try {
      await client.workflow.start<CaseWorkflow<State, Effect>>(workflowType, startOptions(caseId, from));
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async function mustRead(caseId: string): Promise<ReadCase<State, F, Effect>> {
    const known = await readCase(ofKind, pool, keys, caseId);
    if (known === undefined) throw new CaseUnknown();
    return known;
  }

  async function revive(caseId: string): Promise<boolean> {
    const known = await mustRead(caseId);
    if (decider.isClosed(known.folded.state)) throw new CaseClosed();
    return start(caseId, resumedFrom(known));
  }

  return {
    revive,

    open: (caseId, command) =>
      inTurn(caseId, async () => {
        const startWorkflowOperation = new WithStartWorkflowOperation<CaseWorkflow<State, Effect>>(workflowType, {
          ...startOptions(caseId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        });
        return client.workflow.executeUpdateWithStart(register, {
          args: [command],
          updateId: `register-${caseId}`,
          startWorkflowOperation,
        });
      }),

    ask: (caseId, update, message, updateId) =>
      inTurn(caseId, async () => {
        const attempt = () => repeated(() => handleOf(caseId).executeUpdate(update, { args: [message], updateId }));
        try {
          return await attempt();
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
          // Temporal has lost it or never had it: the facts are what happened, so it goes on from there.
          await revive(caseId);
          return attempt();
        }
      }),

    async tell(caseId, signal, message) {
      try {
        await inTime(() => handleOf(caseId).signal(signal, message));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        const known = await mustRead(caseId);
        await inTime(() =>
          client.workflow.signalWithStart<CaseWorkflow<State, Effect>, [typeof message]>(workflowType, {
            ...startOptions(caseId, resumedFrom(known)),
            signal,
            signalArgs: [message],
          }),
        );
      }
    },
  };
}

function resumedFrom<State, F extends FactBody, Effect>({
  folded,
  entries,
}: ReadCase<State, F, Effect>): Resumed<State, Effect> {
  return { ...folded, taken: entries.slice(-CAUSES_REMEMBERED).map(({ cause }) => cause) };
}

/**
 * The engine takes ten updates at a time per case and turns away the eleventh, which other processes may cause; the same
 * id may simply come again, until the deadline of the call ends it.
 */
async function repeated(update: () => Promise<Standing>, pause = PAUSE): Promise<Standing> {
  try {
    return await update();
  } catch (error) {
    if (!isUnprocessed(error)) throw error;
  }
  await new Promise((resume) => setTimeout(resume, pause));
  return repeated(update, Math.min(2 * pause, LONGEST_PAUSE));
}

function isUnprocessed(error: unknown): boolean {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === 'UnprocessedUpdate';
}
