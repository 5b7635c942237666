import type { z } from 'zod';
import { documentOf } from '../database/documents.js';
import { lastToTell } from '../database/wave-recipients.js';
import { numbersToRepeat } from '../database/wave-repeats.js';
import type { ReadBreach } from '../database/case-reader.js';
import type { OutsideControllers } from '../database/outside-controllers.js';
import type { CaseKeys } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import type { Actor } from '../domain/actor.js';
import type { Anchor } from '../domain/breach.anchors.js';
import type { Classification } from '../domain/breach.js';
import type { NumberRange, RepeatableLetters } from '../domain/breach.waves.js';
import { civilDateIn, daysAfter, endOfDay } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/time.js';
import type { AnnouncementPlace, Organisation } from '../domain/organisation.js';
import type { Standing } from '../domain/transition.js';
import type { BreachDesk } from '../intake/case-desk.js';
import { breachUpdateOf } from '../workflows/breach.contract.js';
import type { BreachStepCommand } from '../workflows/breach.contract.js';
import type { Action } from './auth/permissions.js';
import { confirmationOf } from './affected-controllers.js';
import { confirmControllers, informControllers } from './controller-schemas.js';
import * as schemas from './breach-schemas.js';
import type { AskedAnchor } from './breach-schemas.js';
import { inItsLanguage } from './communication-preview.js';
import { mustBePerson, mustBeProcessor } from './named.js';
import { notificationAnswers, notificationSending, notificationVersion } from './notification-schemas.js';
import { filingOrder, sendingOrder } from './notifying.js';
import { BadRequest } from './problem.js';

export interface BreachStepDependencies {
  readonly breachDesk: BreachDesk;
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly controllers: OutsideControllers;
  readonly now: () => Date;
}

type Unsigned = BreachStepCommand extends infer Command
  ? Command extends BreachStepCommand
    ? Omit<Command, 'by'>
    : never
  : never;

/** What a step must know of its case before it can be put as a command. */
export interface BreachContext {
  readonly timeZone: string;
  readonly organisation: Organisation;
  /** By the `id` of the organisation file. */
  readonly controller: string;
  readonly by: Actor;
  readonly controllers: OutsideControllers;
  /** The last number on its list of recipients. */
  readonly listed: () => Promise<number>;
  /** Where on it the letters stand that may go out again. */
  readonly toRepeat: (what: RepeatableLetters) => Promise<NumberRange | undefined>;
  /** The day at the controller. */
  readonly on: CivilDate;
}

/** One step that a person may ask of a breach: the same for the API and for a form on a page. */
export interface BreachStep<Body> {
  readonly action: Action;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly toCommand: (body: Body, context: BreachContext) => Unsigned | Promise<Unsigned>;
}

function step<Body>(
  action: Action,
  summary: string,
  body: z.ZodType<Body>,
  toCommand: BreachStep<Body>['toCommand'],
): BreachStep<Body> {
  return { action, summary, body, toCommand };
}

/** A day, a month or a year begins at the midnight of the controller. */
export function anchorFrom({ at, on, source, reasons }: AskedAnchor, timeZone: string): Anchor {
  if (at !== undefined) return { at, precision: 'minute', source, reasons };
  const day = `${on ?? ''}-01-01`.slice(0, 10);
  const precision = on?.length === 10 ? 'day' : on?.length === 7 ? 'month' : 'year';
  return { at: endOfDay(daysAfter(day, -1), timeZone), precision, source, reasons };
}

/** As the file stands when it is said: a later one moves nothing that is on record. */
function announceAt({ announcements = [] }: Organisation): { announceAt?: readonly AnnouncementPlace[] } {
  return announcements.length === 0 ? {} : { announceAt: announcements.map(({ place }) => place) };
}

