import { readConfig } from './config.js';
import { startWorkers } from './start-workers.js';

const { stopped, stop } = await startWorkers(readConfig());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('disconnect', stop);
process.send?.({ ready: true });
await stopped;
process.exit(0);
