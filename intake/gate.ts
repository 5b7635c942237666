/** Lets at most so many at a time through, per name; the others wait their turn. */
export function createGate(width: number): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { inside: number; readonly waiting: (() => void)[] }>();

  return async (name, work) => {
    const queue = queues.get(name) ?? { inside: 0, waiting: [] };
    queues.set(name, queue);
    if (queue.inside >= width) await new Promise<void>((enter) => queue.waiting.push(enter));
    else queue.inside += 1;
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      // Whoever leaves hands the place on, so that nobody slips in between.
      if (next !== undefined) next();
      else if ((queue.inside -= 1) === 0) queues.delete(name);
    }
  };
}
