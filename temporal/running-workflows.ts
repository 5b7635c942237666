import type { Client } from '@temporalio/client';

/** Their ids, read raw: the client's own list opens memos, and one that somebody else sealed would stop it. */
export async function* runningWorkflows({ workflowService, options }: Client): AsyncGenerator<string> {
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await workflowService.listWorkflowExecutions({
      namespace: options.namespace,
      query: "ExecutionStatus = 'Running'",
      pageSize: 1_000,
      ...(nextPageToken && { nextPageToken }),
    });
    for (const { execution } of page.executions) if (execution?.workflowId) yield execution.workflowId;
    ({ nextPageToken } = page);
  } while (nextPageToken.length > 0);
}
