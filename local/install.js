// Runs before `npm start` and `npm test`, also where nothing is installed yet: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 20)) {
  fail(`Duly needs Node 20.20 or later; this is ${process.version}. Install a newer one from https://nodejs.org.`);
}
if (!isInstalled()) install();

/** npm writes this list when it has finished: a half installation does not have it, a newer lock file outdates it. */
function isInstalled() {
  const done = modifiedAt(path.join(root, 'node_modules/.package-lock.json'));
  return done !== undefined && done >= (modifiedAt(path.join(root, 'package-lock.json')) ?? 0);
}

function install() {
  // npm empties the folder first, and through a link that is somebody else's folder.
  if (fs.lstatSync(path.join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail('node_modules is a link to another folder, which installing would empty: remove the link, then start again.');
  }
  const hasLock = fs.existsSync(path.join(root, 'package-lock.json'));
  console.log('Installing what Duly needs, once …');
  if (npm(hasLock ? 'ci' : 'install') || (hasLock && npm('install'))) return;
  fail('The packages could not be installed (see above): run "npm install" yourself, then start again.');
}

function npm(command) {
  // The npm that runs this script, so that its version and settings hold.
  const own = process.env.npm_execpath;
  const [program, ...first] = own?.endsWith('js') ? [process.execPath, own] : ['npm'];
  const flags = [command, '--no-audit', '--no-fund', '--include=dev'];
  const shell = process.platform === 'win32' && program === 'npm';
  return (
    spawnSync(program, [...first, ...flags], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell }).status === 0
  );
}

function modifiedAt(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
