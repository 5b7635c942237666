import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { told } from '../../api/to-problem.js';
import { readSentForm } from '../../api/uploads.js';

const LIMIT = 100_000;
let url: string;
let close: () => void;

beforeAll(async () => {
  const app = express();
  app.post('/', async (request, response) => {
    try {
      const { fields, files, hasEmptyFile } = await readSentForm(request, LIMIT);
      response.json({
        fields,
        files: files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
        ...(hasEmptyFile && { hasEmptyFile }),
      });
    } catch (error) {
      response.status(told(error).problem.status).end();
    }
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  close = () => server.close();
});

afterAll(() => {
  close();
});

function form(parts: Readonly<Record<string, string | File>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.set(name, value);
  return data;
}

async function send(body: FormData | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}

test('a form with files gives its fields and its files', async () => {
  const answer = await send(form({ nonce: 'n1', file: new File(['a copy'], 'Übersicht.txt') }));

  expect(await answer.json()).toEqual({ fields: { nonce: 'n1' }, files: [['Übersicht.txt', 'a copy']] });
});

test.each([
  ['one "quoted" word.txt', 'one "quoted" word.txt'],
  ['100% off %41.txt', '100% off %41.txt'],
  ['a%2Fb%0a.txt', 'a%2Fb%0a.txt'],
  ["l'été; a=b.pdf", "l'été; a=b.pdf"],
])('RFC 7578: a browser that sends the file %s is understood', async (name, expected) => {
  const answer = await send(form({ file: new File(['x'], name) }));

  expect(await answer.json()).toMatchObject({ files: [[expected, 'x']] });
});

const part = (disposition: string): Promise<Response> =>
  send(
    `--b\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--`,
    {
      'content-type': 'multipart/form-data; boundary=b',
    },
  );

test.each(['a%0D%0ASet-Cookie: b', 'a%0Ab', 'a\tb', 'a\u0007b'])('the file name %j is refused', async (name) => {
  expect((await part(`name="file"; filename="${name}"`)).status).toBe(400);
});

test('a file that was sent without a name is a file all the same', async () => {
  expect(await (await part('name="file"')).json()).toMatchObject({ files: [['', 'x']] });
});

test('a file field that was left empty is no file', async () => {
  const answer = await send(form({ nonce: 'n1', file: new File([], '') }));

  expect(await answer.json()).toMatchObject({ files: [] });
});

test('files that are too large together are refused with 413, whatever the length says', async () => {
  const half = 'x'.repeat(LIMIT * 0.6);
  const body = form({ one: new File([half], 'one'), other: new File([half], 'other') });

  expect((await send(body)).status).toBe(413);
});

test.each([
  ['another media type', '{}', { 'content-type': 'application/json' }, 415],
  ['a form without its boundary', 'x', { 'content-type': 'multipart/form-data' }, 400],
  [
    'a form that ends in the middle',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
    { 'content-type': 'multipart/form-data; boundary=b' },
    400,
  ],
] as const)('an upload as %s is refused', async (_title, body, headers, status) => {
  expect((await send(body, headers)).status).toBe(status);
});

test('a form of a thousand parts is refused', async () => {
  const parts = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${String(index)}`, 'x']));

  expect((await send(form(parts))).status).toBe(400);
});

test('an empty file is told apart from none', async () => {
  const chosen = await send(form({ nonce: 'n1', file: new File([], 'empty.pdf') }));
  const none = await send(form({ nonce: 'n1', file: new File([], '') }));

  expect(await chosen.json()).toEqual({ fields: { nonce: 'n1' }, files: [], hasEmptyFile: true });
  expect(await none.json()).toEqual({ fields: { nonce: 'n1' }, files: [] });
});
