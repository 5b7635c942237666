import { z } from 'zod';
import type { SentLookup } from '../../domain/ports/letter-carrier.js';

const answer = z.object({ found: z.boolean() });

/** Asks a mailbox over HTTP: `GET <url>?message-id=<…>` answers `{"found": true}`. Anything else is "unknown". */
export function httpLookup(url: string, timeoutMs = 5_000): SentLookup {
  return {
    async find(messageId) {
      const question = new URL(url);
      question.searchParams.set('message-id', messageId);
      try {
        const response = await fetch(question, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
        if (!response.ok) return 'unknown';
        const told = answer.safeParse(await response.json());
        if (!told.success) return 'unknown';
        return told.data.found ? 'present' : 'absent';
      } catch {
        // Silence of the mailbox is no answer about the letter, so it must not read as "absent".
        return 'unknown';
      }
    },
  };
}
