import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Organisation } from '../domain/organisation.js';
import { locatedYaml } from './located.js';
import type { Finding, Problem } from './located.js';
import { referenceFindings } from './references.js';
import { ruleFindings } from './rules.js';
import { organisationFile } from './schema.js';

const longest = 1_000_000;

/** Everything that is wrong with the file, at once. Its message quotes no value. */
export class OrganisationRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ line, pointer, message }) => `line ${line}: ${pointer || '/'}: ${message}`);
    super(`The organisation file cannot be used:\n${lines.join('\n')}`);
    this.name = 'OrganisationRefused';
    this.problems = problems;
  }
}

export async function readOrganisation(file: string): Promise<Organisation> {
  return parseOrganisation(await readFile(file, 'utf8'));
}

export function parseOrganisation(text: string): Organisation {
  if (text.length > longest) refuse([{ line: 1, pointer: '', message: 'expected at most 1,000,000 characters' }]);
  const { value, broken, locate } = locatedYaml(text);
  if (broken.length > 0) refuse(broken);

  const parsed = organisationFile.safeParse(value);
  const shape = parsed.success ? ruleFindings(parsed.data) : parsed.error.issues.flatMap(findingsOf);
  const findings = [...shape, ...referenceFindings(value)];
  if (!parsed.success || findings.length > 0) {
    return refuse(findings.map(locate).sort((one, other) => one.line - other.line));
  }
  return { ...parsed.data, version: contentHash(parsed.data) };
}

/** Of the meaning, not the text: a comment makes no new version. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content, inOrder)).digest('hex');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** One finding for each key that nobody knows. */
export function findingsOf(issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such key' }));
}

function refuse(problems: readonly Problem[]): never {
  throw new OrganisationRefused(problems);
}
