import type { NoticePhase } from '../domain/controller-notice.decider.js';
import type { NoticeFact, RungName } from '../domain/controller-notice.js';

export const noticePhaseWords: Readonly<Record<NoticePhase, string>> = {
  toTell: 'To tell',
  told: 'Told, silent',
  acknowledged: 'Acknowledged',
  closed: 'Closed',
};

/** The last thing that happened, in two or three words. */
export const noticeFactWords: Readonly<Record<NoticeFact['type'], string>> = {
  noticeOrdered: 'ordered',
  noticeSent: 'notice sent',
  noticeNotSent: 'notice not sent',
  noticeBounced: 'notice came back',
  replyReceived: 'reply came in',
  controllerToldOtherwise: 'told otherwise',
  noticeAcknowledged: 'acknowledged',
  informationAdded: 'further information',
  rungPassed: 'still silent',
  alertSent: 'people alerted',
  effectFailed: 'something failed',
  noticeClosed: 'closed',
};

/** What happens next while a controller is silent. */
export const rungWords: Readonly<Record<RungName, string>> = {
  'second-address': 'second address, or telephone',
  telephone: 'our people telephone',
  'incident-manager': 'the incident manager steps in',
  overrun: 'the promise is broken, and on record',
  silent: 'our people are reminded',
};
