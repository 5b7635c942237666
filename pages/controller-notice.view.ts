import { noticePhaseOf } from '../domain/controller-notice.decider.js';
import type { KnownNotice, NoticeFact } from '../domain/controller-notice.js';
import type { Recorded } from '../domain/decider.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { accessesPath } from './accesses.view.js';
import { documentPath, shownDocuments } from './case-documents.view.js';
import type { KeptDocument, ShownDocument } from './case-documents.view.js';
import { casePath } from './case-path.js';
import { noticePhaseWords, rungWords } from './controller-notice.words.js';
import { controllersPath } from './controllers.view.js';
import type { FactSentence } from './fact-sentences.js';
import { localInput, shortMoment, zoneName } from './moment.js';
import { newDocumentsPath } from './new-documents.view.js';
import { filled } from './step-fields.js';
import type { Field, FieldView, Typed } from './step-fields.js';
import { timeline } from './timeline.view.js';
import type { DayOfFacts } from './timeline.view.js';

export interface ControllerNoticeInput {
  readonly caseId: string;
  readonly notice: KnownNotice;
  readonly facts: readonly Recorded<NoticeFact>[];
  readonly documents: readonly KeptDocument[];
  readonly ledgerIndices: readonly (number | undefined)[];
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly nonce: string;
  readonly mayRecord: boolean;
  readonly mayReadDocuments: boolean;
  readonly mayAttach: boolean;
  readonly mayReadAccesses: boolean;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
}

interface StepFormView {
  readonly title: string;
  readonly action: string;
  readonly button: string;
  readonly fields: readonly FieldView[];
}

export interface ControllerNoticeView {
  readonly reference: string;
  readonly name: string;
  readonly breachReference: string;
  readonly breachHref: string;
  readonly path: string;
  readonly nonce: string;
  readonly about: string;
  readonly contacts: readonly { readonly term: string; readonly text: string }[];
  readonly text: string;
  readonly forms: readonly StepFormView[];
  /** What they wrote, to be downloaded. */
  readonly replies: readonly { readonly text: string; readonly href: string }[];
  /** What was added beside the letters and their replies; absent for who may not read them. */
  readonly documents?: readonly ShownDocument[];
  readonly attachHref?: string;
  readonly accesses?: string;
  readonly days: readonly DayOfFacts[];
  readonly drill: boolean;
  readonly problem?: ControllerNoticeInput['problem'];
}

/** One controller: whom to telephone, what it was told, and what it answered. GDPR Art. 33(2). */
export function controllerNoticeView(input: ControllerNoticeInput): ControllerNoticeView {
  const { caseId, notice, facts, ledgerIndices, organisation, now } = input;
  const { reference, addressee, timeZone, dueAt, breach, breachReference, drill, text } = notice;
  const path = casePath(caseId, 'controller-notice');
  return {
    ...{ reference, name: addressee.name, breachReference, breachHref: controllersPath(breach), path, text, drill },
    nonce: input.nonce,
    about: `${noticePhaseWords[noticePhaseOf(notice)]}. Promised until ${shortMoment(dueAt, timeZone, now)} (${zoneName(timeZone)}).`,
    contacts: [
      { term: 'Mail', text: addressee.mail },
      ...(addressee.roundTheClockMail === undefined
        ? []
        : [{ term: 'Round the clock', text: addressee.roundTheClockMail }]),
      ...addressee.phones.map((phone) => ({ term: 'Telephone', text: phone })),
    ],
    forms: input.mayRecord && notice.phase === 'open' ? formsOf(path, input) : [],
    replies: input.mayReadDocuments ? repliesOf(caseId, facts, timeZone) : [],
    ...(input.mayReadDocuments && { documents: addedTo(input) }),
    ...(input.mayAttach && notice.phase === 'open' && { attachHref: newDocumentsPath(caseId, 'controller-notice') }),
    ...(input.mayReadAccesses && { accesses: accessesPath(caseId) }),
    days: timeline({
      ...{ facts, ledgerIndices, timeZone, organisation, mayReadTexts: true },
      sentence: (fact: Recorded<NoticeFact>) => noticeSentence(fact, timeZone),
    }),
    ...(input.problem && { problem: input.problem }),
  };
}

function repliesOf(
  caseId: string,
  facts: ControllerNoticeInput['facts'],
  timeZone: string,
): ControllerNoticeView['replies'] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'replyReceived') return [];
    return [fact.documentId, ...fact.attachments].map((documentId, index) => ({
      text: `${index === 0 ? 'Mail' : `Attachment ${String(index)}`} of ${shortMoment(fact.at, timeZone)}`,
      href: documentPath(caseId, documentId, 'controller-notice'),
    }));
  });
}

function addedTo({ caseId, facts, documents }: ControllerNoticeInput): readonly ShownDocument[] {
  const replied = facts.flatMap((fact) =>
    fact.type === 'replyReceived' ? [fact.documentId, ...fact.attachments] : [],
  );
  const others = documents.filter(({ documentId }) => !replied.includes(documentId));
  return shownDocuments(caseId, others, 'controller-notice');
}

function formsOf(path: string, { notice, typed, wrong, now }: ControllerNoticeInput): readonly StepFormView[] {
  const words: Field = {
    ...{ name: 'words', label: 'Whom you spoke to, and what was answered', type: 'textarea', required: true },
    hint: 'It is the evidence.',
  };
  const toldAt: Field = {
    ...{ name: 'toldAt', label: 'When', type: 'datetime-local', required: true },
    preset: localInput(now, notice.timeZone),
  };
  const told = { title: 'They were told by telephone or in person', action: `${path}/told`, button: 'Record it' };
  const heard = { title: 'They acknowledged it to one of us', action: `${path}/acknowledgement`, button: 'Record it' };
  return [
    { ...told, fields: filled([toldAt, words], typed, wrong) },
    ...(notice.acknowledgedAt === undefined
      ? [{ ...heard, fields: filled([{ ...words, name: 'heard' }], typed, wrong) }]
      : []),
  ];
}

function noticeSentence(fact: NoticeFact, timeZone: string): FactSentence {
  switch (fact.type) {
    case 'noticeOrdered':
      return { text: 'The notice was ordered:', words: fact.registration.text };
    case 'noticeSent':
      return { text: 'A letter left; the mail server took it.' };
    case 'noticeNotSent':
      return { text: 'A letter could not be sent.' };
    case 'noticeBounced':
      return { text: 'A letter came back: it told nobody.' };
    case 'replyReceived':
      return { text: 'They wrote back: read it above, and record whether they acknowledge.' };
    case 'controllerToldOtherwise':
      return { text: `Told on ${shortMoment(fact.toldAt, timeZone)}:`, words: fact.words };
    case 'noticeAcknowledged':
      if (fact.words === undefined) return { text: 'Acknowledged by the button behind the link.' };
      return { text: 'Acknowledged to one of us:', words: fact.words };
    case 'informationAdded':
      return { text: 'Further information:', words: fact.text };
    case 'rungPassed':
      return { text: `Still not acknowledged: ${rungWords[fact.rung]}.` };
    case 'alertSent':
      return { text: 'Our own people were alerted.' };
    case 'effectFailed':
      return { text: 'Something that Duly should do could not be done; a person must see to it.' };
    case 'noticeClosed':
      return { text: 'The breach is closed, and this notice with it.' };
  }
}
