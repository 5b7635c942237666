import { z } from 'zod';
import { listAlarms } from '../../database/alarms.js';
import type { Queryable } from '../../database/pool.js';
import { alarmCodes } from '../../domain/alarm.js';
import type { Alarm } from '../../domain/alarm.js';
import type { Organisation } from '../../domain/organisation.js';
import { alarmsPath, alarmsView } from '../../pages/alarms.view.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Mount, Resource } from '../route.js';
import { frameFor, viewerOf } from '../viewer.js';

export interface AlarmDependencies {
  readonly db: Queryable;
}

export interface AlarmPageDependencies extends AlarmDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
}

const PAGE_ROWS = 50;

const cursor = z.string().regex(/^\d{1,18}$/, 'expected the `next` of an earlier answer');

const alarm: z.ZodType<Alarm> = z.object({
  alarmId: z.string(),
  code: z.enum(alarmCodes),
  raisedAt: z.string(),
  count: z.int().describe('How many cases it is about.'),
  cases: z
    .array(z.object({ caseId: z.string(), reference: z.string().nullable() }))
    .describe('The first twenty. Without a reference: a mail, or what never became a case.'),
  toldAt: z.string().nullable().describe('When the first mailbox took it. Null: nobody was told.'),
  ringAt: z.string().nullable().describe('When whoever has not heard is tried again. Null: nobody is tried any more.'),
});

/** What a person must see because no law of a case expects it. */
export function alarmRoutes({ db }: AlarmDependencies): Resource {
  const alarms = resource('/v1/alarms');
  alarms.route(
    'get',
    '/',
    {
      action: 'alarms.read',
      summary: 'List what went wrong, the newest first, and whether anybody was told.',
      query: z.strictObject({
        cursor: cursor.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answers: { 200: z.object({ items: z.array(alarm), next: z.string().optional() }) },
    },
    async ({ response, query }) => {
      response.json(await pageAfter(db, query.limit, query.cursor));
    },
  );
  return alarms;
}

/** The same for people; a place that was never given out shows the newest. */
export function alarmPageRoutes(dependencies: AlarmPageDependencies): Mount {
  const { db, pages, organisation, now } = dependencies;
  const alarms = resource(alarmsPath);
  alarms.route(
    'get',
    '/',
    {
      action: 'alarms.read',
      page: true,
      summary: 'Show what went wrong.',
      query: z.object({ cursor: cursor.optional().catch(undefined) }),
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, query }) => {
      const { items, next } = await pageAfter(db, PAGE_ROWS, query.cursor);
      const at = now().toISOString();
      const timeZone = organisation().controllersInHouse[0]?.timeZone ?? 'UTC';
      const viewer = viewerOf(request, actor, organisation());
      const view = alarmsView({ alarms: items, now: at, timeZone, next, isFirst: query.cursor === undefined });
      const frame = frameFor(dependencies, { viewer, now: at, here: 'alarms', title: 'Alarms' });
      showPage(response, pages.render('alarms', { ...view, frame }));
    },
  );
  return alarms;
}

async function pageAfter(
  db: Queryable,
  limit: number,
  after: string | undefined,
): Promise<{ readonly items: readonly Alarm[]; readonly next?: string }> {
  const found = await listAlarms(db, limit + 1, after);
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, ...(last && { next: last.alarmId }) };
}
