import { createRequire } from 'node:module';
import Holidays from 'date-holidays';
import { daysAfter } from '../domain/civil-date.js';
import type { Holiday } from '../domain/calendar.js';
import type { MemberState } from '../domain/member-state.js';
import { boundedCache } from './bounded-cache.js';

export interface LibraryHoliday extends Holiday {
  readonly type: 'public' | 'bank';
}

const packageOf: unknown = createRequire(import.meta.url)('date-holidays/package.json');
const isVersioned = (value: unknown): value is { version: string } =>
  typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string';

export const librarySource = `date-holidays ${isVersioned(packageOf) ? packageOf.version : ''}`.trim();

const directory = new Holidays();
const ofPlace = boundedCache<Holidays>(100);
const ofYear = boundedCache<readonly LibraryHoliday[]>(4_000);

/** `BY` and `DE-BY` both name Bavaria; the library takes an unknown region for the whole state, so it is looked up first. */
export function regionOf(memberState: MemberState, region: string): string | undefined {
  const code = region.toUpperCase().replace(`${memberState}-`, '');
  const known: Readonly<Record<string, string>> | undefined = statesOf(memberState);
  return known !== undefined && Object.hasOwn(known, code) ? code : undefined;
}

/** The library answers undefined for a state without regions, whatever its types say. */
function statesOf(memberState: MemberState): Readonly<Record<string, string>> | undefined {
  return directory.getStates(memberState);
}

/** Whole days that the library calls a public or a bank holiday. */
export function libraryHolidays(memberState: MemberState, year: number, region?: string): readonly LibraryHoliday[] {
  const place = [memberState, region].filter(Boolean).join('-');
  return ofYear(`${place} ${year}`, () => {
    const library = ofPlace(place, () => openLibrary(memberState, region));
    return library.getHolidays(year, 'en').flatMap(wholeDays);
  });
}

function openLibrary(memberState: MemberState, region: string | undefined): Holidays {
  const options = { timezone: 'UTC' };
  return region === undefined ? new Holidays(memberState, options) : new Holidays(memberState, region, options);
}

/** Romania's New Year lasts two days, Austria's Christmas Eve half a one. */
function wholeDays({ date, start, end, name, type }: ReturnType<Holidays['getHolidays']>[number]): LibraryHoliday[] {
  if (type !== 'public' && type !== 'bank') return [];
  if (date.slice(11, 19) !== '00:00:00') return [];
  const days = Math.floor((end.getTime() - start.getTime()) / 86_400_000);
  const first = date.slice(0, 10);
  return Array.from({ length: days }, (_, index) => ({ on: daysAfter(first, index), name, type }));
}
