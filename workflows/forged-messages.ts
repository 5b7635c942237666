import { ApplicationFailure, log, type WorkflowInterceptors } from '@temporalio/workflow';
import { isForged } from '../domain/forged.js';

const refused = 'not sealed under the key of this case';

/** A message without an argument carries no seal, so nobody can say who sent it. */
const isUnsealed = (args: readonly unknown[]): boolean => args.length === 0 || args.some(isForged);

/**
 * Keeps what our codec did not seal away from every handler: a signal is dropped, an update and a query are rejected,
 * a start ends at once. Handlers therefore take at least one argument.
 */
export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        execute: async (input, next) => {
          if (input.args.some(isForged)) throw ApplicationFailure.nonRetryable(refused, 'Forged');
          return next(input);
        },
        handleSignal: async (input, next) => {
          if (isUnsealed(input.args)) log.warn(`signal dropped: ${refused}`);
          else await next(input);
        },
        validateUpdate: (input, next) => {
          if (isUnsealed(input.args)) throw ApplicationFailure.nonRetryable(refused, 'Forged');
          next(input);
        },
        handleUpdate: async (input, next) => {
          if (isUnsealed(input.args)) throw ApplicationFailure.nonRetryable(refused, 'Forged');
          return next(input);
        },
        handleQuery: async (input, next) => {
          if (input.args.some(isForged)) throw ApplicationFailure.nonRetryable(refused, 'Forged');
          return next(input);
        },
      },
    ],
    outbound: [{ scheduleActivity: believed, scheduleLocalActivity: believed }],
  };
}

/** A result that a stranger completed for an activity is none: the effect has failed, and a person sees to it. */
function believed<Input>(input: Input, next: (input: Input) => Promise<unknown>): Promise<unknown> {
  return next(input).then((result) => {
    if (isForged(result)) throw ApplicationFailure.nonRetryable(refused, 'Forged');
    return result;
  });
}
