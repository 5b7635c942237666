/** Numbers in [0, 1) that look random and follow from the seed: a failed run can be had again (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function oneOf<T>(chance: () => number, choices: readonly T[]): T {
  const chosen = choices[Math.floor(chance() * choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** As long as `DULY_TEST_SEED` does not name one, each run has its own. */
export function aSeed(): number {
  return Number(process.env.DULY_TEST_SEED ?? Math.floor(Math.random() * 1_000_000));
}
