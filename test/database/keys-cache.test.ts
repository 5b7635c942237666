import { expect, test } from 'vitest';
import { createCache } from '../../database/key-cache.js';

function aCache(entries = 3) {
  const clock = { now: 0 };
  const loads: string[] = [];
  const source = { isAway: false };
  const cache = createCache<string>({ entries, freshMilliseconds: 300_000, now: () => clock.now });
  const get = (name: string): Promise<string | undefined> =>
    cache.get(name, () => {
      loads.push(name);
      return source.isAway ? Promise.reject(new Error('away')) : Promise.resolve(`${name}!`);
    });
  return { cache, clock, get, loads, source };
}

test('a key is looked up once in five minutes', async () => {
  const { get, clock, loads } = aCache();

  await get('a');
  clock.now = 299_999;
  await get('a');
  expect(loads).toEqual(['a']);

  clock.now = 300_000;
  await get('a');
  expect(loads).toEqual(['a', 'a']);
});

test('who asks at the same time waits for the same look-up', async () => {
  const { get, loads } = aCache();

  expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(['a!', 'a!', 'a!']);
  expect(loads).toEqual(['a']);
});

test('the key used longest ago makes room', async () => {
  const { get, loads } = aCache(2);

  await get('a');
  await get('b');
  await get('a');
  await get('c');
  await get('a');
  await get('b');

  expect(loads).toEqual(['a', 'b', 'c', 'b']);
});

test('while the database is away known keys serve on, and it is not asked at every use', async () => {
  const { get, clock, loads, source } = aCache();
  await get('a');
  await get('b');

  clock.now = 400_000;
  source.isAway = true;
  expect(await get('a')).toBe('a!');
  expect(await get('b')).toBe('b!');
  expect(loads).toEqual(['a', 'b', 'a']);
  await expect(get('unknown')).rejects.toThrow('away');

  clock.now = 410_000;
  source.isAway = false;
  await get('b');
  expect(loads.at(-1)).toBe('b');
});

test('a forgotten key is not served, not even while the database is away', async () => {
  const { cache, get, source } = aCache();
  await get('a');

  cache.forget((name) => name === 'a');
  source.isAway = true;

  await expect(get('a')).rejects.toThrow('away');
});

test('a look-up that began before its key was forgotten is not kept', async () => {
  const cache = createCache<string>({ entries: 3, freshMilliseconds: 300_000, now: () => 0 });
  let arrive: (value: string) => void = () => undefined;
  const early = cache.get('a', () => new Promise((resolve) => (arrive = resolve)));

  cache.forget(() => true);
  const late = cache.get('a', () => Promise.resolve('destroyed'));
  arrive('living');

  await early;
  expect(await late).toBe('destroyed');
  expect(await cache.get('a', () => Promise.reject(new Error('not asked')))).toBe('destroyed');
});

test('a doubted key is looked up again, and serves as it was only if that fails', async () => {
  const { cache, get, loads, source } = aCache();
  await get('a');

  cache.expire();
  source.isAway = true;

  expect(await get('a')).toBe('a!');
  expect(loads).toEqual(['a', 'a']);
});

test('what does not exist is not remembered', async () => {
  const cache = createCache<string>({ entries: 3, freshMilliseconds: 300_000, now: () => 0 });

  expect(await cache.get('a', () => Promise.resolve(undefined))).toBeUndefined();
  expect(await cache.get('a', () => Promise.resolve('now it does'))).toBe('now it does');
});
