import type { Language } from '../letter.js';
import type { Mailbox } from '../mail.js';
import type { Instant } from '../time.js';

/** The same bytes at every attempt, as everything in a letter. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A letter as it leaves. Everything in it is fixed before the first attempt, so that every attempt is byte-equal. */
export interface OutgoingLetter {
  /** Of the effect that caused it: once, however often it is tried. */
  readonly key: string;
  /** `<uuid@domain>`, made from the key by `messageIdFor`. */
  readonly messageId: string;
  readonly caseId: string;
  readonly to: Mailbox;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly language: Language;
  readonly attachments?: readonly Attachment[];
  readonly inReplyTo?: string;
  readonly date: Instant;
  /** Shared part of the boundaries between the letter's parts. */
  readonly boundary: string;
}

/** Why a letter did not leave, as a closed set: what servers say in full names people. */
export type NotSentReason =
  'address' | 'connection' | 'timeout' | 'authentication' | 'tls' | 'busy' | 'withdrawn' | 'underway' | 'configuration';

/** What became of one attempt. A final no is an answer, not an exception; whoever asked decides what next. */
export type Carried =
  /** `response`: what the server said, without addresses. */
  | { readonly outcome: 'sent'; readonly response: string }
  /** The server's final no: trying again gets the same. `code` is the SMTP reply, `status` RFC 3463's where it was told. */
  | { readonly outcome: 'refused'; readonly code: number; readonly status?: string; readonly response: string }
  /** The whole letter went over the line and no answer came back: look it up before sending again. */
  | { readonly outcome: 'unknown' }
  /** Certainly not accepted. `temporary`: worth another try as it is; else a person must change something. */
  | {
      readonly outcome: 'not-sent';
      readonly temporary: boolean;
      readonly reason: NotSentReason;
      readonly code?: number;
    };

export interface LetterCarrier {
  carry(letter: OutgoingLetter, signal?: AbortSignal): Promise<Carried>;
}

/** Where one can see whether a letter of unknown outcome has left after all. */
export interface SentLookup {
  find(messageId: string): Promise<'present' | 'absent' | 'unknown'>;
}
