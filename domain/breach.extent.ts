import { whyNotActOnBreach } from './breach.law.js';
import type { Breach } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** How many: approximately, where nobody knows exactly (GDPR Art. 33(3)(a)). That nobody knows yet is an answer too. */
export type Quantity = 'unknown' | { readonly count: number; readonly precision: QuantityPrecision };
export const quantityPrecisions = ['exact', 'approximate'] as const;
export type QuantityPrecision = (typeof quantityPrecisions)[number];

/** Who they are, as the template of the EDPB asks it (GDPR Art. 33(3)(a)). */
export const dataSubjectKinds = [
  'customers',
  'employees',
  'soldiersAndPolice',
  'children',
  'patients',
  'students',
  'subscribers',
  'users',
  'vulnerable',
  'others',
] as const;
export type DataSubjectKind = (typeof dataSubjectKinds)[number];

/** What is on record of them, as the same template asks it. */
export const dataTypes = [
  'basic',
  'contact',
  'biometric',
  'convictions',
  'politicalOpinions',
  'origin',
  'beliefs',
  'sexLife',
  'unionMembership',
  'genetic',
  'health',
  'financial',
  'healthAtWork',
  'identification',
  'location',
  'papers',
  'payment',
  'profile',
  'credentials',
  'others',
] as const;
export type DataType = (typeof dataTypes)[number];

/** What the law protects more than the rest. */
const specialArticles: Readonly<Partial<Record<DataType, string>>> = {
  ...{ biometric: 'GDPR Art. 9(1)', politicalOpinions: 'GDPR Art. 9(1)', origin: 'GDPR Art. 9(1)' },
  ...{ beliefs: 'GDPR Art. 9(1)', sexLife: 'GDPR Art. 9(1)', unionMembership: 'GDPR Art. 9(1)' },
  ...{ genetic: 'GDPR Art. 9(1)', health: 'GDPR Art. 9(1)', healthAtWork: 'GDPR Art. 9(1)' },
  convictions: 'GDPR Art. 10',
};

export function specialArticleOf(type: DataType): string | undefined {
  return specialArticles[type];
}

/** Whether whoever got the data can read them (GDPR Art. 34(3)(a)). */
export const encryptions = ['intact', 'doubtful', 'none', 'notAssessable', 'unknown'] as const;
export type Encryption = (typeof encryptions)[number];

/** How far it went, as it is known; each version is a fact. */
export interface Extent {
  readonly dataSubjects: Quantity;
  readonly records: Quantity;
  /** Empty while nobody knows. */
  readonly dataSubjectKinds: readonly DataSubjectKind[];
  readonly dataTypes: readonly DataType[];
  readonly encryption: Encryption;
}

/** More people than there are in the world. */
export const MOST_PEOPLE = 8_300_000_000;

/** GDPR Art. 33(3)(a): numbers are given where possible, so a slip of a finger is found before an authority reads it. */
export function whyNotRecordExtent(breach: Breach, { dataSubjects, records }: Extent): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined) return closed;
  if (dataSubjects !== 'unknown' && dataSubjects.count > MOST_PEOPLE)
    return refuse('TooManyPeople', 'There are fewer people in the world.', 'GDPR Art. 33(3)(a)');
  if (dataSubjects === 'unknown' || records === 'unknown') return undefined;
  if (dataSubjects.count === 0 || records.count > 0) return undefined;
  return refuse('TooManyPeople', 'Without a record nobody is concerned.', 'GDPR Art. 33(3)(a)');
}
