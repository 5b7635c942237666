import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { z } from 'zod';
import type { RegisterFilter } from '../../database/breach-register.js';
import type { AccessRecord } from '../../database/access-records.js';
import type { Actor } from '../../domain/actor.js';
import type { RegisterRow } from '../../domain/breach.register-row.js';
import { figuresOf, registerSteps, statisticsOf } from '../../domain/breach.statistics.js';
import type { BreachStatistics, EntryFigures } from '../../domain/breach.statistics.js';
import { gapCounts } from '../../domain/breach.information-figures.js';
import { registerKinds } from '../../domain/breach.register.js';
import { clockIds } from '../../domain/breach.clock-table.js';
import type { Organisation } from '../../domain/organisation.js';
import type { Instant } from '../../domain/time.js';
import { entryView } from '../../pages/register-entry.view.js';
import { registerCsv } from '../../reports/register-csv.js';
import { registerPaper } from '../../reports/register-paper.js';
import { invalidField } from '../input.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

export interface RegisterDependencies {
  readonly readRegister: (filter: RegisterFilter, now: Instant) => AsyncIterable<RegisterRow>;
  readonly organisation: Organisation;
  readonly recordAccess: (record: AccessRecord) => Promise<void>;
  readonly now: () => Date;
}

/** A paper is laid out as a whole; more than a person reads is a matter for CSV or JSON. */
const PAPER_ENTRIES = 300;

const filter = z.strictObject({
  from: z.iso.date().optional().describe('The first day of first information, where the controller is.'),
  to: z.iso.date().optional().describe('The last day of first information, itself included.'),
  controller: z.string().max(100).optional().describe('`id` of a controller of the organisation file.'),
});
const formats = ['json', 'csv', 'pdf'] as const;
const asked = filter.extend({
  format: z
    .enum(formats)
    .default('json')
    .describe(
      '`json`: an array of whole entries. `csv`: RFC 4180, one line per breach. `pdf`: for the file, up to 300 entries.',
    ),
});

const spread = z.object({
  count: z.int(),
  medianMinutes: z.number().optional().describe('Absent where there is nothing to count.'),
  p90Minutes: z.number().optional().describe('By nearest rank: nine of ten took no longer.'),
  longestMinutes: z.number().optional(),
});
const statistics = z.object({
  entries: z.int(),
  open: z.int(),
  kinds: z.record(z.enum(registerKinds), z.int()),
  steps: z.record(z.enum(registerSteps), spread),
  clocks: z.array(
    z.object({
      clock: z.enum(clockIds),
      onTime: z.int(),
      late: z.int().describe('Done too late, or not done though its end has passed.'),
      running: z.int(),
      onTimeShare: z.number().optional().describe('Absent where nothing was due yet.'),
    }),
  ),
  information: z.object({
    missing: z
      .record(z.enum(gapCounts), z.object({ entries: z.int(), total: z.int() }))
      .describe('Answers that were missing an hour, a day and three days after the first information.'),
    asked: z.int(),
    awaited: z.int(),
    toAnswer: spread,
  }),
  handovers: z.object({ total: z.int(), most: z.int(), entriesWithAny: z.int() }),
});

/** Every breach, notified or not, with its reasons: what a supervisory authority can be handed. GDPR Art. 33(5). */
export function breachRegisterRoutes(dependencies: RegisterDependencies): Resource {
  const { readRegister, now } = dependencies;
  const register = resource('/v1/breach-register');
  register.route(
    'get',
    '/',
    {
      action: 'breach.register',
      summary: 'Read the register of breaches, as JSON, CSV or PDF; leaves an access record. GDPR Art. 33(5).',
      query: asked,
      answers: { 200: z.array(z.looseObject({ reference: z.string(), kind: z.string(), caseId: z.string() })) },
    },
    async ({ response, actor, query: { format, ...narrowed } }) => {
      const at = now().toISOString();
      const rows = readRegister(narrowed, at);
      await noteRegisterRead(dependencies, actor);
      const pieces = { json: jsonArray, csv: registerCsv, pdf: () => paperOf(dependencies, rows, narrowed, at) }[
        format
      ];
      await stream(response, `breach-register.${format}`, pieces(rows));
    },
  );
  register.route(
    'get',
    '/statistics',
    {
      action: 'breach.register',
      summary: 'Compute how long each step took, and which promises were kept on time. Drills do not count.',
      query: filter,
      answers: { 200: statistics },
    },
    async ({ response, actor, query }) => {
      await noteRegisterRead(dependencies, actor);
      response.json(await statisticsFrom(readRegister(query, now().toISOString())));
    },
  );
  return register;
}

/** Of the register as a whole: it is no look at one case. */
export function noteRegisterRead(
  { recordAccess, now }: Pick<RegisterDependencies, 'recordAccess' | 'now'>,
  actor: Actor,
): Promise<void> {
  return recordAccess({ access: 'register-read', actor, at: now() });
}

async function statisticsFrom(rows: AsyncIterable<RegisterRow>): Promise<BreachStatistics> {
  const figures: EntryFigures[] = [];
  for await (const row of rows) if (row.kind !== 'keyDestroyed') figures.push(figuresOf(row));
  return statisticsOf(figures);
}

/** What fails before the first entry is told as a problem; what fails later breaks the answer off. */
async function stream(response: Response, name: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const source = Readable.from(pieces);
  await once(source, 'readable');
  response.attachment(name).set('cache-control', 'no-store');
  await pipeline(source, response);
}

async function* jsonArray(rows: AsyncIterable<RegisterRow>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* paperOf(
  { organisation }: RegisterDependencies,
  rows: AsyncIterable<RegisterRow>,
  { from, to, controller }: RegisterFilter,
  at: Instant,
): AsyncGenerator<Uint8Array> {
  const entries = [];
  for await (const row of rows) {
    if (entries.length === PAPER_ENTRIES)
      throw invalidField(
        'format',
        `a PDF has at most ${PAPER_ENTRIES} entries: narrow the dates, or take csv`,
        'query',
      );
    entries.push(entryView(row, organisation));
  }
  const narrowed = [from && `from ${from}`, to && `to ${to}`, controller && `of ${controller}`].filter(Boolean);
  const selection = narrowed.length === 0 ? 'Every breach on record' : `First information ${narrowed.join(' ')}`;
  const about = [`Made ${at}. ${selection}: ${entries.length}. Drills are not in it.`];
  yield registerPaper({ organisation: organisation.organisation.name, about, entries });
}
