import fs from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import pg from 'pg';
import { read } from '../crash/stubborn-client.js';
import type { TestSystem } from '../support/processes.js';
import { findIn, findInJson } from './needles.js';
import type { Find, Needle } from './needles.js';

/** Every cell of every table, as text; what is bytes stands there in hexadecimal. */
export async function findInTables(system: TestSystem, needles: readonly Needle[]): Promise<readonly Find[]> {
  const owner = new pg.Client(inDatabase(system));
  await owner.connect();
  try {
    const tables = await owner.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'duly' ORDER BY 1`,
    );
    const finds: Find[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<Record<string, string | null>>(
        `SELECT row::text AS row FROM duly.${name} row`,
      );
      const cells = rows.map(({ row }) => row ?? '').join('\n');
      // A row's own quoting doubles backslashes and quotes; words of letters and digits stay as they are.
      finds.push(...findIn(`table ${name}`, Buffer.from(cells), needles));
    }
    return finds;
  } finally {
    await owner.end();
  }
}

function inDatabase({ adminUrl, databaseUrl }: TestSystem): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}

export async function findInHistories(
  client: Client,
  caseIds: readonly string[],
  needles: readonly Needle[],
): Promise<readonly Find[]> {
  const finds: Find[] = [];
  const unseen = new Set(caseIds);
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    finds.push(...findInJson(`history of ${workflowId}`, historyToJSON(await handle.fetchHistory()), needles));
    const { raw } = await handle.describe();
    finds.push(...findInJson(`description of ${workflowId}`, JSON.stringify(raw), needles));
    unseen.delete(workflowId.slice(workflowId.indexOf('/') + 1));
  }
  if (unseen.size > 0) throw new Error(`no history of ${[...unseen].join(', ')}`);
  return finds;
}

const mailbox = 'mailbox';

/** Everything in the state but the letters, which carry name and address by nature. */
export function findInFiles(system: TestSystem, needles: readonly Needle[]): readonly Find[] {
  return filesIn(system.state)
    .filter((file) => !path.relative(system.state, file).startsWith(mailbox))
    .flatMap((file) => findIn(`file ${path.relative(system.state, file)}`, fs.readFileSync(file), needles));
}

export function mailsIn(system: TestSystem): readonly Buffer[] {
  return filesIn(path.join(system.state, mailbox)).map((file) => fs.readFileSync(file));
}

function filesIn(directory: string): readonly string[] {
  return fs
    .readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** `cases`: their addresses, `/v1/breaches/<id>`. */
export async function findOnTheWire(
  system: TestSystem,
  cases: readonly string[],
  needles: readonly Needle[],
): Promise<readonly Find[]> {
  const open = ['/v1/ledger/checkpoint', '/v1/ledger/tile/0/000.p/1', '/healthz', '/readyz'];
  const asked = [
    ...open.map((address) => [address, 'operator'] as const),
    ['/metrics', 'incident-manager'] as const,
    ['/v1/subject-requests?limit=200', 'auditor'] as const,
    ['/v1/subject-requests?closed=true', 'auditor'] as const,
    ['/v1/breaches?closed=true', 'auditor'] as const,
    ...cases.map((address) => [`${address}/evidence`, 'auditor'] as const),
  ];
  const finds: Find[] = [];
  for (const [address, role] of asked) {
    finds.push(...findIn(`GET ${address}`, Buffer.from(await read(system, address, role)), needles));
  }
  return finds;
}
