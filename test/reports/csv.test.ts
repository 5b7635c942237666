import { expect, test } from 'vitest';
import { csvLine, csvOf } from '../../reports/csv.js';
import { recordsIn } from '../support/csv.js';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula in a spreadsheet', (text) => {
  const [record] = recordsIn(`cell\r\n${csvLine([text])}`);

  expect(record?.cell).toBe(`'${text}`);
});

test('commas, quotes and line breaks stay inside their cell', async () => {
  async function* rows() {
    yield await Promise.resolve('one, "two"\r\nthree');
    yield 'plain 1-2=3';
  }
  const lines: string[] = [];
  for await (const line of csvOf({ text: (row: string) => row, length: (row) => String(row.length) }, rows()))
    lines.push(line);

  expect(recordsIn(lines.join(''))).toEqual([
    { text: 'one, "two"\r\nthree', length: '17' },
    { text: 'plain 1-2=3', length: '11' },
  ]);
});
