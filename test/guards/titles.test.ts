import { expect, test } from 'vitest';
import { filesUnder, titlesIn, titlesOf } from '../support/files.js';

/** The legal map and a failing build both refer to tests by their titles, so a title means one test. */
test('no two tests share a title', () => {
  // A title that is a placeholder alone is named by its rows.
  const told = filesUnder('test', '.test.ts').flatMap((file) =>
    titlesIn(file).flatMap((title) => (/^%s$|^\$\w+$/.test(title) ? [] : [{ file, title }])),
  );
  const first = new Map<string, string>();
  const repeated = told.filter(({ file, title }) => {
    const isKnown = first.has(title);
    if (!isKnown) first.set(title, file);
    return isKnown;
  });

  expect(told.length).toBeGreaterThan(300);
  expect(repeated.map(({ file, title }) => `${title} (${first.get(title) ?? ''}, ${file})`)).toEqual([]);
});

test('titles are found in tests, tables of tests and conditional tests, whatever quotes they have', () => {
  const source = [
    `test('one', () => {});`,
    'test.each([1])(`two ${"%s"}`, () => {});',
    `test.skipIf(true)("three", () => {}); test.each(rows)('four', async () => {});`,
    `expect('five').toBe(6);`,
  ].join('\n');

  expect(titlesOf(source)).toEqual(['one', 'two ${"%s"}', 'three', 'four']);
});
