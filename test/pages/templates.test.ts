import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createPages } from '../../api/pages.js';
import { lastFactWords } from '../../pages/subject-request.words.js';

const folder = path.resolve(import.meta.dirname, '../../pages');
const templates = fs.readdirSync(folder).filter((name) => name.endsWith('.eta'));
const tagsOf = (name: string, open: string): readonly string[] =>
  [...fs.readFileSync(path.join(folder, name), 'utf8').matchAll(/<%([~=]?)([\s\S]*?)%>/g)].flatMap(([, kind, code]) =>
    kind === open ? [code?.trim() ?? ''] : [],
  );

describe('templates loop over what a view computed', () => {
  test.each(templates)('%s puts in nothing unescaped but other templates', (name) => {
    for (const code of tagsOf(name, '~')) expect(code).toMatch(/^(include\('\.\/[\w-]+', [\w.]+\)|it\.body)$/);
  });

  test.each(templates)('%s puts in names alone, without computing', (name) => {
    for (const code of tagsOf(name, '=')) expect(code).toMatch(/^[a-zA-Z.]+$/);
  });

  test.each(templates)('%s has no inline style, script or handler', (name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');

    expect(text).not.toMatch(/\sstyle=|\son\w+=|<style|<script(?! src=")/);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});

it('a hostile word is text wherever it is put in', () => {
  const hostile = `"><img src=x onerror=alert(1)>'<script>`;
  const row = {
    id: 'x',
    href: hostile,
    reference: hostile,
    clock: { state: 'late', left: hostile, at: hostile, isSoon: true },
    what: hostile,
    article: hostile,
    phase: hostile,
    waitingFor: hostile,
    isMine: true,
    owner: hostile,
    lastAt: hostile,
    lastFactAt: hostile,
    lastFact: hostile,
    drill: true,
    changed: true,
  };
  const html = createPages().render('operations-row', row);

  expect(html).not.toMatch(/<img|<script/);
  expect(html).toContain('&lt;img src=x');
});

it('every kind of fact has its words on the board', () => {
  for (const words of Object.values(lastFactWords)) expect(words).toMatch(/^[a-z]/);
});
