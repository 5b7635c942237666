import type {
  ArticleFifteenInformation,
  Language,
  LetterAuthority,
  Localised,
  ProcessingInformation,
} from './letter.js';
import type { Recipient } from './organisation.js';
import type { Right } from './right.js';

/** GDPR Art. 6(1); each letter is a legal basis. */
export const legalBases = ['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(d)', '6(1)(e)', '6(1)(f)'] as const;
export type LegalBasis = (typeof legalBases)[number];

/** GDPR Chapter V. */
export const transferArticles = ['45', '46(2)(a)', '46(2)(b)', '46(2)(c)', '46(2)(d)', '47', '49(1)'] as const;
export type TransferArticle = (typeof transferArticles)[number];

export interface RecordedTransfer {
  readonly recipient: string;
  readonly country: string;
  readonly article: TransferArticle;
  readonly safeguard: Localised;
}

export interface RecordedAutomatedDecision {
  readonly logic: Localised;
  readonly significance: Localised;
  readonly consequences: Localised;
}

/** One processing activity (GDPR Art. 30(1)), told so that a data subject can read it. */
export interface ProcessingRecord {
  readonly id: string;
  /** In-house controllers that answer for it. */
  readonly controllers: readonly string[];
  readonly name: Localised;
  readonly purposes: readonly Localised[];
  readonly legalBasis: { readonly article: LegalBasis; readonly text: Localised };
  readonly dataSubjects: readonly Localised[];
  readonly dataCategories: readonly Localised[];
  /** Recipients and processors of the organisation file (GDPR Art. 30(1)(d)). */
  readonly recipients: readonly string[];
  /** The envisaged period, or the criteria for it (GDPR Art. 30(1)(f)). */
  readonly period: Localised;
  /** None: everything comes from the data subject. */
  readonly sources: readonly Localised[];
  readonly transfers: readonly RecordedTransfer[];
  /** Decisions under GDPR Art. 22. */
  readonly automatedDecisions: readonly RecordedAutomatedDecision[];
  readonly systems: readonly string[];
}

/** GDPR Art. 15(1)(e). */
const rightsToName: readonly Right[] = ['rectification', 'erasure', 'restriction', 'objection'];

/** What an access answer says beside the data. GDPR Art. 15(1)(a)-(h), (2). */
export function articleFifteenInformation(
  records: readonly ProcessingRecord[],
  recipients: readonly Recipient[],
  authority: LetterAuthority,
  language: Language,
): ArticleFifteenInformation {
  const activities = records.map((record) => processingInformation(record, recipients, language));
  return { language, activities, rights: rightsToName, authority };
}

function processingInformation(
  record: ProcessingRecord,
  recipients: readonly Recipient[],
  language: Language,
): ProcessingInformation {
  const said = (text: Localised): string => textIn(text, language, record.id);
  // By name, not by category: CJEU C-154/21.
  const named = (id: string): string => nameOf(recipients, id, record.id);
  return {
    name: said(record.name),
    purposes: record.purposes.map(said),
    legalBasis: said(record.legalBasis.text),
    dataCategories: record.dataCategories.map(said),
    recipients: record.recipients.map(named),
    period: said(record.period),
    sources: record.sources.map(said),
    automatedDecisions: record.automatedDecisions.map(({ logic, significance, consequences }) => ({
      logic: said(logic),
      significance: said(significance),
      consequences: said(consequences),
    })),
    transfers: record.transfers.map(({ recipient, country, article, safeguard }) => ({
      recipient: named(recipient),
      country,
      article,
      safeguard: said(safeguard),
    })),
  };
}

function textIn(text: Localised, language: Language, record: string): string {
  const said = text[language];
  if (said === undefined) throw new Error(`Processing record ${record} has a text that is missing in ${language}`);
  return said;
}

function nameOf(recipients: readonly Recipient[], id: string, record: string): string {
  const recipient = recipients.find((known) => known.id === id);
  if (recipient === undefined) throw new Error(`Processing record ${record} names an unknown recipient`);
  return recipient.name;
}
