import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import { bundleWorkflows } from './workflow-bundle.js';

/** `npm run bundle`: production bundles once, at build time; `DULY_WORKFLOW_BUNDLE` names the file. */
const file = path.resolve(process.argv[2] ?? 'dist/workflows.js');

const { code } = await bundleWorkflows(new DefaultLogger('ERROR'));
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, code);
process.stdout.write(`${file}: ${Math.round(code.length / 1024)} kB\n`);
