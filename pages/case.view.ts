import type { Recorded } from '../domain/decider.js';
import type { Deadline } from '../domain/deadline.js';
import type { LetterName } from '../domain/letter.js';
import { controllerOf, personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { articleOf } from '../domain/right.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import type { KnownRequest, RequestFact } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { clockView, stoppedClock } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import type { Viewer } from './frame.view.js';
import { lengthOfTime, longMoment, shortMoment, zoneName } from './moment.js';
import type { StepName } from './step-names.js';
import { casePath, stepsView } from './steps.view.js';
import type { StepsView } from './steps.view.js';
import {
  channelWords,
  letterWords,
  outcomeWords,
  phaseWords,
  requestTitle,
  troubleWords,
} from './subject-request.words.js';
import { grouped, timeline } from './timeline.view.js';
import type { DayOfFacts } from './timeline.view.js';

/** A copy of a letter, as it is kept with the case. */
export interface KeptLetter {
  readonly documentId: string;
  readonly letter: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly date: Instant;
  readonly language: string;
}

export interface KeptDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly name: string;
  readonly size: number;
}

export interface ShownContact {
  readonly name?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly postalAddress?: string | undefined;
}

/** Everything of a case that a page may show. */
export interface CaseFile {
  readonly caseId: string;
  readonly request: KnownRequest;
  readonly facts: readonly Recorded<RequestFact>[];
  /** Place in the ledger, by the fact's place in the case. */
  readonly ledgerIndices: readonly (number | undefined)[];
  readonly letters: readonly KeptLetter[];
  readonly documents: readonly KeptDocument[];
  readonly contact?: ShownContact | undefined;
  /** The signed head of the ledger, word for word. */
  readonly checkpoint?: string | undefined;
}

export interface CaseInput {
  readonly file: CaseFile;
  readonly organisation: OrganisationFile;
  readonly viewer: Viewer;
  readonly now: Instant;
  readonly notYours: Readonly<Partial<Record<StepName, string>>>;
  /** Texts, letters, documents and who the requester is. */
  readonly mayReadTexts: boolean;
  readonly mayFetchEvidence: boolean;
}

export interface ComputationView {
  readonly steps: Deadline['steps'];
  readonly note: string;
}

export interface ClockRow {
  readonly promise: string;
  readonly article: string;
  readonly clock: ClockView;
  readonly from: string;
  readonly standing: string;
}

export interface CaseView {
  readonly caseId: string;
  readonly reference: string;
  readonly title: string;
  readonly path: string;
  readonly about: string;
  readonly drill: boolean;
  readonly heading: string;
  readonly headingArticle: string;
  readonly clock: ClockView;
  readonly zone: string;
  readonly lateNote?: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly how: ComputationView;
  readonly second?: { readonly clock: ClockView; readonly how: ComputationView };
  readonly steps: StepsView;
  readonly troubles: readonly string[];
  readonly days: readonly DayOfFacts[];
  readonly clocks: readonly ClockRow[];
  readonly letters: readonly (Omit<KeptLetter, 'date'> & {
    readonly title: string;
    readonly date: string;
    readonly paragraphs: readonly string[];
  })[];
  readonly documents: readonly {
    readonly name: string;
    readonly kind: string;
    readonly size: string;
    readonly href: string;
  }[];
  readonly notes: readonly { readonly at: string; readonly who: string; readonly text: string }[];
  readonly contact: readonly { readonly term: string; readonly text: string }[];
  readonly mayReadTexts: boolean;
  readonly evidence?: { readonly href: string; readonly command: string };
  readonly checkpoint?: { readonly text: string; readonly told: string };
}

export function caseView(input: CaseInput): CaseView {
  const { file, organisation, now, viewer, mayReadTexts } = input;
  const { request, caseId } = file;
  const days = timeline({ ...file, timeZone: request.timeZone, organisation, mayReadTexts });
  return {
    caseId,
    reference: request.reference,
    title: requestTitle(request.right),
    path: casePath(caseId),
    about: aboutOf(request, organisation),
    drill: request.drill,
    ...hero(request, now),
    steps: stepsView({ caseId, request, by: viewer, now, notYours: input.notYours }),
    troubles: request.openLetters.map(({ letter, reason }) => `${letterWords[letter]}: ${troubleWords[reason]}`),
    days,
    clocks: clockRows(request, now),
    letters: mayReadTexts ? file.letters.map((letter) => shownLetter(letter, request.timeZone)) : [],
    documents: mayReadTexts ? shownDocuments(file) : [],
    notes: mayReadTexts ? notesIn(file, input) : [],
    contact: mayReadTexts ? contactPairs(file.contact) : [],
    mayReadTexts,
    ...(input.mayFetchEvidence && { evidence: evidenceOf(caseId, request.reference) }),
    ...(file.checkpoint !== undefined && { checkpoint: checkpointOf(file.checkpoint) }),
  };
}

