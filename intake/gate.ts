/** The patience of somebody who waited their turn ran out; their work was not begun. */
export class WaitedInVain extends Error {
  override readonly name = 'WaitedInVain';
}

/** Lets somebody in by name, once there is room; whoever has not come in after so many milliseconds goes away. */
export type Gate = <T>(name: string, patience: number, work: () => Promise<T>) => Promise<T>;

interface Queue {
  inside: number;
  /** In the order in which they came. */
  readonly waiting: Set<() => void>;
}

/** Lets at most so many at a time through, per name; the others wait their turn. */
export function createGate(width: number): Gate {
  const queues = new Map<string, Queue>();

  return async (name, patience, work) => {
    const queue = queues.get(name) ?? { inside: 0, waiting: new Set() };
    queues.set(name, queue);
    if (queue.inside >= width) await turn(queue, patience);
    else queue.inside += 1;
    try {
      return await work();
    } finally {
      const [next] = queue.waiting;
      // Whoever leaves hands the place on, so that nobody slips in between.
      if (next !== undefined) next();
      else if ((queue.inside -= 1) === 0) queues.delete(name);
    }
  };
}

function turn({ waiting }: Queue, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      waiting.delete(enter);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(enter);
      reject(new WaitedInVain());
    }, patience);
    waiting.add(enter);
  });
}
