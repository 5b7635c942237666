import { afterAll, beforeAll, inject, test } from 'vitest';
import { outlivesAnAbsence, startCuttableCases } from './postgres-away.js';
import type { CuttableCases } from './postgres-away.js';

let started: CuttableCases;
beforeAll(async () => {
  const { hostname, port } = new URL(inject('postgres'));
  started = await startCuttableCases({ host: hostname, port: Number(port) });
});
afterAll(() => started.close());

test('while Postgres is away queries answer, and after it updates answer and a late warning says what was due', async () => {
  await outlivesAnAbsence(started, 5);
});
