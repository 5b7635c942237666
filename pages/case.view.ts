import type { Recorded } from '../domain/decider.js';
import type { LetterName } from '../domain/letter.js';
import { controllerOf, personOf, whyNotOwn } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { articleOf } from '../domain/right.js';
import { asksAboutIncident, whyNotLookUpIncidents } from '../domain/subject-request.incidents.js';
import { whyNotAssignOwner } from '../domain/subject-request.law.js';
import { doesMessageWait } from '../domain/subject-request.messages.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import type { KnownRequest, RequestFact } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { accessesPath } from './accesses.view.js';
import { clockRows, hero } from './case-clocks.view.js';
import type { ClockRow, Hero } from './case-clocks.view.js';
import { shownDocuments } from './case-documents.view.js';
import type { KeptDocument, ShownDocument } from './case-documents.view.js';
import { casePath } from './case-path.js';
import { factSentence } from './fact-sentences.js';
import type { Viewer } from './frame.view.js';
import { addressDoubtWords } from './contact-fields.js';
import { shownHolds } from './holds.view.js';
import type { HoldsShown, ShownHold } from './holds.view.js';
import { receiptMoment, shortMoment } from './moment.js';
import type { StepName } from './step-names.js';
import { stepPath, stepsView } from './steps.view.js';
import type { StepsView } from './steps.view.js';
import {
  channelWords,
  letterWords,
  outcomeWords,
  phaseWords,
  requestTitle,
  rightWords,
  troubleWords,
  wordFor,
} from './subject-request.words.js';
import { grouped, nameOfPerson, timeline } from './timeline.view.js';
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

export interface ShownContact {
  readonly name?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly postalAddress?: string | undefined;
  readonly replyTo?: string | undefined;
}

export interface NamedCase {
  readonly caseId: string;
  readonly reference: string;
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
  /** The case that this one may go on from. */
  readonly earlier?: NamedCase | undefined;
  /** The case that the same message opened first, where this one is about a further right. */
  readonly firstOfMessage?: NamedCase | undefined;
  /** Those of further rights that the same message asks for. */
  readonly furtherCases?: readonly (NamedCase & { readonly what: string })[] | undefined;
  readonly holds: readonly ShownHold[];
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
  readonly mayReadHolds: boolean;
  readonly mayHold: boolean;
  readonly mayLift: boolean;
  readonly mayReadAccesses: boolean;
  /** For the one step that is a button on the page itself. */
  readonly nonce: string;
}

export interface CaseLink {
  readonly reference: string;
  readonly href: string;
}

export interface CaseView extends Hero, HoldsShown {
  readonly caseId: string;
  readonly reference: string;
  readonly title: string;
  readonly path: string;
  readonly about: string;
  /** Absent for its owner, and for whoever may not own it. */
  readonly taking?: { readonly action: string; readonly owner: string; readonly nonce: string };
  readonly drill: boolean;
  readonly steps: StepsView;
  readonly earlier?: CaseLink;
  readonly firstOfMessage?: CaseLink;
  readonly furtherCases: readonly (CaseLink & { readonly what: string })[];
  readonly troubles: readonly string[];
  /** Why letters wait until somebody looked at the address. */
  readonly addressDoubt?: { readonly words: string; readonly href: string };
  readonly messageWaits: boolean;
  /** Where somebody asks about an incident: the button that looks them up, or why not yet. */
  readonly incidents?: { readonly action: string; readonly nonce: string; readonly whyNot?: string };
  readonly days: readonly DayOfFacts[];
  readonly clocks: readonly ClockRow[];
  readonly letters: readonly (Omit<KeptLetter, 'date'> & {
    readonly title: string;
    readonly date: string;
    readonly paragraphs: readonly string[];
  })[];
  readonly documents: readonly ShownDocument[];
  readonly notes: readonly { readonly at: string; readonly who: string; readonly text: string }[];
  readonly contact: readonly { readonly term: string; readonly text: string }[];
  readonly mayReadTexts: boolean;
  /** Where it says who looked at this data. */
  readonly accesses?: string;
  readonly evidence?: { readonly href: string; readonly command: string };
  readonly checkpoint?: { readonly text: string; readonly told: string };
}

