import { civilDateIn } from './civil-date.js';
import type { LetterName } from './letter.js';
import { extendedClock, shownClock } from './subject-request.clocks.js';
import { isExtensionEffective } from './subject-request.law.js';
import { isRefusalLate } from './subject-request.refusing.js';
import { sentFactOf } from './subject-request.js';
import type {
  KnownRequest,
  LetterOrder,
  RequestCommand,
  RequestEffect,
  RequestFact,
  Sent,
  SubjectRequest,
} from './subject-request.js';
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
export function letterBy(request: SubjectRequest, effect: string, sentAt: Instant): readonly RequestFact[] {
  if (request.phase === 'new') return [];
  const open = request.openLetters.find((candidate) => candidate.effect === effect);
  return open === undefined ? [] : [sentFact(request, open.letter, { effect, sentAt, how: 'by-hand' })];
}

function sentFact(request: KnownRequest, letter: LetterName, sent: Sent): RequestFact {
  if (letter === 'extension') return noticeSent(request, sent);
  const refuses = letter === 'refusal' || (letter === 'answer' && request.partsRefused.length > 0);
  const refusalLate = refuses && isRefusalLate(request, sent.sentAt);
  return { type: sentFactOf[letter], ...(refusalLate && { refusalLate }), ...sent };
}

/** GDPR Art. 12(3): a notice that left too late moves no date. */
function noticeSent(request: KnownRequest, sent: Sent): RequestFact {
  if (!isExtensionEffective(request, sent.sentAt)) return { type: 'extensionNoticeSent', effective: false, ...sent };
  const suspendedClock = shownClock(request, request.identityWaits, true);
  return { type: 'extensionNoticeSent', effective: true, clock: extendedClock(request), suspendedClock, ...sent };
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
        answerFiles: request.acceptance === 'noDataHeld' ? [] : request.answerFiles,
        noDataHeld: request.acceptance === 'noDataHeld',
        partlyRefusedReasons: partlyRefusedReasons(request),
        lateReasons: request.fulfilment?.lateReasons,
      };
    case 'identity-request':
      return { reasons: request.identityDoubt ?? '' };
    case 'acknowledgement':
    case 'withdrawal-confirmation':
      return {};
  }
}

/** GDPR Art. 12(4): reasons for each part that is left out. */
function partlyRefusedReasons({ partsRefused }: KnownRequest): string | undefined {
  return partsRefused.length === 0 ? undefined : partsRefused.map(({ reasons }) => reasons).join('\n\n');
}
