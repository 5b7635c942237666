import type { NotificationSubtype } from '../domain/notification.js';
import type { Role } from '../domain/actor.js';
import type { AnchorName, AnchorSource } from '../domain/breach.anchors.js';
import type { ClockBasis, ClockId, ClockRecipient, SubmissionKind } from '../domain/breach.clock-table.js';
import { breachWaitingFor } from '../domain/breach.standing.js';
import type { WhyUnresolved } from '../domain/breach.sending.js';
import type { AnnouncementPlace, NotificationChannel } from '../domain/organisation.js';
import type { BreachPhase } from '../domain/breach.standing.js';
import { breachRoles } from '../domain/breach.js';
import type { BreachAspect, BreachChannel, BreachFact, BreachRole, RiskLevel } from '../domain/breach.js';

const roleWords: Readonly<Record<BreachRole, string>> = { controller: 'controller', processor: 'processor' };

/** `Breach, controller and processor`, from the word of the list. */
export function breachWhat(what: string): string {
  return `Breach, ${what.split('-and-').map(roleWord).join(' and ')}`;
}

function roleWord(word: string): string {
  const role = breachRoles.find((known) => known === word);
  return role === undefined ? word : roleWords[role];
}

export const breachPhaseWords: Readonly<Record<BreachPhase, string>> = {
  investigating: 'Investigating',
  toAssess: 'Risk to assess',
  toApprove: 'Risk to approve',
  toNotify: 'To notify',
  toCommunicate: 'To tell people',
  toComplete: 'To complete',
  afterwards: 'Afterwards',
  notABreach: 'Not a breach',
  closed: 'Closed',
};

/** Whose turn it is: an incident manager decides, a second person approves, an operator too records. */
const turnOf: Readonly<Record<Exclude<BreachPhase, 'closed'>, readonly Role[]>> = {
  investigating: ['incident-manager'],
  toAssess: ['incident-manager'],
  toApprove: ['incident-manager', 'decider'],
  toNotify: ['operator', 'incident-manager'],
  toCommunicate: ['operator', 'incident-manager'],
  toComplete: ['operator', 'incident-manager'],
  afterwards: ['operator', 'incident-manager'],
  notABreach: ['operator', 'incident-manager'],
};
export const breachTurns: Readonly<Record<string, readonly Role[]>> = Object.fromEntries(
  Object.entries(turnOf).map(([phase, roles]) => [breachWaitingFor[phase as BreachPhase], roles]),
);

/** The last thing that happened, in two or three words. */
export const breachFactWords: Readonly<Record<BreachFact['type'], string>> = {
  incidentReported: 'reported',
  anchorSet: 'instant set',
  controllerBecameAware: 'found a breach',
  foundNotABreach: 'found no breach',
  incidentClassified: 'classified',
  riskProposed: 'risk to approve',
  riskAssessed: 'risk assessed',
  notificationAnswered: 'notification answered',
  notificationFrozen: 'notification frozen',
  notificationSendingOrdered: 'notification sent off',
  notificationRefused: 'authority refused it',
  notificationUnresolved: 'sending unclear',
  submissionEvidenced: 'sending evidenced',
  communicationRecorded: 'people told, or exempt',
  communicationOrdered: 'letters ordered',
  communicationRepeated: 'letters sent again',
  waveBatchSent: 'letters sent',
  communicationHeld: 'letters held back',
  communicationHoldEnded: 'hold ended',
  countriesNamed: 'countries named',
  authorityMessageReceived: 'authority wrote',
  authorityAnswered: 'authority answered',
  authorityAsked: 'authority asked',
  commitmentKept: 'promise kept',
  dataRestored: 'data restored',
  measureTaken: 'measure taken',
  lessonRecorded: 'lesson recorded',
  handedOver: 'handed over',
  tellingCorrected: 'who told us corrected',
  noteAdded: 'note added',
  extentRecorded: 'extent recorded',
  personInvolved: 'person involved',
  reporterTold: 'reporter told',
  holdingStatementSet: 'statement to hold',
  holdingStatementBegan: 'statement holds',
  announced: 'statement announced',
  announcementFailed: 'not announced',
  announcementBounced: 'announcement came back',
  informationAsked: 'information asked',
  informationGiven: 'information given',
  controllersConfirmed: 'controllers confirmed',
  noticesOpened: 'notices under way',
  controllersToldMore: 'controllers told more',
  controllersReached: 'controllers reached',
  noticesSummed: 'notices counted',
  clocksComputed: 'clocks computed',
  clockStagePassed: 'clock ran on',
  alertAcknowledged: 'somebody has it',
  alertEscalated: 'more people called',
  alertSent: 'people alerted',
  effectFailed: 'something failed',
  caseClosed: 'closed',
};

export const subtypeWords: Readonly<Record<NotificationSubtype, string>> = {
  complete: 'complete',
  incomplete: 'incomplete: the rest follows in phases',
  withdrawn: 'as a withdrawal',
};

/** Where a holding statement is announced. */
export const placeWords: Readonly<Record<AnnouncementPlace, string>> = {
  'help-desk': 'at the help desk',
  'status-page': 'on the status page',
  chat: 'in the chat',
};

/** By which channel the authority takes the notification. */
export const sendingWords: Readonly<Record<NotificationChannel['by'], string>> = {
  form: 'by its form',
  mail: 'by mail',
  endpoint: 'by its endpoint',
};

