import type { NoticeOrder } from '../../domain/controller-notice.js';
import type { LetterOrder } from '../../domain/subject-request.js';
import type { LetterDesk } from '../../domain/ports/letter-desk.js';
import type { Page } from '../../domain/ports/pager.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';

export interface SentLetter {
  readonly caseId: string;
  readonly key: string;
  readonly order: LetterOrder | NoticeOrder | { readonly alert: string };
}

/** Writes no words: puts what was ordered into the list, each time that it is composed. */
export function listingDesk(letters: SentLetter[]): LetterDesk {
  return {
    compose(caseId, key, order) {
      letters.push({ caseId, key, order });
      return Promise.resolve({ documentId: key, letter: letterFor(caseId, key) });
    },
    composeNotice(caseId, key, order) {
      letters.push({ caseId, key, order });
      return Promise.resolve({ documentId: key, letter: letterFor(caseId, key) });
    },
    composeAlert(caseId, key, order) {
      letters.push({ caseId, key, order });
      return Promise.resolve([{ letter: letterFor(caseId, key), page: pageFor(caseId, key), rings: false }]);
    },
  };
}

function pageFor(caseId: string, key: string): Page {
  const about = { summary: '', caseUrl: 'https://duly.example', person: 'm-adeyemi' };
  return { dedupKey: `${caseId}:${key}`, urgency: 'high', drill: false, ...about };
}

export function letterFor(caseId: string, key: string): OutgoingLetter {
  return {
    key,
    caseId,
    messageId: `<${caseId}.${key}@example.org>`,
    to: { address: 'ilse@example.com' },
    from: { address: 'privacy@example.org' },
    subject: '',
    text: '',
    language: 'en',
    date: '2026-03-03T09:00:00.000Z',
    boundary: key,
  };
}
