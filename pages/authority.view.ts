import { articleOf, openMessages, openQuestions, settledAt } from '../domain/breach.authority.js';
import type { AuthorityMessage, AuthorityQuestion } from '../domain/breach.authority.js';
import { sendingUnderWay } from '../domain/breach.sending.js';
import { competentAuthorityFor } from '../domain/competent-authority.js';
import type { MemberState } from '../domain/member-state.js';
import { countryName } from './notification-fields.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Instant } from '../domain/time.js';
import { authorityKindWords } from './authority.words.js';
import { dueMoment, shortMoment } from './moment.js';
import { sentenceCase } from './subject-request.words.js';

export interface AuthorityRow {
  readonly name: string;
  readonly told: string;
  readonly isOpen: boolean;
  readonly article?: string;
  readonly words?: string;
}

/** What is on its way to the authority, what it asked or ordered, and what we asked it. */
export function authorityRows(breach: KnownBreach, now: Instant, mayReadTexts: boolean): readonly AuthorityRow[] {
  const { authorityMessages = [], authorityQuestions = [], timeZone } = breach;
  const when = (at: Instant) => shortMoment(at, timeZone, now);
  const textOf = (text: string) => (mayReadTexts ? { words: text } : {});
  const messages = authorityMessages.map((message): AuthorityRow => {
    const { id, kind, text, reference } = message;
    return {
      name: `${sentenceCase(authorityKindWords[kind].name)} of the authority ${id}`,
      told: `Received ${when(message.receivedAt)}${reference === undefined ? '' : `, reference ${reference}`}. ${toldOf(message, breach, now)}`,
      isOpen: openMessages(breach).includes(message),
      ...(kind !== 'view' && { article: articleOf(message) }),
      ...textOf(text),
    };
  });
  const questions = authorityQuestions.map((question): AuthorityRow => {
    const isOpen = openQuestions(breach).includes(question);
    const told = `Sent ${when(question.sentAt)}. ${isOpen ? 'No view came back yet.' : answeredBy(question, breach)}`;
    return { name: `Question of ours ${question.id}`, told, isOpen, article: 'Recital 86', ...textOf(question.text) };
  });
  return [...sendingRow(breach, when), ...messages, ...questions];
}

/** Until it has come to an end, it stands where people look. */
function sendingRow(breach: KnownBreach, when: (at: Instant) => string): readonly AuthorityRow[] {
  const sending = sendingUnderWay(breach);
  if (sending === undefined) return [];
  const { version, orderedAt } = sending;
  const told = `Duly has been sending it since ${when(orderedAt)}. The clock runs until there is a receipt.`;
  return [{ name: `Version ${version} of the notification`, told, isOpen: true, article: 'Art. 33(1)' }];
}

/** GDPR Art. 55, 56: to which authority the notification goes, once it is said where people are affected. */
export function competentRow({ affected }: KnownBreach, memberState: MemberState | undefined): readonly AuthorityRow[] {
  if (affected === undefined || memberState === undefined) return [];
  const where = { memberState, others: affected.establishments };
  const { competent, lead, concerned, reasons } = competentAuthorityFor(where, affected.countries);
  const names = (states: readonly string[]) => states.map(countryName).join(', ');
  const leading = lead === undefined ? '' : ` Lead: ${countryName(lead)}. Concerned: ${names(concerned)}.`;
  const why = reasons.map(({ text, article }) => `${text} (${article})`).join(' ');
  return [{ name: 'To be notified', told: `${names(competent)}.${leading} ${why}`, isOpen: false }];
}

function toldOf(message: AuthorityMessage, breach: KnownBreach, now: Instant): string {
  const { kind, dueAt, answers, lifts } = message;
  if (kind === 'view') {
    const about = [answers && `It answers our question ${answers}.`, lifts && `It takes back ${lifts}.`];
    return about.filter(Boolean).join(' ');
  }
  const settled = settledAt(breach, message);
  if (settled !== undefined) return `Settled ${shortMoment(settled, breach.timeZone, now)}.`;
  return dueAt === undefined
    ? 'Open: owed without undue delay.'
    : `Open: due ${dueMoment(dueAt, breach.timeZone, now)}.`;
}

function answeredBy({ id }: AuthorityQuestion, { authorityMessages = [] }: KnownBreach): string {
  const answer = authorityMessages.find(({ answers }) => answers === id);
  return answer === undefined ? '' : `Answered by ${answer.id}.`;
}
