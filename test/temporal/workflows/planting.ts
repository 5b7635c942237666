import {
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { planting as activities } from '../planting-activities.js';

const { remember } = proxyActivities<typeof activities>({
  startToCloseTimeout: '20s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '10ms', maximumAttempts: 3 },
});
const { note } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '5s' });

export interface Planted {
  readonly name: string;
  readonly again: number;
  readonly child?: string;
  readonly heard?: readonly string[];
}

export const told = defineSignal<[string]>('told');
export const ask = defineUpdate<string, [string]>('ask');
export const finish = defineUpdate<string, [string]>('finish');
export const getHeard = defineQuery<readonly string[], [string]>('getHeard');

/** Touches whatever the engine writes into a history. */
export async function planting(planted: Planted): Promise<readonly string[]> {
  const { name, again, child } = planted;
  const heard = [...(planted.heard ?? [])];
  let end = '';
  setHandler(told, (text) => void heard.push(text));
  setHandler(
    ask,
    (text) => {
      heard.push(text);
      return `${name} update-result`;
    },
    {
      validator: (text: string) => {
        if (text.startsWith('no')) throw ApplicationFailure.nonRetryable(`${name} refusal ${text}`, 'Refused');
      },
    },
  );
  setHandler(finish, (text) => {
    end = text;
    return `${name} finish-result`;
  });
  setHandler(getHeard, (prefix) => heard.map((text) => `${prefix} ${text}`));

  if (again > 0) await continueAsNew<typeof planting>({ ...planted, again: again - 1, heard });
  if (patched('planting')) upsertMemo({ later: `${name} memo-upserted` });
  heard.push(await note(`${name} local-input`));
  heard.push(await remember(`${name} activity-input`));
  await sleep(5, { summary: `${name} timer-summary` });
  if (child !== undefined) await fromChild(name, child, heard);
  await condition(() => end !== '');
  if (end === 'fail') throw ApplicationFailure.create({ message: `${name} failure`, details: [`${name} details`] });
  return [...heard, JSON.stringify(workflowInfo().memo)];
}

async function fromChild(name: string, child: string, heard: string[]): Promise<void> {
  heard.push(await executeChild(echo, { workflowId: child, args: [`${name} child-input`], memo: { child: name } }));
  await getExternalWorkflowHandle('subject-request/nobody')
    .signal(told, `${name} external`)
    .catch(() => undefined);
  await executeChild(failing, { workflowId: `${child}-failing`, args: [`${name} child-failure`] }).catch(
    () => undefined,
  );
}

export async function echo(text: string): Promise<string> {
  return Promise.resolve(`${text} child-result`);
}

export async function failing(text: string): Promise<never> {
  return Promise.reject(ApplicationFailure.nonRetryable(text));
}
