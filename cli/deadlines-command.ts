import { answerDeadline } from '../api/routes/deadlines.js';
import { deadlineQuestion } from '../api/deadline-schemas.js';
import type { AnsweredDeadline } from '../api/deadline-schemas.js';
import type { ExitCode, Output } from './output.js';

/** The fields of `POST /v1/deadlines`, one option each. */
export interface DeadlineOptions {
  readonly period: string;
  readonly receivedOn?: string;
  readonly receivedAt?: string;
  readonly anchorAt?: string;
  readonly memberState?: string;
  readonly region?: string;
  readonly timeZone?: string;
  readonly extension?: boolean;
  readonly json?: boolean;
}

/** `duly deadlines`: the computation of the API, without a server. */
export function deadlines({ json, ...question }: DeadlineOptions, output: Output): ExitCode {
  const read = deadlineQuestion.safeParse(question);
  if (!read.success) {
    for (const { path, message } of read.error.issues) output.complain(`--${optionOf(path)}: ${message}`);
    return 1;
  }
  const answer = answerDeadline(read.data);
  output.say(json === true ? JSON.stringify(answer, null, 2) : inWords(answer));
  return 0;
}

function optionOf(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)).join('.');
}

function inWords({ dueOn, dueAt, expectedDueOn, steps, calendar, calendarComplete }: AnsweredDeadline): string {
  const names = { 'due on': dueOn, 'too late at': dueAt, 'expected on': expectedDueOn, calendar: calendar?.id };
  return [
    ...Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [line(name, value)])),
    ...(calendarComplete ? [] : ['The list of holidays of that year is not published: only weekends bind.']),
    '',
    ...steps.map(({ text, article }, n) => `${n + 1}. ${text} (${article})`),
  ].join('\n');
}

function line(name: string, value: string): string {
  return `${name.padEnd(12)} ${value}`;
}
