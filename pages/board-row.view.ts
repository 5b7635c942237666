import { noticeFactWords, noticePhaseWords } from './controller-notice.words.js';
import type { Role } from '../domain/actor.js';
import type { BoardRow, CaseKind } from '../domain/board.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { rights } from '../domain/right.js';
import { alsoWaitingFor, waitingFor } from '../domain/subject-request.standing.js';
import type { Instant } from '../domain/time.js';
import { breachFactWords, breachPhaseWords, breachTurns, breachWhat } from './breach.words.js';
import { casePath } from './case-path.js';
import { clockView } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import type { Viewer } from './frame.view.js';
import { ago } from './moment.js';
import { lastFactWords, phaseWords, rightWords, shortArticle, wordFor } from './subject-request.words.js';

/** A line of the list, as it is stored. */
export interface BoardCase extends BoardRow {
  readonly caseId: string;
  readonly position: number;
  readonly lastFact: string;
  readonly lastFactAt: Instant;
}

export interface RowInput {
  readonly now: Instant;
  readonly timeZone: string;
  readonly organisation: OrganisationFile;
  readonly viewer: Viewer;
}

export interface RowView {
  readonly id: string;
  readonly caseId: string;
  readonly href: string;
  readonly reference: string;
  readonly clock: ClockView;
  readonly what: string;
  readonly article?: string;
  readonly phase: string;
  readonly waitingFor: string;
  readonly isMine: boolean;
  readonly owner: string;
  readonly lastAt: string;
  readonly lastFactAt: Instant;
  readonly lastFact: string;
  readonly drill: boolean;
  readonly changed: boolean;
}

/** Whose turn a waiting word means, by the roles that may take the step. */
const turns: Readonly<Record<string, readonly Role[]>> = {
  [waitingFor.toRead]: ['operator'],
  [waitingFor.toClassify]: ['operator'],
  [waitingFor.deciding]: ['operator', 'decider'],
  [waitingFor.gathering]: ['operator', 'decider'],
  [waitingFor.readyToAnswer]: ['operator', 'decider'],
  [waitingFor.refusalProposed]: ['decider'],
  [alsoWaitingFor.letter]: ['operator', 'decider'],
  [alsoWaitingFor.message]: ['operator', 'decider'],
  [waitingFor.identityAsked]: [],
  [waitingFor.refusing]: [],
  ...breachTurns,
};

export function waitingForMe(roles: readonly Role[]): readonly string[] {
  return Object.entries(turns).flatMap(([word, able]) => (able.some((role) => roles.includes(role)) ? [word] : []));
}

export function waitingForOthers(roles: readonly Role[]): readonly string[] {
  const mine = waitingForMe(roles);
  return Object.keys(turns).filter((word) => !mine.includes(word));
}

export function rowView(row: BoardCase, input: RowInput, changed = false): RowView {
  const { now, timeZone, organisation, viewer } = input;
  const words = wordsOf[row.kind];
  return {
    id: row.reference,
    caseId: row.caseId,
    href: casePath(row.caseId, row.kind),
    reference: row.reference,
    clock: clockView(row.dueAt, { now, timeZone }),
    ...words.what(row.what),
    phase: wordFor(words.phases, row.phase),
    waitingFor: row.waitingFor,
    isMine: waitingForMe(viewer.roles).includes(row.waitingFor),
    owner: row.owner === undefined ? 'nobody yet' : (personOf(organisation, row.owner)?.name ?? row.owner),
    lastFactAt: row.lastFactAt,
    lastAt: ago(row.lastFactAt, now),
    lastFact: wordFor(words.facts, row.lastFact),
    drill: row.drill,
    changed,
  };
}

interface KindWords {
  readonly what: (what: string) => Pick<RowView, 'what' | 'article'>;
  readonly phases: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string>>;
}

const wordsOf: Readonly<Record<CaseKind, KindWords>> = {
  'subject-request': { what: rightIn, phases: phaseWords, facts: lastFactWords },
  'controller-notice': {
    what: () => ({ what: 'Notice to a controller' }),
    phases: noticePhaseWords,
    facts: noticeFactWords,
  },
  breach: { what: (what) => ({ what: breachWhat(what) }), phases: breachPhaseWords, facts: breachFactWords },
};

function rightIn(what: string): Pick<RowView, 'what' | 'article'> {
  const right = rights.find((known) => known === what);
  if (right === undefined) return { what: what === 'unclassified' ? 'Not classified yet' : what };
  return { what: rightWords[right], article: shortArticle(right) };
}
