import { anchorOf } from './breach.anchors.js';
import { whyNotActOnBreach } from './breach.law.js';
import { lossOf } from './breach.restoring.js';
import type { Breach, KnownBreach } from './breach.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** What the incident team needs to know before it can decide, in the order in which it asks. */
export const informationItems = [
  'occurredFrom',
  'occurredTo',
  'detectedAt',
  'finder',
  'aspects',
  'services',
  'dataTypes',
  'dataSubjectKinds',
  'dataSubjects',
  'records',
  'encryption',
  'restored',
  'processorNotice',
] as const;
export type InformationItem = (typeof informationItems)[number];

/** What became of one question. */
export interface InformationRequest {
  readonly item: InformationItem;
  /** By the `id` of the organisation file. */
  readonly of: string;
  readonly askedAt: Instant;
  readonly givenAt?: Instant | undefined;
}

/** GDPR Art. 33(3)(a), 33(4): asked only where it can be told of this incident. */
const isNeeded: Readonly<Partial<Record<InformationItem, (breach: KnownBreach) => boolean>>> = {
  encryption: ({ aspects }) => aspects.includes('confidentiality'),
  restored: ({ aspects }) => aspects.includes('availability'),
  processorNotice: ({ anchors }) => anchorOf(anchors, 'firstInformedAt')?.source === 'processor',
};

const isKnown: Readonly<Record<InformationItem, (breach: KnownBreach) => boolean>> = {
  occurredFrom: ({ anchors }) => anchorOf(anchors, 'occurredFrom') !== undefined,
  occurredTo: ({ anchors }) => anchorOf(anchors, 'occurredTo') !== undefined,
  detectedAt: ({ anchors }) => anchorOf(anchors, 'detectedAt') !== undefined,
  finder: ({ anchors }) => isSomebodys(anchorOf(anchors, 'firstInformedAt')?.source),
  aspects: ({ aspects }) => aspects.length > 0,
  services: ({ services = [], confirmations = [] }) =>
    [services, ...confirmations.map((confirmed) => confirmed.services)].some(({ length }) => length > 0),
  dataTypes: ({ extent }) => (extent?.dataTypes.length ?? 0) > 0,
  dataSubjectKinds: ({ extent }) => (extent?.dataSubjectKinds.length ?? 0) > 0,
  dataSubjects: ({ extent }) => extent !== undefined && extent.dataSubjects !== 'unknown',
  records: ({ extent }) => extent !== undefined && extent.records !== 'unknown',
  encryption: ({ extent }) => extent !== undefined && extent.encryption !== 'unknown',
  restored: (breach) => breach.restoredAt !== undefined || lossOf(breach) !== undefined,
  processorNotice: ({ anchors }) => anchorOf(anchors, 'controllerToldAt') !== undefined,
};

/** An estimate or a decision tells nobody who found it. */
function isSomebodys(source: string | undefined): boolean {
  return source !== undefined && source !== 'estimate' && source !== 'decision';
}

/** What is still missing: neither known to the case nor answered in words. */
export function missingIn(breach: KnownBreach): readonly InformationItem[] {
  return informationItems.filter((item) => isMissing(breach, item));
}

function isMissing(breach: KnownBreach, item: InformationItem): boolean {
  const isGiven = (breach.information ?? []).some((one) => one.item === item && one.givenAt !== undefined);
  return (isNeeded[item]?.(breach) ?? true) && !isKnown[item](breach) && !isGiven;
}

/** Asked and not answered, though still missing. */
export function awaitedIn(breach: KnownBreach): readonly InformationRequest[] {
  return (breach.information ?? []).filter(({ item, givenAt }) => givenAt === undefined && isMissing(breach, item));
}

/** Nobody is asked, and nobody answers, what is known. */
export function whyNotInform(breach: Breach, item: InformationItem): Refusal | undefined {
  const closed = whyNotActOnBreach(breach);
  if (closed !== undefined || breach.phase === 'new') return closed;
  return isMissing(breach, item) ? undefined : refuse('InformationKnown', 'That is known already, or not needed here.');
}

/** An answer ends every question for it, whoever was asked. */
export function informationGiven(
  information: readonly InformationRequest[],
  answer: Omit<InformationRequest, 'askedAt'> & { readonly givenAt: Instant },
): readonly InformationRequest[] {
  const { item, givenAt } = answer;
  const isAsked = information.some((one) => one.item === item);
  if (!isAsked) return [...information, { ...answer, askedAt: givenAt }];
  return information.map((one) => (one.item === item && one.givenAt === undefined ? { ...one, givenAt } : one));
}
