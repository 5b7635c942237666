import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

export const caseKinds = ['subject-request', 'breach', 'controller-notice'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** One line of the list of cases: opaque or closed-set values only, no personal data. */
export interface BoardRow {
  readonly kind: CaseKind;
  /** `S-2026-0031` */
  readonly reference: string;
  /** Plain words for what it is: `access` (the right), later `breach, processor` … a closed set per kind. */
  readonly what: string;
  readonly phase: string;
  /** Whose turn it is, and for what: a closed set per kind. */
  readonly waitingFor: string;
  /** `id` of a person in the organisation file. */
  readonly owner?: string | undefined;
  readonly controller: string;
  /** The next promise: exclusive instant. Undefined once nothing is due. */
  readonly dueAt?: Instant | undefined;
  readonly overdue: boolean;
  readonly drill: boolean;
  readonly closed: boolean;
  /** Of a notice to a controller: to which breach it belongs, and how far it has come. */
  readonly notice?: NoticeStanding | undefined;
}

/** What the case of a breach reads of its notices; they send it no message but a summary. */
export interface NoticeStanding {
  readonly breach: string;
  readonly addressee: string;
  readonly dueAt: Instant;
  readonly toldAt?: Instant | undefined;
  readonly acknowledgedAt?: Instant | undefined;
  readonly rungsPassed: number;
}

/** What is overdue says so again and again. */
const hoursBetweenWords: Readonly<Record<CaseKind, number>> = {
  'subject-request': 7 * 24,
  breach: 24,
  'controller-notice': 24,
};

/** By now the case must have said something, and did not: that its date passed, or once more that it is overdue. */
export function isSilent(
  { kind, closed, dueAt, overdue }: Pick<BoardRow, 'kind' | 'closed' | 'dueAt' | 'overdue'>,
  lastFactAt: Instant,
  now: Instant,
): boolean {
  if (closed || dueAt === undefined) return false;
  return (overdue ? hoursAfter(lastFactAt, hoursBetweenWords[kind]) : dueAt) <= now;
}
