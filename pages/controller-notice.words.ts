import type { NoticePhase } from '../domain/controller-notice.decider.js';
import type { NoticeFact } from '../domain/controller-notice.js';

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
  controllerToldOtherwise: 'told otherwise',
  noticeAcknowledged: 'acknowledged',
  informationAdded: 'further information',
  rungPassed: 'still silent',
  alertSent: 'people alerted',
  effectFailed: 'something failed',
  noticeClosed: 'closed',
};
