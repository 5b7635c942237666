import { defineConfig } from 'vitest/config';

/** Full sizes, one file after the other, so that what is measured has the machine to itself. About twelve minutes. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['test/long/*.long.ts'],
    globalSetup: ['test/support/servers.ts'],
    setupFiles: ['test/support/quiet.ts'],
    fileParallelism: false,
    hookTimeout: 180_000,
    testTimeout: 900_000,
    pool: 'forks',
  },
});
