/** What lists in the engine may filter by. Plain text for everybody who sees the engine, so nothing personal. */
export const searchAttributeTypes = {
  CaseKind: 'KEYWORD',
  CasePhase: 'KEYWORD',
  DueAt: 'DATETIME',
  Overdue: 'BOOL',
  Drill: 'BOOL',
} as const;
export type SearchAttributeName = keyof typeof searchAttributeTypes;
