import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Messages and stack traces may quote what people wrote: they travel as payloads, so that the codec covers them.
 * The SDK loads this file by `require`, in tests without a TypeScript loader: keep it free of type syntax.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
