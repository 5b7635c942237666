import { configDefaults, defineConfig } from 'vitest/config';

/** Real incidents lie beside a checkout at most; without them their test is not there, for a skipped one is a failure. */
const withoutIncidents = process.env.DULY_VERIS_INCIDENTS ? [] : ['test/long/import.long.ts'];

/** Full sizes, one file after the other, so that what is measured has the machine to itself. About a quarter of an hour. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['test/long/*.long.ts'],
    exclude: [...configDefaults.exclude, ...withoutIncidents],
    globalSetup: ['test/support/servers.ts'],
    setupFiles: ['test/support/quiet.ts'],
    fileParallelism: false,
    hookTimeout: 180_000,
    testTimeout: 900_000,
    pool: 'forks',
  },
});
