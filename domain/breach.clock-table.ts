import type { AnchorName } from './breach.anchors.js';
import type { MemberState } from './member-state.js';
import type { Period } from './period.js';
import type { CivilDate } from './time.js';

/** What is sent to an authority or a controller; evidence of it stops the clock that asks for it. */
export const submissionKinds = [
  'authority-notification',
  'controller-notice',
  'nis2-early-warning',
  'nis2-notification',
  'nis2-progress-report',
  'nis2-final-report',
  'dora-initial',
  'dora-intermediate',
  'dora-final',
  'eprivacy-initial',
  'eprivacy-second',
] as const;
export type SubmissionKind = (typeof submissionKinds)[number];

export type ClockRecipient =
  'supervisoryAuthority' | 'controller' | 'dataSubjects' | 'csirt' | 'financialAuthority' | 'telecomAuthority' | 'us';

/** A law's number, the date of an authority, a contract's or code's, or our own aim where the law says "without undue delay". */
export type ClockBasis = 'statutory' | 'authority' | 'contract' | 'target';

/** Where a clock starts: at an anchor, or with the evidence that something before it was sent. */
export type ClockStart =
  { readonly anchor: AnchorName } | { readonly submission: SubmissionKind; readonly which: 'first' | 'latest' };

export const clockIds = [
  'investigation',
  'restoration',
  'commitment',
  'processor-notice',
  'gdpr-33-sa',
  'gdpr-33-phase',
  'gdpr-33-2',
  'gdpr-34',
  'nis2-early',
  'nis2-notify',
  'nis2-final',
  'nis2-final-after-handling',
  'dora-initial',
  'dora-intermediate',
  'dora-final',
  'eprivacy-initial',
  'eprivacy-second',
  'uk-pecr',
  'authority',
] as const;
export type ClockId = (typeof clockIds)[number];

export interface ClockRule {
  readonly id: ClockId;
  /** The provision, or the name of the contract or code that says so. */
  readonly article: string;
  readonly basis: ClockBasis;
  readonly recipient: ClockRecipient;
  readonly start: ClockStart;
  readonly period: Period;
  /** Not later than this either, unless the clock's own start lies after it. */
  readonly cap?: { readonly anchor: AnchorName; readonly period: Period; readonly article: string };
  /** A limit on a day off may be met by noon of the next working day: shown, never alarmed by. */
  readonly noonRule?: { readonly article: string };
}

/** The breach law of one regime from one date on. Pinned in a case when it opens: a deploy changes no running case. */
export interface BreachPack {
  readonly id: string;
  /** A pending pack can be read, never computed with. */
  readonly enabled: boolean;
  readonly effectiveFrom?: CivilDate;
  readonly effectiveUntil?: CivilDate;
  readonly clocks: readonly ClockRule[];
}

function gdprClocks(act: 'GDPR' | 'UK GDPR', notifyPeriod: Period): readonly ClockRule[] {
  return [
    {
      id: 'gdpr-33-sa',
      article: `${act} Art. 33(1)`,
      basis: 'statutory',
      recipient: 'supervisoryAuthority',
      start: { anchor: 'awareAt' },
      period: notifyPeriod,
    },
    {
      id: 'gdpr-33-phase',
      article: `${act} Art. 33(4)`,
      basis: 'target',
      recipient: 'supervisoryAuthority',
      start: { submission: 'authority-notification', which: 'latest' },
      period: 'PT72H',
    },
    {
      id: 'gdpr-34',
      article: `${act} Art. 34(1)`,
      basis: 'target',
      recipient: 'dataSubjects',
      start: { anchor: 'highRiskFoundAt' },
      period: 'PT72H',
    },
  ];
}

function nis2Clocks(notifyPeriod: Period): readonly ClockRule[] {
  const toCsirt = { basis: 'statutory', recipient: 'csirt' } as const;
  return [
    {
      ...toCsirt,
      id: 'nis2-early',
      article: 'NIS2 Art. 23(4)(a)',
      start: { anchor: 'significantAwareAt' },
      period: 'PT24H',
    },
    {
      ...toCsirt,
      id: 'nis2-notify',
      article: 'NIS2 Art. 23(4)(b)',
      start: { anchor: 'significantAwareAt' },
      period: notifyPeriod,
    },
    {
      ...toCsirt,
      id: 'nis2-final',
      article: 'NIS2 Art. 23(4)(d)',
      start: { submission: 'nis2-notification', which: 'first' },
      period: 'P1M',
    },
    {
      ...toCsirt,
      id: 'nis2-final-after-handling',
      article: 'NIS2 Art. 23(4)(e)',
      start: { anchor: 'handledAt' },
      period: 'P1M',
    },
  ];
}