export function caseView(input: CaseInput): CaseView {
  const { file, organisation, now, viewer, mayReadTexts } = input;
  const { request, caseId } = file;
  const { timeZone } = request;
  const sentence = (fact: Recorded<RequestFact>) =>
    factSentence(fact, timeZone, (id) => nameOfPerson(id, organisation));
  const days = timeline({ ...file, sentence, timeZone, organisation, mayReadTexts });
  return {
    caseId,
    reference: request.reference,
    title: requestTitle(request),
    path: casePath(caseId),
    about: aboutOf(request, organisation, now),
    ...takingOf(input),
    drill: request.drill,
    ...hero(request, now),
    steps: stepsView({ caseId, request, by: viewer, now, notYours: input.notYours }),
    ...(file.earlier !== undefined && { earlier: linkTo(file.earlier) }),
    ...(file.firstOfMessage !== undefined && { firstOfMessage: linkTo(file.firstOfMessage) }),
    furtherCases: (file.furtherCases ?? []).map((further) => ({
      ...linkTo(further),
      what: wordFor(rightWords, further.what).toLowerCase(),
    })),
    ...doubtOf(caseId, request),
    messageWaits: doesMessageWait(request),
    ...incidentsOf(input),
    troubles: request.openLetters.map(({ letter, reason }) => `${letterWords[letter]}: ${troubleWords[reason]}`),
    days,
    clocks: clockRows(request, now),
    letters: mayReadTexts ? file.letters.map((letter) => shownLetter(letter, request.timeZone)) : [],
    documents: mayReadTexts ? shownDocuments(caseId, file.documents) : [],
    notes: mayReadTexts ? notesIn(file, input) : [],
    contact: mayReadTexts ? contactPairs(file.contact) : [],
    mayReadTexts,
    ...shownHolds({ ...file, ...input, kind: 'subject-request', timeZone }),
    ...(input.mayReadAccesses && { accesses: accessesPath(caseId) }),
    ...(input.mayFetchEvidence && { evidence: evidenceOf(caseId, request.reference) }),
    ...(file.checkpoint !== undefined && { checkpoint: checkpointOf(file.checkpoint) }),
  };
}

function doubtOf(caseId: string, { addressDoubt, phase }: KnownRequest): Pick<CaseView, 'addressDoubt'> {
  if (addressDoubt === undefined || phase !== 'open') return {};
  return { addressDoubt: { words: addressDoubtWords[addressDoubt], href: stepPath(caseId, 'contact') } };
}

/** Whoever may decide may look. */
function incidentsOf({ file, notYours, nonce }: CaseInput): Pick<CaseView, 'incidents'> {
  const { request, caseId } = file;
  if (request.phase !== 'open' || !asksAboutIncident(request) || notYours.acceptance !== undefined) return {};
  const whyNot = whyNotLookUpIncidents(request)?.message;
  return { incidents: { action: `${casePath(caseId)}/incidents`, nonce, ...(whyNot !== undefined && { whyNot }) } };
}

function linkTo({ caseId, reference }: NamedCase): CaseLink {
  return { reference, href: casePath(caseId) };
}

function aboutOf(request: KnownRequest, organisation: OrganisationFile, now: Instant): string {
  const owner = request.owner === undefined ? 'nobody yet' : nameOfPerson(request.owner, organisation);
  const controller = controllerOf(organisation, request.controller)?.name ?? request.controller;
  const phase = request.outcome === undefined ? phaseWords[phaseOf(request)] : outcomeWords[request.outcome];
  const received = `Received ${channelWords[request.channel]} on ${receiptMoment(request.receivedAt, request.timeZone, now)}`;
  const article = request.right === undefined ? '' : ` ${articleOf[request.right]}.`;
  return `${phase}.${article} Owner ${owner}. Controller ${controller}. ${received}.`;
}

function takingOf({ file, organisation, viewer, notYours, nonce }: CaseInput): Pick<CaseView, 'taking'> {
  const owner = personOf(organisation, viewer.id)?.id ?? viewer.id;
  const whyNot = whyNotOwn(organisation, owner) ?? whyNotAssignOwner(file.request, owner);
  if (whyNot !== undefined || notYours.owner !== undefined) return {};
  return { taking: { action: stepPath(file.caseId, 'owner'), owner, nonce } };
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
    ['Answers are wanted at', contact?.replyTo],
  ] as const;
  return pairs.flatMap(([term, text]) => (text === undefined || text === '' ? [] : [{ term, text }]));
}

function evidenceOf(caseId: string, reference: string): { href: string; command: string } {
  return {
    href: `/v1/subject-requests/${encodeURIComponent(caseId)}/evidence`,
    command: `node cli/duly.js verify ${reference}.evidence.json`,
  };
}

/** The second line of a checkpoint is the number of facts it covers. */
export function checkpointOf(text: string): { text: string; told: string } {
  const size = Number(text.split('\n')[1]);
  const facts = `${grouped(size)} ${size === 1 ? 'fact' : 'facts'}`;
  return { text, told: Number.isInteger(size) ? `It covers ${facts} of all cases.` : '' };
}