/** By the last part of their address. */
export const breachSteps = {
  anchors: step(
    'breach.decide',
    'Say when something happened, or correct it with reasons: every clock is computed anew. GDPR Art. 33(5).',
    schemas.setAnchor,
    ({ name, anchor }, { timeZone }) => ({ type: 'setAnchor', name, anchor: anchorFrom(anchor, timeZone) }),
  ),
  awareness: step(
    'breach.decide',
    'Decide: aware of a personal data breach since when, or not a breach. GDPR Art. 33(1).',
    schemas.awareness,
    (decided, { timeZone }) => ({
      type: 'decideAwareness',
      decision: decided.outcome === 'aware' ? { ...decided, anchor: anchorFrom(decided.anchor, timeZone) } : decided,
    }),
  ),
  classification: step(
    'breach.decide',
    'Say whether it is significant under NIS2, or major under DORA.',
    schemas.classification,
    (classified, { timeZone }) => ({
      type: 'classifyIncident',
      classification: classificationFrom(classified, timeZone),
    }),
  ),
  'risk-assessment': step(
    'breach.decide',
    'Assess the risk to the data subjects, with reasons. GDPR Art. 33(1), 34(1).',
    schemas.riskAssessment,
    (assessment) => ({ type: 'assessRisk', assessment }),
  ),
  'risk-approval': step(
    'breach.approve',
    'Approve, as a second person, that a risk is unlikely although an identification number is among the data.',
    schemas.riskApproval,
    () => ({ type: 'approveRisk' }),
  ),
  'notification-answers': step(
    'breach.record',
    'Answer fields of the notification to the authority, by their numbers; null takes an answer away. GDPR Art. 33(3).',
    notificationAnswers,
    ({ answers }) => ({ type: 'answerNotification', answers }),
  ),
  'notification-versions': step(
    'breach.record',
    'Freeze the notification to be sent: incomplete whatever it lacks, complete only without gaps. GDPR Art. 33(4).',
    notificationVersion,
    (asked, { organisation, controller, by }) => ({
      type: 'freezeNotification',
      order: filingOrder(organisation, { controller, by, ...asked }),
    }),
  ),
  'notification-sending': step(
    'breach.decide',
    'Send a frozen version by the channel that the authority takes; its receipt stops the clock. GDPR Art. 33(1).',
    notificationSending,
    (asked, { organisation, controller }) => ({
      type: 'sendNotification',
      order: sendingOrder(organisation, { controller, ...asked }),
    }),
  ),
  submissions: step(
    'breach.record',
    'Record that something was sent, with the evidence that stops its clock. GDPR Art. 33(1).',
    schemas.submission,
    (submission) => ({ type: 'recordSubmission', submission }),
  ),
  communications: step(
    'breach.record',
    'Record that the data subjects were told, or why they need not be. GDPR Art. 34(1), 34(3).',
    schemas.communication,
    (communication) => ({ type: 'recordCommunication', communication }),
  ),
  'communication-order': step(
    'breach.decide',
    'Send the letters to everybody on the list, five hundred after five hundred. GDPR Art. 34(1), 34(2).',
    schemas.communicationOrder,
    async ({ reference, ...order }, { organisation, listed }) => ({
      ...{ type: 'orderCommunication', order: inItsLanguage(order, organisation), reference },
      listed: await listed(),
    }),
  ),
  'communication-repeat': step(
    'breach.decide',
    'Send letters that did not arrive again: those whose entry was corrected, not taken, come back, or of unknown fate. GDPR Art. 34(1).',
    schemas.communicationRepeat,
    async (repeat, { toRepeat }) => ({ type: 'repeatCommunication', repeat, numbers: await toRepeat(repeat.what) }),
  ),
  'communication-hold': step(
    'breach.decide',
    'Hold the letters back, as law enforcement asks, until a moment that is named. Recital 86.',
    schemas.communicationHold,
    (hold) => ({ type: 'holdCommunication', hold }),
  ),
  'affected-countries': step(
    'breach.record',
    'Say where the data subjects live: it decides which authority is notified. GDPR Art. 55, 56.',
    schemas.countriesNamed,
    (affected) => ({ type: 'nameCountries', affected }),
  ),
  'authority-messages': step(
    'breach.record',
    'Record an order, a question or a view of the authority, with the date that it set. GDPR Art. 34(4), 58.',
    schemas.authorityMessage,
    (message) => ({ type: 'recordAuthorityMessage', message }),
  ),
  'authority-answers': step(
    'breach.record',
    'Record what the authority was answered, with the evidence that stops its clock. GDPR Art. 31.',
    schemas.authorityAnswer,
    (answer) => ({ type: 'answerAuthority', answer }),
  ),
  'authority-questions': step(
    'breach.record',
    'Record that the authority was asked for its view on telling people. GDPR Art. 34, Recital 86.',
    schemas.authorityQuestion,
    (question) => ({ type: 'askAuthority', question }),
  ),
  commitments: step('breach.record', 'Record that a promise was kept.', schemas.commitmentKept, (kept) => ({
    type: 'keepCommitment',
    ...kept,
  })),
  restoration: step(
    'breach.record',
    'Record that the data are back. GDPR Art. 32(1)(c).',
    schemas.restoration,
    (restored) => ({ type: 'recordRestoration', ...restored }),
  ),
  measures: step(
    'breach.record',
    'Record a measure that was taken. GDPR Art. 33(3)(d).',
    schemas.measure,
    (measure) => ({
      type: 'addMeasure',
      ...measure,
    }),
  ),
  lessons: step(
    'breach.record',
    'Put down a lesson, or complete one: owner, date and retest before the case can be closed.',
    schemas.lesson,
    (lesson) => ({ type: 'putLesson', lesson }),
  ),
  telling: step(
    'breach.record',
    'Correct which processor told us; both versions are kept. GDPR Art. 33(2), 33(5).',
    schemas.telling,
    ({ toldBy, reasons }, { organisation }) => ({
      type: 'correctTelling',
      toldBy: mustBeProcessor(organisation, toldBy),
      reasons,
    }),
  ),
  handover: step('breach.record', 'Hand the case over, or take it.', schemas.handover, ({ to, reasons }, context) => ({
    type: 'handOver',
    to: mustBePerson(context.organisation, 'to', to),
    reasons,
  })),
  extent: step(
    'breach.record',
    'Record how far it went: how many people and records, exactly or approximately, of what kinds. GDPR Art. 33(3)(a).',
    schemas.extent,
    (extent) => ({ type: 'recordExtent', extent }),
  ),
  involvements: step(
    'breach.decide',
    'Involve a person whom the incident team needs, with what they may decide; they are told at once.',
    schemas.involvement,
    (involvement, { organisation }) => ({
      type: 'involvePerson',
      involvement: { ...involvement, person: mustBePerson(organisation, 'person', involvement.person) },
    }),
  ),
  'holding-statement': step(
    'breach.decide',
    'Say what everybody who is asked about it may answer until there is more; the service desk reads it too, and the places of the organisation file are told.',
    schemas.holdingStatement,
    (statement, { organisation }) => ({ type: 'setHoldingStatement', ...statement, ...announceAt(organisation) }),
  ),
  'contact-reports': step(
    'breach.contact',
    'Record that the reporter was told how it goes, thanked, or told what came of it; by their first contact, or with reasons.',
    schemas.told,
    (told) => ({ type: 'reportToReporter', told }),
  ),
  'information-requests': step(
    'breach.record',
    'Ask a person for something that the incident team needs to know; they are told at once.',
    schemas.informationRequest,
    ({ item, of }, { organisation }) => ({ type: 'askInformation', item, of: mustBePerson(organisation, 'of', of) }),
  ),
  'information-answers': step(
    'breach.record',
    'Answer something that the incident team needs to know.',
    schemas.informationAnswer,
    (answer) => ({ type: 'giveInformation', ...answer }),
  ),
  notes: step('breach.note', 'Add a note to the case.', schemas.note, ({ text }) => ({ type: 'addNote', text })),
  'alert-acknowledgement': step(
    'breach.note',
    'Say “I have it”: the calls stop until the next stage, or for an hour if nothing happens.',
    schemas.alertAcknowledgement,
    ({ clock }) => ({ type: 'acknowledgeAlert', clock }),
  ),
  controllers: step(
    'breach.decide',
    'Confirm in one go which controllers it concerns; each is told by a notice of its own. GDPR Art. 33(2).',
    confirmControllers,
    async (confirmation, { organisation, controllers, on }) => ({
      type: 'confirmControllers',
      ...(await confirmationOf(organisation, controllers, confirmation, on)),
    }),
  ),
  'controller-information': step(
    'breach.record',
    'Tell all controllers that were told what became known later. GDPR Art. 33(4).',
    informControllers,
    ({ text }) => ({ type: 'informControllers', text }),
  ),
  closure: step(
    'breach.decide',
    'Close the case once nothing is owed any more.',
    schemas.closure,
    async (_nothing, { listed }) => ({
      type: 'close',
      listed: await listed(),
    }),
  ),
};
export type BreachStepName = keyof typeof breachSteps;

