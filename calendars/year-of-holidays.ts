import { weekdayOf } from '../domain/civil-date.js';
import type { Holiday, SourceDifference } from '../domain/calendar.js';
import type { MemberState } from '../domain/member-state.js';
import { libraryHolidays } from './library-holidays.js';
import type { LibraryHoliday } from './library-holidays.js';
import { listedYearsOf, officialJournalDays, officialJournalList } from './official-journal.js';

/** One year of one state, by the rule of ADR 0004. */
export interface YearOfHolidays {
  readonly settled: boolean;
  readonly source?: string;
  readonly holidays: readonly Holiday[];
  readonly expected: readonly Holiday[];
  readonly differences: readonly SourceDifference[];
}

/** A day binds where the Official Journal and the library both name it; without a list only weekends bind. */
export function yearOfHolidays(memberState: MemberState, year: number): YearOfHolidays {
  const known = libraryHolidays(memberState, year);
  if (memberState === 'GB')
    return { settled: true, holidays: oncePerDay(known.filter(isPublic)), expected: [], differences: [] };
  const listed = officialJournalDays(memberState, year);
  if (listed === undefined) {
    return { settled: false, holidays: [], expected: expectedDays(memberState, known), differences: [] };
  }
  const source = officialJournalList(year);
  return {
    settled: true,
    ...(source !== undefined && { source }),
    holidays: oncePerDay(known.filter(({ on }) => listed.includes(on))),
    expected: [],
    differences: differencesOf(listed, known),
  };
}

/** What would bind in a region: the state's days without those it does not keep, and its own. Shown, never later than due. */
export function regionalYear(memberState: MemberState, region: string, year: number): readonly Holiday[] {
  const whole = libraryHolidays(memberState, year).filter(isPublic);
  const local = libraryHolidays(memberState, year, region).filter(isPublic);
  const kept = yearOfHolidays(memberState, year).holidays.filter(({ on }) => !isAmong(on, whole) || isAmong(on, local));
  return oncePerDay([...kept, ...local.filter(({ on }) => !isAmong(on, whole))]);
}

/** A bank holiday is expected only where the lists of other years name the state's bank holidays, as Finland's do. */
function expectedDays(memberState: MemberState, known: readonly LibraryHoliday[]): readonly Holiday[] {
  const listedBankDays = listedYearsOf(memberState).flatMap((year) => {
    const listed = officialJournalDays(memberState, year) ?? [];
    return libraryHolidays(memberState, year).filter((day) => !isPublic(day) && listed.includes(day.on));
  });
  const isListedElsewhere = ({ name }: Holiday) => listedBankDays.some((day) => day.name === name);
  return oncePerDay(known.filter((day) => isPublic(day) || isListedElsewhere(day)));
}

function differencesOf(listed: readonly string[], known: readonly LibraryHoliday[]): readonly SourceDifference[] {
  const unlisted = known.filter((day) => isPublic(day) && !listed.includes(day.on));
  const unknown = listed.filter((on) => !isAmong(on, known));
  return [
    ...oncePerDay(unlisted).map((day) => ({ ...day, saidBy: 'date-holidays' as const })),
    ...unknown.map((on) => ({ on, name: 'public holiday', saidBy: 'official-journal' as const })),
  ].filter(({ on }) => !weekdayOf(on).startsWith('S'));
}

function isPublic({ type }: LibraryHoliday): boolean {
  return type === 'public';
}

function isAmong(date: string, days: readonly Holiday[]): boolean {
  return days.some(({ on }) => on === date);
}

/** Two feasts may fall on one day. */
function oncePerDay(days: readonly Holiday[]): readonly Holiday[] {
  const names = new Map<string, string[]>();
  for (const { on, name } of days) names.set(on, [...(names.get(on) ?? []), name]);
  return [...names].map(([on, list]) => ({ on, name: list.join(', ') }));
}
