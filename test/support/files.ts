import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.join(import.meta.dirname, '../..');

/** Files are named from the root of the project, with forward slashes. */
export function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

export function isFile(file: string): boolean {
  return existsSync(path.join(root, file));
}

export function filesUnder(folder: string, ...endings: readonly string[]): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .sort();
}

/** The rows of every table of a page, heads and rules left out, cells trimmed. */
export function tableIn(page: string): readonly (readonly string[])[] {
  const lines = read(page).split('\n');
  return lines.flatMap((line, index) => {
    const isHead = /^\|[\s:|-]+\|$/.test(lines[index + 1] ?? '');
    const isRow = line.startsWith('| ') && !isHead;
    return isRow
      ? [
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()),
        ]
      : [];
  });
}

/** The titles of the tests in a file, as written: `%s` and `${…}` stay. */
export function titlesIn(file: string): readonly string[] {
  return titlesOf(read(file), file);
}

export function titlesOf(source: string, file = 'a.test.ts'): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments : [];
    if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      titles.push(ts.isStringLiteralLike(title) ? title.text : title.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return titles;
}

/** `test(…)`, `it(…)`, `test.each(…)(…)`, `test.skipIf(…)(…)`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'test' || callee.text === 'it';
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return isTest(callee.expression);
  return false;
}

/** Every name that a TypeScript source declares, properties and parameters included. */
export function namesDeclaredIn(file: string): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const isDeclared = ts.isIdentifier(node) && 'name' in node.parent && node.parent.name === node;
    if (isDeclared && !ts.isPropertyAccessExpression(node.parent)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return names;
}

/** Every text between quotes: types of facts and commands, grounds, phases. */
export function literalsIn(file: string): readonly string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) literals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return literals;
}