function aboutOf(request: KnownRequest, organisation: OrganisationFile): string {
  const owner =
    request.owner === undefined ? 'nobody yet' : (personOf(organisation, request.owner)?.name ?? request.owner);
  const controller = controllerOf(organisation, request.controller)?.name ?? request.controller;
  const phase = request.outcome === undefined ? phaseWords[phaseOf(request)] : outcomeWords[request.outcome];
  const received = `Received ${channelWords[request.channel]} on ${shortMoment(request.receivedAt, request.timeZone)}`;
  const article = request.right === undefined ? '' : ` ${articleOf[request.right]}.`;
  return `${phase}.${article} Owner ${owner}. Controller ${controller}. ${received}.`;
}

type Hero = Pick<CaseView, 'heading' | 'headingArticle' | 'clock' | 'zone' | 'lateNote' | 'facts' | 'how' | 'second'>;

function hero(request: KnownRequest, now: Instant): Hero {
  const { timeZone, answerClock, suspendedClock } = request;
  const isOpen = request.phase === 'open';
  const clock = isOpen ? clockView(answerClock.dueAt, { now, timeZone, form: 'long' }) : endedClock(request);
  return {
    heading: isOpen ? 'Answer by' : 'Nothing more is due',
    headingArticle: 'Art. 12(3)',
    clock,
    zone: zoneName(timeZone),
    ...(isOpen && clock.state === 'late' && { lateNote: `The duty remains; the answer must give reasons.` }),
    facts: [
      { term: 'Extended', text: extendedWords(request) },
      {
        term: 'Binding',
        text: 'the conservative clock: time spent on identity is not deducted',
      },
    ],
    how: computation(answerClock),
    ...(suspendedClock?.suspended !== undefined && {
      second: {
        clock: clockView(suspendedClock.suspended.dueAt, { now, timeZone }),
        how: computation(suspendedClock),
      },
    }),
  };
}

function endedClock(request: KnownRequest): ClockView {
  const { answerClock, outcome, settledAt, timeZone } = request;
  const at = settledAt ?? answerClock.dueAt;
  const margin = Date.parse(answerClock.dueAt) - Date.parse(at);
  const word = outcome === undefined ? 'Ended' : outcomeWords[outcome];
  const kept = margin > 0;
  const left = `${word}, ${lengthOfTime(Math.abs(margin))} ${kept ? 'early' : 'late'}`;
  return stoppedClock(left, longMoment(at, timeZone), kept);
}

function extendedWords({ extension, timeZone }: KnownRequest): string {
  if (extension === undefined) return 'no';
  if (extension.noticeSentAt === undefined) return 'granted; not effective until the letter has left';
  const sent = `notice sent ${shortMoment(extension.noticeSentAt, timeZone)}`;
  return extension.effective ? `yes, once; ${sent}` : `no: ${sent}, after the first month`;
}

function computation(deadline: Deadline): ComputationView {
  const { steps, rulePack, calendarId, calendarComplete } = deadline;
  const calendar = calendarId === undefined ? '' : ` · calendar ${calendarId.slice(0, 12)}`;
  return { steps, note: `Rule pack ${rulePack}${calendar}${calendarComplete ? ', complete' : ', not complete yet'}` };
}

function clockRows(request: KnownRequest, now: Instant): readonly ClockRow[] {
  const { answerClock, suspendedClock, extension, timeZone, receivedAt } = request;
  const isOpen = request.phase === 'open';
  const from = `receipt, ${shortMoment(receivedAt, timeZone)}`;
  const rows: ClockRow[] = [
    {
      promise: 'Answer',
      article: 'Art. 12(3)',
      clock: isOpen ? clockView(answerClock.dueAt, { now, timeZone }) : endedClock(request),
      from,
      standing: isOpen ? 'binds, raises the alarms' : 'ended',
    },
  ];
  if (suspendedClock?.suspended !== undefined) {
    rows.push({
      promise: 'Answer, less the time spent on identity',
      article: 'EDPB 01/2022, para. 159',
      clock: clockView(suspendedClock.suspended.dueAt, { now, timeZone }),
      from: `${from}, and the wait`,
      standing: 'shown only; the law is open here',
    });
  }
  if (isOpen && request.firstClock.dueAt !== answerClock.dueAt) rows.push(refusalRow(request, now, from));
  if (extension !== undefined) rows.push(extensionRow(request, extension, now, from));
  return rows;
}

