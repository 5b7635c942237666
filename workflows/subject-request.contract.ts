import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { RequestCommand, SubjectRequest } from '../domain/subject-request.js';
import type { Standing } from '../domain/transition.js';
import type * as registered from './index.js';

/** A message is the command itself, less its name. */
export type Asked<Type extends RequestCommand['type']> = Omit<Extract<RequestCommand, { type: Type }>, 'type'>;

export const subjectRequestWorkflowType = 'subjectRequest' satisfies keyof typeof registered;
export const subjectRequestWorkflowId = (caseId: string): string => `subject-request/${caseId}`;

export const register = defineUpdate<Standing, [Asked<'register'>]>('register');
export const classify = defineUpdate<Standing, [Asked<'classify'>]>('classify');
export const registerFurtherRight = defineUpdate<Standing, [Asked<'registerFurtherRight'>]>('registerFurtherRight');
export const setAside = defineUpdate<Standing, [Asked<'setAside'>]>('setAside');
export const requestIdentityEvidence = defineUpdate<Standing, [Asked<'requestIdentityEvidence'>]>(
  'requestIdentityEvidence',
);
export const decideIdentity = defineUpdate<Standing, [Asked<'decideIdentity'>]>('decideIdentity');
export const grantExtension = defineUpdate<Standing, [Asked<'grantExtension'>]>('grantExtension');
export const acceptRequest = defineUpdate<Standing, [Asked<'acceptRequest'>]>('acceptRequest');
export const proposeRefusal = defineUpdate<Standing, [Asked<'proposeRefusal'>]>('proposeRefusal');
export const decideProposal = defineUpdate<Standing, [Asked<'decideProposal'>]>('decideProposal');
export const advise = defineUpdate<Standing, [Asked<'advise'>]>('advise');
export const attachAnswer = defineUpdate<Standing, [Asked<'attachAnswer'>]>('attachAnswer');
export const detachAnswer = defineUpdate<Standing, [Asked<'detachAnswer'>]>('detachAnswer');
export const fulfil = defineUpdate<Standing, [Asked<'fulfil'>]>('fulfil');
export const recordAnswerGiven = defineUpdate<Standing, [Asked<'recordAnswerGiven'>]>('recordAnswerGiven');
export const withdraw = defineUpdate<Standing, [Asked<'withdraw'>]>('withdraw');
export const recordIncidentLookup = defineUpdate<Standing, [Asked<'recordIncidentLookup'>]>('recordIncidentLookup');
export const addNote = defineUpdate<Standing, [Asked<'addNote'>]>('addNote');
export const settleContact = defineUpdate<Standing, [Asked<'settleContact'>]>('settleContact');
export const assignOwner = defineUpdate<Standing, [Asked<'assignOwner'>]>('assignOwner');
export const recordLetterSent = defineUpdate<Standing, [Asked<'recordLetterSent'>]>('recordLetterSent');

/** The update by which a person asks for a step; every other command a case tells itself. */
export const updateOf = {
  classify,
  registerFurtherRight,
  setAside,
  requestIdentityEvidence,
  decideIdentity,
  grantExtension,
  acceptRequest,
  proposeRefusal,
  decideProposal,
  advise,
  attachAnswer,
  detachAnswer,
  fulfil,
  recordAnswerGiven,
  withdraw,
  recordIncidentLookup,
  addNote,
  assignOwner,
  settleContact,
  recordLetterSent,
};
export type StepCommand = Extract<RequestCommand, { type: keyof typeof updateOf }>;

/** Points to a stored, authenticated result that the case reads back; the signal itself decides nothing. */
export const identityDecided = defineSignal<[Asked<'noteIdentitySignal'>]>('identityDecided');
export const messageReceived = defineSignal<[Asked<'noteMessage'>]>('messageReceived');
export const letterBounced = defineSignal<[Asked<'noteBounce'>]>('letterBounced');

/** For diagnosis; pages read the facts. */
export const getSubjectRequest = defineQuery<SubjectRequest>('getSubjectRequest');
