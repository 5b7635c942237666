import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { MemberState } from '../domain/member-state.js';
import type { CivilDate } from '../domain/time.js';

const published = z
  .strictObject({
    about: z.array(z.string()),
    lists: z.record(z.string(), z.string()),
    holidays: z.record(z.string(), z.record(z.string(), z.array(z.string().regex(/^\d\d-\d\d$/)))),
  })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'official-journal.json'), 'utf8')));

/** Reg. 1182/71 Art. 2(1): the days of the published list; undefined where none is known for that state and year. */
export function officialJournalDays(memberState: MemberState, year: number): readonly CivilDate[] | undefined {
  return rowsOf(memberState)[year]?.map((day) => `${year}-${day}`);
}

/** The number of the list in the Journal. */
export function officialJournalList(year: number): string | undefined {
  const number = published.lists[year];
  return number === undefined ? undefined : `Official Journal ${number}`;
}

export function listedYearsOf(memberState: MemberState): readonly number[] {
  return Object.keys(rowsOf(memberState)).map(Number);
}

function rowsOf(memberState: MemberState): Readonly<Record<string, readonly string[] | undefined>> {
  return published.holidays[memberState] ?? {};
}
