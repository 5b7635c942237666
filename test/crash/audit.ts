import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { verifyEvidence } from '../../cli/verify.js';
import { listAlarms } from '../../database/alarms.js';
import { boardRowOf } from '../../database/board.js';
import { readRequest } from '../../database/case-reader.js';
import type { ReadRequest } from '../../database/case-reader.js';
import { parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys } from '../../database/keys.js';
import type { CaseKeys } from '../../database/keys.js';
import { treeHead } from '../../database/ledger.js';
import { createPool } from '../../database/pool.js';
import type { Pool } from '../../database/pool.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { naiveLeaf, naiveRoot } from '../ledger/naive-tree.js';
import { untilTrue } from '../support/cases.js';
import type { TestSystem } from '../support/processes.js';
import type { DrivenCase } from './case-script.js';
import { read } from './stubborn-client.js';

/** A look at what is on record, beside the processes that wrote it. */
export interface Records {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  close(): Promise<void>;
}

export function openRecords(system: TestSystem): Records {
  const pool = createPool(system.databaseUrl, () => undefined, 5);
  const keks = parseKeyEncryptionKeys(system.secrets.keyEncryptionKeys);
  const keys = createKeys({ pool, keks, now: () => new Date().toISOString() });
  return { pool, keys, close: () => pool.end() };
}

export interface Mail {
  readonly messageId: string;
  readonly to: readonly string[];
}

/** Every letter that reached the local mailbox. */
export function mailsOf(system: TestSystem): readonly Mail[] {
  const directory = path.join(system.state, 'mailbox');
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => {
      const [envelope = '', ...rest] = fs.readFileSync(path.join(directory, name), 'utf8').split('\r\n');
      const { to } = JSON.parse(envelope.slice(envelope.indexOf('{'))) as { to: readonly string[] };
      const header = rest.find((line) => /^message-id:/i.test(line)) ?? '';
      return { to, messageId: header.slice(header.indexOf(':') + 1).trim() };
    });
}

/** Resolves once nothing is under way: so many cases in these phases, every leaf placed, every alarm told. */
export async function untilQuiet(
  records: Records,
  cases: number,
  limitMs: number,
  phases: readonly string[] = ['settled'],
): Promise<void> {
  const left = async (): Promise<string> => {
    const { rows } = await records.pool.query<{ open: number; staged: number; untold: number; letters: number }>(
      `SELECT $1 - (SELECT count(*)::int FROM duly.board WHERE phase = ANY($2)) AS open,
              (SELECT count(*)::int FROM duly.ledger_staged) AS staged,
              (SELECT count(*)::int FROM duly.outbox WHERE state = 'sending') AS letters,
              (SELECT count(*)::int FROM duly.alarm WHERE told_at IS NULL) AS untold`,
      [cases, phases],
    );
    return Object.entries(rows[0] ?? {})
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${String(count)} ${what}`)
      .join(', ');
  };
  let last = '';
  await untilTrue(async () => {
    last = await left().catch(() => 'no database');
    return last === '';
  }, limitMs).catch((error: unknown) => {
    throw new Error(`still under way: ${last}`, { cause: error });
  });
}

/** Every fact once and in order, every letter once, all of it in the ledger, and the board as the facts tell it. */
export async function expectEverythingOnce(
  system: TestSystem,
  records: Records,
  driven: readonly DrivenCase[],
): Promise<void> {
  const mails = mailsOf(system);
  for (const one of driven) {
    const known = await readRequest(records.pool, records.keys, one.caseId);
    if (known === undefined) throw new Error(`no facts of ${one.caseId}`);
    expectFactsOnce(one, known);
    expectLettersOnce(one, known, mails);
    await expectBoardToAgree(records, one, known);
    await expectEvidence(system, one, known);
  }
  const messageIds = mails.map(({ messageId }) => messageId);
  expect(twice(messageIds), 'letters that arrived twice').toEqual([]);
  await expectWholeLedger(records.pool);
}

function expectFactsOnce(one: DrivenCase, { entries }: ReadRequest): void {
  const types = entries.map(({ fact }) => fact.type);
  const where = `facts of ${one.caseId}: ${types.join(' ')}`;
  expect([...types].sort(), where).toEqual([...one.steps, ...one.letters, ...one.clocks].sort());
  for (const kind of [one.steps, one.letters, one.clocks]) {
    const ofThisKind = types.filter((type) => kind.includes(type));
    expect(ofThisKind, where).toEqual(kind);
  }
  const instants = entries.map(({ fact }) => fact.at);
  expect(instants, where).toEqual([...instants].sort());
  const causes = entries.map(({ cause }) => cause);
  expect(twice(causes), where).toEqual([]);
  const updates = causes.filter((cause) => cause.startsWith('update ')).map((cause) => cause.slice('update '.length));
  expect(updates, where).toEqual(one.updateIds);
}

function expectLettersOnce(one: DrivenCase, { entries }: ReadRequest, mails: readonly Mail[]): void {
  const told = entries.flatMap(({ fact }) =>
    'messageId' in fact && fact.messageId !== undefined ? [fact.messageId] : [],
  );
  const arrived = mails.filter(({ to }) => to.includes(one.mail)).map(({ messageId }) => messageId);
  expect([...arrived].sort(), `letters of ${one.caseId}`).toEqual([...told].sort());
  expect(arrived).toHaveLength(one.letters.length);
}

async function expectBoardToAgree({ pool }: Records, { caseId }: DrivenCase, { folded }: ReadRequest): Promise<void> {
  const row = subjectRequestDecider.boardRow(folded.state);
  expect(await boardRowOf(pool, caseId), `board of ${caseId}`).toMatchObject({ ...row, position: folded.position });
}

async function expectEvidence(system: TestSystem, { caseId }: DrivenCase, { entries }: ReadRequest): Promise<void> {
  const evidence = await read(system, `/v1/subject-requests/${caseId}/evidence`);
  const { facts } = JSON.parse(evidence) as { facts: readonly { readonly fact: string }[] };
  expect(facts.map(({ fact }) => fact)).toEqual(entries.map(({ fact }) => fact.type));
  expect(verifyEvidence(evidence)).toMatchObject({ ok: true, failed: [] });
}

/** No leaf twice, none missing, no gap in the tree, and the signed root is the one over what the leaves say. */
export async function expectWholeLedger(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ index: string; leaf: string | null; body: Buffer }>(
    `SELECT index, case_id || '#' || position AS leaf, body FROM duly.ledger_body ORDER BY index`,
  );
  const facts = await pool.query<{ leaf: string }>(`SELECT case_id || '#' || position AS leaf FROM duly.fact`);
  // Versions of the organisation file stand there too.
  const leaves = rows.flatMap(({ leaf }) => leaf ?? []).filter((leaf) => !leaf.startsWith('organisation#'));
  expect(rows.map(({ index }) => Number(index))).toEqual(rows.map((_, n) => n));
  expect([...leaves].sort()).toEqual(facts.rows.map(({ leaf }) => leaf).sort());
  const head = await treeHead(pool);
  expect(head?.size).toBe(rows.length);
  expect(head?.root).toEqual(naiveRoot(rows.map(({ body }) => naiveLeaf(body))));
}

/** After a crash a case may find facts of its own that it had forgotten, which alarms; nothing else may. */
export async function expectNoForeignAlarm({ pool }: Records): Promise<void> {
  const alarms = await listAlarms(pool, 10_000);
  expect(alarms.filter(({ code }) => code !== 'FactsTakenOver')).toEqual([]);
}

function twice(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
