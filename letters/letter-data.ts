import type { SubjectContact } from '../database/subjects.js';
import { civilDateIn } from '../domain/civil-date.js';
import type { Language, LetterAuthority, LetterData } from '../domain/letter.js';
import { controllerOf, recipientOf } from '../domain/organisation.js';
import type { KnownController, Organisation } from '../domain/organisation.js';
import { articleFifteenInformation } from '../domain/processing-record.js';
import type { ProcessingRecord } from '../domain/processing-record.js';
import type { LetterOrder } from '../domain/subject-request.js';
import { hoursAfter } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import type { Links } from './links.js';
import { countryInWords } from './words.js';

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
  const remedies = remediesOf(order, context, controller);
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
  { caseId, contact, organisation, links, now }: LetterContext,
  controller: KnownController,
) {
  const { language, reference, right, receivedOn, answerBy, timeZone } = order;
  return {
    language,
    reference,
    receivedOn,
    answerBy,
    isLate: civilDateIn(now, timeZone) > answerBy,
    timeZone,
    controller: {
      name: controller.name,
      address: withCountry(controller.address, controller, language),
      contact: organisation.contact.privacyMailbox,
    },
    portalUrl: links.portal(caseId),
    ...(right !== undefined && { right }),
    ...(contact?.name !== undefined && { recipientName: contact.name }),
  };
}

/** GDPR Art. 12(4): complaint and judicial remedy. */
function remediesOf({ language }: LetterOrder, { organisation }: LetterContext, controller: KnownController) {
  const dpo = organisation.contact.dpo.mail;
  return { dpo, authority: authorityOf(controller, language), remedy: controller.judicialRemedy[language] ?? '' };
}

/** GDPR Art. 55(1): of the controller's own Member State. */
function authorityOf(controller: KnownController, language: Language): LetterAuthority {
  const { name, url, address } = controller.supervisoryAuthority;
  return { name, url, ...(address !== undefined && { address: withCountry(address, controller, language) }) };
}

/** The organisation file names no country in an address, because each language has its own name for it. */
function withCountry(address: string, { memberState }: KnownController, language: Language): string {
  return `${address}, ${countryInWords(memberState, language)}`;
}

/** GDPR Art. 15(1), 15(3): what is done with the data in the letter, the data themselves behind a link that ends. */
function answerData(order: LetterOrder, context: LetterContext, controller: KnownController) {
  const { links, caseId, key, processingRecords, organisation, now } = context;
  const hasFiles = (order.answerFiles ?? []).length > 0;
  const recipients = [...organisation.recipients, ...organisation.processors].flatMap(
    ({ id }) => recipientOf(organisation, id) ?? [],
  );
  return {
    noDataHeld: order.noDataHeld ?? false,
    informationPlace: 'package' as const,
    ...(order.right === 'access' &&
      order.noDataHeld !== true && {
        information: articleFifteenInformation(
          processingRecords,
          recipients,
          authorityOf(controller, order.language),
          order.language,
        ),
      }),
    ...(hasFiles && {
      downloadUrl: links.answer(caseId, key),
      downloadUntil: hoursAfter(now, DOWNLOAD_DAYS * 24),
    }),
    ...(order.partlyRefusedReasons !== undefined && { partlyRefusedReasons: order.partlyRefusedReasons }),
    ...(order.lateReasons !== undefined && { lateReasons: order.lateReasons }),
  };
}
