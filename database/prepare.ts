import pg from 'pg';

/** One login per duty; what each may do stands in `migrations/`. */
export const databaseRoles = ['duly_owner', 'duly_app', 'duly_pruner', 'duly_vault'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type RolePasswords = Readonly<Record<DatabaseRole, string>>;

export interface PreparedDatabase {
  /** For migrations only. */
  readonly ownerUrl: string;
  /** For api and workers. */
  readonly appUrl: string;
}

/** Makes the roles and an empty database on a server of which we hold the superuser; a second time changes nothing. */
export async function prepareDatabase(
  superuserUrl: string,
  passwords: RolePasswords,
  database = 'duly',
): Promise<PreparedDatabase> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const role of databaseRoles) await ensureRole(client, role, passwords[role]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER duly_owner`);
  } finally {
    await client.end();
  }
  return {
    ownerUrl: urlOf(superuserUrl, 'duly_owner', passwords.duly_owner, database),
    appUrl: urlOf(superuserUrl, 'duly_app', passwords.duly_app, database),
  };
}

async function ensureRole(client: pg.Client, role: DatabaseRole, password: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
}

export function urlOf(server: string, user: string, password: string, database: string): string {
  const url = new URL(server);
  url.username = user;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
