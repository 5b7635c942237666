/** Something, and what it has in common with others. */
export interface Marked<T> {
  readonly item: T;
  readonly marks: readonly string[];
}

/** Whoever shares a mark stands in one lane, in the order in which they came. */
export function lanesOf<T>(items: readonly Marked<T>[]): readonly (readonly T[])[] {
  let lanes: { readonly marks: Set<string>; readonly items: readonly Marked<T>[] }[] = [];
  for (const marked of items) {
    const shared = lanes.filter(({ marks }) => marked.marks.some((mark) => marks.has(mark)));
    const together = { marks: new Set([...shared.flatMap(({ marks }) => [...marks]), ...marked.marks]) };
    const queue = [...shared.flatMap((lane) => lane.items), marked];
    lanes = [...lanes.filter((lane) => !shared.includes(lane)), { ...together, items: queue }];
  }
  const places = new Map(items.map((marked, place) => [marked, place]));
  const placeOf = (marked: Marked<T>): number => places.get(marked) ?? 0;
  return lanes.map((lane) => lane.items.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ item }) => item));
}

/** So many lanes at a time, each in its order. Each gets its turn; what failed is told together at the end. */
export async function inLanes<T>(
  width: number,
  lanes: readonly (readonly T[])[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const waiting = [...lanes];
  const walk = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      for (const item of lane) await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: width }, walk));
  if (failures.length > 0)
    throw new AggregateError(failures, `${String(failures.length)} of ${String(lanes.flat().length)} failed`);
}
