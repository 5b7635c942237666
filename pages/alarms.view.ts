import { alarmWords } from '../domain/alarm.js';
import type { Alarm, AlarmedCase } from '../domain/alarm.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import type { State } from './clock.view.js';
import { ago, shortMoment, zoneName } from './moment.js';

export interface AlarmsInput {
  readonly alarms: readonly Alarm[];
  readonly now: Instant;
  readonly timeZone: string;
  /** Where the page after this one begins. */
  readonly next?: string | undefined;
  readonly isFirst: boolean;
}

export interface AlarmRow {
  readonly what: string;
  readonly code: string;
  readonly raisedAt: Instant;
  readonly at: string;
  readonly ago: string;
  readonly cases: readonly { readonly text: string; readonly href?: string }[];
  /** How many more there are, in words; empty: none. */
  readonly others: string;
  readonly told: Told;
}

interface Told {
  readonly state: State;
  readonly word: string;
  readonly text: string;
}

export interface AlarmsView {
  readonly rows: readonly AlarmRow[];
  readonly zone: string;
  readonly first?: string;
  readonly next?: string;
}

/** The others of a long list are counted: the API names twenty. */
const CASES_SHOWN = 5;

export const alarmsPath = '/operations/alarms';

/** What went wrong, when, which case, and was anybody told. */
export function alarmsView({ alarms, now, timeZone, next, isFirst }: AlarmsInput): AlarmsView {
  return {
    rows: alarms.map((alarm) => ({
      what: alarmWords[alarm.code],
      code: alarm.code,
      raisedAt: alarm.raisedAt,
      at: shortMoment(alarm.raisedAt, timeZone, now),
      ago: ago(alarm.raisedAt, now),
      cases: alarm.cases.slice(0, CASES_SHOWN).map(namedCase),
      others: othersOf(alarm),
      told: toldOf(alarm, timeZone, now),
    })),
    zone: zoneName(timeZone),
    ...(!isFirst && { first: alarmsPath }),
    ...(next !== undefined && { next: `${alarmsPath}?cursor=${encodeURIComponent(next)}` }),
  };
}

/** What never became a case has no page: a mail, or a registration that is stuck. */
function namedCase({ caseId, reference }: AlarmedCase): AlarmRow['cases'][number] {
  return reference === null ? { text: caseId } : { text: reference, href: casePath(caseId) };
}

function othersOf({ count, cases }: Alarm): string {
  if (count === 0) return 'no case in particular';
  const shown = Math.min(cases.length, CASES_SHOWN);
  return count > shown ? `and ${String(count - shown)} more` : '';
}

function toldOf({ toldAt, ringAt }: Alarm, timeZone: string, now: Instant): Told {
  const again = ringAt === null ? '' : `Tried again ${shortMoment(ringAt, timeZone, now)}.`;
  if (toldAt !== null) {
    const when = shortMoment(toldAt, timeZone, now);
    return ringAt === null
      ? { state: 'done', word: 'Told', text: when }
      : { state: 'done', word: 'Told', text: `${when}, but not everybody yet. ${again}` };
  }
  if (ringAt !== null) return { state: 'soon', word: 'Not yet', text: again };
  return { state: 'late', word: 'Nobody', text: 'No mailbox took it. Look at the addresses in the organisation file.' };
}
