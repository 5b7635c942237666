import { expect, test } from 'vitest';
import { ListFaulty, readRecipients } from '../../intake/recipient-list.js';
import type { ListedRecipient, ListFormat } from '../../intake/recipient-list.js';

async function read(text: string, format: ListFormat = 'csv', size = 7): Promise<readonly ListedRecipient[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  }
  const found: ListedRecipient[] = [];
  for await (const one of readRecipients(pieces(), { format, preset: 'nl' })) found.push(one);
  return found;
}

test.each([
  ['commas', 'mail,name,language\r\nnoor@example.com,"Noor ""N"" de Vries, MSc",fr\r\n'],
  [
    'semicolons and a mark of the byte order',
    '\ufefflanguage;mail;name\nFR;noor@example.com;"Noor ""N"" de Vries, MSc"\n',
  ],
])('a list with %s is read, whatever pieces it comes in', async (_how, text) => {
  expect(await read(text)).toEqual([{ mail: 'noor@example.com', name: 'Noor "N" de Vries, MSc', language: 'fr' }]);
});

test('JSON lines are read; who names no language is written to in the first of the organisation', async () => {
  expect(await read('{"mail":"é@example.com"}\n', 'json-lines').catch((error: unknown) => error)).toBeInstanceOf(
    ListFaulty,
  );
  expect(await read('{"mail":"noor@example.com","name":"Noør"}\n\n', 'json-lines', 1)).toEqual([
    { mail: 'noor@example.com', name: 'Noør', language: 'nl' },
  ]);
});

test('each line that cannot be used is told by its number, and nothing of what stands in it', async () => {
  const text =
    'mail;language\nnoor@example.com;nl\nsecret\nb@example.com;tlh\nc@example.com;nl;more\n"d@example.com;nl';
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof ListFaulty)) throw new Error('the list was taken');
  expect(error.faults.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  expect(JSON.stringify(error.faults)).not.toMatch(/secret|tlh|example/);
});

test('a list without a column of mail addresses, or not in UTF-8, is none', async () => {
  await expect(read('name,language\nNoor,nl\n')).rejects.toBeInstanceOf(ListFaulty);
  async function* latin(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from('mail,name\na@example.com,No\xebl\n', 'latin1'));
  }
  const listing = readRecipients(latin(), { format: 'csv', preset: 'en' });
  await expect(listing.next()).rejects.toBeInstanceOf(ListFaulty);
});
