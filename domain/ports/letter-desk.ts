import type { AlertOrder } from '../alert.js';
import type { NoticeOrder } from '../controller-notice.js';
import type { LetterOrder } from '../subject-request.js';
import type { OutgoingLetter } from './letter-carrier.js';
import type { Page } from './pager.js';

/** A letter as it was composed, once; its copy is kept with the case. */
export interface ComposedLetter {
  readonly documentId: string;
  /** Absent: the data subject has no mail address that a letter could go to. */
  readonly letter?: OutgoingLetter | undefined;
}

/** One of our people who must know: written to, and called where their pager is to ring. */
export interface ComposedAlert {
  readonly letter: OutgoingLetter;
  readonly page: Page;
  readonly rings: boolean;
}

/** Puts letters into words and addresses them. The same key always gives the same letter, byte for byte. */
export interface LetterDesk {
  compose(caseId: string, key: string, order: LetterOrder): Promise<ComposedLetter>;
  /** To a controller for whom we process. */
  composeNotice(caseId: string, key: string, order: NoticeOrder): Promise<ComposedLetter>;
  /** One for each of our people who must know. */
  composeAlert(caseId: string, key: string, order: AlertOrder): Promise<readonly ComposedAlert[]>;
}
