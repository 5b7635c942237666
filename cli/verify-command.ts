import { readFile } from 'node:fs/promises';
import type { ExitCode, Output } from './output.js';
import { verifyEvidence } from './verify.js';
import type { Check, Verdict } from './verify.js';

export interface VerifyOptions {
  readonly vkey?: string;
  readonly json?: boolean;
}

/** `duly verify FILE`: no network, no server, no configuration. */
export async function verifyFile(file: string, { vkey, json }: VerifyOptions, output: Output): Promise<ExitCode> {
  const verdict = verifyEvidence(await readFile(file, 'utf8'), vkey);
  output.say(json === true ? JSON.stringify(verdict, null, 2) : inWords(verdict));
  return verdict.ok ? 0 : 1;
}

function inWords({ ok, passed, failed, open }: Verdict): string {
  const facts = new Set(passed.map(({ position }) => position).filter((position) => position !== undefined)).size;
  return [
    ok ? `The evidence holds: ${passed.length} checks of ${facts} facts passed.` : 'The evidence does NOT hold.',
    ...(ok ? passed.filter(({ position }) => position === undefined).map(({ says }) => `ok    ${says}`) : []),
    ...failed.map((check) => `FAIL  ${placed(check)}`),
    ...open.map((sentence) => `open  ${sentence}`),
  ].join('\n');
}

function placed({ position, says }: Check): string {
  return position === undefined ? says : `Fact ${position}: ${says}`;
}
