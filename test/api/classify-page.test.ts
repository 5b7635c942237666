import { expect, test } from 'vitest';
import { inRoom, nonce } from '../support/room.js';

const page = '/operations/cases/c1/classify';
const message = { right: undefined, suggestedRights: ['access', 'erasure'], language: 'nl' } as const;
const words = 'Wis mij <script>\n\nIk wil weten wat u van mij heeft, & daarna weg.';

test('Art. 12(2): the page on which a right is chosen shows what was written, escaped, and records who saw it', () =>
  inRoom(
    async ({ get, looked }) => {
      const html = await (await get(page, 'operator')).text();

      expect(html).toContain('<p lang="nl"><b>Wis mij &lt;script&gt;</b></p>');
      expect(html).toContain('Ik wil weten wat u van mij heeft, &amp; daarna weg.');
      expect(looked.map(({ access, caseId, actor }) => [access, caseId, actor.id])).toEqual([
        ['case-opened', 'c1', 'operator-1'],
        ['message-read', 'c1', 'operator-1'],
      ]);
    },
    { registration: message, words },
  ));

test('words whose reading cannot be recorded are not shown', () =>
  inRoom(
    async ({ get }) => {
      const response = await get(page, 'operator');

      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('Ik wil weten');
    },
    {
      registration: message,
      words,
      recordAccess: ({ access }) =>
        access === 'message-read' ? Promise.reject(new Error('the database is away')) : Promise.resolve(),
    },
  ));

test('a very long message is shown with its beginning, and the page says so', () =>
  inRoom(
    async ({ get }) => {
      const html = await (await get(page, 'operator')).text();

      expect(html).toContain('This is its beginning');
      expect(html).not.toContain('the very end');
    },
    { registration: { right: undefined, channel: 'portal' }, words: `${'word '.repeat(10_000)}the very end` },
  ));

test('a message without words that could be kept is said to have none', () =>
  inRoom(
    async ({ get }) => {
      expect(await (await get(page, 'operator')).text()).toContain('No words of it are kept here.');
    },
    { registration: message },
  ));

test('no right is chosen beforehand, and a suggestion is called one', () =>
  inRoom(
    async ({ get }) => {
      const html = await (await get(page, 'operator')).text();

      expect(html).not.toContain(' checked');
      expect(html.match(/type="radio" name="right"[^>]* required/g)).toHaveLength(8);
      const suggested = [...html.matchAll(/<label for="f-right-(\w+)">[^<]*<span class="tag">Suggested/g)];
      expect(suggested.map(([, right]) => right)).toEqual(['access', 'erasure']);
    },
    { registration: message, words },
  ));

test('whoever chooses no right is told in words what is missing, beside the words of the message', () =>
  inRoom(
    async ({ post, asked }) => {
      const response = await post(page, { nonce, go: 'do' }, 'operator');
      const html = await response.text();

      expect(response.status).toBe(422);
      expect(html).toContain('<a href="#f-right">Choose the right that the message invokes.</a>');
      expect(html).toMatch(/<fieldset[^>]* aria-describedby="h-right w-right">/);
      expect(html).toContain('Ik wil weten');
      expect(asked).toEqual([]);
    },
    { registration: message, words },
  ));

test('a right that was said before is corrected, and the page says so, and what follows', () =>
  inRoom(
    async ({ get }) => {
      const html = await (await get(page, 'operator')).text();

      expect(html).toContain('<h1>Correct the right</h1>');
      expect(html).toContain('Recorded now: access. What you choose takes its place.');
      expect(html).toContain('It is recorded as access; that is taken back.');
      expect(html).not.toContain('id="f-right-access"');
      expect(await (await get('/operations/cases/c1', 'operator')).text()).toContain(
        'Recorded now: access. The date stays as it is.',
      );
    },
    { words },
  ));

test('no other page shows the words of a message', () =>
  inRoom(
    async ({ get, looked }) => {
      expect(await (await get('/operations/cases/c1/notes', 'operator')).text()).not.toContain('Ik wil weten');
      expect(looked.map(({ access }) => access)).toEqual(['case-opened']);
    },
    { registration: message, words },
  ));
