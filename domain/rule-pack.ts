import type { MemberState } from './member-state.js';
import type { Period } from './period.js';
import type { CivilDate } from './time.js';

/** The provision behind each step of a computation. */
export interface Citations {
  readonly receipt: string;
  readonly dayOfEvent: string;
  readonly hours: string;
  readonly days: string;
  readonly months: string;
  readonly holidays: string;
  readonly rollOver: string;
  readonly twoWorkingDays: string;
  readonly extension: string;
  readonly suspension: string;
  readonly inForce: string;
}

/** The law of one jurisdiction from one date on. Pinned in a case at receipt: a deploy changes no running case. */
export interface RulePack {
  readonly id: string;
  readonly jurisdiction: 'EU' | 'UK';
  /** A pending pack can be read, never computed with. */
  readonly enabled: boolean;
  readonly effectiveFrom?: CivilDate;
  readonly effectiveUntil?: CivilDate;
  readonly answerPeriod: Period;
  readonly furtherPeriod: Period;
  readonly authorityPeriod: Period;
  /** Which event starts the period for an answer. */
  readonly startsAt: 'receipt' | 'latestOfReceiptIdentityAndFee';
  /** Whether days waiting for the data subject move the date, or are only shown beside it. */
  readonly suspension: 'besides' | 'binds';
  /** Days within which a question suspends, after receipt or the last answer; ADR 0003. */
  readonly askWithinDays: number | undefined;
  readonly citations: Citations;
}

const euGdpr1: RulePack = {
  id: 'eu-gdpr@1',
  jurisdiction: 'EU',
  enabled: true,
  effectiveFrom: '2018-05-25',
  answerPeriod: 'P1M',
  furtherPeriod: 'P2M',
  authorityPeriod: 'PT72H',
  startsAt: 'receipt',
  suspension: 'besides',
  askWithinDays: 3,
  citations: {
    receipt: 'GDPR Art. 12(3)',
    dayOfEvent: 'Reg. 1182/71 Art. 3(1)',
    hours: 'Reg. 1182/71 Art. 3(2)(a)',
    days: 'Reg. 1182/71 Art. 3(2)(b)',
    months: 'Reg. 1182/71 Art. 3(2)(c)',
    holidays: 'Reg. 1182/71 Art. 2(1)',
    rollOver: 'Reg. 1182/71 Art. 3(4)',
    twoWorkingDays: 'Reg. 1182/71 Art. 3(5)',
    extension: 'GDPR Art. 12(3)',
    suspension: 'EDPB Guidelines 01/2022, para. 159',
    inForce: 'GDPR Art. 99(2)',
  },
};

const ukGuidance = 'ICO guidance on the right of access';

const ukGdpr1: RulePack = {
  ...euGdpr1,
  id: 'uk-gdpr@1',
  jurisdiction: 'UK',
  effectiveFrom: '2026-02-05',
  startsAt: 'latestOfReceiptIdentityAndFee',
  suspension: 'binds',
  askWithinDays: undefined,
  citations: {
    ...euGdpr1.citations,
    receipt: 'UK GDPR Art. 12A',
    dayOfEvent: ukGuidance,
    months: `${ukGuidance}; CJEU C-171/03`,
    holidays: ukGuidance,
    rollOver: ukGuidance,
    extension: 'UK GDPR Art. 12A',
    suspension: 'UK GDPR Art. 12A',
    inForce: 'Data (Use and Access) Act 2025 s. 76; SI 2026/82',
  },
};

/** The Digital Omnibus, COM proposal of 19 November 2025: not law, so no date and not enabled. */
const euGdpr2Pending: RulePack = {
  id: 'eu-gdpr@2-pending',
  jurisdiction: 'EU',
  enabled: false,
  answerPeriod: euGdpr1.answerPeriod,
  furtherPeriod: euGdpr1.furtherPeriod,
  authorityPeriod: 'PT96H',
  startsAt: euGdpr1.startsAt,
  suspension: euGdpr1.suspension,
  askWithinDays: 3,
  citations: { ...euGdpr1.citations, inForce: 'Digital Omnibus proposal of 19 November 2025' },
};

export const rulePacks: readonly RulePack[] = [euGdpr1, ukGdpr1, euGdpr2Pending];

export function enabledRulePack(id: string): RulePack | undefined {
  return rulePacks.find((known) => known.id === id && known.enabled);
}

/** The pack to pin at receipt; without a state, the Union's. */
export function rulePackFor(memberState: MemberState | undefined): RulePack {
  return memberState === 'GB' ? ukGdpr1 : euGdpr1;
}
