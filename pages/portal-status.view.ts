import type { Language } from '../domain/letter.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { controllerOf } from '../domain/organisation.js';
import { isIdentitySettled } from '../domain/subject-request.law.js';
import { phaseOf } from '../domain/subject-request.standing.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { clockView } from './clock.view.js';
import type { ClockView, State } from './clock.view.js';
import { browserWords } from './frame.view.js';
import { longDay, plainDay } from './moment.js';
import { portalLimits } from './portal-faults.js';
import { countedField, portalFrame } from './portal.view.js';
import type { Counted, PortalFrame } from './portal.view.js';
import { portalWords } from './words/languages.js';
import type { PortalWords } from './words/portal-words.js';

/** Why the page is shown once more. */
export const told = ['received', 'added', 'withdrawn'] as const;
export type Told = (typeof told)[number];

export interface StatusInput {
  readonly language: Language;
  readonly organisation: OrganisationFile;
  readonly request: KnownRequest;
  readonly path: string;
  readonly now: Instant;
  readonly nonce: string;
  readonly told?: Told | undefined;
  /** What somebody typed that could not be taken. */
  readonly typed?: string | undefined;
  readonly wrong?: string | undefined;
  /** Why something else was not done. */
  readonly problem?: string | undefined;
}

export interface StageView {
  readonly name: string;
  readonly state: State;
  readonly isNow: boolean;
  readonly said: string;
}

export interface StatusView {
  readonly words: PortalWords;
  readonly frame: PortalFrame;
  readonly browserWords: string;
  readonly now: Instant;
  readonly path: string;
  readonly nonce: string;
  readonly withdrawalNonce: string;
  readonly reference: string;
  readonly heading: string;
  readonly isReceipt: boolean;
  readonly note?: string;
  readonly isOpen: boolean;
  readonly clock: ClockView;
  readonly day: string;
  readonly whyDate: string;
  readonly extended: boolean;
  readonly late: boolean;
  readonly outcome?: { readonly title: string; readonly text: string };
  readonly waitsForYou: boolean;
  readonly stages: readonly StageView[];
  readonly mailbox: string;
  readonly dpo: OrganisationFile['contact']['dpo'];
  readonly authority?: { readonly name: string; readonly url: string };
  readonly typed: string;
  readonly wrong?: string;
  readonly counted: Counted;
  readonly problem?: string;
  readonly atPrefix: string;
  readonly footNote: string;
}

/** What the one who asked may know: where the request stands, and never whether we hold data on them. */
export function statusView(input: StatusInput): StatusView {
  const { language, organisation, request, now } = input;
  const words = portalWords[language];
  const { timeZone, answerClock } = request;
  const controller = controllerOf(organisation, request.controller);
  const isOpen = request.phase === 'open';
  const heading = input.told === 'received' ? words.receivedTitle : words.statusTitle;
  const clock = clockView(answerClock.dueAt, { now, timeZone, words: words.remaining });
  const note = noteOf(input.told, words);
  const lastInstant = new Date(Date.parse(answerClock.dueAt) - 1).toISOString();
  return {
    words,
    frame: portalFrame(
      language,
      `${request.reference} · ${heading}`,
      controller?.name ?? organisation.organisation.name,
    ),
    browserWords: browserWords(words.remaining),
    now,
    path: input.path,
    nonce: input.nonce,
    reference: request.reference,
    heading,
    isReceipt: input.told === 'received',
    ...(note !== undefined && { note }),
    isOpen,
    clock,
    day: longDay(lastInstant, timeZone, language),
    whyDate: words.whyDateText.replace('#', longDay(request.receivedAt, timeZone, language)),
    extended: request.extension?.effective === true,
    late: isOpen && clock.state === 'late',
    ...(request.outcome !== undefined && { outcome: words.outcomes[request.outcome] }),
    waitsForYou: isOpen && phaseOf(request) === 'identityAsked',
    stages: stagesOf(request, language),
    mailbox: organisation.contact.privacyMailbox,
    dpo: organisation.contact.dpo,
    ...(controller && {
      authority: { name: controller.supervisoryAuthority.name, url: controller.supervisoryAuthority.url },
    }),
    typed: input.typed ?? '',
    ...(input.wrong !== undefined && { wrong: input.wrong }),
    counted: countedField(portalLimits.text, language),
    atPrefix: clock.state === 'late' ? '' : `${words.atTheLatest}, `,
    footNote: words.nothingKnown,
    withdrawalNonce: `${input.nonce}-w`,
    ...(input.problem !== undefined && { problem: input.problem }),
  };
}

