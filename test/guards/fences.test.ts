import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';
import { root } from '../support/files.js';

const eslint = new ESLint({ cwd: root });
const linter = new Linter();
const fences = [
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-globals',
  'no-restricted-properties',
  'no-restricted-syntax',
  'no-console',
];

/** Which fences report this line if it stood in that file, by the rules that hold there. Types are not needed for it. */
async function reported(file: string, code: string): Promise<readonly string[]> {
  const config = (await eslint.calculateConfigForFile(file)) as { readonly rules: Linter.RulesRecord };
  const rules = Object.fromEntries(Object.entries(config.rules).filter(([name]) => fences.includes(name)));
  const found = linter.verify(
    code,
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { '@typescript-eslint': tseslint.plugin },
      rules,
    },
    { filename: 'a.ts' },
  );
  if (found.some(({ fatal }) => fatal)) throw new Error(`cannot be read: ${code}`);
  return found.flatMap(({ ruleId }) => ruleId ?? []);
}

/** Each line stands in for the whole content of the file beside it. */
const forbidden: readonly (readonly [string, string])[] = [
  ['domain/breach.ts', `import { log } from '@temporalio/workflow'; log.info('');`],
  ['domain/breach.ts', `import { z } from 'zod'; z.string();`],
  ['domain/breach.ts', `import { readFile } from 'node:fs/promises'; readFile;`],
  ['domain/breach.ts', `import { subjectRequest } from '../workflows/subject-request.js'; subjectRequest;`],
  ...[
    'activities',
    'workers',
    'api',
    'pages',
    'database',
    'ledger',
    'temporal',
    'intake',
    'letters',
    'reports',
    'calendars',
    'organisation',
  ].map((room) => ['domain/ports/pager.ts', `import type { Thing } from '../../${room}/thing.js';`] as const),
  ['domain/breach.ts', `import { start } from '../local/start.js'; start;`],
  ['domain/breach.ts', `export const openedAt = new Date();`],
  ['domain/breach.ts', `export const openedAt = Date.now();`],
  ['domain/breach.ts', `export const chance = Math.random();`],
  ['domain/breach.ts', `export const now = T.Now.instant();`],
  ...['Buffer', 'crypto', 'fetch', 'performance', 'process', 'setInterval'].flatMap((name) => [
    ['domain/breach.ts', `export const host = ${name};`] as const,
    ['workflows/breach.ts', `export const host = ${name};`] as const,
  ]),
  ['workflows/breach.ts', `import { randomUUID } from 'node:crypto'; randomUUID();`],
  ['workflows/breach.ts', `import { z } from 'zod'; z.string();`],
  [
    'workflows/breach.ts',
    `import { createLetterActivities } from '../activities/letters/letters.js'; createLetterActivities;`,
  ],
  ['workflows/breach.ts', `import type { Pool } from '../database/pool.js';`],
  ['workflows/breach.ts', `import { createCaseWorkers } from '../workers/case-worker.js'; createCaseWorkers;`],
  ['workflows/breach.ts', `import { given } from '../test/support/given.js'; given;`],
  ['workflows/breach.contract.ts', `import { breach } from './breach.js'; breach;`],
  ['activities/paging/paging.ts', `import { register } from '../../workflows/subject-request.contract.js'; register;`],
  ['activities/paging/paging.ts', `import { createApp } from '../../api/app.js'; createApp;`],
  ['activities/paging/paging.ts', `import { readConfig } from '../../workers/config.js'; readConfig;`],
  ['activities/paging/paging.ts', `import { caseView } from '../../pages/case.view.js'; caseView;`],
  ['activities/paging/paging.ts', `import { mailbox } from '../../local/mailbox.js'; mailbox;`],
  ['temporal/codec.ts', `import { createApp } from '../api/app.js'; createApp;`],
  ['temporal/codec.ts', `import type { subjectRequest } from '../workflows/subject-request.js';`],
  ...['database', 'ledger', 'calendars', 'letters', 'reports', 'organisation'].flatMap((room) =>
    ['workflows', 'activities', 'workers', 'api', 'pages', 'intake', 'temporal', 'test'].map(
      (other) => [`${room}/thing.ts`, `import type { Thing } from '../${other}/thing.js';`] as const,
    ),
  ),
  ['intake/mail-intake.ts', `import { subjectRequest } from '../workflows/subject-request.js'; subjectRequest;`],
  ['intake/mail-intake.ts', `import { createApp } from '../api/app.js'; createApp;`],
  ['intake/mail-intake.ts', `import type { Post } from '../activities/letters/post.js';`],
  [
    'api/routes/subject-requests.ts',
    `import { subjectRequest } from '../../workflows/subject-request.js'; subjectRequest;`,
  ],
  ['api/routes/subject-requests.ts', `import type { LetterActivities } from '../../activities/letters/letters.js';`],
  [
    'api/routes/subject-requests.ts',
    `import { createCaseWorkers } from '../../workers/case-worker.js'; createCaseWorkers;`,
  ],
  ['api/app.ts', `export const port = process.env['PORT'];`],
  ['api/app.ts', `console.log('hello');`],
  ['pages/case.view.ts', `import { Router } from 'express'; Router();`],
  ['pages/case.view.ts', `import type { Pool } from '../database/pool.js';`],
  ['workers/case-worker.ts', `import { subjectRequest } from '../workflows/subject-request.js'; subjectRequest;`],
  ['workers/case-worker.ts', `import { createApp } from '../api/app.js'; createApp;`],
  ['workers/case-worker.ts', `import { given } from '../test/support/given.js'; given;`],
  ['workers/case-worker.ts', `export default 1;`],
  ['workers/case-worker.ts', `export * from './config.js';`],
];

test.each(forbidden)('the linter keeps out of %s: %s', async (file, code) => {
  expect(await reported(file, code)).not.toEqual([]);
});

/** What the same fences must let through, or they would only be reporting everything. */
test.each([
  ['domain/breach.ts', `import { Temporal as T } from 'temporal-polyfill'; export const day = T.PlainDate;`],
  ['domain/breach.ts', `export const at = new Date('2026-03-03');`],
  ['workflows/breach.ts', `import type { LetterActivities } from '../activities/letters/letters.js';`],
  ['workflows/breach.contract.ts', `import type * as registered from './index.js';`],
  ['intake/mail-intake.ts', `import { register } from '../workflows/subject-request.contract.js'; register;`],
  ['api/app.ts', `import type { subjectRequest } from '../workflows/subject-request.js';`],
  ['api/config.ts', `export const port = process.env['PORT'];`],
  ['pages/case.view.ts', `import { rights } from '../domain/right.js'; rights;`],
  ['activities/letters/post.ts', `import { createTransport } from 'nodemailer'; createTransport;`],
])('the linter lets into %s: %s', async (file, code) => {
  expect(await reported(file, code)).toEqual([]);
});
