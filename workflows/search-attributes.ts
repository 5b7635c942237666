import { defineSearchAttributeKey } from '@temporalio/common';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { BoardRow } from '../domain/board.js';
import { searchAttributeTypes } from '../domain/search-attributes.js';
import type { Instant } from '../domain/time.js';

export const CaseKind = defineSearchAttributeKey('CaseKind', searchAttributeTypes.CaseKind);
export const CasePhase = defineSearchAttributeKey('CasePhase', searchAttributeTypes.CasePhase);
export const DueAt = defineSearchAttributeKey('DueAt', searchAttributeTypes.DueAt);
export const Overdue = defineSearchAttributeKey('Overdue', searchAttributeTypes.Overdue);
export const Drill = defineSearchAttributeKey('Drill', searchAttributeTypes.Drill);

/** Those whose value the row changed; one upsert takes them all. */
export function changedAttributes(row: BoardRow, shown: BoardRow | undefined): SearchAttributeUpdatePair[] {
  return [
    ...(row.kind === shown?.kind ? [] : [{ key: CaseKind, value: row.kind }]),
    ...(row.phase === shown?.phase ? [] : [{ key: CasePhase, value: row.phase }]),
    ...(shown !== undefined && row.dueAt === shown.dueAt ? [] : [{ key: DueAt, value: instantOf(row.dueAt) }]),
    ...(row.overdue === shown?.overdue ? [] : [{ key: Overdue, value: row.overdue }]),
    ...(row.drill === shown?.drill ? [] : [{ key: Drill, value: row.drill }]),
  ];
}

function instantOf(instant: Instant | undefined): Date | null {
  return instant === undefined ? null : new Date(instant);
}