export const unresolvedWords: Readonly<Record<WhyUnresolved, string>> = {
  OutcomeUnknown: 'nobody can say whether the authority has it.',
  AnswerNotUnderstood: 'the authority answered, but not with a receipt that can be read.',
  ReceiptNotBelieved: 'the time on the receipt cannot be right.',
  ChannelUnknown: 'whoever sends knows no such channel of the authority.',
};

export const channelWords: Readonly<Record<BreachChannel, string>> = {
  api: 'from another system',
  operations: 'in the operations room',
  'service-desk': 'by the service desk',
  'help-desk': 'by a help desk',
  'access-monitor': 'by the access monitor',
  processor: 'by a processor',
};

export const aspectWords: Readonly<Record<BreachAspect, string>> = {
  confidentiality: 'read by others',
  integrity: 'changed',
  availability: 'not available',
};

export const riskWords: Readonly<Record<RiskLevel, string>> = {
  unlikely: 'a risk is unlikely',
  risk: 'a risk',
  'high-risk': 'a high risk',
};

/** What a clock asks for. */
export const clockWords: Readonly<Record<ClockId, string>> = {
  investigation: 'Decide: a breach or not',
  restoration: 'Data available again',
  commitment: 'Our promise',
  'processor-notice': 'Our processor tells us',
  'gdpr-33-sa': 'Notify the supervisory authority',
  'gdpr-33-phase': 'Complete the notification',
  'gdpr-33-2': 'Notify the controllers',
  'gdpr-34': 'Tell the people concerned',
  'nis2-early': 'NIS2 early warning',
  'nis2-notify': 'NIS2 notification',
  'nis2-final': 'NIS2 final report',
  'nis2-final-after-handling': 'NIS2 final report, after the handling',
  'dora-initial': 'DORA initial notification',
  'dora-intermediate': 'DORA intermediate report',
  'dora-final': 'DORA final report',
  'eprivacy-initial': 'First notification, telecommunications',
  'eprivacy-second': 'Second notification, telecommunications',
  'uk-pecr': 'Notification under PECR',
  authority: 'Answer the authority',
};

export const basisWords: Readonly<Record<ClockBasis, string>> = {
  statutory: 'the law',
  authority: 'the authority, by law',
  contract: 'a contract or code',
  target: 'our own target',
};

export const recipientWords: Readonly<Record<ClockRecipient, string>> = {
  supervisoryAuthority: 'to the supervisory authority',
  controller: 'to the controllers',
  dataSubjects: 'to the people concerned',
  csirt: 'to the CSIRT',
  financialAuthority: 'to the financial authority',
  telecomAuthority: 'to the telecommunications authority',
  us: 'among us',
};

export const submissionWords: Readonly<Record<SubmissionKind, string>> = {
  'authority-notification': 'Notification to the authority',
  'controller-notice': 'Notice to the controllers',
  'nis2-early-warning': 'NIS2 early warning',
  'nis2-notification': 'NIS2 notification',
  'nis2-progress-report': 'NIS2 progress report',
  'nis2-final-report': 'NIS2 final report',
  'dora-initial': 'DORA initial notification',
  'dora-intermediate': 'DORA intermediate report',
  'dora-final': 'DORA final report',
  'eprivacy-initial': 'First notification, telecommunications',
  'eprivacy-second': 'Second notification, telecommunications',
};

interface AnchorWords {
  /** On the time line. */
  readonly short: string;
  readonly name: string;
  /** `nobody has said when …` */
  readonly when: string;
}

export const anchorWords: Readonly<Record<AnchorName, AnchorWords>> = {
  occurredFrom: { short: 'Began', name: 'Beginning of the breach', when: 'the breach began' },
  occurredTo: { short: 'Ended', name: 'End of the breach', when: 'the breach ended' },
  detectedAt: { short: 'Detected', name: 'Detection', when: 'it was detected' },
  firstInformedAt: { short: 'First informed', name: 'First information', when: 'we first heard of it' },
  processorAwareAt: {
    short: 'Aware as processor',
    name: 'Awareness as processor',
    when: 'we became aware of it as processor',
  },
  subProcessorAwareAt: {
    short: 'Processor aware',
    name: 'Awareness of our processor',
    when: 'our processor became aware of it',
  },
  controllerToldAt: {
    short: 'Told by processor',
    name: 'Notice of our processor',
    when: 'our processor told us',
  },
  awareAt: { short: 'Aware', name: 'Awareness', when: 'we became aware of the breach' },
  highRiskFoundAt: { short: 'High risk found', name: 'Finding of a high risk', when: 'the high risk was found' },
  significantAwareAt: {
    short: 'Significant',
    name: 'Awareness of a significant incident',
    when: 'we became aware that the incident is significant',
  },
  incidentAwareAt: {
    short: 'Incident known',
    name: 'Awareness of the incident',
    when: 'we became aware of the incident',
  },
  classifiedAt: {
    short: 'Classified major',
    name: 'Classification as major',
    when: 'it was classified as major',
  },
  handledAt: { short: 'Handled', name: 'End of the handling', when: 'the handling of the incident ended' },
  lostForGoodAt: {
    short: 'Lost for good',
    name: 'Certainty that data are lost for good',
    when: 'it became certain that data are lost for good',
  },
};

export const sourceWords: Readonly<Record<AnchorSource, string>> = {
  ownDetection: 'we found it ourselves',
  processor: 'told by a processor',
  dataSubject: 'told by a data subject',
  outsider: 'told by an outsider',
  press: 'read in the press',
  logs: 'seen in logs',
  estimate: 'estimated',
  decision: 'set by a decision',
};
