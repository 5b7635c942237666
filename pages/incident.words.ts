import { specialArticleOf } from '../domain/breach.extent.js';
import type { DataSubjectKind, DataType, Encryption, Extent, Quantity } from '../domain/breach.extent.js';
import type { InformationItem } from '../domain/breach.information.js';
import type { ReporterMessage } from '../domain/breach.reporter.js';

export const dataSubjectKindWords: Readonly<Record<DataSubjectKind, string>> = {
  customers: 'customers, also those to come',
  employees: 'employees, former ones and applicants',
  soldiersAndPolice: 'soldiers or police',
  children: 'children',
  patients: 'patients',
  students: 'students',
  subscribers: 'subscribers',
  users: 'users',
  vulnerable: 'people who are easily harmed: the old, refugees, victims',
  others: 'others',
};

export const dataTypeWords: Readonly<Record<DataType, string>> = {
  basic: 'names and dates of birth',
  contact: 'addresses, telephone numbers, mail',
  biometric: 'biometric data',
  convictions: 'convictions and offences',
  politicalOpinions: 'political opinions',
  origin: 'racial or ethnic origin',
  beliefs: 'religion or philosophy of life',
  sexLife: 'sex life or orientation',
  unionMembership: 'membership of a trade union',
  genetic: 'genetic data',
  health: 'health',
  financial: 'economic situation and finances',
  healthAtWork: 'health at work, such as sick leave',
  identification: 'identification numbers',
  location: 'locations',
  papers: 'copies of official documents',
  payment: 'means of payment',
  profile: 'profiles and scores',
  credentials: 'passwords and other credentials',
  others: 'other data',
};

export const encryptionWords: Readonly<Record<Encryption, string>> = {
  intact: 'nobody who got them can read them: the protection holds',
  doubtful: 'they were protected, but it may be broken',
  none: 'they can be read',
  notAssessable: 'it cannot be found out',
  unknown: 'not known yet',
};

export const reporterMessageWords: Readonly<Record<ReporterMessage, string>> = {
  'follow-up': 'how it goes',
  thanks: 'thanks',
  result: 'what came of it',
};

/** In plain words, as one would ask a colleague. */
export const informationQuestions: Readonly<Record<InformationItem, string>> = {
  occurredFrom: 'When did it begin?',
  occurredTo: 'When did it end, or does it go on?',
  detectedAt: 'When was it first noticed?',
  finder: 'Who found it, and how?',
  aspects: 'Were data read, changed or lost?',
  services: 'Which services and systems are concerned?',
  dataTypes: 'Which data are concerned?',
  dataSubjectKinds: 'Whose data are they?',
  dataSubjects: 'How many people are concerned?',
  records: 'How many records are concerned?',
  encryption: 'Can whoever got the data read them?',
  restored: 'Are the data back?',
  processorNotice: 'When did the notice of our processor arrive?',
};

/** With the article where the law protects a kind of data more than the rest. */
export function dataTypeText(type: DataType): string {
  const article = specialArticleOf(type);
  return article === undefined ? dataTypeWords[type] : `${dataTypeWords[type]} (${article})`;
}

/** `about 1,200 people, 4,000 records exactly; children; health (GDPR Art. 9(1)); they can be read`. */
export function extentText({ dataSubjects, records, encryption, ...kinds }: Extent): string {
  const parts = [
    `${quantityText(dataSubjects, 'people')}, ${quantityText(records, 'records')}`,
    kinds.dataSubjectKinds.map((kind) => dataSubjectKindWords[kind]).join(', '),
    kinds.dataTypes.map(dataTypeText).join(', '),
    `protection: ${encryptionWords[encryption]}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function quantityText(quantity: Quantity, what: string): string {
  if (quantity === 'unknown') return `number of ${what} not known yet`;
  const count = quantity.count.toLocaleString('en');
  return quantity.precision === 'exact' ? `exactly ${count} ${what}` : `about ${count} ${what}`;
}
