import path from 'node:path';
import { readLocalConfig } from './config.js';
import { runDuly } from './run.js';

/** `npm start`. */
const script = (file: string): string => path.resolve(import.meta.dirname, '..', file);
const program = (name: string, file: string) => ({ name, args: ['--import', 'tsx', script(file)] });

await runDuly(readLocalConfig, {
  workers: program('workers', 'workers/workers.ts'),
  api: program('api', 'api/server.ts'),
});
