import type {
  AnswerLetter,
  ArticleFifteenInformation,
  CommunicationLetterData,
  LetterAuthority,
  LetterData,
  NoticeLetterData,
  StaffLetterData,
} from '../domain/letter.js';
import { isOurLink, safeLine, safeText } from './neutralise.js';
import { countryInWords, dateInWords, endInWords, kindInWords, momentInWords, rightInWords } from './words.js';

/** What a template may print: every key is there, `null` where the letter has nothing for it. */
export type Printed = string | true | null | readonly Printed[] | { readonly [key: string]: Printed };
export type View = Readonly<Record<string, Printed>>;

export function letterView(data: LetterData): View {
  const { language } = data;
  return {
    ...nothing,
    reference: safeLine(data.reference),
    right: data.right === undefined ? null : rightInWords[language][data.right],
    receivedOn: dateInWords(data.receivedOn, language),
    answerBy: dateInWords(data.answerBy, language),
    isLate: data.isLate === true ? true : null,
    recipientName: data.recipientName === undefined ? null : safeLine(data.recipientName) || null,
    portalUrl: link(data.portalUrl),
    controller: { name: data.controller.name, address: data.controller.address, contact: data.controller.contact },
    ...particulars(data),
  };
}

export function staffLetterView(data: StaffLetterData): View {
  return {
    reference: safeLine(data.reference),
    kind: kindInWords[data.language][data.kind],
    dueAt: data.dueAt === undefined ? null : endInWords(data.dueAt, data.timeZone, data.language),
    clock: data.clock === undefined ? null : safeLine(data.clock),
    caseUrl: link(data.caseUrl),
  };
}

export function noticeLetterView(data: NoticeLetterData): View {
  const { language, timeZone } = data;
  return {
    ...{ reference: safeLine(data.reference), processor: data.processor, contactPoint: data.contactPoint },
    ...{ recipientName: safeLine(data.recipientName), text: safeText(data.text), noticeUrl: link(data.noticeUrl) },
    awareAt: momentInWords(data.awareAt, timeZone, language),
  };
}

export function communicationLetterView(data: CommunicationLetterData): View {
  const { recipientName, recommendations, controller } = data;
  return {
    reference: safeLine(data.reference),
    controller: { name: controller.name, address: controller.address },
    recipientName: recipientName === undefined ? null : safeLine(recipientName) || null,
    ...{ text: safeText(data.text), consequences: safeText(data.consequences), measures: safeText(data.measures) },
    recommendations: text(recommendations) || null,
    contactPoint: data.contactPoint.trim(),
  };
}

const nothing: View = {
  reasons: null,
  lateReasons: null,
  partlyRefusedReasons: null,
  extendedAnswerBy: null,
  dpo: null,
  authority: null,
  remedy: null,
  noDataHeld: null,
  downloadUrl: null,
  downloadUntil: null,
  information: null,
  informationInPackage: null,
};

function particulars(data: LetterData): View {
  switch (data.letter) {
    case 'acknowledgement':
    case 'withdrawal-confirmation':
      return {};
    case 'identity-request':
      return { reasons: safeText(data.reasons) };
    case 'extension':
      return { reasons: safeText(data.reasons), extendedAnswerBy: dateInWords(data.extendedAnswerBy, data.language) };
    case 'refusal':
      return { reasons: safeText(data.reasons), lateReasons: text(data.lateReasons), ...remedies(data) };
    case 'answer':
      return {
        lateReasons: text(data.lateReasons),
        partlyRefusedReasons: text(data.partlyRefusedReasons),
        noDataHeld: data.noDataHeld === true ? true : null,
        downloadUrl: link(data.downloadUrl),
        downloadUntil:
          data.downloadUntil === undefined ? null : endInWords(data.downloadUntil, data.timeZone, data.language),
        information:
          data.information === undefined || data.informationPlace === 'package' || data.noDataHeld === true
            ? null
            : informationView(data.information),
        informationInPackage: liesWithFiles(data) ? true : null,
        ...remedies(data),
      };
  }
}

/** GDPR Art. 15(1), (2): said of what lies with the files, so only where there are both. */
function liesWithFiles({ information, informationPlace, noDataHeld, downloadUrl }: AnswerLetter): boolean {
  const isThere = information !== undefined && downloadUrl !== undefined && noDataHeld !== true;
  return isThere && informationPlace === 'package';
}

export function informationView({ language, activities, rights, authority }: ArticleFifteenInformation): Printed {
  return {
    activities: activities.map((activity) => ({
      ...activity,
      automatedDecisions: activity.automatedDecisions.map((decision) => ({ ...decision })),
      transfers: activity.transfers.map((transfer) => ({
        ...transfer,
        country: countryInWords(transfer.country, language),
      })),
    })),
    rights: rights.map((right) => rightInWords[language][right]),
    authority: authorityView(authority),
  };
}

function remedies({ dpo, authority, remedy }: Pick<AnswerLetter, 'dpo' | 'authority' | 'remedy'>): View {
  return { dpo, authority: authorityView(authority), remedy };
}

function authorityView({ name, url, address }: LetterAuthority): Printed {
  return { name, url: link(url), address: address ?? null };
}

/** Written by staff, perhaps quoting others: no part of it may act as ours. */
function text(written: string | undefined): string | null {
  return written === undefined ? null : safeText(written);
}

/** An empty one is found missing where it is required; a strange one was made by a defect of ours. */
function link(url: string | undefined): string | null {
  if (url === undefined || url === '') return url ?? null;
  if (!isOurLink(url)) throw new Error('A letter was given a link that is no web address');
  return url;
}
