import { z } from 'zod';
import { countBoard, listBoard } from '../../database/board.js';
import type { BoardCursor, BoardFilter, ListedCase } from '../../database/board.js';
import type { Queryable } from '../../database/pool.js';
import { caseKinds } from '../../domain/board.js';
import { civilDateIn, daysAfter, endOfDay } from '../../domain/civil-date.js';
import type { Organisation } from '../../domain/organisation.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { SOON_HOURS } from '../../pages/clock.view.js';
import type { Viewer } from '../../pages/frame.view.js';
import { rowView, waitingForMe, waitingForOthers } from '../../pages/board-row.view.js';
import type { RowView } from '../../pages/board-row.view.js';
import {
  drillFilters,
  dueFilters,
  pageTitle,
  roomPath,
  roomView,
  waitingFilters,
} from '../../pages/operations.view.js';
import type { RoomFilter, RoomNumbers, RoomView, Source } from '../../pages/operations.view.js';
import { cookieIn } from '../auth/cookies.js';
import { followLive, partial } from '../live.js';
import type { Pulse } from '../live.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { frameFor, mayDo, viewerOf } from '../viewer.js';

export interface OperationsDependencies {
  readonly pages: Pages;
  readonly db: Queryable;
  readonly pulse: Pulse;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
  /** Counts of what came in at our doors; a door without data is not shown. */
  readonly sources?: (since: Instant) => Promise<readonly Source[]>;
}

const PAGE_ROWS = 50;
const KEYS_COOKIE = 'duly-keys';
const YEAR_MILLISECONDS = 365 * 24 * 60 * 60 * 1000;

/** An empty choice is no choice; an unknown one is forgiven, so that an old bookmark still opens the room. */
const word = z
  .string()
  .max(100)
  .transform((text) => (text === '' ? undefined : text))
  .optional()
  .catch(undefined);
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined);

const filterSchema: z.ZodType<RoomFilter> = z.object({
  q: word,
  kind: oneOf(caseKinds),
  right: word,
  phase: word,
  owner: word,
  controller: word,
  drill: oneOf(drillFilters),
  due: oneOf(dueFilters),
  waiting: oneOf(waitingFilters),
  closed: oneOf(['yes']),
  after: word,
});

const keysForm = z.object({ keys: z.enum(['on', 'off']) });

/** The list of cases, ordered by what is due next. */
export function operationsRoutes(dependencies: OperationsDependencies): Mount {
  const { pages, organisation, now } = dependencies;
  const room = resource('/operations');
  const page = { action: 'board.read', page: true } as const;
  room.route(
    'get',
    '/',
    { ...page, summary: 'Show the operations room.', query: filterSchema, answers: { 200: 'text' } },
    async ({ request, response, actor, query }) => {
      const viewer = viewerOf(request, actor, organisation());
      const keys = cookieIn(request, KEYS_COOKIE) !== 'off';
      const state = await readRoom(dependencies, viewer, query, keys);
      showPage(response, pages.render('operations', pageOf(dependencies, viewer, query, state)));
    },
  );
  room.route(
    'get',
    '/live',
    { ...page, summary: 'Follow the operations room.', query: filterSchema, answers: { 200: 'text' } },
    async ({ request, response, actor, query }) => {
      const viewer = viewerOf(request, actor, organisation());
      const changes = roomChanges(dependencies, viewer, query);
      await followLive(response, { pulse: dependencies.pulse, changes });
    },
  );
  room.route(
    'post',
    '/keys',
    {
      ...page,
      summary: 'Turn the keys of the list on or off.',
      body: keysForm,
      accepts: 'form',
      answers: { 303: 'nothing' },
    },
    ({ response, body }) => {
      const expires = new Date(now().getTime() + YEAR_MILLISECONDS);
      response.cookie(KEYS_COOKIE, body.keys, { httpOnly: true, sameSite: 'strict', path: '/operations', expires });
      response.redirect(303, '/operations');
    },
  );
  return room;
}

interface RoomState {
  readonly at: Instant;
  readonly cases: readonly ListedCase[];
  readonly numbers: RoomNumbers;
  readonly view: RoomView;
}

async function readRoom(
  { db, organisation, now, sources }: OperationsDependencies,
  viewer: Viewer,
  filter: RoomFilter,
  keys: boolean,
): Promise<RoomState> {
  const at = now().toISOString();
  const asked = boardFilter(filter, viewer, at);
  const [found, numbers, doors] = await Promise.all([
    listBoard(db, asked, PAGE_ROWS + 1, placeAfter(filter, at)),
    countRoom(db, viewer, at),
    sources?.(midnightBefore(at, timeZoneOf(organisation()))),
  ]);
  const cases = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? cases.at(-1) : undefined;
  const view = roomView({
    now: at,
    timeZone: timeZoneOf(organisation()),
    organisation: organisation(),
    viewer,
    filter,
    cases,
    numbers,
    next: last && cursorText(last),
    sources: doors,
    keys,
    mayOpen: mayDo(viewer, 'subject-request.open'),
    mayReport: mayDo(viewer, 'breach.report'),
  });
  return { at, cases, numbers, view };
}

