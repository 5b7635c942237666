import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

export const planting = {
  /** Fails once, after a heartbeat, so that failure and heartbeat details are kept too. */
  remember: (text: string): Promise<string> => {
    const { heartbeat, info } = Context.current();
    if (info.attempt === 1) {
      heartbeat(`${text} heartbeat`);
      const details = [`${text} failure-details`];
      return Promise.reject(ApplicationFailure.create({ message: `${text} activity-failure`, details }));
    }
    return Promise.resolve(`${text} result after ${String(info.heartbeatDetails)}`);
  },
  note: (text: string): Promise<string> => Promise.resolve(`${text} local-result`),
};
