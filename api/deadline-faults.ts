import { regionOf } from '../calendars/library-holidays.js';
import { daysBetween, isTimeZone } from '../domain/civil-date.js';
import {
  anchorFaults,
  anchors,
  packFaults,
  periodFaults,
  receiptDate,
  waitingFaults,
  zoneFaults,
} from '../domain/deadline-question.js';
import type { Anchor, Fault } from '../domain/deadline-question.js';
import { memberStateOf } from '../domain/member-state.js';
import { lengthOf } from '../domain/period.js';
import type { CivilDate } from '../domain/time.js';
import { packOf, questionOf } from './asked-deadline.js';
import type { AskedDeadline } from './asked-deadline.js';

interface Wrong {
  readonly field: keyof AskedDeadline;
  readonly message: string;
}

/** What of a question can be read. */
type Sound = Partial<AskedDeadline>;

/** The fields of which it has been said already that they cannot be read. */
export function brokenFields(
  issues: readonly { readonly path?: readonly PropertyKey[] | undefined }[],
): ReadonlySet<string> {
  return new Set(issues.flatMap(({ path: [field] = [] }) => (field === undefined ? [] : [String(field)])));
}

/** Everything at once: no fault hides another, and none is told of what depends on a field that cannot be read. */
export function whatIsWrong(asked: AskedDeadline, broken: ReadonlySet<string>): readonly Wrong[] {
  const sound = Object.fromEntries(Object.entries(asked).filter(([field]) => !broken.has(field))) as Sound;
  const given = anchors.filter((anchor) => sound[anchor] !== undefined || broken.has(anchor));
  const { period = '' } = sound;
  const wrong = [
    ...asSent([...periodFaults(period), ...anchorFaults(period, given)]),
    ...whatIsWrongWithZone(sound),
    ...whatIsWrongWithPlace(sound, broken),
    ...whatIsWrongWithWaiting(sound),
    ...whatIsWrongByPack(sound, broken),
  ];
  const tooFar = whatIsTooFar(sound, given).filter(({ field }) => wrong.every((other) => other.field !== field));
  return [...wrong, ...tooFar].filter(({ field }) => !broken.has(field));
}

function asSent(faults: readonly Fault[]): readonly Wrong[] {
  return faults.map(({ field, message }) => ({ field: field === 'waiting' ? 'suspendedUntil' : field, message }));
}

/** Days and months end at midnight somewhere. */
function isCivil({ period = '' }: Sound): boolean {
  return lengthOf(period)?.unit !== 'hours';
}

function whatIsWrongWithZone(sound: Sound): readonly Wrong[] {
  if (sound.timeZone !== undefined) return asSent(zoneFaults(sound.timeZone));
  if (!isCivil(sound)) return [];
  return [{ field: 'timeZone', message: 'Expected the time zone of the controller, as Europe/Paris' }];
}

function whatIsWrongWithPlace(sound: Sound, broken: ReadonlySet<string>): readonly Wrong[] {
  const { memberState, region } = sound;
  const state = memberState === undefined ? undefined : memberStateOf(memberState);
  if (state === undefined && (memberState !== undefined || isCivil(sound))) {
    return [{ field: 'memberState', message: 'Expected a state of the EEA or the United Kingdom, as FR' }];
  }
  if (region === undefined || broken.has('memberState')) return [];
  if (state !== undefined && regionOf(state, region) !== undefined) return [];
  return [{ field: 'region', message: 'Expected a region of that state, as BY of DE' }];
}

function whatIsWrongWithWaiting({ suspendedFrom, suspendedUntil }: Sound): readonly Wrong[] {
  if (suspendedFrom !== undefined && suspendedUntil !== undefined) {
    return asSent(waitingFaults([{ from: suspendedFrom, until: suspendedUntil }]));
  }
  if (suspendedUntil !== undefined) {
    return [{ field: 'suspendedFrom', message: 'Expected the day on which the question was sent' }];
  }
  if (suspendedFrom === undefined) return [];
  return [{ field: 'suspendedUntil', message: 'Expected the day on which the answer came' }];
}

/** Which law applies is not guessed from a state that is not known. */
function whatIsWrongByPack(sound: Sound, broken: ReadonlySet<string>): readonly Wrong[] {
  const { period, rulePack, memberState, suspendedFrom, suspendedUntil } = sound;
  if (rulePack === undefined && memberState !== undefined && memberStateOf(memberState) === undefined) return [];
  if (broken.has('rulePack') || broken.has('memberState')) return [];
  const pack = packOf(sound);
  if (pack === undefined) return [{ field: 'rulePack', message: 'Expected a rule pack in force, as eu-gdpr@1' }];
  if (period === undefined) return [];
  const isSuspended = (suspendedFrom ?? suspendedUntil) !== undefined;
  return asSent(packFaults({ ...questionOf({ ...sound, period }), ...(isSuspended && { waiting: [] }) }, pack));
}

/** A slip in a year would ask for a calendar of centuries. */
const FURTHEST_DAYS = 1826;

function whatIsTooFar(sound: Sound, given: readonly Anchor[]): readonly Wrong[] {
  const receivedOn = receiptOf(sound, given);
  if (receivedOn === undefined) return [];
  return (['suspendedFrom', 'suspendedUntil', 'identityInformationOn', 'feePaidOn'] as const).flatMap((field) => {
    const date = sound[field];
    if (date === undefined || (date >= receivedOn && daysBetween(receivedOn, date) <= FURTHEST_DAYS)) return [];
    return [{ field, message: 'Expected a day not before receipt, and within five years of it' }];
  });
}

function receiptOf(sound: Sound, given: readonly Anchor[]): CivilDate | undefined {
  const { timeZone = 'UTC' } = sound;
  const [anchor] = given;
  if (anchor === undefined || given.length > 1 || sound[anchor] === undefined || !isTimeZone(timeZone))
    return undefined;
  return receiptDate({ ...sound, timeZone });
}