/** Asks a case for what a person may ask of it. */
export async function takeBreachStep<Body>(
  dependencies: BreachStepDependencies,
  { toCommand }: BreachStep<Body>,
  asked: { readonly read: ReadBreach; readonly by: Actor; readonly updateId: string; readonly body: Body },
): Promise<Standing> {
  const { read, by, updateId, body } = asked;
  const { state } = read.folded;
  const { timeZone, controller } = state.phase === 'new' ? { timeZone: 'UTC', controller: '' } : state;
  const { organisation, controllers } = dependencies;
  const listed = () => lastToTell(dependencies.pool, read.caseId);
  const toRepeat = (what: RepeatableLetters) => numbersToRepeat(dependencies.pool, read.caseId, what);
  const command = await toCommand(body, {
    ...{ timeZone, organisation, controllers, controller, by, listed, toRepeat },
    on: civilDateIn(dependencies.now().toISOString(), timeZone),
  });
  await mustHaveDocuments(dependencies, read.caseId, documentsIn(command));
  const { type, ...message } = { ...command, by } as BreachStepCommand;
  return dependencies.breachDesk.ask(read.caseId, breachUpdateOf[type], message, updateId);
}

function classificationFrom(asked: z.infer<typeof schemas.classification>, timeZone: string): Classification {
  if (!asked.isReportable) return asked;
  const from = (anchor: AskedAnchor) => anchorFrom(anchor, timeZone);
  if (asked.regime === 'nis2') return { ...asked, significantAwareAt: from(asked.significantAwareAt) };
  return { ...asked, classifiedAt: from(asked.classifiedAt), incidentAwareAt: from(asked.incidentAwareAt) };
}

function documentsIn(command: Unsigned): readonly string[] {
  if (command.type === 'recordSubmission') return command.submission.documents;
  if (command.type === 'recordAuthorityMessage') return command.message.documents;
  if (command.type === 'answerAuthority') return command.answer.documents;
  if (command.type === 'askAuthority') return command.question.documents;
  const told = command.type === 'recordCommunication' ? command.communication : undefined;
  return told?.outcome === 'communicated' ? told.documents : [];
}

/** Only documents of this very case show anything about it. */
async function mustHaveDocuments(
  { pool, keys }: BreachStepDependencies,
  caseId: string,
  documents: readonly string[],
): Promise<void> {
  const key = await keys.ofCase(caseId);
  for (const [index, documentId] of documents.entries()) {
    if ((await documentOf(pool, key, documentId)) === undefined)
      throw new BadRequest('DocumentUnknown', `Document ${String(index + 1)} is no file of this case.`, 422);
  }
}
