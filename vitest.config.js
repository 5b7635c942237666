import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `server` needs Postgres and Temporal, started once by `test/support/servers.ts`. */
const server = {
  include: ['test/**/*.server.test.ts'],
  globalSetup: ['test/support/servers.ts'],
  setupFiles: ['test/support/quiet.ts'],
  hookTimeout: 60_000,
  testTimeout: 60_000,
  pool: 'forks',
};

export default defineConfig({
  test: {
    // Two files at a time, also on two cores: most of a file's time is waiting for a server.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.server.test.ts'],
          // Nothing in them keeps a state of its own: loading everything once halves their time.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      { test: { name: 'server', ...server } },
    ],
  },
});
