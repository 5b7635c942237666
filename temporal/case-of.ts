import { caseKinds } from '../domain/board.js';

const kinds: ReadonlySet<string> = new Set(caseKinds);

/** `subject-request/<caseId>` names a case; what else runs in the engine is no case and has no data subject. */
export function caseOf(context: { readonly workflowId?: string | undefined } | undefined): string | undefined {
  const workflowId = context?.workflowId;
  if (workflowId === undefined) return undefined;
  const slash = workflowId.indexOf('/');
  return slash > 0 && kinds.has(workflowId.slice(0, slash)) ? workflowId.slice(slash + 1) : undefined;
}
