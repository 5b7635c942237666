import { zoneName } from './moment.js';
import type { Field } from './step-fields.js';

interface MomentAsked {
  readonly name: string;
  readonly label: string;
  /** In which the time is told; the zone in words where several are possible. */
  readonly timeZone: string | { readonly words: string };
  readonly required: boolean;
  /** Where a clock starts, a month is no answer. */
  readonly atLeast: 'day' | 'year';
  readonly hint?: string;
}

/** The field beside `name` that holds the time of its day. */
export const timeFieldOf = (name: string): string => `${name}Time`;

/** The day with its time, or the day, the month, the year alone. Never preset: what nobody looked at is no evidence. */
export function momentFields({ name, label, timeZone, required, atLeast, hint }: MomentAsked): readonly Field[] {
  const zone = typeof timeZone === 'string' ? zoneName(timeZone) : timeZone.words;
  const forms = atLeast === 'day' ? 'As 2026-11-20.' : 'As 2026-11-20, or only 2026-11, or only 2026.';
  return [
    {
      ...{ name, label: `${label}: day`, type: 'text', required, autocomplete: 'off' },
      hint: hint === undefined ? forms : `${hint} ${forms}`,
    },
    {
      ...{ name: timeFieldOf(name), label: `${label}: time`, type: 'time', required: false },
      hint: `${zone}. Leave it empty if the time is not known.`,
    },
  ];
}