function pageOf(
  dependencies: OperationsDependencies,
  viewer: Viewer,
  filter: RoomFilter,
  { at, numbers, view }: RoomState,
): object {
  const frame = frameFor(dependencies, {
    viewer,
    now: at,
    here: filter.closed === 'yes' ? 'closed' : 'board',
    title: pageTitle(numbers, view.heading),
    stream: roomPath(filter).replace('/operations', '/operations/live'),
  });
  return { ...view, frame };
}

/** What differs from what this page was last told; the whole list where its rows or their order differ. */
function roomChanges(
  dependencies: OperationsDependencies,
  viewer: Viewer,
  filter: RoomFilter,
): (isFirst: boolean) => Promise<string> {
  const { pages, organisation } = dependencies;
  let known = new Map<string, number>();
  let toldNumbers = '';
  return async (isFirst) => {
    const { at, cases, view } = await readRoom(dependencies, viewer, filter, true);
    const before = known;
    known = new Map(cases.map(({ caseId, position }) => [caseId, position]));
    const isSameList = !isFirst && [...before.keys()].join() === [...known.keys()].join();
    const input = { now: at, timeZone: timeZoneOf(organisation()), organisation: organisation(), viewer };
    const rows = cases.map((row) => rowView(row, input, !isFirst && before.get(row.caseId) !== row.position));
    const numbers = pages.render('operations-numbers', view);
    const parts = numbers === toldNumbers ? [] : [partial('#numbers', numbers, 'innerMorph')];
    toldNumbers = numbers;
    if (!isSameList) return [...parts, listPartial(pages, { ...view, rows })].join('\n');
    const changed = rows.filter((row) => row.changed);
    return [...parts, ...changed.map((row) => rowPartial(pages, row))].join('\n');
  };
}

function listPartial(pages: Pages, view: RoomView): string {
  return partial('#list', pages.render('operations-list', view), 'innerMorph');
}

function rowPartial(pages: Pages, row: RowView): string {
  return partial(`#${row.id}`, pages.render('operations-row', row), 'outerMorph');
}

async function countRoom(db: Queryable, viewer: Viewer, at: Instant): Promise<RoomNumbers> {
  const count = async (drill: boolean) => {
    const open: BoardFilter = { closed: false, drill };
    const [late, withinSoon, mine, others] = await Promise.all([
      countBoard(db, { ...open, dueBefore: justAfter(at) }),
      countBoard(db, { ...open, dueBefore: hoursAfter(at, SOON_HOURS) }),
      countBoard(db, { ...open, waitingFor: waitingForMe(viewer.roles) }),
      countBoard(db, { ...open, waitingFor: waitingForOthers(viewer.roles) }),
    ]);
    return { late, soon: withinSoon - late, mine, others };
  };
  const [real, drills] = await Promise.all([count(false), count(true)]);
  return { ...real, drills };
}

/** At its very instant a promise is late. */
function justAfter(at: Instant): Instant {
  return new Date(Date.parse(at) + 1).toISOString();
}

function boardFilter(filter: RoomFilter, viewer: Viewer, at: Instant): BoardFilter {
  const { q, kind, right, phase, owner, controller, drill, due, waiting, closed } = filter;
  return {
    closed: closed === 'yes',
    kind,
    what: right,
    phase,
    owner,
    controller,
    reference: q,
    drill: drill === undefined || drill === 'shown' ? undefined : drill === 'only',
    dueBefore: due === undefined ? undefined : due === 'late' ? justAfter(at) : hoursAfter(at, SOON_HOURS),
    waitingFor: waiting === undefined ? undefined : waitingWords(waiting, viewer),
  };
}

function waitingWords(waiting: NonNullable<RoomFilter['waiting']>, viewer: Viewer): readonly string[] {
  return waiting === 'me' ? waitingForMe(viewer.roles) : waitingForOthers(viewer.roles);
}

/** What is due within 48 h begins where the late ones end, so that the list is as long as its number. */
function placeAfter({ after, due }: RoomFilter, at: Instant): BoardCursor | undefined {
  const given = after === undefined ? undefined : cursorOf(after);
  return given ?? (due === '48h' ? { dueAt: justAfter(at), reference: '' } : undefined);
}

const cursorSchema = z.tuple([z.iso.datetime().nullable(), z.string().max(100)]);

function cursorText({ dueAt, reference }: ListedCase): string {
  return Buffer.from(JSON.stringify([dueAt ?? null, reference])).toString('base64url');
}

/** A damaged place is the first page. */
function cursorOf(text: string): BoardCursor | undefined {
  try {
    const [dueAt, reference] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { dueAt, reference };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

function midnightBefore(at: Instant, timeZone: string): Instant {
  return endOfDay(daysAfter(civilDateIn(at, timeZone), -1), timeZone);
}

function timeZoneOf(organisation: Organisation): string {
  return organisation.controllersInHouse[0]?.timeZone ?? 'UTC';
}
