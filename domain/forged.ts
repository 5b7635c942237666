/** Stands in a case's messages where something arrived that was not sealed under the case's own key. */
export const forged = { duly: 'forged' } as const;

/** Whoever merely reaches the engine cannot speak to a case: such a message is dropped, the same way on every replay. */
export function isForged(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'duly' in value && value.duly === forged.duly;
}
