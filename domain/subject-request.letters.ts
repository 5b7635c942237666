import { civilDateIn } from './civil-date.js';
import type { LetterName } from './letter.js';
import { extendedClock } from './subject-request.clocks.js';
import { isExtensionEffective } from './subject-request.law.js';
import { sentFactOf } from './subject-request.js';
import type { KnownRequest, LetterOrder, RequestCommand, RequestEffect, RequestFact, Sent } from './subject-request.js';
import type { Instant } from './time.js';

type NoteLetter = Extract<RequestCommand, { type: 'noteLetter' }>;

/** What came of a letter: it left, or a person must see to it. */
export function decideLetter(
  request: KnownRequest,
  { effect, letter, came }: NoteLetter,
  now: Instant,
): readonly RequestFact[] {
  if (came.outcome === 'sent') {
    const { reportedAt, messageId, documentId } = came;
    return [sentFact(request, letter, { effect, sentAt: now, reportedAt, how: 'mail', messageId, documentId })];
  }
  const { reason, documentId } = came;
  return [{ type: 'letterNeedsPerson', effect, letter, reason, documentId }];
}

/** A person posted the letter, or told its content, and says when. */
export function letterBy(request: KnownRequest, effect: string, sentAt: Instant): readonly RequestFact[] {
  const open = request.openLetters.find((candidate) => candidate.effect === effect);
  return open === undefined ? [] : [sentFact(request, open.letter, { effect, sentAt, how: 'by-hand' })];
}

function sentFact(request: KnownRequest, letter: LetterName, sent: Sent): RequestFact {
  if (letter !== 'extension') return { type: sentFactOf[letter], ...sent };
  const effective = isExtensionEffective(request, sent.sentAt);
  return { type: 'extensionNoticeSent', effective, clock: effective ? extendedClock(request) : undefined, ...sent };
}

export function orderOf(request: KnownRequest, letter: LetterName): RequestEffect {
  return { type: 'sendLetter', ...basicOrder(request, letter), ...particulars(request, letter) };
}

function basicOrder(request: KnownRequest, letter: LetterName): LetterOrder {
  const { language, reference, controller, right, receivedAt, timeZone, drill, answerClock } = request;
  return {
    letter,
    language,
    reference,
    controller,
    receivedOn: civilDateIn(receivedAt, timeZone),
    answerBy: answerClock.dueOn,
    timeZone,
    drill,
    right,
  };
}

function particulars(request: KnownRequest, letter: LetterName): Partial<LetterOrder> {
  switch (letter) {
    case 'extension':
      return { reasons: request.extension?.reasons ?? '', extendedAnswerBy: extendedClock(request).dueOn };
    case 'refusal':
      return { reasons: request.refusal?.reasons ?? '' };
    case 'answer':
      return {
        answerFiles: request.answerFiles,
        noDataHeld: request.acceptance === 'noDataHeld',
        partlyRefusedReasons: request.partlyRefused?.reasons,
        lateReasons: request.fulfilment?.lateReasons,
      };
    case 'identity-request':
      return { reasons: request.identityDoubt ?? '' };
    case 'acknowledgement':
    case 'withdrawal-confirmation':
      return {};
  }
}
