import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Breach, BreachCommand } from '../domain/breach.js';
import type { Standing } from '../domain/transition.js';
import type * as registered from './index.js';

/** A message is the command itself, less its name. */
export type AskedOfBreach<Type extends BreachCommand['type']> = Omit<Extract<BreachCommand, { type: Type }>, 'type'>;

export const breachWorkflowType = 'breach' satisfies keyof typeof registered;

export const register = defineUpdate<Standing, [AskedOfBreach<'register'>]>('register');
export const setAnchor = defineUpdate<Standing, [AskedOfBreach<'setAnchor'>]>('setAnchor');
export const decideAwareness = defineUpdate<Standing, [AskedOfBreach<'decideAwareness'>]>('decideAwareness');
export const classifyIncident = defineUpdate<Standing, [AskedOfBreach<'classifyIncident'>]>('classifyIncident');
export const assessRisk = defineUpdate<Standing, [AskedOfBreach<'assessRisk'>]>('assessRisk');
export const approveRisk = defineUpdate<Standing, [AskedOfBreach<'approveRisk'>]>('approveRisk');
export const answerNotification = defineUpdate<Standing, [AskedOfBreach<'answerNotification'>]>('answerNotification');
export const freezeNotification = defineUpdate<Standing, [AskedOfBreach<'freezeNotification'>]>('freezeNotification');
export const sendNotification = defineUpdate<Standing, [AskedOfBreach<'sendNotification'>]>('sendNotification');
export const recordSubmission = defineUpdate<Standing, [AskedOfBreach<'recordSubmission'>]>('recordSubmission');
export const recordCommunication = defineUpdate<Standing, [AskedOfBreach<'recordCommunication'>]>(
  'recordCommunication',
);
export const orderCommunication = defineUpdate<Standing, [AskedOfBreach<'orderCommunication'>]>('orderCommunication');
export const repeatCommunication = defineUpdate<Standing, [AskedOfBreach<'repeatCommunication'>]>(
  'repeatCommunication',
);
export const holdCommunication = defineUpdate<Standing, [AskedOfBreach<'holdCommunication'>]>('holdCommunication');
export const nameCountries = defineUpdate<Standing, [AskedOfBreach<'nameCountries'>]>('nameCountries');
export const recordAuthorityMessage = defineUpdate<Standing, [AskedOfBreach<'recordAuthorityMessage'>]>(
  'recordAuthorityMessage',
);
export const answerAuthority = defineUpdate<Standing, [AskedOfBreach<'answerAuthority'>]>('answerAuthority');
export const askAuthority = defineUpdate<Standing, [AskedOfBreach<'askAuthority'>]>('askAuthority');
export const keepCommitment = defineUpdate<Standing, [AskedOfBreach<'keepCommitment'>]>('keepCommitment');
export const recordRestoration = defineUpdate<Standing, [AskedOfBreach<'recordRestoration'>]>('recordRestoration');
export const addMeasure = defineUpdate<Standing, [AskedOfBreach<'addMeasure'>]>('addMeasure');
export const putLesson = defineUpdate<Standing, [AskedOfBreach<'putLesson'>]>('putLesson');
export const correctTelling = defineUpdate<Standing, [AskedOfBreach<'correctTelling'>]>('correctTelling');
export const handOver = defineUpdate<Standing, [AskedOfBreach<'handOver'>]>('handOver');
export const addNote = defineUpdate<Standing, [AskedOfBreach<'addNote'>]>('addNote');
export const recordExtent = defineUpdate<Standing, [AskedOfBreach<'recordExtent'>]>('recordExtent');
export const involvePerson = defineUpdate<Standing, [AskedOfBreach<'involvePerson'>]>('involvePerson');
export const reportToReporter = defineUpdate<Standing, [AskedOfBreach<'reportToReporter'>]>('reportToReporter');
export const setHoldingStatement = defineUpdate<Standing, [AskedOfBreach<'setHoldingStatement'>]>(
  'setHoldingStatement',
);
export const askInformation = defineUpdate<Standing, [AskedOfBreach<'askInformation'>]>('askInformation');
export const giveInformation = defineUpdate<Standing, [AskedOfBreach<'giveInformation'>]>('giveInformation');
export const confirmControllers = defineUpdate<Standing, [AskedOfBreach<'confirmControllers'>]>('confirmControllers');
export const informControllers = defineUpdate<Standing, [AskedOfBreach<'informControllers'>]>('informControllers');
export const acknowledgeAlert = defineUpdate<Standing, [AskedOfBreach<'acknowledgeAlert'>]>('acknowledgeAlert');
export const close = defineUpdate<Standing, [AskedOfBreach<'close'>]>('close');

/** The update by which a person asks for a step; every other command a case tells itself. */
export const breachUpdateOf = {
  setAnchor,
  decideAwareness,
  classifyIncident,
  assessRisk,
  approveRisk,
  answerNotification,
  freezeNotification,
  sendNotification,
  recordSubmission,
  recordCommunication,
  orderCommunication,
  repeatCommunication,
  holdCommunication,
  nameCountries,
  recordAuthorityMessage,
  answerAuthority,
  askAuthority,
  keepCommitment,
  recordRestoration,
  addMeasure,
  putLesson,
  correctTelling,
  handOver,
  addNote,
  recordExtent,
  involvePerson,
  reportToReporter,
  setHoldingStatement,
  askInformation,
  giveInformation,
  confirmControllers,
  informControllers,
  acknowledgeAlert,
  close,
};
export type BreachStepCommand = Extract<BreachCommand, { type: keyof typeof breachUpdateOf }>;

/** How far the notices have come, counted in their own rows. */
export const noticesSummed = defineSignal<[AskedOfBreach<'noteNoticesSummary'>]>('noticesSummed');

/** A mail to a place came back after it had been taken. */
export const announcementBounced = defineSignal<[AskedOfBreach<'noteAnnouncementBounce'>]>('announcementBounced');

/** For diagnosis; pages read the facts. */
export const getBreach = defineQuery<Breach>('getBreach');
