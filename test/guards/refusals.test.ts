import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { toProblem } from '../../api/to-problem.js';
import { keyRefusalTypes } from '../../domain/key-destruction.js';
import { refusalTypes } from '../../domain/refusal.js';
import { filesUnder, literalsIn } from '../support/files.js';

const catalogue = [...refusalTypes, ...keyRefusalTypes];
const page = readFileSync(path.join(import.meta.dirname, '../../docs/refusals.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$/gm)];

test('the catalogue of refusals and docs/refusals.md agree, status and order included', () => {
  const inCode = catalogue.map((type) => {
    const failed = new WorkflowUpdateFailedError('', ApplicationFailure.nonRetryable('', type));
    return [type, String(toProblem(failed).status)];
  });

  expect(rows.map(([, type, status]) => [type, status])).toEqual(inCode);
});

test('every refusal says in docs/refusals.md what it means and what to do', () => {
  const mute = rows.filter(([, , , meaning = '', remedy = '']) => meaning.length < 15 || remedy.length < 10);

  expect(mute.map(([, type]) => type)).toEqual([]);
});

test('every refusal of a case is met by a test of its decider, or of the door where it is told', () => {
  const deciders = filesUnder('test/domain', '.test.ts').filter((file) => /\/(?:subject-request|breach)/.test(file));
  const tests = [...deciders, 'test/api/breaches.server.test.ts'];
  const met = new Set(tests.flatMap((file) => literalsIn(file)));

  expect(refusalTypes.filter((type) => !met.has(type))).toEqual([]);
});
