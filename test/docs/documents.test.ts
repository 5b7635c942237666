import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { requestPhases } from '../../domain/subject-request.standing.js';
import packageFile from '../../package.json' with { type: 'json' };
import { root } from '../../local/started-duly.js';

const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const isThere = (file: string): boolean => fs.existsSync(path.join(root, file));
const documents = ['README.md', ...markdownIn('docs'), 'integrations/README.md'];

function markdownIn(folder: string): readonly string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
}

/** Of what stands in backquotes: paths with a known folder in front, globs left out. */
function pathsIn(text: string): readonly string[] {
  const folders = fs.readdirSync(root).filter((name) => /^[a-z]+$/.test(name) && name !== 'dist');
  return [...text.matchAll(/`([\w.-]+(?:\/[\w.-]*)+)`/g)]
    .map(([, found = '']) => found)
    .filter((found) => folders.includes(found.split('/')[0] ?? ''));
}

const notYet = ['integrations/rt/', 'bench/results.json'];

describe.each(documents)('%s', (document) => {
  test('names files and folders that are there', () => {
    const missing = pathsIn(read(document)).filter((file) => !isThere(file) && !notYet.includes(file));

    expect(missing).toEqual([]);
  });

  test('links to files that are there', () => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);

    expect(links.filter((target) => !isThere(path.join(path.dirname(document), target)))).toEqual([]);
  });

  test('names scripts of package.json', () => {
    const scripts = [...read(document).matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = '']) => name);
    const known = [...Object.keys(packageFile.scripts), 'ci', 'install'];

    expect(scripts.filter((name) => !known.includes(name))).toEqual([]);
  });
});

test('the README leads from each word of the job to a folder, or says that it is not built yet', () => {
  const table = read('README.md').split('## From words to files')[1]?.split('\n## ')[0] ?? '';
  const words = ['data-subject request', 'breach', 'retention sweep', '72 hours', 'one hour', 'policy expiry', 'signals'];
  const more = ['help desk', 'mail', 'database', 'workers', 'thin API', 'Temporal UI', 'fire drill'];

  for (const word of [...words, ...more]) {
    const row = table.split('\n').find((line) => line.split('|')[1]?.includes(word));
    expect(row, word).toMatch(/`[\w./-]+`|not built yet/);
  }
});

test('every folder of the project stands in the README', () => {
  const folders = fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => !['node_modules', 'dist', 'coverage'].includes(name));
  const readme = read('README.md');

  expect(folders.filter((name) => !readme.includes(`\`${name}/\``))).toEqual([]);
});

test('the diagram of the README has the phases of a subject request, and no others', () => {
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
  const drawn = [...diagram.matchAll(/^ {2}(\S+) --> ([^\s:]+)/gm)].flatMap(([, from, to]) => [from, to]);

  expect([...new Set(drawn)].filter((phase) => phase !== '[*]').sort()).toEqual([...requestPhases].sort());
});

test('every test that the threat model names is there', () => {
  const suites = fs
    .readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => read(path.join('test', name)))
    .join('\n');
  const titles = [...read('docs/threat-model.md').matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);

  expect(titles.length).toBeGreaterThan(20);
  expect(titles.filter((title) => !suites.includes(`'${title.replaceAll("'", "\\'")}'`))).toEqual([]);
});

test('the dependencies of package.json stand in ADR 14, each with its reason', () => {
  const rows = read('docs/adr/0014-dependencies.md').matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]{20,} \|$/gm);

  expect([...rows].map(([, name]) => name)).toEqual(Object.keys(packageFile.dependencies).sort());
});

test('the changelog has headings for law and replay', () => {
  expect(read('CHANGELOG.md')).toMatch(/^## \[Unreleased\]\n[\s\S]*^### Added\n[\s\S]*^### Law\n[\s\S]*^### Replay\n/m);
});
