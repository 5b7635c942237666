import { visibleText } from '../domain/mail.js';
import type { KnownRequest } from '../domain/subject-request.js';
import { shownDocuments } from './case-documents.view.js';
import type { KeptDocument, ShownDocument } from './case-documents.view.js';
import { casePath } from './case-path.js';
import type { StepName } from './step-names.js';

/** What was written, as it is kept; of a very long one the beginning. */
export interface KeptWords {
  readonly documentId: string;
  readonly text: string;
}

export interface MessageView {
  readonly subject?: string;
  readonly text?: string;
  readonly language: string;
  readonly isCut: boolean;
  /** What came with the words. */
  readonly files: readonly ShownDocument[];
  readonly documentsHref: string;
  readonly hasMore: boolean;
}

interface Message {
  readonly caseId: string;
  readonly request: KnownRequest;
  readonly words: KeptWords | undefined;
  readonly documents: readonly KeptDocument[];
}

/** More than anybody reads on a page. */
const MOST_CHARACTERS = 20_000;

/** Steps that nobody takes well without the words of the message before them. */
const decidedFromWords: readonly StepName[] = ['classify', 'set-aside', 'further-rights'];

export function showsMessage(step: StepName): boolean {
  return decidedFromWords.includes(step);
}

/** What the data subject wrote, for whoever says what it asks. */
export function messageView({ caseId, request, words, documents }: Message): MessageView {
  const files = documents.filter(
    ({ documentId }) => request.documents.includes(documentId) && documentId !== words?.documentId,
  );
  return {
    ...(words !== undefined && wordsIn(words, request)),
    language: request.language,
    isCut: (words?.text.length ?? 0) > MOST_CHARACTERS,
    files: shownDocuments(caseId, files),
    documentsHref: `${casePath(caseId)}#documents`,
    hasMore: request.messages.length > 0,
  };
}

/** The words of a mail begin with its subject and an empty line. */
function wordsIn({ text }: KeptWords, { channel }: KnownRequest): Pick<MessageView, 'subject' | 'text'> {
  const shown = visibleText(text.slice(0, MOST_CHARACTERS));
  const end = text.indexOf('\n\n');
  if (channel !== 'mail' || end < 0) return { text: shown };
  const subject = visibleText(text.slice(0, end)).trim();
  return { ...(subject !== '' && { subject }), text: visibleText(text.slice(end, MOST_CHARACTERS)).trim() };
}
