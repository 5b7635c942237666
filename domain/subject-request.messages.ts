import { isPerson } from './actor.js';
import type { Actor } from './actor.js';
import type { KnownRequest, LaterMessage, RequestFact } from './subject-request.js';

/** The same message told twice is one fact. */
export function messageFacts(
  request: KnownRequest,
  { documentId, attachments = [], receivedAt }: LaterMessage,
): readonly RequestFact[] {
  if (request.messages.includes(documentId)) return [];
  return [{ type: 'messageReceived', documentId, ...(attachments.length > 0 && { attachments }), receivedAt }];
}

export function withMessage(request: KnownRequest, { documentId, receivedAt }: LaterMessage): KnownRequest {
  const known = { ...request, messages: [...request.messages, documentId] };
  const waits = receivedAt !== undefined && request.unreadMessage === undefined;
  return waits ? { ...known, unreadMessage: documentId } : known;
}

/** Whoever of our people acts, or takes a note, has the case before them with everything that came in. */
export function readBy(request: KnownRequest, by: Actor): KnownRequest {
  if (request.unreadMessage === undefined || !isPerson(by)) return request;
  const { unreadMessage: _read, ...rest } = request;
  return rest;
}

/** Nothing can be done in a closed case, so there nothing waits. */
export function doesMessageWait({ phase, unreadMessage }: KnownRequest): boolean {
  return phase !== 'closed' && unreadMessage !== undefined;
}

/** GDPR Art. 12(3): what comes in after the end may be a new request, whose month runs from its receipt (ADR 0012). */
export function isAtItsEnd(phase: string): boolean {
  return phase === 'settled' || phase === 'closed';
}
