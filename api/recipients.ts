import { recordAccess } from '../database/access-records.js';
import { boardRowOf } from '../database/board.js';
import type { CaseKeys, DataKey } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { correctEntry, entriesOf, entryByMail, entryOf, removeEntry } from '../database/recipient-entries.js';
import type { EntryFilter, RecipientEntry } from '../database/recipient-entries.js';
import { addRecipients, ListTooLong, LONGEST_LIST } from '../database/wave-recipients.js';
import type { Listed, NewRecipient } from '../database/wave-recipients.js';
import type { Actor } from '../domain/actor.js';
import type { Organisation } from '../domain/organisation.js';
import { refuse } from '../domain/refusal.js';
import { ListFaulty, readRecipients } from '../intake/recipient-list.js';
import type { ListFormat } from '../intake/recipient-list.js';
import { BadRequest, NotFound, problem, Refused, Told } from './problem.js';
import { UPLOAD_LIMIT } from './uploads.js';

export interface RecipientDependencies {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly now: () => Date;
}

/** Which lines cannot be used, and why; never what stands in them. */
class ListRefused extends Told {
  override readonly name = 'ListRefused';
  constructor({ faults }: ListFaulty) {
    super({
      ...problem('ListFaulty', 422, 'Nothing of the list was kept. Put these lines right and send all of it again.'),
      errors: faults.map(({ line, message }) => ({
        in: 'body' as const,
        pointer: `/${String(line)}`,
        message: `Line ${String(line)}: ${message}`,
      })),
    });
  }
}

/** Puts a list of recipients with a breach while it streams in: all of it or nothing, and nobody twice. */
export async function takeRecipients(
  { pool, keys, organisation }: RecipientDependencies,
  caseId: string,
  format: ListFormat,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Listed> {
  const key = await keyOfOpen({ pool, keys }, caseId);
  const preset = organisation.organisation.languages[0] ?? 'en';
  try {
    return await addRecipients(pool, key, readRecipients(limited(bytes), { format, preset }));
  } catch (error) {
    if (error instanceof ListFaulty) throw new ListRefused(error);
    if (error instanceof ListTooLong)
      throw new BadRequest('TooLarge', `A breach has at most ${String(LONGEST_LIST)} recipients.`, 413);
    throw error;
  }
}

async function keyOfOpen(
  { pool, keys }: Pick<RecipientDependencies, 'pool' | 'keys'>,
  caseId: string,
): Promise<DataKey> {
  const row = await boardRowOf(pool, caseId);
  if (row?.kind !== 'breach') throw new NotFound('There is no such breach.');
  if (row.closed) throw new Refused(refuse('CaseNotOpen', 'The case is not open.'));
  return keys.ofCase(caseId);
}

export interface EntriesAsk {
  readonly caseId: string;
  readonly actor: Actor;
}

/** One page of the list, in the order of its numbers; who looked is on record. */
export async function readEntries(
  dependencies: RecipientDependencies,
  asked: EntriesAsk,
  filter: EntryFilter,
): Promise<readonly RecipientEntry[]> {
  return entriesOf(dependencies.pool, await keyToRead(dependencies, asked), filter);
}

/** By the whole mail address, and never by a part of it. */
export async function findEntry(
  dependencies: RecipientDependencies,
  asked: EntriesAsk,
  mail: string,
): Promise<RecipientEntry | undefined> {
  return entryByMail(dependencies.pool, await keyToRead(dependencies, asked), mail);
}

export async function readEntry(
  dependencies: RecipientDependencies,
  asked: EntriesAsk & { readonly number: number },
): Promise<RecipientEntry> {
  const entry = await entryOf(dependencies.pool, await keyToRead(dependencies, asked), asked.number);
  if (entry === undefined) throw new NotFound('Nobody has this number on the list.');
  return entry;
}

async function keyToRead({ pool, keys, now }: RecipientDependencies, { caseId, actor }: EntriesAsk): Promise<DataKey> {
  if ((await boardRowOf(pool, caseId))?.kind !== 'breach') throw new NotFound('There is no such breach.');
  const key = await keys.ofCase(caseId);
  await recordAccess(pool, { access: 'recipients-read', actor, caseId, at: now() });
  return key;
}

/** Whoever was not written to can be taken off; their address is gone then, their number stays. */
export async function takeOff(
  dependencies: RecipientDependencies,
  { caseId, ...change }: EntriesAsk & { readonly number: number },
): Promise<void> {
  const { pool, now } = dependencies;
  const key = await keyOfOpen(dependencies, caseId);
  if (await removeEntry(pool, key, { ...change, at: now() })) return;
  throw await whyUnchanged(pool, key, change.number);
}

/** Before a letter has left, or after it failed: what arrived is not made undone by another address. */
export async function putRight(
  dependencies: RecipientDependencies,
  { caseId, ...change }: EntriesAsk & { readonly number: number } & NewRecipient,
): Promise<void> {
  const { pool, now } = dependencies;
  const key = await keyOfOpen(dependencies, caseId);
  const correction = await correctEntry(pool, key, { ...change, at: now() });
  if (correction === 'listed') throw listed;
  if (correction === 'leftAlone') throw await whyUnchanged(pool, key, change.number);
}

const listed = new BadRequest('RecipientListed', 'Somebody else on the list has this address.', 409);

async function whyUnchanged(pool: Pool, key: DataKey, number: number): Promise<Error> {
  const entry = await entryOf(pool, key, number);
  if (entry === undefined) return new NotFound('Nobody has this number on the list.');
  if (entry.state === 'removed')
    return new BadRequest('RecipientRemoved', 'Whoever had this number was taken off the list.', 409);
  return new BadRequest('RecipientWrittenTo', 'The letter to this recipient has left, or is leaving now.', 409);
}

/** A list as a form sends it: what each line looks like tells its format. */
export function listFormatIn(bytes: Uint8Array): ListFormat {
  return Buffer.from(bytes.subarray(0, 100)).toString('utf8').trimStart().startsWith('{') ? 'json-lines' : 'csv';
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > UPLOAD_LIMIT) throw new BadRequest('TooLarge', 'Send at most 50 MB at once.', 413);
    yield piece;
  }
}

/** Named by what is sent: `text/csv`, or one JSON object on each line. */
export function listFormatOf(contentType: string | undefined): ListFormat {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'text/csv') return 'csv';
  if (type === 'application/x-ndjson' || type === 'application/jsonl') return 'json-lines';
  throw new BadRequest('UnsupportedMediaType', 'Send the list as text/csv or application/x-ndjson, in UTF-8.', 415);
}
