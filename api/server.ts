import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readConfig, readEnvironment } from './config.js';
import { startApi } from './start-api.js';

const packageFile = path.join(import.meta.dirname, '../package.json');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(packageFile, 'utf8')));
const api = await startApi(readConfig(), readEnvironment(), version);

const stop = (): void => {
  void api.stop().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.send?.({ ready: true, port: api.port, tokens: api.tokens });
