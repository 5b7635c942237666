import { createHash } from 'node:crypto';
import { monthsAfter, yearOf } from '../domain/civil-date.js';
import type { CalendarContent, Holiday, WorkingCalendar } from '../domain/calendar.js';
import type { MemberState } from '../domain/member-state.js';
import { memberStateOf } from '../domain/member-state.js';
import type { CivilDate } from '../domain/time.js';
import { boundedCache } from './bounded-cache.js';
import { librarySource, regionOf } from './library-holidays.js';
import { regionalYear, yearOfHolidays } from './year-of-holidays.js';

export interface CalendarRequest {
  /** ISO 3166, or the Union's EL and UK. */
  readonly memberState: string;
  readonly region?: string | undefined;
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** Holidays that the controller vouches for; they bind. */
  readonly ownDays?: readonly Holiday[] | undefined;
}

const calendars = boundedCache<WorkingCalendar>(500);

/** The public holidays of a state between two dates, by the rule of ADR 0004. Same request, same content, same id. */
export function calendarFor(request: CalendarRequest): WorkingCalendar {
  const memberState = memberStateOf(request.memberState);
  if (memberState === undefined) throw new Error('The state is neither in the EEA nor the United Kingdom');
  const region = request.region === undefined ? undefined : regionOf(memberState, request.region);
  if (request.region !== undefined && region === undefined) throw new Error(`${memberState} has no such region`);
  const { from, until, ownDays = [] } = request;
  return calendars(JSON.stringify([memberState, region, from, until, ownDays]), () =>
    named(contentOf(memberState, region, from, until, ownDays)),
  );
}

/** The calendar to pin in a case: from receipt to 15 months ahead, enough for an extension and long waiting. */
export function calendarForCase(
  request: Omit<CalendarRequest, 'from' | 'until'>,
  receivedOn: CivilDate,
): WorkingCalendar {
  return calendarFor({ ...request, from: receivedOn, until: monthsAfter(receivedOn, 15) });
}

/** Whether the id still names this content. */
export function isGenuine(calendar: WorkingCalendar): boolean {
  const { id, ...content } = calendar;
  return named(content).id === id;
}

function contentOf(
  memberState: MemberState,
  region: string | undefined,
  from: CivilDate,
  until: CivilDate,
  ownDays: readonly Holiday[],
): CalendarContent {
  const years = yearsBetween(from, until);
  const perYear = years.map((year) => yearOfHolidays(memberState, year));
  const within = ({ on }: Holiday) => on >= from && on <= until;
  const own = inOrder(ownDays.filter(within));
  const withOwn = (days: readonly Holiday[]) =>
    inOrder([...days.filter((day) => within(day) && !own.some(({ on }) => on === day.on)), ...own]);
  return {
    memberState,
    ...(region !== undefined && { region }),
    from,
    until,
    sources: [...new Set(perYear.flatMap(({ source }) => source ?? [])), librarySource],
    listedYears: years.filter((_, index) => perYear[index]?.settled === true),
    complete: perYear.every(({ settled }) => settled),
    holidays: withOwn(perYear.flatMap(({ holidays }) => holidays)),
    expected: perYear.flatMap(({ expected }) => expected).filter(within),
    ...(region !== undefined && {
      regional: withOwn(years.flatMap((year) => regionalYear(memberState, region, year))),
    }),
    ownDays: own,
    differences: perYear
      .flatMap(({ differences }) => differences)
      .filter((day) => within(day) && !own.some(({ on }) => on === day.on)),
  };
}

function yearsBetween(from: CivilDate, until: CivilDate): readonly number[] {
  if (until < from) throw new Error('A calendar ends after it begins');
  const first = yearOf(from);
  return Array.from({ length: yearOf(until) - first + 1 }, (_, index) => first + index);
}

function inOrder(days: readonly Holiday[]): readonly Holiday[] {
  return [...days].sort((one, other) => one.on.localeCompare(other.on));
}

function named(content: CalendarContent): WorkingCalendar {
  const place = [content.memberState, content.region].filter(Boolean).join('-');
  return { ...content, id: `${place}:${createHash('sha256').update(canonical(content)).digest('hex')}` };
}

/** Keys in order, so that a trip through a database changes no id. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
