import { noticePhaseWords } from './controller-notice.words.js';
import { caseKinds } from '../domain/board.js';
import type { CaseKind } from '../domain/board.js';
import { breachPhases } from '../domain/breach.standing.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { rights } from '../domain/right.js';
import type { Right } from '../domain/right.js';
import { requestPhases } from '../domain/subject-request.standing.js';
import type { Instant } from '../domain/time.js';
import { rowView } from './board-row.view.js';
import type { BoardCase, RowView } from './board-row.view.js';
import { breachPhaseWords } from './breach.words.js';
import { casePath } from './case-path.js';
import type { State } from './clock.view.js';
import type { Viewer } from './frame.view.js';
import { clockTime, longDay, zoneName } from './moment.js';
import { phaseWords, rightWords } from './subject-request.words.js';

export const dueFilters = ['late', '48h'] as const;
export const waitingFilters = ['me', 'others'] as const;
export const drillFilters = ['shown', 'hidden', 'only'] as const;

/** What the address of the page says. */
export interface RoomFilter {
  readonly q?: string | undefined;
  readonly kind?: CaseKind | undefined;
  readonly right?: string | undefined;
  readonly phase?: string | undefined;
  readonly owner?: string | undefined;
  readonly controller?: string | undefined;
  readonly drill?: (typeof drillFilters)[number] | undefined;
  readonly due?: (typeof dueFilters)[number] | undefined;
  readonly waiting?: (typeof waitingFilters)[number] | undefined;
  readonly closed?: 'yes' | undefined;
  readonly after?: string | undefined;
}

export interface RoomNumbers {
  readonly late: number;
  readonly soon: number;
  readonly mine: number;
  readonly others: number;
  /** Drills are not in the numbers. */
  readonly drills: { readonly late: number; readonly soon: number; readonly mine: number; readonly others: number };
}

/** What came in at one of our doors since midnight, and what was kept from the people who decide. */
export interface Source {
  readonly name: string;
  readonly cameIn: number;
  readonly setAside: number;
  readonly toCases: number;
  /** `22 newsletters and advertising` */
  readonly why: readonly string[];
  readonly latest?: { readonly caseId: string; readonly reference: string };
}

export interface RoomInput {
  readonly now: Instant;
  readonly timeZone: string;
  readonly organisation: OrganisationFile;
  readonly viewer: Viewer;
  readonly filter: RoomFilter;
  readonly cases: readonly BoardCase[];
  readonly numbers: RoomNumbers;
  /** The place after which the next page begins. */
  readonly next?: string | undefined;
  readonly sources?: readonly Source[] | undefined;
  /** Single-letter keys, WCAG 2.1.4: people can turn them off. */
  readonly keys: boolean;
  readonly mayOpen: boolean;
  readonly mayReport: boolean;
}

interface NumberView {
  readonly id: string;
  readonly href: string;
  readonly count: number;
  readonly state: State;
  readonly text: string;
  readonly note: string;
  readonly isHere: boolean;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

export interface RoomView {
  readonly heading: string;
  readonly today: string;
  readonly now: Instant;
  readonly time: string;
  readonly zone: string;
  readonly numbers: readonly NumberView[];
  readonly rows: readonly RowView[];
  readonly isEmpty: boolean;
  readonly isNarrowed: boolean;
  readonly showsClosed: boolean;
  readonly told: string;
  readonly next?: string;
  readonly first?: string;
  readonly search: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly selects: readonly { readonly id: string; readonly label: string; readonly choices: readonly Choice[] }[];
  readonly sources: readonly (Source & { readonly href?: string })[];
  readonly keys: boolean;
  /** What the button beside them would do. */
  readonly keysTurn: 'on' | 'off';
  readonly mayOpen: boolean;
  readonly mayReport: boolean;
}

export function roomView(input: RoomInput): RoomView {
  const { now, timeZone, filter, cases, next } = input;
  const isNarrowed = Object.entries(filter).some(([name, value]) => name !== 'closed' && value !== undefined);
  return {
    heading: filter.closed === 'yes' ? 'Closed cases' : 'Operations room',
    today: longDay(now, timeZone),
    now,
    time: clockTime(now, timeZone),
    zone: zoneName(timeZone),
    numbers: numbersView(input.numbers, filter),
    rows: cases.map((row) => rowView(row, input)),
    isEmpty: cases.length === 0,
    isNarrowed,
    showsClosed: filter.closed === 'yes',
    told: toldOf(cases.length, filter, next !== undefined),
    ...(next !== undefined && { next: roomPath({ ...filter, after: next }) }),
    ...(filter.after !== undefined && { first: roomPath({ ...filter, after: undefined }) }),
    search: filter.q ?? '',
    hidden: kept(filter),
    selects: selectsOf(input),
    sources: sourcesOf(input.sources ?? []),
    keys: input.keys,
    keysTurn: input.keys ? 'off' : 'on',
    mayOpen: input.mayOpen,
    mayReport: input.mayReport,
  };
}

export function pageTitle({ late, soon }: RoomNumbers, heading: string): string {
  if (late === 0 && soon === 0) return `Nothing pressing · ${heading}`;
  return `${late} late, ${soon} soon · ${heading}`;
}

function numbersView({ late, soon, mine, others, drills }: RoomNumbers, filter: RoomFilter): readonly NumberView[] {
  const note = (count: number, otherwise: string) =>
    count === 0 ? otherwise : `and ${count} ${count === 1 ? 'drill' : 'drills'}`;
  return [
    {
      id: 'number-late',
      href: roomPath({ due: 'late' }),
      count: late,
      state: late > 0 ? 'late' : 'done',
      text: 'late',
      note: note(drills.late, late > 0 ? 'the duty remains' : 'every promise kept'),
      isHere: filter.due === 'late',
    },
    {
      id: 'number-soon',
      href: roomPath({ due: '48h' }),
      count: soon,
      state: soon > 0 ? 'soon' : 'calm',
      text: 'due within 48 h',
      note: note(drills.soon, soon > 0 ? 'next in the list' : 'nothing to hurry'),
      isHere: filter.due === '48h',
    },
    {
      id: 'number-mine',
      href: roomPath({ waiting: 'me' }),
      count: mine,
      state: 'calm',
      text: 'waiting for me',
      note: note(drills.mine, 'steps of your role'),
      isHere: filter.waiting === 'me',
    },
    {
      id: 'number-others',
      href: roomPath({ waiting: 'others' }),
      count: others,
      state: 'calm',
      text: 'waiting for others',
      note: note(drills.others, 'requesters, colleagues, mail'),
      isHere: filter.waiting === 'others',
    },
  ];
}

export function roomPath(filter: RoomFilter): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return query === '' ? '/operations' : `/operations?${query}`;
}

