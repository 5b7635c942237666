import type { CaseKind } from './board.js';
import type { ClockId } from './breach.clock-table.js';
import type { StaffLetterName } from './letter.js';
import type { Instant } from './time.js';

/** What our own people must know now: it names a case and a clock, never a data subject. */
export interface AlertOrder {
  readonly alert: StaffLetterName;
  /** Absent in requests on record before there were other kinds. */
  readonly kind?: CaseKind | undefined;
  readonly reference: string;
  readonly controller: string;
  /** Absent where a clock cannot be computed. */
  readonly dueAt?: Instant | undefined;
  /** The provision or promise whose clock it is. */
  readonly clock?: string | undefined;
  /** That of a breach; a promise is told abroad by its kind alone, because people wrote its source. */
  readonly clockId?: ClockId | undefined;
  /** Of the organisation file: whoever answers for them hears of it. */
  readonly services?: readonly string[] | undefined;
  /** Which call it is, where nobody answered those before; each calls one circle more. */
  readonly rung?: number | undefined;
  readonly timeZone: string;
  readonly drill: boolean;
  readonly owner?: string | undefined;
  /** Whom alone it is for; whoever stands in for them is told too. */
  readonly person?: string | undefined;
}
