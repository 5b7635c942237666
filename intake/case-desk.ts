import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { readRequest } from '../database/case-reader.js';
import type { ReadRequest } from '../database/case-reader.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { CASES_QUEUE } from '../domain/queues.js';
import type { RequestEffect, SubjectRequest } from '../domain/subject-request.js';
import { CAUSES_REMEMBERED } from '../domain/transition.js';
import type { Resumed, Standing } from '../domain/transition.js';
import {
  register,
  subjectRequestWorkflowId,
  subjectRequestWorkflowType,
} from '../workflows/subject-request.contract.js';
import type { Asked } from '../workflows/subject-request.contract.js';
import type { subjectRequest } from '../workflows/subject-request.js';
import { createGate } from './gate.js';

/** Nobody knows a case of this id. */
export class CaseUnknown extends Error {
  override readonly name = 'CaseUnknown';
}

/** The case has come to its end; what may still be said to it is said by signals. */
export class CaseClosed extends Error {
  override readonly name = 'CaseClosed';
}

export interface CaseDeskOptions {
  readonly client: Client;
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly taskQueue?: string;
  /** How long an answer is waited for, in milliseconds, from the question on: waiting for one's turn counts. */
  readonly patience?: number;
}

/** How anybody outside a case speaks to it. */
export interface CaseDesk {
  /** Opens the case, or finds it open: the answer names reference and date at once. */
  open(caseId: string, command: Asked<'register'>): Promise<Standing>;
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

export function createCaseDesk(options: CaseDeskOptions): CaseDesk {
  const { client, pool, keys, taskQueue = CASES_QUEUE, patience = 20_000 } = options;
  const gate = createGate(UPDATES_IN_FLIGHT);
  const inTime = <T>(work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + patience, work);
  const inTurn = <T>(caseId: string, work: () => Promise<T>): Promise<T> => {
    const deadline = Date.now() + patience;
    return gate(caseId, patience, () => client.withDeadline(deadline, work));
  };
  const handleOf = (caseId: string) =>
    client.workflow.getHandle<typeof subjectRequest>(subjectRequestWorkflowId(caseId));
  const startOptions = (caseId: string, from?: Resumed<SubjectRequest, RequestEffect>) => ({
    workflowId: subjectRequestWorkflowId(caseId),
    taskQueue,
    args: (from === undefined ? [caseId] : [caseId, from]) as Parameters<typeof subjectRequest>,
  });

  async function start(caseId: string, from: Resumed<SubjectRequest, RequestEffect>): Promise<boolean> {
    try {
      await client.workflow.start<typeof subjectRequest>(subjectRequestWorkflowType, startOptions(caseId, from));
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async function revive(caseId: string): Promise<boolean> {
    const known = await readRequest(pool, keys, caseId);
    if (known === undefined) throw new CaseUnknown();
    if (known.folded.state.phase === 'closed') throw new CaseClosed();
    return start(caseId, resumedFrom(known));
  }

  return {
    revive,

    open: (caseId, command) =>
      inTurn(caseId, async () => {
        const startWorkflowOperation = new WithStartWorkflowOperation<typeof subjectRequest>(
          subjectRequestWorkflowType,
          {
            ...startOptions(caseId),
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          },
        );
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
        const known = await readRequest(pool, keys, caseId);
        if (known === undefined) throw new CaseUnknown();
        await inTime(() =>
          client.workflow.signalWithStart<typeof subjectRequest, [typeof message]>(subjectRequestWorkflowType, {
            ...startOptions(caseId, resumedFrom(known)),
            signal,
            signalArgs: [message],
          }),
        );
      }
    },
  };
}

function resumedFrom({ folded, entries }: ReadRequest): Resumed<SubjectRequest, RequestEffect> {
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