/** What a new search keeps of the address although no field shows it. */
function kept({ due, waiting, closed }: RoomFilter): { name: string; value: string }[] {
  return Object.entries({ due, waiting, closed }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}

function selectsOf({ filter, organisation }: RoomInput): RoomView['selects'] {
  const people = organisation.people.map(({ id, name }) => [id, name] as const);
  const controllers = organisation.controllersInHouse.map(({ id, name }) => [id, name] as const);
  const allRights = rights.map((right: Right) => [right, rightWords[right]] as const);
  const kinds = caseKinds.map((kind) => [kind, kindWords[kind]] as const);
  return [
    { id: 'kind', label: 'Kind', choices: choices([['', 'All'], ...kinds], filter.kind) },
    {
      id: 'right',
      label: 'Right',
      choices: choices([['', 'All'], ...allRights, ['unclassified', 'Not classified yet']], filter.right),
    },
    { id: 'phase', label: 'Phase', choices: choices([['', 'All'], ...phasesOf(filter.kind)], filter.phase) },
    { id: 'owner', label: 'Owner', choices: choices([['', 'All'], ...people], filter.owner) },
    { id: 'controller', label: 'Controller', choices: choices([['', 'All'], ...controllers], filter.controller) },
    {
      id: 'drill',
      label: 'Drills',
      choices: choices(
        [
          ['', 'Shown'],
          ['hidden', 'Hidden'],
          ['only', 'Only'],
        ],
        filter.drill,
      ),
    },
  ];
}

const kindWords: Readonly<Record<CaseKind, string>> = {
  'subject-request': 'Requests',
  breach: 'Breaches',
  'controller-notice': 'Notices to controllers',
};

/** A phase that both kinds have stands once. */
function phasesOf(kind: CaseKind | undefined): readonly (readonly [string, string])[] {
  const ofRequests = requestPhases.map((phase) => [phase, phaseWords[phase]] as const);
  const ofBreaches = breachPhases.map((phase) => [phase, breachPhaseWords[phase]] as const);
  if (kind === 'controller-notice') return Object.entries(noticePhaseWords);
  if (kind !== undefined) return kind === 'breach' ? ofBreaches : ofRequests;
  return [...new Map<string, string>([...ofRequests, ...ofBreaches])];
}

export function choices(pairs: readonly (readonly [string, string])[], chosen: string | undefined): readonly Choice[] {
  return pairs.map(([value, text]) => ({ value, text, chosen: value === (chosen ?? '') }));
}

function toldOf(count: number, { closed, after }: RoomFilter, hasNext: boolean): string {
  const noun = `${closed === 'yes' ? 'closed' : 'open'} ${count === 1 ? 'case' : 'cases'}`;
  if (hasNext || after !== undefined) return `${count} ${noun} on this page. What is due next stands first.`;
  return `${count} ${noun}, all shown. What is due next stands first.`;
}

function sourcesOf(sources: readonly Source[]): RoomView['sources'] {
  return sources.map((source) =>
    source.latest === undefined ? source : { ...source, href: casePath(source.latest.caseId) },
  );
}
