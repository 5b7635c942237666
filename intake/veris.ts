import { z } from 'zod';
import type { Anchor, AnchorSource, Precision } from '../domain/breach.anchors.js';
import type { BreachAspect } from '../domain/breach.js';
import { daysAfter, endOfDay, isCivilDate } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/time.js';

const date = z.looseObject({ year: z.int(), month: z.int().optional(), day: z.int().optional() });
const words = z.array(z.string());

/** What is read of a record in VERIS, the vocabulary in which incidents are published and exchanged. */
export const verisRecord = z.looseObject({
  incident_id: z.string().min(1).max(200),
  summary: z.string().nullish(),
  timeline: z.looseObject({
    incident: date,
    notification: date.nullish(),
    discovery: z.looseObject({ unit: z.string().nullish(), value: z.number().nullish() }).nullish(),
  }),
  discovery_method: words,
  confidentiality: z.looseObject({
    data_disclosure: z.string().nullish(),
    data: z.array(z.looseObject({ variety: z.string() })),
    data_total: z.int().nullish(),
    data_victim: words.nullish(),
    state: words.nullish(),
  }),
  integrity: words,
  availability: words,
});
export type VerisRecord = z.infer<typeof verisRecord>;
type VerisDate = z.infer<typeof date>;

/** What the record says of a report, each field with the place in the record that says it. */
export interface IncidentReport {
  readonly externalId: Said<string>;
  readonly summary: Said<string>;
  readonly aspects: Said<readonly BreachAspect[]>;
  readonly occurredFrom: Said<Anchor>;
  readonly firstInformedAt: Said<Anchor>;
}
export interface Said<Value> {
  readonly value: Value;
  readonly saidBy: readonly string[];
}

/** A report, or what a person must say before there is one; and what they must say once its case is open. */
export type ReadIncident = { readonly toAsk: readonly string[] } & (
  { readonly report: IncidentReport } | { readonly missing: readonly string[] }
);

/** Nothing stands in for what the record leaves open: no other date, no usual value. */
export function readIncident(record: VerisRecord, timeZone: string): ReadIncident {
  const toAsk = [...questionOnData(record), 'since when we are aware of a personal data breach, if it is one'];
  const found = {
    externalId: { value: record.incident_id, saidBy: ['incident_id'] },
    summary: summaryOf(record),
    aspects: aspectsOf(record),
    ...momentsOf(record, timeZone),
  };
  const missing = [...Object.values(found).filter((field) => typeof field === 'string'), ...contradiction(record)];
  return missing.length > 0 ? { missing: [...new Set(missing)], toAsk } : { report: found as IncidentReport, toAsk };
}

/** A field, or in words what is missing. */
type Found<Value> = Said<Value> | string;

const LONGEST_SUMMARY = 2_000;

function summaryOf({ summary }: VerisRecord): Found<string> {
  const text = summary?.trim() ?? '';
  if (text === '') return 'what happened';
  return text.length > LONGEST_SUMMARY ? 'what happened, in fewer words' : { value: text, saidBy: ['summary'] };
}

/** Changed systems are no changed data, and what is not known is no aspect. */
function aspectsOf({ confidentiality, integrity, availability }: VerisRecord): Found<readonly BreachAspect[]> {
  const isRead = ['Yes', 'Potentially'].includes(confidentiality.data_disclosure ?? '');
  const isChanged = integrity.some((change) => ['Modify data', 'Fraudulent transaction'].includes(change));
  const away = ['Loss', 'Interruption', 'Destruction', 'Degradation', 'Obscuration'];
  const isAway = availability.some((change) => away.includes(change));
  const seen = [
    [isRead, 'confidentiality', 'confidentiality.data_disclosure'],
    [isChanged, 'integrity', 'integrity'],
    [isAway, 'availability', 'availability'],
  ] as const;
  const aspects = seen.filter(([isSeen]) => isSeen);
  if (aspects.length === 0) return 'whether data were read by others, changed, or away';
  return { value: aspects.map(([, aspect]) => aspect), saidBy: aspects.map(([, , place]) => place) };
}

function momentsOf(record: VerisRecord, timeZone: string): Record<'occurredFrom' | 'firstInformedAt', Found<Anchor>> {
  const source = sourceOf(record.discovery_method);
  if (source === undefined) return { occurredFrom: whoFoundIt, firstInformedAt: whoFoundIt };
  const { incident } = record.timeline;
  const [firstDay, precision] = [firstDayOf(incident), precisionOf(incident)];
  const day = discoveredOn(record);
  return {
    occurredFrom: isCivilDate(firstDay)
      ? { value: anchorOn(firstDay, precision, source, timeZone), saidBy: ['timeline.incident', 'discovery_method'] }
      : 'when it began, as a date that exists',
    firstInformedAt:
      day === undefined
        ? 'the day on which somebody of ours first heard of it'
        : {
            value: anchorOn(day, 'day', source, timeZone),
            saidBy: ['timeline.incident', 'timeline.discovery', 'discovery_method'],
          },
  };
}

const whoFoundIt = 'who found it: we ourselves, a processor, a data subject, somebody else';

/** Unknown is no answer, and neither is “other”. */
function sourceOf(methods: readonly string[]): AnchorSource | undefined {
  const isBy = (who: string) => methods.some((method) => method.toLowerCase().startsWith(who));
  if (isBy('internal')) return 'ownDetection';
  if (methods.includes('external.variety.Customer')) return 'dataSubject';
  if (isBy('partner')) return 'processor';
  return isBy('external') ? 'outsider' : undefined;
}

/** Weeks, months and years name no day. Of what took hours from a day on, the first day that it can have been counts. */
const daysIn: Readonly<Record<string, number>> = { Seconds: 1 / 86_400, Minutes: 1 / 1_440, Hours: 1 / 24, Days: 1 };

function discoveredOn({ timeline: { incident, discovery } }: VerisRecord): CivilDate | undefined {
  const days = daysIn[discovery?.unit ?? ''];
  const count = discovery?.value;
  const began = firstDayOf(incident);
  const isKnown = precisionOf(incident) === 'day' && isCivilDate(began);
  if (!isKnown || days === undefined || count === undefined || count === null || count < 0) return undefined;
  return daysAfter(began, Math.floor(days * count));
}

function anchorOn(day: CivilDate, precision: Precision, source: AnchorSource, timeZone: string): Anchor {
  return { at: endOfDay(daysAfter(day, -1), timeZone), precision, source };
}

function precisionOf({ month, day }: VerisDate): Precision {
  if (month === undefined) return 'year';
  return day === undefined ? 'month' : 'day';
}

function firstDayOf({ year, month = 1, day = 1 }: VerisDate): CivilDate {
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
}

/** Told before it began, as exactly as both dates are known. */
function contradiction({ timeline: { incident, notification } }: VerisRecord): readonly string[] {
  if (notification === null || notification === undefined) return [];
  const length = { day: 10, month: 7, year: 4, minute: 10 } as const;
  const known = Math.min(length[precisionOf(incident)], length[precisionOf(notification)]);
  const [began, told] = [incident, notification].map((when) => firstDayOf(when).slice(0, known));
  return began !== undefined && told !== undefined && told < began
    ? ['which date is wrong: the notification lies before the incident']
    : [];
}

/** GDPR Art. 4(12): data of the house alone, or of a system, are no personal data by themselves. */
const personal = ['Personal', 'Medical', 'Credentials', 'Payment', 'Bank'];

function questionOnData({ confidentiality: { data } }: VerisRecord): readonly string[] {
  return data.some(({ variety }) => personal.includes(variety)) ? [] : ['whether personal data are among the data'];
}
