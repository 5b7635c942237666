import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { isForged } from '../domain/forged.js';

/** Activities are asked by our workflows alone: whoever merely reaches the engine cannot make one run, nor choose its input. */
export const onlySealedInput: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: async (input, next) => {
      if (info.workflowExecution === undefined || input.args.some(isForged)) {
        throw ApplicationFailure.nonRetryable('not asked by a workflow of ours', 'Forged');
      }
      return next(input);
    },
  },
});
