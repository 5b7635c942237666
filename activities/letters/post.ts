import { ApplicationFailure } from '@temporalio/common';
import type { Outbox } from '../../database/outbox.js';
import type { LetterCarrier, OutgoingLetter, SentLookup } from '../../domain/ports/letter-carrier.js';

/** What is sent again waits twice as long each time, and no longer than this. */
const LONGEST_SETTLE_MS = 600_000;

/** What became of a letter for good. Anything else is thrown, and tried again. */
export type Posted = 'sent' | 'refused' | 'unknown';

export interface PostOptions {
  readonly outbox: Pick<Outbox, 'claim' | 'read' | 'settle'>;
  readonly carrier: LetterCarrier;
  readonly lookup: SentLookup;
  readonly now: () => number;
  /** How long a letter may take to show up where it is looked for, in milliseconds. */
  readonly settleMs: number;
  /** To our own people, whom a second mail harms less than none: what nobody can resolve is sent again. */
  readonly mayRepeat?: boolean;
}

export type Post = (letter: OutgoingLetter, signal?: AbortSignal) => Promise<Posted>;

/**
 * Claims a letter before it is sent, and looks an unresolved one up before it is sent again: none twice, none missing.
 * What nobody can resolve is `unknown`, and a person's to decide.
 */
export function createPost({ outbox, carrier, lookup, now, settleMs, mayRepeat = false }: PostOptions): Post {
  return async function post(letter, signal): Promise<Posted> {
    const attempt = await outbox.claim(letter.caseId, letter.key, letter.messageId);
    if (attempt === undefined) {
      const resolved = await resolve(letter);
      return resolved === 'absent' ? post(letter, signal) : resolved;
    }
    const carried = await carrier.carry(letter, signal);
    switch (carried.outcome) {
      case 'sent':
        return settled(letter, attempt, 'sent');
      case 'refused':
        return settled(letter, attempt, 'refused', carried.code);
      case 'unknown':
        throw tryAgain('LetterUnresolved', settleMs);
      case 'not-sent':
        if (!carried.temporary) return settled(letter, attempt, 'refused', carried.code);
        await outbox.settle(letter.caseId, letter.key, attempt, 'pending', carried.code);
        throw tryAgain('LetterNotSent');
    }
  };

  async function settled(letter: OutgoingLetter, attempt: number, state: Posted, code?: number): Promise<Posted> {
    if (await outbox.settle(letter.caseId, letter.key, attempt, state, code)) return state;
    const standing = (await outbox.read(letter.caseId, letter.key))?.state;
    // Another attempt has it in hand: what became of the letter is that one's to say.
    if (standing === undefined || standing === 'pending' || standing === 'sending')
      throw tryAgain('LetterUnresolved', settleMs);
    return standing;
  }

  /** Somebody claimed it before: it is done, or an attempt ended without telling how. */
  async function resolve(letter: OutgoingLetter): Promise<Posted | 'absent'> {
    const known = await outbox.read(letter.caseId, letter.key);
    if (known === undefined || known.state === 'pending') return 'absent';
    if (known.state !== 'sending') return known.state;
    const found = await lookup.find(letter.messageId);
    if (found === 'present') return settled(letter, known.attempts, 'sent');
    const waited = now() - known.changedAt.getTime();
    const isRepeated = found === 'unknown' && mayRepeat;
    const settle = isRepeated ? settleBeforeRepeat(known.attempts) : settleMs;
    if (waited < settle) throw tryAgain('LetterUnresolved', settle - waited); // It may still be on its way.
    if (found === 'unknown' && !isRepeated) return settled(letter, known.attempts, 'unknown');
    // Of several that look at once, one gives the attempt up; to the others it is not theirs to repeat.
    if (!(await outbox.settle(letter.caseId, letter.key, known.attempts, 'pending')))
      throw tryAgain('LetterUnresolved', settleMs);
    return 'absent';
  }

  function settleBeforeRepeat(attempts: number): number {
    return Math.max(settleMs, Math.min(settleMs * 2 ** (attempts - 1), LONGEST_SETTLE_MS));
  }
}

/** Codes only: what servers say may name people. */
function tryAgain(type: string, nextRetryDelay?: number): ApplicationFailure {
  return ApplicationFailure.create({ type, message: type, ...(nextRetryDelay !== undefined && { nextRetryDelay }) });
}
