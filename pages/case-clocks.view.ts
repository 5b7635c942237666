import type { Deadline } from '../domain/deadline.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { clockView, stoppedClock } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { lengthOfTime, longMoment, receiptMoment, shortMoment, zoneName } from './moment.js';
import { outcomeWords } from './subject-request.words.js';

export interface ComputationView {
  readonly steps: Deadline['steps'];
  readonly note: string;
}

export interface ClockRow {
  readonly promise: string;
  readonly article: string;
  readonly clock: ClockView;
  readonly from: string;
  readonly standing: string;
}

export interface Hero {
  readonly heading: string;
  readonly headingArticle: string;
  readonly clock: ClockView;
  readonly zone: string;
  readonly lateNote?: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly how: ComputationView;
  readonly second?: { readonly clock: ClockView; readonly how: ComputationView };
}

/** The clock that binds, and the second one where the law leaves two readings. */
export function hero(request: KnownRequest, now: Instant): Hero {
  const { timeZone, answerClock, suspendedClock } = request;
  const isOpen = request.phase === 'open';
  const clock = isOpen ? clockView(answerClock.dueAt, { now, timeZone, form: 'long' }) : endedClock(request);
  return {
    heading: isOpen ? 'Answer by' : 'Nothing more is due',
    headingArticle: 'Art. 12(3)',
    clock,
    zone: zoneName(timeZone),
    ...(isOpen && clock.state === 'late' && { lateNote: `The duty remains; the answer must give reasons.` }),
    facts: [
      { term: 'Extended', text: extendedWords(request) },
      {
        term: 'Binding',
        text: 'the conservative clock: time spent on identity is not deducted',
      },
    ],
    how: computation(answerClock),
    ...(suspendedClock?.suspended !== undefined && {
      second: {
        clock: clockView(suspendedClock.suspended.dueAt, { now, timeZone }),
        how: computation(suspendedClock),
      },
    }),
  };
}

function endedClock(request: KnownRequest): ClockView {
  const { answerClock, outcome, settledAt, answeredAt, timeZone } = request;
  const at = answeredAt ?? settledAt ?? answerClock.dueAt;
  const margin = Date.parse(answerClock.dueAt) - Date.parse(at);
  const word = outcome === undefined ? 'Ended' : outcomeWords[outcome];
  const kept = margin > 0;
  const left = `${word}, ${lengthOfTime(Math.abs(margin))} ${kept ? 'early' : 'late'}`;
  return stoppedClock(left, longMoment(at, timeZone), kept);
}

function extendedWords({ extension, timeZone }: KnownRequest): string {
  if (extension === undefined) return 'no';
  if (extension.noticeSentAt === undefined) return 'granted; not effective until the letter has left';
  const sent = `notice sent ${shortMoment(extension.noticeSentAt, timeZone)}`;
  return extension.effective ? `yes, once; ${sent}` : `no: ${sent}, after the first month`;
}

function computation(deadline: Deadline): ComputationView {
  const { steps, rulePack, calendarId, calendarComplete } = deadline;
  const calendar = calendarId === undefined ? '' : ` · calendar ${calendarId.slice(0, 12)}`;
  return { steps, note: `Rule pack ${rulePack}${calendar}${calendarComplete ? ', complete' : ', not complete yet'}` };
}

/** Every promise of the case, kept or still to be kept. */
export function clockRows(request: KnownRequest, now: Instant): readonly ClockRow[] {
  const { answerClock, suspendedClock, extension, timeZone, receivedAt } = request;
  const isOpen = request.phase === 'open';
  const from = `receipt, ${receiptMoment(receivedAt, timeZone, now)}`;
  const rows: ClockRow[] = [
    {
      promise: 'Answer',
      article: 'Art. 12(3)',
      clock: isOpen ? clockView(answerClock.dueAt, { now, timeZone }) : endedClock(request),
      from,
      standing: isOpen ? 'binds, raises the alarms' : 'ended',
    },
  ];
  if (suspendedClock?.suspended !== undefined) {
    rows.push({
      promise: 'Answer, less the time spent on identity',
      article: 'EDPB 01/2022, para. 159',
      clock: clockView(suspendedClock.suspended.dueAt, { now, timeZone }),
      from: `${from}, and the wait`,
      standing: 'shown only; the law is open here',
    });
  }
  if (isOpen && request.firstClock.dueAt !== answerClock.dueAt) rows.push(refusalRow(request, now, from));
  if (extension !== undefined) rows.push(extensionRow(request, extension, now, from));
  return rows;
}

/** GDPR Art. 12(4): an extension does not lengthen the time for saying no. */
function refusalRow({ firstClock, timeZone }: KnownRequest, now: Instant, from: string): ClockRow {
  const clock = clockView(firstClock.dueAt, { now, timeZone });
  const standing = 'only if it is refused; not lengthened by the extension';
  return { promise: 'Reasons for a refusal', article: 'Art. 12(4)', clock, from, standing };
}

function extensionRow(
  request: KnownRequest,
  { noticeSentAt, effective }: NonNullable<KnownRequest['extension']>,
  now: Instant,
  from: string,
): ClockRow {
  const row = { promise: 'Extension notice', article: 'Art. 12(3)', from };
  const { timeZone, answerClock } = request;
  if (noticeSentAt === undefined) {
    return {
      ...row,
      clock: clockView(answerClock.dueAt, { now, timeZone }),
      standing: 'not effective until the letter has left',
    };
  }
  const clock = stoppedClock(
    effective ? 'Sent in time' : 'Sent too late',
    shortMoment(noticeSentAt, timeZone, now),
    effective,
  );
  return { ...row, clock, standing: effective ? 'kept' : 'the date did not move' };
}
