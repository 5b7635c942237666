/** Remembers what was computed, up to a number of entries: questions come from outside. */
export function boundedCache<Value>(size: number): (key: string, compute: () => Value) => Value {
  const entries = new Map<string, Value>();
  return (key, compute) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const value = compute();
    const oldest = entries.keys().next();
    if (entries.size >= size && oldest.done !== true) entries.delete(oldest.value);
    entries.set(key, value);
    return value;
  };
}
