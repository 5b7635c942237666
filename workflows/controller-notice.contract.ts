import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ControllerNotice, NoticeCommand } from '../domain/controller-notice.js';
import type { Standing } from '../domain/transition.js';
import type * as registered from './index.js';

/** A message is the command itself, less its name. */
export type AskedOfNotice<Type extends NoticeCommand['type']> = Omit<Extract<NoticeCommand, { type: Type }>, 'type'>;

export const controllerNoticeWorkflowType = 'controllerNotice' satisfies keyof typeof registered;

export const register = defineUpdate<Standing, [AskedOfNotice<'register'>]>('register');
export const recordTold = defineUpdate<Standing, [AskedOfNotice<'recordTold'>]>('recordTold');
export const recordAcknowledgement = defineUpdate<Standing, [AskedOfNotice<'recordAcknowledgement'>]>(
  'recordAcknowledgement',
);

/** The update by which a person asks for a step; every other command a case tells itself. */
export const noticeUpdateOf = { recordTold, recordAcknowledgement };
export type NoticeStepCommand = Extract<NoticeCommand, { type: keyof typeof noticeUpdateOf }>;

/** By the button behind the signed link; answered once it is on record. */
export const acknowledge = defineUpdate<Standing, [AskedOfNotice<'noteAcknowledged'>]>('acknowledge');
/** The same, told to a notice that is closed. */
export const noticeAcknowledged = defineSignal<[AskedOfNotice<'noteAcknowledged'>]>('noticeAcknowledged');
export const informationGiven = defineSignal<[AskedOfNotice<'noteInformation'>]>('informationGiven');
export const breachClosed = defineSignal<[AskedOfNotice<'noteBreachClosed'>]>('breachClosed');
export const noticeBounced = defineSignal<[AskedOfNotice<'noteBounce'>]>('noticeBounced');

/** A mail of theirs, kept under the notice's key; a person reads whether it acknowledges. */
export const replyReceived = defineSignal<[AskedOfNotice<'noteReply'>]>('replyReceived');

/** For diagnosis; pages read the facts. */
export const getControllerNotice = defineQuery<ControllerNotice>('getControllerNotice');