const doraClocks: readonly ClockRule[] = [
  {
    id: 'dora-initial',
    article: 'Del. Reg. 2025/301 Art. 5(1)(a)',
    basis: 'statutory',
    recipient: 'financialAuthority',
    start: { anchor: 'classifiedAt' },
    period: 'PT4H',
    cap: { anchor: 'incidentAwareAt', period: 'PT24H', article: 'Del. Reg. 2025/301 Art. 5(2)' },
  },
  {
    id: 'dora-intermediate',
    article: 'Del. Reg. 2025/301 Art. 5(1)(b)',
    basis: 'statutory',
    recipient: 'financialAuthority',
    start: { submission: 'dora-initial', which: 'first' },
    period: 'PT72H',
  },
  {
    id: 'dora-final',
    article: 'Del. Reg. 2025/301 Art. 5(1)(c)',
    basis: 'statutory',
    recipient: 'financialAuthority',
    start: { submission: 'dora-intermediate', which: 'latest' },
    period: 'P1M',
    noonRule: { article: 'Del. Reg. 2025/301 Art. 5(4)' },
  },
];

const eprivacyClocks: readonly ClockRule[] = [
  {
    id: 'eprivacy-initial',
    article: 'Reg. 611/2013 Art. 2(2)',
    basis: 'statutory',
    recipient: 'telecomAuthority',
    start: { anchor: 'detectedAt' },
    period: 'PT24H',
  },
  {
    id: 'eprivacy-second',
    article: 'Reg. 611/2013 Art. 2(3)',
    basis: 'statutory',
    recipient: 'telecomAuthority',
    start: { submission: 'eprivacy-initial', which: 'first' },
    period: 'P3D',
  },
];

const pecrClock: ClockRule = {
  id: 'uk-pecr',
  article: 'PECR reg. 5A',
  basis: 'statutory',
  recipient: 'telecomAuthority',
  start: { anchor: 'awareAt' },
  period: 'PT72H',
};

export const breachPacks: readonly BreachPack[] = [
  { id: 'eu-gdpr@1', enabled: true, effectiveFrom: '2018-05-25', clocks: gdprClocks('GDPR', 'PT72H') },
  { id: 'uk-gdpr@1', enabled: true, effectiveFrom: '2018-05-25', clocks: gdprClocks('UK GDPR', 'PT72H') },
  { id: 'eu-nis2@1', enabled: true, effectiveFrom: '2024-10-18', clocks: nis2Clocks('PT72H') },
  // NIS2 Art. 23(4), last subparagraph: a trust service provider notifies within 24 hours.
  { id: 'eu-nis2-trust@1', enabled: true, effectiveFrom: '2024-10-18', clocks: nis2Clocks('PT24H') },
  { id: 'eu-dora@1', enabled: true, effectiveFrom: '2025-01-17', clocks: doraClocks },
  { id: 'eu-eprivacy@1', enabled: true, effectiveFrom: '2013-08-25', clocks: eprivacyClocks },
  {
    id: 'uk-pecr@1',
    enabled: true,
    effectiveFrom: '2013-08-25',
    effectiveUntil: '2025-08-19',
    clocks: [{ ...pecrClock, period: 'PT24H' }],
  },
  { id: 'uk-pecr@2', enabled: true, effectiveFrom: '2025-08-20', clocks: [pecrClock] },
  // The Digital Omnibus, COM proposal of 19 November 2025: not law, so no date and not enabled.
  { id: 'eu-gdpr@2-pending', enabled: false, clocks: gdprClocks('GDPR', 'PT96H') },
];

/** Every controller is bound by the data protection law where it is; by another regime if it says so. */
export function packsFor(memberState: MemberState, named: readonly string[], on: CivilDate): readonly BreachPack[] {
  const general = memberState === 'GB' ? 'uk-gdpr' : 'eu-gdpr';
  return breachPacks.filter(
    (pack) =>
      isInForce(pack, on) && (regimeOf(pack.id) === general || (!isGeneral(pack.id) && named.includes(pack.id))),
  );
}

function isInForce({ enabled, effectiveFrom, effectiveUntil }: BreachPack, on: CivilDate): boolean {
  return enabled && (effectiveFrom ?? on) <= on && on <= (effectiveUntil ?? on);
}

function regimeOf(id: string): string {
  return id.slice(0, id.indexOf('@'));
}

function isGeneral(id: string): boolean {
  return ['eu-gdpr', 'uk-gdpr'].includes(regimeOf(id));
}

/** What a case opened under these packs is bound by, whatever has changed since. */
export function rulesOf(packIds: readonly string[]): readonly ClockRule[] {
  return breachPacks.filter(({ id }) => packIds.includes(id)).flatMap(({ clocks }) => clocks);
}
