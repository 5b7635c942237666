import path from 'node:path';
import { readLocalConfig } from '../../../local/config.js';
import { runDuly } from '../../../local/run.js';

/** `npm start` with programs that do nothing but tell what they were given. */
const program = (name: string) => ({
  name,
  args: ['--import', 'tsx', path.resolve(import.meta.dirname, 'program.ts'), name],
});

await runDuly(readLocalConfig, { workers: program('workers'), api: program('api') });
