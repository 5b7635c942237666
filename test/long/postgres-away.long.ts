import { afterAll, beforeAll, inject, test } from 'vitest';
import { outlivesAnAbsence, startCuttableCases } from '../workflows/postgres-away.js';
import type { CuttableCases } from '../workflows/postgres-away.js';

let cuttable: CuttableCases;
beforeAll(async () => {
  const { hostname, port } = new URL(inject('postgres'));
  cuttable = await startCuttableCases({ host: hostname, port: Number(port) });
});
afterAll(() => cuttable.close());

test('Postgres is away for seventy seconds: queries answer, an update answers after it, the late milestone says when it was due', async () => {
  await outlivesAnAbsence(cuttable, 70);
});
