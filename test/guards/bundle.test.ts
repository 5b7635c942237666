import { builtinModules } from 'node:module';
import { DefaultLogger } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import * as workflows from '../../workflows/index.js';
import { bundleWorkflows } from '../../workers/workflow-bundle.js';

const MEGABYTE = 1024 * 1024;
let code: string;

beforeAll(async () => {
  ({ code } = await bundleWorkflows(new DefaultLogger('ERROR')));
}, 120_000);

/** webpack names what it could not bundle; the SDK's own stand-ins are bundled from its package. */
test('the workflows bundle without a built-in of Node', () => {
  const required = [...code.matchAll(/(?:require\(|from )["'](?:node:)?([\w/]+)["']/g)].map(([, name = '']) => name);
  const reached = required.filter((name) => builtinModules.includes(name) && !isReplaced(name));

  expect(reached).toEqual([]);
});

/** Measured: 2.6 MB, of which 1.7 MB are the source map. */
test('every kind of case is in the bundle, and it stays small enough to load at once', () => {
  for (const name of Object.keys(workflows)) expect(code).toContain(name);
  expect(code.length).toBeLessThan(4 * MEGABYTE);
});

/** `assert`, `url` and `util` of the workflow SDK itself. */
function isReplaced(name: string): boolean {
  return ['assert', 'url', 'util'].includes(name);
}