/** GDPR Art. 12(4): an extension does not lengthen the time for saying no. */
function refusalRow({ firstClock, timeZone }: KnownRequest, now: Instant, from: string): ClockRow {
  const clock = clockView(firstClock.dueAt, { now, timeZone });
  const standing = 'only if it is refused; not lengthened by the extension';
  return { promise: 'Reasons for a refusal', article: 'Art. 12(4)', clock, from, standing };
}

function extensionRow(
  request: KnownRequest,
  { noticeSentAt, effective }: NonNullable<KnownRequest['extension']>,
  now: Instant,
  from: string,
): ClockRow {
  const row = { promise: 'Extension notice', article: 'Art. 12(3)', from };
  const { timeZone, answerClock } = request;
  if (noticeSentAt === undefined) {
    return {
      ...row,
      clock: clockView(answerClock.dueAt, { now, timeZone }),
      standing: 'not effective until the letter has left',
    };
  }
  const clock = stoppedClock(
    effective ? 'Sent in time' : 'Sent too late',
    shortMoment(noticeSentAt, timeZone),
    effective,
  );
  return { ...row, clock, standing: effective ? 'kept' : 'the date did not move' };
}

function shownLetter(letter: KeptLetter, timeZone: string): CaseView['letters'][number] {
  return {
    ...letter,
    title: letterTitle(letter.letter),
    date: shortMoment(letter.date, timeZone),
    paragraphs: paragraphsOf(letter.text),
  };
}

function letterTitle(name: string): string {
  return Object.hasOwn(letterWords, name) ? letterWords[name as LetterName] : name;
}

export function paragraphsOf(text: string): readonly string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}

const kindWords: Readonly<Record<string, string>> = {
  request: 'what was asked',
  message: 'further message',
  answer: 'copy of the data',
  scan: 'scan',
};

function shownDocuments({ caseId, documents }: CaseFile): CaseView['documents'] {
  return documents
    .filter(({ kind }) => kind !== 'letter')
    .map(({ documentId, kind, name, size }) => ({
      name,
      kind: kindWords[kind] ?? kind,
      size: sizeWords(size),
      href: `/v1/documents/${encodeURIComponent(documentId)}?caseId=${encodeURIComponent(caseId)}`,
    }));
}

const KILOBYTE = 1000;

export function sizeWords(bytes: number): string {
  if (bytes < KILOBYTE) return `${bytes} bytes`;
  if (bytes < KILOBYTE * KILOBYTE) return `${Math.round(bytes / KILOBYTE)} kB`;
  return `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`;
}

function notesIn({ facts, request }: CaseFile, { organisation }: CaseInput): CaseView['notes'] {
  return facts
    .flatMap((fact) => (fact.type === 'noteAdded' ? [fact] : []))
    .map(({ at, by, text }) => ({
      at: shortMoment(at, request.timeZone),
      who: personOf(organisation, by.id)?.name ?? by.role,
      text,
    }))
    .reverse();
}

function contactPairs(contact: ShownContact | undefined): CaseView['contact'] {
  const pairs = [
    ['Name', contact?.name],
    ['E-mail', contact?.mail],
    ['Telephone', contact?.phone],
    ['Address', contact?.postalAddress],
  ] as const;
  return pairs.flatMap(([term, text]) => (text === undefined || text === '' ? [] : [{ term, text }]));
}

function evidenceOf(caseId: string, reference: string): { href: string; command: string } {
  return {
    href: `/v1/subject-requests/${encodeURIComponent(caseId)}/evidence`,
    command: `npx duly verify ${reference}.evidence.json`,
  };
}

/** The second line of a checkpoint is the number of facts it covers. */
function checkpointOf(text: string): { text: string; told: string } {
  const size = Number(text.split('\n')[1]);
  return { text, told: Number.isInteger(size) ? `It covers ${grouped(size)} facts of all cases.` : '' };
}
