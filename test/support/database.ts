import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createPool } from '../../database/pool.js';
import type { Pool } from '../../database/pool.js';
import { urlOf } from '../../database/prepare.js';
import type { DatabaseRole } from '../../database/prepare.js';

export interface TestDatabase {
  /** As duly_app, like api and workers. */
  readonly pool: Pool;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A pool that signs in as this role; the same one each time. */
  as(role: DatabaseRole): Pool;
  /** Errors of connections that broke while idle; a test that ends connections may look here. */
  readonly idleErrors: readonly Error[];
  drop(): Promise<void>;
}

/** A migrated, empty database for one test file: `beforeAll(createTestDatabase)`, and `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `duly_test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(server, `CREATE DATABASE ${name} OWNER duly_owner TEMPLATE duly_template STRATEGY file_copy`);

  const idleErrors: Error[] = [];
  const pools = new Map<DatabaseRole, Pool>();
  // Every role of the test server has its own name as its password.
  const urlAs = (role: DatabaseRole): string => urlOf(server, role, role, name);
  const as = (role: DatabaseRole): Pool => {
    const pool = pools.get(role) ?? createPool(urlAs(role), (error) => idleErrors.push(error), 20);
    pools.set(role, pool);
    return pool;
  };
  return {
    pool: as('duly_app'),
    ownerUrl: urlAs('duly_owner'),
    appUrl: urlAs('duly_app'),
    as,
    idleErrors,
    async drop() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await asSuperuser(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function asSuperuser(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
