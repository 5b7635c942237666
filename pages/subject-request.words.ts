import type { LetterName } from '../domain/letter.js';
import type { Right } from '../domain/right.js';
import { articleOf } from '../domain/right.js';
import type { RequestPhase } from '../domain/subject-request.standing.js';
import type {
  AnswerWay,
  Channel,
  Deed,
  ExtensionGround,
  IdentityMethod,
  KnownRequest,
  LetterTrouble,
  Outcome,
  RefusalGround,
  RequestFact,
} from '../domain/subject-request.js';

export const rightWords: Readonly<Record<Right, string>> = {
  access: 'Access',
  rectification: 'Rectification',
  erasure: 'Erasure',
  restriction: 'Restriction',
  portability: 'Portability',
  objection: 'Objection',
  automatedDecision: 'Automated decision',
  consentWithdrawal: 'Withdrawal of consent',
};

/** For a choice in a form: plain words first, the article beside them. */
export const rightChoices: Readonly<Record<Right, string>> = {
  access: 'Access: a copy of their data',
  rectification: 'Rectification: put wrong data right',
  erasure: 'Erasure: delete their data',
  restriction: 'Restriction: keep, but do not use',
  portability: 'Portability: data to take elsewhere',
  objection: 'Objection: stop using their data',
  automatedDecision: 'Automated decision: a person shall look again',
  consentWithdrawal: 'Withdrawal of consent',
};

export const phaseWords: Readonly<Record<RequestPhase, string>> = {
  toRead: 'To be read',
  toClassify: 'To classify',
  identityAsked: 'Identity asked',
  refusalProposed: 'Refusal proposed',
  refusing: 'Refusing',
  deciding: 'Deciding',
  gathering: 'Gathering',
  readyToAnswer: 'Ready to answer',
  answering: 'Answering',
  settled: 'Settled',
  closed: 'Closed',
};

export const channelWords: Readonly<Record<Channel, string>> = {
  mail: 'by e-mail',
  portal: 'through the portal',
  api: 'from another system',
  phone: 'by telephone',
  letter: 'by letter',
  counter: 'at the counter',
};

export const groundWords: Readonly<Record<RefusalGround, string>> = {
  manifestlyUnfounded: 'manifestly unfounded',
  excessive: 'excessive',
  notIdentifiable: 'the person cannot be identified in our data',
  rightsOfOthers: 'the rights of others',
  nationalRestriction: 'a restriction in national law',
};

export const extensionGroundWords: Readonly<Record<ExtensionGround, string>> = {
  complexity: 'the request is complex',
  numberOfRequests: 'the number of requests',
};

export const identityMethodWords: Readonly<Record<IdentityMethod, string>> = {
  account: 'they are signed in to their account',
  'known-address': 'they answered from an address on file',
  'call-back': 'we called a number on file',
  'document-seen': 'we saw a document and kept no copy',
  wallet: 'a wallet app',
  other: 'another way',
};

export const letterWords: Readonly<Record<LetterName, string>> = {
  acknowledgement: 'Acknowledgement',
  'identity-request': 'Question about identity',
  extension: 'Extension notice',
  refusal: 'Refusal',
  answer: 'Answer',
  'withdrawal-confirmation': 'Confirmation of withdrawal',
};

export const troubleWords: Readonly<Record<LetterTrouble, string>> = {
  'no-mail-address': 'no e-mail address is known',
  refused: 'the receiving server refused it',
  'unknown-outcome': 'nobody knows whether it arrived',
  failed: 'it could not be made or sent',
  bounced: 'it came back',
};

export const deedWords: Readonly<Record<Deed, string>> = {
  copyGiven: 'they have a copy of their data, with everything of Art. 15(1) and (2)',
  rectified: 'wrong data were put right',
  completed: 'incomplete data were completed',
  erased: 'their data were erased',
  anonymised: 'their data were made anonymous',
  restricted: 'their data are kept, and not used',
  handedOver: 'they have their data in a form that machines read',
  transmitted: 'their data were sent to the other controller',
  stopped: 'the processing was stopped',
  reviewed: 'a person decided anew',
};

export const answerWayWords: Readonly<Record<AnswerWay, string>> = {
  mail: 'by e-mail',
  letter: 'by letter',
  phone: 'by telephone',
  counter: 'at the counter',
};

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  notARequest: 'Set aside: not a request',
};

/** The last thing that happened, in two or three words. */
export const lastFactWords: Readonly<Record<RequestFact['type'], string>> = {
  requestRegistered: 'received',
  requestClassified: 'classified',
  furtherRightRegistered: 'further right registered',
  messageSetAside: 'set aside',
  identityAsked: 'identity asked',
  identityConfirmed: 'identity confirmed',
  identityCheckWaived: 'no check needed',
  identityNotConfirmed: 'identity not confirmed',
  identityResultAnnounced: 'identity result came in',
  identityResultUnknown: 'identity result unusable',
  extensionGranted: 'extension granted',
  requestAccepted: 'accepted',
  refusalProposed: 'refusal proposed',
  proposalApproved: 'refusal approved',
  proposalRejected: 'refusal rejected',
  answerAttached: 'copy attached',
  answerDetached: 'file taken out',
  answerGiven: 'answered by people',
  fulfilmentOrdered: 'answer ordered',
  requestWithdrawn: 'withdrawn',
  incidentsLookedUp: 'looked up in incidents',
  noteAdded: 'note added',
  ownerAssigned: 'owner changed',
  contactSettled: 'address settled',
  adviceGiven: 'advice given',
  messageReceived: 'message received',
  requestAcknowledged: 'acknowledged',
  identityEvidenceRequested: 'question sent',
  extensionNoticeSent: 'extension notice sent',
  requestRefused: 'refusal sent',
  answerSent: 'answer sent',
  withdrawalConfirmed: 'withdrawal confirmed',
  letterNeedsPerson: 'letter needs a person',
  letterBounced: 'letter came back',
  alertSent: 'people alerted',
  effectFailed: 'something failed',
  deadlineWarned: 'date draws near',
  deadlinePassed: 'date passed',
  latenessReminded: 'still late',
  caseClosed: 'closed',
};

export function requestTitle({
  right,
  concerns,
  outcome,
}: Pick<KnownRequest, 'right' | 'concerns' | 'outcome'>): string {
  if (right === 'access' && concerns === 'breach') return `${rightWords.access} request, about an incident`;
  if (right !== undefined) return `${rightWords[right]} request`;
  if (outcome === undefined) return 'Message, not classified yet';
  return outcome === 'notARequest' ? 'Message, set aside' : 'Message, never classified';
}

/** `Art. 15`, as lists show it. */
export function shortArticle(right: Right): string {
  return articleOf[right].replace('GDPR ', '');
}

/** A word from a closed set that grows with every kind of case; one we do not know is shown as it stands. */
export function wordFor(words: Readonly<Record<string, string>>, key: string): string {
  return words[key] ?? key;
}

/** `Fri 3 April 2026` from a civil date's own words. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
