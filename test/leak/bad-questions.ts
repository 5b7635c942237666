import type { TestSystem } from '../support/processes.js';
import type { Garden } from './planted-cases.js';

interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What people send by mistake, or to see what comes back: each with a string that must not come back. */
export async function askBadly(system: TestSystem, garden: Garden): Promise<readonly string[]> {
  const requests = '/v1/subject-requests';
  const json = (value: unknown) => JSON.stringify(value);
  const questions: readonly Question[] = [
    { method: 'POST', path: requests, body: json({ contact: { mail: garden.word('wrong mail') } }) },
    {
      method: 'POST',
      path: requests,
      body: json({ right: garden.word('wrong right'), contact: { phone: '0201234567' } }),
    },
    { method: 'POST', path: requests, body: json({ contact: { phone: garden.word('wrong phone') } }) },
    { method: 'POST', path: requests, body: json({ [garden.word('unknown field')]: 1 }) },
    { method: 'POST', path: requests, body: `{"contact": ${garden.word('broken JSON')}` },
    { method: 'POST', path: requests, body: json(garden.word('no object')) },
    { method: 'GET', path: `${requests}/${garden.word('path')}` },
    { method: 'POST', path: `${requests}/${'0'.repeat(26)}/owner`, body: json({ owner: garden.word('wrong owner') }) },
    { method: 'GET', path: `/${garden.word('unknown path')}` },
    { method: 'GET', path: `${requests}?owner=${garden.word('query')}&x=${garden.word('unknown query')}` },
    { method: 'GET', path: `${requests}?cursor=${garden.word('cursor')}` },
    { method: 'POST', path: requests, body: '{}', headers: { 'content-type': garden.word('media type') } },
    { method: 'POST', path: requests, body: '{}', headers: { 'x-request-id': garden.word('request id') } },
    { method: garden.word('method').toUpperCase(), path: requests },
    { method: 'POST', path: `/v1/documents?caseId=${'0'.repeat(26)}&kind=answer&name=${garden.word('wrong name')}` },
    { method: 'GET', path: requests, headers: { authorization: `Bearer ${garden.word('wrong token')}` } },
    {
      method: 'GET',
      path: requests,
      headers: { 'user-agent': garden.word('user agent'), referer: garden.word('referer') },
    },
  ];
  return Promise.all(questions.map((question, index) => answerTo(system, question, index)));
}

async function answerTo(system: TestSystem, { method, path, headers, body }: Question, index: number): Promise<string> {
  const response = await fetch(new URL(path, system.api), {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${system.personWith('operator').token}`,
      'content-type': 'application/json',
      'idempotency-key': `bad-question-${String(index)}`,
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return `${method} ${path.slice(0, 24)}… ${String(response.status)}\n${headersOf(response)}\n${await response.text()}`;
}

const headersOf = (response: Response): string => [...response.headers].map((pair) => pair.join(': ')).join('\n');
