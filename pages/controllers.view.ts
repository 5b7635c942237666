import { noticePhases } from '../domain/controller-notice.decider.js';
import type { NoticePhase } from '../domain/controller-notice.decider.js';
import { rungOf } from '../domain/controller-notice.ladder.js';
import { whyNotInformControllers } from '../domain/breach.controllers.js';
import { anchorOf } from '../domain/breach.anchors.js';
import type { KnownBreach } from '../domain/breach.js';
import type { OrganisationFile, OutsideController } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import { clockView, stoppedClock } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { noticePhaseWords, rungWords } from './controller-notice.words.js';
import { shortMoment, zoneName } from './moment.js';
import { filled } from './step-fields.js';
import type { FieldView, Typed } from './step-fields.js';

/** One notice, as the list of a breach needs it. */
export interface ShownNotice {
  readonly caseId: string;
  readonly reference: string;
  readonly addressee: string;
  readonly phase: string;
  readonly dueAt: Instant;
  readonly toldAt?: Instant | undefined;
  readonly acknowledgedAt?: Instant | undefined;
  readonly rungsPassed: number;
}

export interface ControllersInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly notices: readonly ShownNotice[];
  readonly controllers: readonly OutsideController[];
  readonly organisation: OrganisationFile;
  /** Services and systems that somebody chose; their controllers are proposed. */
  readonly concerned: readonly string[];
  readonly proposed: readonly OutsideController[];
  readonly now: Instant;
  readonly nonce: string;
  readonly mayDecide: boolean;
  readonly mayRecord: boolean;
  readonly typed: Typed;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
}

interface RowView {
  readonly name: string;
  readonly reference: string;
  readonly href: string;
  readonly phase: string;
  readonly clock: ClockView;
  readonly acknowledged: string;
  readonly next: string;
}

export interface ControllersView {
  readonly reference: string;
  readonly caseHref: string;
  readonly path: string;
  readonly nonce: string;
  /** How many confirmations this page knows of: whoever sends it unaware of another is told so. */
  readonly confirmed: string;
  readonly zone: string;
  readonly told: string;
  readonly rows: readonly RowView[];
  /** Whom it was decided to leave out, and why. */
  readonly excluded: readonly { readonly name: string; readonly reasons: string }[];
  /** Why nobody can be told now. */
  readonly whyNot?: string;
  readonly choices: readonly { readonly id: string; readonly text: string; readonly chosen: boolean }[];
  readonly concerned: string;
  readonly proposed: readonly { readonly name: string; readonly fields: readonly FieldView[] }[];
  readonly text: { readonly fields: readonly FieldView[] };
  readonly information: { readonly fields: readonly FieldView[] };
  readonly mayConfirm: boolean;
  readonly mayInform: boolean;
  readonly problem?: ControllersInput['problem'];
}

/** Whom a breach concerns, each with a clock of its own: told, acknowledged, silent. GDPR Art. 33(2). */
export function controllersView(input: ControllersInput): ControllersView {
  const { caseId, breach, notices, organisation, concerned, typed } = input;
  const isAware = breach.awareness === 'aware' && breach.phase === 'open' && breach.roles.includes('processor');
  return {
    ...{ reference: breach.reference, caseHref: casePath(caseId, 'breach'), path: controllersPath(caseId) },
    confirmed: String((breach.confirmations ?? []).length),
    ...{ nonce: input.nonce, zone: zoneName(breach.timeZone), told: toldOf(input), concerned: concerned.join(',') },
    rows: notices.map((notice) => rowOf(notice, input)),
    excluded: excludedIn(input),
    ...(!isAware && { whyNot: whyNotYet(breach) }),
    choices: [...organisation.services, ...organisation.systems].map(({ id }) => ({
      ...{ id, text: id, chosen: concerned.includes(id) },
    })),
    proposed: unconfirmed(input).map(({ id, name }) => ({ name, fields: filled(fieldsOf(id), typed, {}) })),
    text: { fields: filled([textField, ...((breach.confirmations ?? []).length > 0 ? laterFields : [])], typed, {}) },
    information: { fields: filled([informationField], typed, {}) },
    mayConfirm: input.mayDecide && isAware,
    mayInform: input.mayRecord && whyNotInformControllers(breach) === undefined,
    ...(input.problem && { problem: input.problem }),
  };
}

export function controllersPath(caseId: string): string {
  return `${casePath(caseId, 'breach')}/controllers`;
}

