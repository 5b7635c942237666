import { expect, test } from 'vitest';
import { inLanes, lanesOf } from '../../intake/lanes.js';
import { threadMarks } from '../../intake/message-headers.js';
import { deferred } from '../support/deferred.js';

const marked = (items: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(items).map(([item, marks]) => ({ item, marks }));

test('whoever shares a mark, also through a third one, stands in one lane in the order of coming', () => {
  const lanes = lanesOf(marked({ a: ['x'], b: ['y'], c: [], d: ['y', 'x'], e: ['z'], f: ['x'] }));

  expect(lanes).toEqual([['c'], ['e'], ['a', 'b', 'd', 'f']]);
});

test('so many lanes go at once, each in its order, and one that fails stops nobody', async () => {
  const stops = new Map(['a1', 'b1', 'c1'].map((name) => [name, deferred<undefined>()]));
  const begun: string[] = [];
  const going = inLanes(2, [['a1', 'a2'], ['b1', 'b2'], ['c1']], async (item) => {
    begun.push(item);
    await stops.get(item)?.promise;
    if (item === 'a1') throw new Error('failed');
  });
  expect(begun).toEqual(['a1', 'b1']);

  for (const stop of stops.values()) stop.resolve(undefined);
  await expect(going).rejects.toThrow('1 of 5 failed');

  expect([...begun].sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
  for (const [first, second] of [
    ['a1', 'a2'],
    ['b1', 'b2'],
  ] as const)
    expect(begun.indexOf(first)).toBeLessThan(begun.indexOf(second));
});

test('a mail shares marks with what its sender writes, with copies of itself and with what it answers', () => {
  const head =
    'From: "Ilse, at home" <Ilse@Example.com>\r\nMessage-ID: <m1@example.com>\r\nIn-Reply-To: <m0@example.org>\r\n' +
    'References: <r1@example.org>\r\n\t<m0@example.org>\r\n\r\nFrom: nobody@example.org\r\n';

  expect(new Set(threadMarks(Buffer.from(head)))).toEqual(
    new Set(['ilse@example.com', '<m1@example.com>', '<m0@example.org>', '<r1@example.org>']),
  );
});
