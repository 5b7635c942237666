/** Each gets its turn, whatever happens to the others; what failed is told together at the end. */
export async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, `${String(failures.length)} of ${String(items.length)} failed`);
}
