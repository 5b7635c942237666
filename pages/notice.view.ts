import type { KnownNotice } from '../domain/controller-notice.js';
import type { Language } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';
import { clockTime, plainDay } from './moment.js';
import { portalFrame } from './portal.view.js';
import type { PortalFrame } from './portal.view.js';
import { noticeWords } from './words/notice-words.js';
import type { NoticeWords } from './words/notice-words.js';

export interface NoticeInput {
  readonly notice: KnownNotice;
  readonly language: Language;
  /** Who processes: a controller of our house. */
  readonly processor: string;
  readonly contactPoint: string;
  readonly path: string;
}

export interface NoticeView {
  readonly frame: PortalFrame;
  readonly words: NoticeWords;
  readonly reference: string;
  readonly drill: string | undefined;
  readonly from: string;
  readonly aware: string;
  readonly text: string;
  readonly later: readonly { readonly when: string; readonly text: string }[];
  readonly acknowledged: string | undefined;
  readonly questions: string;
  readonly path: string;
  readonly footNote: string;
}

/** What a controller is told, from the first notice on, in its language. No other controller stands on it. */
export function noticeView({ notice, language, processor, contactPoint, path }: NoticeInput): NoticeView {
  const words = noticeWords[language];
  const { timeZone, reference, startsAt, text, information, acknowledgedAt, drill } = notice;
  const moment = (at: Instant): string =>
    `${plainDay(at, timeZone, language)}, ${clockTime(at, timeZone)} (${timeZone})`;
  return {
    frame: portalFrame(language, `${reference} · ${words.title}`, processor),
    ...{ words, reference, text, path, footNote: words.footNote },
    drill: drill ? words.drill : undefined,
    from: words.from.replace('#', processor),
    aware: words.aware.replace('#', moment(startsAt)),
    later: information.map((each) => ({ when: words.later.replace('#', moment(each.at)), text: each.text })),
    acknowledged: acknowledgedAt && words.acknowledged.replace('#', moment(acknowledgedAt)),
    questions: words.questions.replace('#', contactPoint),
  };
}
