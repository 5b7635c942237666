import { expect, test } from 'vitest';
import { filesUnder, isFile, read, tableIn, titlesIn } from '../support/files.js';
import { provisionsIn } from './provisions.js';

const page = 'docs/legal-map.md';
const folders = [
  'domain',
  'workflows',
  'activities',
  'letters',
  'reports',
  'calendars',
  'intake',
  'database',
  'organisation',
];
const sources = folders.flatMap((folder) => filesUnder(folder, '.ts', '.liquid'));

/** Rules have four cells, mere mentions three. */
const rules = tableIn(page)
  .filter((cells) => cells.length === 4)
  .map(([provision = '', , code = '', proof = '']) => ({ provision, code: files(code), proof: files(proof) }));
const mentions = tableIn(page)
  .filter((cells) => cells.length === 3)
  .map(([provision = '', , code = '']) => ({ provision, code: files(code) }));

function files(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
}

test('every provision cited in the code stands in docs/legal-map.md, and no other', () => {
  const cited = new Set(sources.flatMap((file) => provisionsIn(read(file))));

  expect([...rules, ...mentions].map(({ provision }) => provision).sort()).toEqual([...cited].sort());
});

test.each(rules)('the legal map leads from $provision to code that cites it and to a test that names it', (row) => {
  const { provision, code, proof } = row;
  expect(code.length * proof.length).toBeGreaterThan(0);
  expect([...code, ...proof].filter((file) => !isFile(file))).toEqual([]);

  const silent = code.filter((file) => !provisionsIn(read(file)).includes(provision));
  const unproved = proof.filter(
    (file) => !titlesIn(file).some((title) => provisionsIn(title, 'GDPR').includes(provision)),
  );
  expect({ silent, unproved }).toEqual({ silent: [], unproved: [] });
});

test.each(mentions)('the legal map leads from $provision to code that mentions it', ({ provision, code }) => {
  expect(code.length).toBeGreaterThan(0);
  expect(code.filter((file) => !isFile(file) || !provisionsIn(read(file)).includes(provision))).toEqual([]);
});

test.each([
  ['GDPR Art. 12(4), 12(5), 15(4), 23: reasons', ['GDPR Art. 12(4)', 'GDPR Art. 12(5)', 'GDPR Art. 15(4)']],
  ['GDPR Art. 15(1)(a)-(h) and (2)', ['GDPR Art. 15(1)', 'GDPR Art. 15(2)']],
  ['GDPR Art. 15(3), 20(1)', ['GDPR Art. 15(3)', 'GDPR Art. 20(1)']],
  ['GDPR Art. 12, 15', []],
  ['UK GDPR Art. 12A: the month', ['UK GDPR Art. 12A']],
  ['Reg. 1182/71 Art. 3(2)(b) and 3(5)', ['Reg. 1182/71 Art. 3(2)', 'Reg. 1182/71 Art. 3(5)']],
  ['EDPB Guidelines 01/2022, para. 159', ['EDPB Guidelines 01/2022, para. 159']],
  ['GDPR\n * Art. 12(3)', ['GDPR Art. 12(3)']],
])('%j cites %j', (text, provisions) => {
  expect(provisionsIn(text)).toEqual(provisions);
});