function noteOf(reason: Told | undefined, words: PortalWords): string | undefined {
  if (reason === 'added') return words.addDone;
  return reason === 'withdrawn' ? words.withdrawDone : undefined;
}

/** Five stages whatever the case goes through; the one that is now, by the same phase as our own lists. */
function stageNow(request: KnownRequest): number {
  switch (phaseOf(request)) {
    case 'toRead':
    case 'toClassify':
      return 0;
    case 'identityAsked':
      return 1;
    case 'deciding':
      if (isIdentitySettled(request)) return 2;
      // Nobody is checking before anybody has asked.
      return request.identity === 'notAsked' ? 0 : 1;
    case 'gathering':
      return 2;
    case 'refusalProposed':
    case 'readyToAnswer':
    case 'refusing':
    case 'answering':
      return 3;
    case 'settled':
    case 'closed':
      return 4;
  }
}

function stagesOf(request: KnownRequest, language: Language): readonly StageView[] {
  const words = portalWords[language];
  const now = stageNow(request);
  const ended = request.outcome !== undefined;
  const received = plainDay(request.receivedAt, request.timeZone, language);
  return words.stages.map((stage, index) => {
    const isPast = index < now || (index === now && ended) || index === 0;
    const isDone = isPast && !isLeftOut(index, request);
    const isNow = index === now && !ended;
    const last = index === words.stages.length - 1 && request.outcome !== undefined;
    const name = last && request.outcome !== 'answered' ? words.outcomes[request.outcome].title : stage;
    const said = isNow ? words.stageNow : isDone ? words.stageDone : isPast ? words.stageLeftOut : words.stageNotYet;
    const state = isNow ? 'soon' : isDone ? 'done' : 'calm';
    return { name, state, isNow, said: index === 0 ? `${said}, ${received}` : said };
  });
}

/** A refusal or an end may come before anybody checked an identity or looked for data: it is not called done. */
function isLeftOut(stage: number, request: KnownRequest): boolean {
  const { identity, acceptance, answeredAt } = request;
  if (stage === 1) return !isIdentitySettled(request) && identity !== 'notConfirmed';
  return stage === 2 && acceptance === undefined && answeredAt === undefined;
}

/** A file of the answer, as it may be fetched. */
export interface OfferedFile {
  readonly documentId: string;
  readonly name: string;
  readonly size: string;
}

export interface AnswerView {
  readonly words: PortalWords;
  readonly frame: PortalFrame;
  readonly reference: string;
  readonly path: string;
  readonly files: readonly (OfferedFile & { readonly button: string })[];
  readonly until: string;
  readonly footNote: string;
}

export interface AnswerInput {
  readonly language: Language;
  readonly organisation: string;
  readonly reference: string;
  readonly path: string;
  readonly files: readonly OfferedFile[];
  readonly until: Instant;
  readonly timeZone: string;
}

export function answerView({
  language,
  organisation,
  reference,
  path,
  files,
  until,
  timeZone,
}: AnswerInput): AnswerView {
  const words = portalWords[language];
  return {
    words,
    frame: portalFrame(language, `${reference} · ${words.answerTitle}`, organisation),
    reference,
    path,
    files: files.map((file) => ({ ...file, button: words.download.replace('#', file.name) })),
    footNote: words.nothingKnown,
    until: words.downloadUntil.replace('#', plainDay(until, timeZone, language)),
  };
}
