import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let home: string;

/** A clone with a program in npm's place that notes how it was called. */
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-install-'));
  fs.mkdirSync(path.join(home, 'local'));
  fs.copyFileSync(path.resolve(import.meta.dirname, '../../local/install.js'), path.join(home, 'local/install.js'));
  fs.writeFileSync(path.join(home, 'package.json'), '{ "type": "module" }');
  fs.writeFileSync(path.join(home, 'package-lock.json'), '{}');
});

afterEach(() => {
  fs.rmSync(home, { recursive: true, force: true });
});

/** `refuses` is the npm command that fails. */
function install(refuses = 'nothing'): { status: number | null; output: string; called: string[] } {
  const notes = path.join(home, 'called');
  const npm = path.join(home, 'npm-cli.cjs');
  fs.writeFileSync(
    npm,
    `require('fs').appendFileSync(${JSON.stringify(notes)}, process.argv[2] + '\\n');
     process.exit(['${refuses}', 'all'].includes(process.argv[2]) || '${refuses}' === 'all' ? 1 : 0);`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(home, 'local/install.js')], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: npm },
  });
  const called = fs.existsSync(notes) ? fs.readFileSync(notes, 'utf8').trim().split('\n') : [];
  return { status, output: stdout + stderr, called };
}

/** What npm leaves when it has finished. */
function markInstalled(secondsAfterTheLockFile: number): void {
  const mark = path.join(home, 'node_modules/.package-lock.json');
  fs.mkdirSync(path.dirname(mark), { recursive: true });
  fs.writeFileSync(mark, '{}');
  const lock = fs.statSync(path.join(home, 'package-lock.json')).mtimeMs / 1000;
  fs.utimesSync(mark, lock + secondsAfterTheLockFile, lock + secondsAfterTheLockFile);
}

test('a fresh clone installs exactly what the lock file names', () => {
  expect(install()).toMatchObject({ status: 0, called: ['ci'] });
});

test('an installation as new as the lock file is left alone, without a word', () => {
  markInstalled(1);

  expect(install()).toEqual({ status: 0, output: '', called: [] });
});

test('a lock file newer than the installation has it installed again', () => {
  markInstalled(-60);

  expect(install().called).toEqual(['ci']);
});

test('where the lock file does not fit this machine, an ordinary installation is tried', () => {
  expect(install('ci')).toMatchObject({ status: 0, called: ['ci', 'install'] });
});

test('packages that cannot be installed are one clear sentence', () => {
  const { status, output } = install('all');

  expect(status).toBe(1);
  expect(output).toContain('The packages could not be installed');
});

test('a linked folder of packages is never installed into, because that would empty what it points to', () => {
  const elsewhere = path.join(home, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.writeFileSync(path.join(elsewhere, 'kept'), '');
  fs.symlinkSync(elsewhere, path.join(home, 'node_modules'));

  const { status, output, called } = install();

  expect({ status, called }).toEqual({ status: 1, called: [] });
  expect(output).toContain('node_modules is a link');
  expect(fs.readdirSync(elsewhere)).toEqual(['kept']);
});
