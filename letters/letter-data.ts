import type { SubjectContact } from '../database/subjects.js';
import type { LetterData } from '../domain/letter.js';
import { controllerOf, recipientOf } from '../domain/organisation.js';
import type { KnownController, Organisation } from '../domain/organisation.js';
import { articleFifteenInformation } from '../domain/processing-record.js';
import type { ProcessingRecord } from '../domain/processing-record.js';
import type { LetterOrder } from '../domain/subject-request.js';
import { hoursAfter } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import type { Links } from './links.js';

/** Files of an answer can be fetched this long (design choice). */
export const DOWNLOAD_DAYS = 30;

export interface LetterContext {
  readonly caseId: string;
  readonly key: string;
  readonly contact: SubjectContact | undefined;
  readonly organisation: Organisation;
  readonly processingRecords: readonly ProcessingRecord[];
  readonly links: Links;
  readonly now: Instant;
}

/** What the case ordered, with what only the organisation and the data subject's own record can tell. */
export function letterDataOf(order: LetterOrder, context: LetterContext): LetterData {
  const controller = controllerOf(context.organisation, order.controller);
  if (controller === undefined) throw new Error(`The organisation file has no controller ${order.controller}`);
  const basic = basicData(order, context, controller);
  const remedies = remediesOf(order, controller);
  switch (order.letter) {
    case 'acknowledgement':
    case 'withdrawal-confirmation':
      return { letter: order.letter, ...basic };
    case 'identity-request':
      return { letter: order.letter, ...basic, reasons: order.reasons ?? '' };
    case 'extension':
      return {
        letter: order.letter,
        ...basic,
        reasons: order.reasons ?? '',
        extendedAnswerBy: order.extendedAnswerBy ?? '',
      };
    case 'refusal':
      return { letter: order.letter, ...basic, ...remedies, reasons: order.reasons ?? '' };
    case 'answer':
      return { letter: order.letter, ...basic, ...remedies, ...answerData(order, context, controller) };
  }
}

function basicData(
  order: LetterOrder,
  { caseId, contact, organisation, links }: LetterContext,
  controller: KnownController,
) {
  const { language, reference, right, receivedOn, answerBy, timeZone } = order;
  return {
    language,
    reference,
    receivedOn,
    answerBy,
    timeZone,
    controller: { name: controller.name, address: controller.address, contact: organisation.contact.privacyMailbox },
    portalUrl: links.portal(caseId),
    ...(right !== undefined && { right }),
    ...(contact?.name !== undefined && { recipientName: contact.name }),
  };
}

/** GDPR Art. 12(4): complaint and judicial remedy. */
function remediesOf({ language }: LetterOrder, { supervisoryAuthority, judicialRemedy }: KnownController) {
  return { authority: supervisoryAuthority, remedy: judicialRemedy[language] ?? '' };
}

/** GDPR Art. 15(1), 15(3): what is done with the data in the letter, the data themselves behind a link that ends. */
function answerData(order: LetterOrder, context: LetterContext, controller: KnownController) {
  const { links, caseId, key, processingRecords, organisation, now } = context;
  const hasFiles = (order.answerFiles ?? []).length > 0;
  const recipients = [...organisation.recipients, ...organisation.processors].flatMap(
    ({ id }) => recipientOf(organisation, id) ?? [],
  );
  const authority = controller.supervisoryAuthority;
  return {
    noDataHeld: order.noDataHeld ?? false,
    informationPlace: 'package' as const,
    ...(order.right === 'access' &&
      order.noDataHeld !== true && {
        information: articleFifteenInformation(processingRecords, recipients, authority, order.language),
      }),
    ...(hasFiles && {
      downloadUrl: links.answer(caseId, key),
      downloadUntil: hoursAfter(now, DOWNLOAD_DAYS * 24),
    }),
    ...(order.partlyRefusedReasons !== undefined && { partlyRefusedReasons: order.partlyRefusedReasons }),
    ...(order.lateReasons !== undefined && { lateReasons: order.lateReasons }),
  };
}
