import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { failureConverterPath } from '../temporal/data-converter.js';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Every kind of case in one bundle, behind the guard that keeps unsealed messages away from them. */
export function bundleWorkflows(
  logger?: Logger,
  workflowsPath: string = pathOf('../workflows/index.ts'),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [pathOf('../workflows/forged-messages.ts')],
    // The law is pure and keeps nothing of a case, so all cases of a worker share one copy of it.
    preloadModules: [pathOf('../domain/subject-request.decider.ts'), pathOf('../domain/breach.decider.ts')],
    failureConverterPath,
    ...(logger && { logger }),
  });
}
