import { setImmediate as othersFirst } from 'node:timers/promises';
import { calendarFor } from '../../calendars/calendar-for.js';
import type { WorkingCalendar } from '../../domain/calendar.js';
import { monthsAfter, yearOf } from '../../domain/civil-date.js';
import { computeDeadline } from '../../domain/deadline.js';
import { receiptDate } from '../../domain/deadline-question.js';
import { lengthOf, nominalEnd } from '../../domain/period.js';
import type { CivilDate } from '../../domain/time.js';
import { questionOf } from '../asked-deadline.js';
import type { AskedDeadline } from '../asked-deadline.js';
import { deadlineAnswer, deadlineBody } from '../deadline-schemas.js';
import type { AnsweredDeadline, NamedCalendar } from '../deadline-schemas.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';

/** The calculator: a question or a list of them, without a case. */
export function deadlineRoutes(): Resource {
  const deadlines = resource('/v1/deadlines');

  deadlines.route(
    'post',
    '/',
    {
      action: 'deadline.compute',
      summary: 'Compute when a statutory period ends, with every step and its article.',
      body: deadlineBody,
      answers: { 200: deadlineAnswer },
      changes: false,
    },
    async ({ body, response }) => {
      response.json(Array.isArray(body) ? await answerAll(body) : answerDeadline(body));
    },
  );

  return deadlines;
}

/** In the order of the questions; other requests are served in between. */
async function answerAll(questions: readonly AskedDeadline[]): Promise<readonly AnsweredDeadline[]> {
  const answers: AnsweredDeadline[] = [];
  for (const asked of questions) {
    answers.push(answerDeadline(asked));
    await othersFirst();
  }
  return answers;
}

/** Also for the command line, which asks no server. */
export function answerDeadline(asked: AskedDeadline): AnsweredDeadline {
  const calendar = calendarOf(asked);
  const deadline = computeDeadline(questionOf(asked), calendar);
  return { ...deadline, question: asked, ...(calendar && { calendar: named(calendar) }) };
}

/** Whole years, so that many questions share one calendar. */
function calendarOf(asked: AskedDeadline): WorkingCalendar | undefined {
  const length = lengthOf(asked.period);
  if (length === undefined || length.unit === 'hours' || asked.memberState === undefined) return undefined;
  const receivedOn = receiptDate(questionOf(asked));
  const candidates: (CivilDate | undefined)[] = [receivedOn, asked.identityInformationOn, asked.feePaidOn];
  const latest = [...candidates, asked.suspendedUntil].reduce<CivilDate>(
    (last, date) => (date !== undefined && date > last ? date : last),
    receivedOn,
  );
  const until = monthsAfter(nominalEnd(latest, length), asked.extension === true || asked.suspendedUntil ? 4 : 1);
  const { memberState, region } = asked;
  return calendarFor({ memberState, region, from: `${yearOf(receivedOn)}-01-01`, until: `${yearOf(until)}-12-31` });
}

function named({ id, memberState, complete, sources, from, until }: WorkingCalendar): NamedCalendar {
  return { id, memberState, complete, sources, from, until };
}
