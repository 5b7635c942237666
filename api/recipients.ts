import { boardRowOf } from '../database/board.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { addRecipients, ListTooLong, LONGEST_LIST } from '../database/wave-recipients.js';
import type { Listed } from '../database/wave-recipients.js';
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
  const row = await boardRowOf(pool, caseId);
  if (row?.kind !== 'breach') throw new NotFound('There is no such breach.');
  if (row.closed) throw new Refused(refuse('CaseNotOpen', 'The case is not open.'));
  const preset = organisation.organisation.languages[0] ?? 'en';
  const key = await keys.ofCase(caseId);
  try {
    return await addRecipients(pool, key, readRecipients(limited(bytes), { format, preset }));
  } catch (error) {
    if (error instanceof ListFaulty) throw new ListRefused(error);
    if (error instanceof ListTooLong)
      throw new BadRequest('TooLarge', `A breach has at most ${String(LONGEST_LIST)} recipients.`, 413);
    throw error;
  }
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
