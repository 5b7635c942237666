/** A bounded memory of values that may be served again for a while, and for longer while their source is away. */
export interface Cache<V> {
  get(name: string, load: () => Promise<V | undefined>): Promise<V | undefined>;
  /** Also what is being loaded right now is not kept. */
  forget(isMeant: (name: string, value: V) => boolean): void;
  /** Everything is asked for again at its next use, and served as it was only if the source is away. */
  expire(): void;
}

interface Entry<V> {
  readonly value: V;
  freshUntil: number;
}

export interface CacheLimits {
  readonly entries: number;
  readonly freshMilliseconds: number;
  /** Milliseconds of any clock that runs forward. */
  readonly now: () => number;
}

/** After a failed look-up nobody waits for the source again so soon: a try takes as long as its time-out. */
const AWAY_MILLISECONDS = 10_000;

/** Least recently used goes first: a Map keeps the order in which names were last put. */
export function createCache<V>({ entries, freshMilliseconds, now }: CacheLimits): Cache<V> {
  const kept = new Map<string, Entry<V>>();
  const loading = new Map<string, Promise<V | undefined>>();
  let generation = 0;
  let awayUntil = -Infinity;

  const keep = (name: string, value: V): void => {
    kept.delete(name);
    kept.set(name, { value, freshUntil: now() + freshMilliseconds });
    const [oldest] = kept.keys();
    if (kept.size > entries && oldest !== undefined) kept.delete(oldest);
  };

  const reload = async (name: string, load: () => Promise<V | undefined>): Promise<V | undefined> => {
    const startedIn = generation;
    try {
      const value = await load();
      if (startedIn === generation && value !== undefined) keep(name, value);
      return value;
    } catch (error) {
      const stale = kept.get(name);
      if (stale === undefined) throw error;
      awayUntil = now() + AWAY_MILLISECONDS;
      return stale.value;
    }
  };

  return {
    get: (name, load) => {
      const entry = kept.get(name);
      if (entry !== undefined && Math.max(entry.freshUntil, awayUntil) > now()) {
        kept.delete(name);
        kept.set(name, entry);
        return Promise.resolve(entry.value);
      }
      const underWay = loading.get(name);
      if (underWay !== undefined) return underWay;
      const started = reload(name, load).finally(() => {
        if (loading.get(name) === started) loading.delete(name);
      });
      loading.set(name, started);
      return started;
    },
    forget: (isMeant) => {
      generation += 1;
      loading.clear();
      for (const [name, { value }] of kept) if (isMeant(name, value)) kept.delete(name);
    },
    expire: () => {
      generation += 1;
      awayUntil = -Infinity;
      loading.clear();
      for (const entry of kept.values()) entry.freshUntil = -Infinity;
    },
  };
}
