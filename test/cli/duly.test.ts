import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../cli/main.js';
import { answerDeadline } from '../../api/routes/deadlines.js';
import { anEvidenceFile } from '../ledger/an-evidence-file.js';
import { aSigner } from '../ledger/signer.js';
import { runDuly } from './run-duly.js';
import packageFile from '../../package.json' with { type: 'json' };

const signer = aSigner();
let directory: string;
let evidence: string;
let tampered: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'duly-cli-'));
  [evidence, tampered] = ['evidence.json', 'tampered.json'].map((name) => path.join(directory, name)) as [
    string,
    string,
  ];
  const text = JSON.stringify(anEvidenceFile(signer));
  await writeFile(evidence, text);
  await writeFile(tampered, text.replaceAll('identityConfirmed', 'identityRefused__'));
});

afterAll(() => rm(directory, { recursive: true }));

/** In this process, so that a line costs no second. */
async function duly(...args: readonly string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await main(['node', 'duly', ...args], {
    say: (text) => said.push(text),
    complain: (text) => complained.push(text),
  });
  return { code, out: said.join('\n'), err: complained.join('\n') };
}

test('the command runs by itself, says its version, and verifies a file without network or configuration', async () => {
  expect(await runDuly(['--version'])).toEqual({ code: 0, out: `${packageFile.version}\n`, err: '' });

  const { code, out } = await runDuly(['verify', evidence]);

  expect(code).toBe(0);
  expect(out).toMatch(/^The evidence holds: 14 checks of 3 facts passed\./);
});

test('an evidence file that was changed ends with 1 and names the fact', async () => {
  const { code, out } = await duly('verify', tampered);

  expect(code).toBe(1);
  expect(out).toContain('The evidence does NOT hold.');
  expect(out).toContain('FAIL  Fact 1: ');
});

test('evidence is compared with a published key, and holds under no other', async () => {
  expect((await duly('verify', evidence, '--vkey', signer.vkey)).out).not.toContain('compare it with the published');

  expect(await duly('verify', evidence, '--vkey', aSigner().vkey)).toMatchObject({ code: 1 });
});

test('every check of an evidence file can be read by a program', async () => {
  const { code, out } = await duly('verify', evidence, '--json');

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ ok: true, failed: [] });
});

test('a file that is not there is named and ends with 1', async () => {
  expect(await duly('verify', '/nowhere/at-all.json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('/nowhere/at-all.json') as string,
  });
});

test('the command line computes the deadline that the API computes', async () => {
  const asked = { period: 'P1M', receivedOn: '2026-03-03', memberState: 'FR', timeZone: 'Europe/Paris' } as const;
  const options = ['--period', 'P1M', '--received-on', '2026-03-03', '--member-state', 'FR'];

  const { code, out } = await duly('deadlines', ...options, '--time-zone', 'Europe/Paris', '--json');

  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(answerDeadline(asked))));
});

test('a deadline is told with every step and its article', async () => {
  const { out } = await duly('deadlines', '--period', 'PT72H', '--anchor-at', '2026-03-28T22:30:00Z');

  expect(out).toContain('too late at  2026-03-31T22:30:00.000Z');
  expect(out).toMatch(/^1\. .+ \(.*Art\. \d+/m);
});

test('a question that cannot be answered names each option that is wrong', async () => {
  const { code, err } = await duly('deadlines', '--period', 'P1M', '--member-state', 'XX');

  expect(code).toBe(1);
  expect(err.split('\n').map((line) => line.split(':')[0])).toEqual(['--received-on', '--time-zone', '--member-state']);
});

test.each(['migrate', 'recover'])('%s names the variable that is missing', async (command) => {
  const { code, err } = await runDuly([command]);

  expect(code).toBe(1);
  expect(err).toMatch(/^The configuration is not complete\. DATABASE_(OWNER_)?URL: /);
});

test('an unknown command and an unknown option end with 1', async () => {
  expect(await duly('forget-everything')).toMatchObject({ code: 1 });
  expect(await duly('verify', evidence, '--trust-me')).toMatchObject({ code: 1 });
});
