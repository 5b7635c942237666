import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/replay/record.config.js` records the histories of this release anew. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/replay/record.ts'],
    globalSetup: ['test/support/servers.ts'],
    setupFiles: ['test/support/quiet.ts'],
    hookTimeout: 60_000,
    testTimeout: 120_000,
    pool: 'forks',
  },
});