/** Who was confirmed since a page was shown that knew of so many confirmations. */
export function confirmedSince(
  { confirmations = [] }: KnownBreach,
  known: number,
  controllers: readonly OutsideController[],
): readonly string[] {
  const ids = confirmations.slice(known).flatMap(({ affected }) => affected.map(({ controller }) => controller));
  return ids.map((id) => controllers.find((one) => one.id === id)?.name ?? id);
}

/** Whoever is told already is not proposed again. */
function unconfirmed({ proposed, notices }: ControllersInput): readonly OutsideController[] {
  const told = new Set(notices.map(({ addressee }) => addressee));
  return proposed.filter(({ id }) => !told.has(id));
}

function toldOf({ notices, breach: { confirmations = [] } }: ControllersInput): string {
  if (notices.length === 0 && confirmations.some(({ affected }) => affected.length > 0))
    return 'Their notices are being opened. Load this page again in a moment.';
  if (notices.length === 0 && confirmations.length > 0) return 'It was decided that it concerns none.';
  if (notices.length === 0) return 'Nobody has said yet which controllers it concerns.';
  const told = notices.filter(({ toldAt }) => toldAt !== undefined).length;
  const acknowledged = notices.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined).length;
  return `${String(told)} of ${String(notices.length)} told, ${String(acknowledged)} acknowledged.`;
}

function excludedIn({ breach: { confirmations = [] }, controllers }: ControllersInput): ControllersView['excluded'] {
  const nameOf = (id: string): string => controllers.find((known) => known.id === id)?.name ?? id;
  return confirmations.flatMap(({ excluded }) =>
    excluded.map(({ controller, reasons }) => ({ name: nameOf(controller), reasons })),
  );
}

function whyNotYet({ phase, awareness }: KnownBreach): string {
  if (phase === 'closed') return 'The case is closed.';
  if (awareness === 'notABreach') return 'It was decided that it is no breach.';
  return awareness === 'aware'
    ? 'All of the data are our own: say otherwise in the report.'
    : 'First decide whether it is a breach: controllers are told from then on.';
}

function rowOf(notice: ShownNotice, { breach, controllers, now }: ControllersInput): RowView {
  const { timeZone } = breach;
  const moment = (at: Instant): string => shortMoment(at, timeZone, now);
  const { toldAt, acknowledgedAt, dueAt } = notice;
  const phase = noticePhases.find((known): known is NoticePhase => known === notice.phase);
  return {
    name: controllers.find(({ id }) => id === notice.addressee)?.name ?? notice.addressee,
    reference: notice.reference,
    href: casePath(notice.caseId, 'controller-notice'),
    phase: phase === undefined ? notice.phase : noticePhaseWords[phase],
    clock:
      toldAt === undefined
        ? clockView(dueAt, { now, timeZone })
        : stoppedClock(toldAt <= dueAt ? 'Told in time' : 'Told late', moment(toldAt), toldAt <= dueAt),
    acknowledged: acknowledgedAt === undefined ? 'not yet' : moment(acknowledgedAt),
    next: acknowledgedAt === undefined && phase !== 'closed' ? nextOf(notice, breach, moment) : '',
  };
}

function nextOf({ dueAt, rungsPassed }: ShownNotice, breach: KnownBreach, moment: (at: Instant) => string): string {
  const startsAt = anchorOf(breach.anchors, 'processorAwareAt')?.at ?? dueAt;
  const { name, at } = rungOf({ startsAt, dueAt }, rungsPassed);
  return `${rungWords[name]}, ${moment(at)}`;
}

const textField = {
  name: 'text',
  label: 'What each of them is told',
  hint: 'What happened, what may follow, what is being done, as far as you know. GDPR Art. 33(3). More can follow later.',
  type: 'textarea',
  required: true,
} as const;
/** Of those who are found after others were told. */
const laterFields = [
  { name: 'knownAt', label: 'Since when it is known that it concerns these', type: 'datetime-local', required: true },
  { name: 'reasons', label: 'Why they were not found before', type: 'textarea', required: true },
] as const;
const informationField = { ...textField, name: 'information', label: 'What became known since' } as const;

function fieldsOf(id: string) {
  const field = { type: 'text', required: false } as const;
  return [
    { ...field, name: `particulars-${id}`, label: 'Its own data: kinds and numbers', hint: 'For its eyes alone.' },
    { ...field, name: `excluded-${id}`, label: 'Reasons to leave it out', hint: 'Empty: it is told.' },
  ];
}
