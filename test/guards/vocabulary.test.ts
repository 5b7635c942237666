import { expect, test } from 'vitest';
import { filesUnder, literalsIn, namesDeclaredIn, tableIn } from '../support/files.js';

const page = 'docs/glossary.md';
const quoted = (cell: string): readonly string[] => [...cell.matchAll(/`([\w-]+)`/g)].map(([, word = '']) => word);

const shipped = [
  'domain',
  'workflows',
  'activities',
  'intake',
  'letters',
  'reports',
  'ledger',
  'database',
  'organisation',
];
const sources = shipped.flatMap((folder) => filesUnder(folder, '.ts'));
const declared = new Set(sources.flatMap((file) => [...namesDeclaredIn(file), ...literalsIn(file)]));

/** Three cells: what the law calls it, what the code calls it, what nobody calls it. */
const terms = tableIn(page).filter((cells) => cells.length === 3);
/** Two cells: a word of our own and its meaning. */
const ownWords = tableIn(page).filter((cells) => cells.length === 2);

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .map((word) => word.toLowerCase());
}

test('every name that docs/glossary.md gives is a name in the code', () => {
  const named = [...terms.flatMap(([, code = '']) => quoted(code)), ...ownWords.flatMap(([word = '']) => quoted(word))];

  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((name) => !declared.has(name))).toEqual([]);
});

test('no name in domain/ uses a word that docs/glossary.md rules out', () => {
  const ruledOut = terms.flatMap(([, , not = '']) => quoted(not)).map((word) => wordsOf(word).join(' '));
  const used = filesUnder('domain', '.ts').flatMap((file) =>
    namesDeclaredIn(file).flatMap((name) => {
      const words = ` ${wordsOf(name).join(' ')} `;
      return ruledOut.filter((word) => words.includes(` ${word} `)).map((word) => `${file}: ${name} (${word})`);
    }),
  );

  expect(ruledOut.length).toBeGreaterThan(30);
  expect([...new Set(used)]).toEqual([]);
});

test('no term stands twice in docs/glossary.md', () => {
  const heads = [...terms, ...ownWords].map(([head = '']) => head);

  expect(heads.filter((head, index) => heads.indexOf(head) !== index)).toEqual([]);
});
