import type { Right } from '../domain/right.js';
import type { AddressDoubt } from '../domain/subject-request.js';
import { isMailAddress, isSameAddress } from '../domain/mail.js';
import type { DeliveryReport } from './delivery-report.js';
import type { MessageHead } from './message-head.js';
import type { ReadMessage, Unreadable, UnreadableReason } from './message.js';
import { suggestRights } from './rights-wording.js';

/** A letter of ours that a mail may refer to. */
export interface OurLetter {
  readonly caseId: string;
  readonly to: string;
  /** Of a breach, whose letters go to no data subject: what follows one is an answer too, whoever writes it. */
  readonly isOfBreach?: boolean;
}

/** What Duly knows of the Message-IDs that the mail mentions (`mentionedMessageIds`). */
export interface MailKnowledge {
  readonly ourLetters: ReadonlyMap<string, OurLetter>;
}

export type ClassifiedMail =
  /** Everything that is nothing else, so that no request is lost; `mayBelongTo` names a case it refers to. */
  | {
      readonly kind: 'request';
      readonly suggestedRights: readonly Right[];
      readonly mayBelongTo?: string;
      readonly mayAcknowledge: boolean;
    }
  | { readonly kind: 'reply'; readonly caseId: string; readonly suggestedRights: readonly Right[] }
  | { readonly kind: 'auto-reply'; readonly caseId?: string }
  | { readonly kind: 'bounce'; readonly report: DeliveryReport; readonly caseId?: string }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason; readonly mayBelongTo?: string };

export function mentionedMessageIds(message: ReadMessage | Unreadable): readonly string[] {
  const original = message.kind === 'message' ? message.bounce?.originalMessageId : undefined;
  return [...new Set([original, message.inReplyTo, ...message.references].filter((id) => id !== undefined))];
}

/**
 * What a mail is. The month of GDPR Art. 12(3) runs from receipt whatever the mail looks like, so in doubt it is a
 * request: bulk, list and web-form mail open a case too, and a person sets it aside.
 */
export function classifyMail(message: ReadMessage | Unreadable, knowledge: MailKnowledge): ClassifiedMail {
  const ours = (id: string | undefined) => (id === undefined ? undefined : knowledge.ourLetters.get(id));
  const answered = ours(message.inReplyTo);
  const mentioned = answered ?? message.references.map(ours).findLast((letter) => letter !== undefined);
  const about = mentioned === undefined ? {} : { mayBelongTo: mentioned.caseId };

  if (message.kind === 'unreadable') return { kind: 'unreadable', reason: message.reason, ...about };
  if (message.bounce !== undefined) {
    const original = ours(message.bounce.originalMessageId);
    return { kind: 'bounce', report: message.bounce, ...(original === undefined ? {} : { caseId: original.caseId }) };
  }
  // The subject of an answer repeats ours, which names the right that was asked for before.
  const suggestedRights = suggestRights(answered === undefined ? message.subject : '', message.text);
  if (isAnswerOfAMachine(message, suggestedRights, answered !== undefined)) {
    return { kind: 'auto-reply', ...(answered === undefined ? {} : { caseId: answered.caseId }) };
  }
  const isFromThem = answered !== undefined && isSameAddress(answered.to, message.from?.address ?? '');
  if (isFromThem) return { kind: 'reply', caseId: answered.caseId, suggestedRights };
  // A ticket system answers its own mails, and names ours as the first of them.
  if (mentioned?.isOfBreach === true && suggestedRights.length === 0)
    return { kind: 'reply', caseId: mentioned.caseId, suggestedRights };
  return { kind: 'request', suggestedRights, ...about, mayAcknowledge: mayAcknowledge(message) };
}

const absenceSubject =
  /^(?:auto(?:matic)?[ -]?reply|auto(?:matic)? response|out of (?:the )?office|automatisch antwoord|afwezig(?:heid)?|automatische antwort|abwesenheits(?:notiz|benachrichtigung)|réponse automatique|absence du bureau|message d['’]absence)\b/iu;
const absenceText =
  /out of (?:the )?office|on (?:annual )?leave|on (?:holiday|vacation)|afwezig|niet aanwezig|met vakantie|nicht im büro|abwesend|im urlaub|absente? du bureau|en congé|de retour le/iu;

/**
 * What answers one of our letters and says, or shows, that no person wrote it; or what reads like a note of absence.
 * Words of a right, without a letter of ours that they could answer, make it a request after all.
 */
function isAnswerOfAMachine(message: ReadMessage, rights: readonly Right[], isAnswer: boolean): boolean {
  const saysMachine = message.isAutoReply || (isAnswer && (message.autoSubmitted !== 'no' || message.hasNullSender));
  const saysAbsent = absenceSubject.test(message.subject) && absenceText.test(message.text.slice(0, 5_000));
  return saysMachine ? isAnswer || rights.length === 0 : saysAbsent && rights.length === 0;
}

const nobodyReads = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|listserv|majordomo)\b/i;

/** Why a letter to the sender might reach others, or nobody. A person looks before anything is written there. */
export function addressDoubtOf({ from, replyTo, isList }: MessageHead): AddressDoubt | undefined {
  const address = from?.address ?? '';
  if (isList) return 'list';
  if (nobodyReads.test(address)) return 'noReply';
  return replyTo !== undefined && !isSameAddress(replyTo.address, address) ? 'replyTo' : undefined;
}

/**
 * Whether a program may answer it at once. Not what programs, lists and null senders sent (RFC 3834), so that no two
 * machines write to each other; and not what our own server found forged, so that nobody is flooded in another's name.
 */
export function mayAcknowledge(message: MessageHead): boolean {
  const { dmarc, dkim, spf } = message.authentication;
  const isForged = dmarc === 'fail' || (dmarc !== 'pass' && spf === 'fail' && dkim !== 'pass');
  const address = message.from?.address ?? '';
  const isMachine = message.autoSubmitted !== 'no' || message.isAutoReply || message.hasNullSender;
  return (
    isMailAddress(address) &&
    !isForged &&
    !isMachine &&
    !message.isList &&
    !message.isBulk &&
    !nobodyReads.test(address)
  );
}
