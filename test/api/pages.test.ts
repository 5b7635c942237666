import { describe, expect, it } from 'vitest';
import { messageOf, partial } from '../../api/live.js';
import { Refused } from '../../api/problem.js';
import { inRoom, nonce } from '../support/room.js';

const refusal = { scope: 'part', ground: 'rightsOfOthers', reasons: 'Letters of others are in it.', demonstration: '' };

describe('the pages of a case', () => {
  it('show a case to who may read it, and escape what strangers wrote', () =>
    inRoom(async ({ get }) => {
      const html = await (await get('/operations/cases/c1', 'operator')).text();

      expect(html).toContain('S-2026-0031');
      expect(html).toContain('Ilse &lt;b&gt;Terpstra&lt;/b&gt;');
    }));

  it('show an auditor neither name nor text', () =>
    inRoom(async ({ get }) => {
      const html = await (await get('/operations/cases/c1', 'auditor')).text();

      expect(html).toContain('S-2026-0031');
      expect(html).not.toContain('Ilse');
    }));

  it('lead whoever is not signed in to where one signs in, and back', () =>
    inRoom(async ({ get }) => {
      const response = await get('/operations/cases/c1');

      expect(response.status).toBe(401);
      expect(await response.text()).toContain('href="/sign-in?then=%2Foperations%2Fcases%2Fc1"');
    }));

  it('say in words which role a step needs', () =>
    inRoom(async ({ get }) => {
      const response = await get('/operations/cases/c1/approval', 'operator');

      expect(response.status).toBe(403);
      expect(await response.text()).toContain('This step needs the role decider. You are signed in as operator.');
    }));

  it('a step is carried out with its nonce, its command and who took it, and leads back to the case', () =>
    inRoom(async ({ post, asked }) => {
      const response = await post('/operations/cases/c1/notes', { nonce, go: 'do', text: ' She called. ' }, 'operator');

      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/operations/cases/c1?done=notes');
      expect(asked[0]).toMatchObject({
        caseId: 'c1',
        nonce,
        actor: { role: 'operator', id: 'operator-1' },
        command: { type: 'addNote', text: 'She called.' },
      });
    }));

  it('an operator hands the case to somebody whom the form names, and to nobody unchosen', () =>
    inRoom(async ({ get, post, asked }) => {
      const path = '/operations/cases/c1/owner';
      const form = await (await get(path, 'operator')).text();
      expect([...form.matchAll(/<option value="([^"]+)"/g)].map(([, id]) => id)).toEqual(['s-haddad', 'n-okafor']);
      expect(form).toContain('Now Rik Visser.');
      expect((await post(path, { nonce, go: 'do', owner: '' }, 'operator')).status).toBe(422);

      const response = await post(path, { nonce, go: 'do', owner: 's-haddad' }, 'operator');

      expect(response.headers.get('location')).toBe('/operations/cases/c1?done=owner');
      expect(asked).toMatchObject([{ command: { type: 'assignOwner', owner: 's-haddad' } }]);
      expect((await get(path, 'dpo')).status).toBe(403);
    }));

  it('the file that is chosen is taken out of the answer, and none is taken out unchosen', () =>
    inRoom(async ({ post, asked }) => {
      const path = '/operations/cases/c1/answer-removal';
      expect((await post(path, { nonce, go: 'do' }, 'decider')).status).toBe(422);

      expect((await post(path, { nonce, go: 'do', document: 'd1' }, 'decider')).status).toBe(303);
      expect(asked.map(({ command }) => command)).toMatchObject([{ type: 'detachAnswer', documents: ['d1'] }]);
    }));

  it('a letter is shown before it leaves: looking takes no step', () =>
    inRoom(async ({ post, asked }) => {
      const fields = { nonce, go: 'look', doubt: 'Two customers bear this name.' };
      const html = await (await post('/operations/cases/c1/identity-request', fields, 'operator')).text();

      expect(html).toContain('identity-request');
      expect(html).toContain(`name="nonce" value="${nonce}"`);
      expect(html).toContain('Send the question');
      expect(asked).toEqual([]);
    }));

  it('what cannot be called back waits for the reference', () =>
    inRoom(async ({ post, asked }) => {
      const response = await post('/operations/cases/c1/withdrawal', { nonce, go: 'do' }, 'operator');
      expect(response.status).toBe(422);
      expect(await response.text()).toMatch(/role="alert".*href="#f-confirmReference">Type S-2026-0031/);
      expect(asked).toEqual([]);

      const typed = { nonce, go: 'do', confirmReference: ' s-2026-0031 ' };
      expect((await post('/operations/cases/c1/withdrawal', typed, 'operator')).status).toBe(303);
    }));

  it('a refusal that comes back keeps the words and gives the form a new nonce', () =>
    inRoom(
      async ({ post }) => {
        const response = await post('/operations/cases/c1/refusal', { ...refusal, nonce, go: 'do' }, 'operator');
        const html = await response.text();

        expect(response.status).toBe(409);
        expect(html).toContain('A refusal waits for approval.');
        expect(html).toContain('Letters of others are in it.');
        expect(html).not.toContain(`value="${nonce}"`);
        expect(html).toMatch(/name="nonce" value="fresh-nonce-number-\d+"/);
      },
      {
        take: () => Promise.reject(new Refused({ type: 'ProposalPending', message: 'A refusal waits for approval.' })),
      },
    ));

  it('a defect is no refusal: the page does not pretend', () =>
    inRoom(
      async ({ post, api }) => {
        const response = await post('/operations/cases/c1/notes', { nonce, go: 'do', text: 'x' }, 'operator');

        expect(response.status).toBe(500);
        expect(await response.text()).not.toContain('boom');
        expect(api.logged.join()).not.toContain('boom');
      },
      { take: () => Promise.reject(new Error('boom')) },
    ));

  it('an old or foreign nonce takes no step', () =>
    inRoom(async ({ post, asked }) => {
      expect(
        (await post('/operations/cases/c1/notes', { nonce: 'short', go: 'do', text: 'x' }, 'operator')).status,
      ).toBe(422);
      expect(asked).toEqual([]);
    }));

  it('a field that is not filled is named beside the field', () =>
    inRoom(async ({ post }) => {
      const html = await (
        await post('/operations/cases/c1/identity-decision', { nonce, go: 'do', outcome: 'confirmed' }, 'operator')
      ).text();

      expect(html).toContain('Say how you know that it is them.');
      expect(html).toContain('aria-describedby="w-method"');
    }));

  it.each([
    ['set-aside', { reasons: 'spam' }, 'reasons'],
    ['identity-request', { doubt: 'odd' }, 'doubt'],
    ['identity-decision', { outcome: 'waived', reasons: 'known' }, 'reasons'],
    ['extension', { ground: 'complexity', reasons: 'much' }, 'reasons'],
    ['refusal', { ...refusal, reasons: 'no' }, 'reasons'],
  ])('%s: reasons that say too little are named beside the field, which says how much is enough', (...given) =>
    inRoom(async ({ get, post, asked }) => {
      const [step, fields, field] = given;
      const address = `/operations/cases/c1/${step}`;
      const html = await (await post(address, { nonce, go: 'do', ...fields }, 'operator')).text();

      expect(html).toContain(`id="w-${field}">Write it in words that can be checked; ten characters at least.`);
      expect(asked).toEqual([]);
      const empty = await (await get(address, 'operator')).text();
      const isOpen = empty.includes('<textarea');
      expect(/[Tt]en characters at least/.test(empty)).toBe(isOpen);
    }),
  );

  it('a case that is not there is told so, in the frame', () =>
    inRoom(async ({ get }) => {
      const response = await get('/operations/cases/elsewhere', 'operator');

      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is no such case.');
    }));
});

describe('the form for a new case', () => {
  it('refuses a receipt in the future and keeps what was typed', () =>
    inRoom(async ({ send, takenDown }) => {
      const taken = { nonce, channel: 'phone', receivedAt: '2026-03-21T09:00', controller: 'example-cloud' };
      const response = await send('/operations/new', { ...taken, language: 'en', text: 'Delete <me>' }, 'operator');
      const html = await response.text();

      expect(response.status).toBe(422);
      expect(html).toContain('A request cannot be received in the future.');
      expect(html).toContain('Delete &lt;me&gt;');
      expect(takenDown).toEqual([]);
    }));

  it('is not for deciders', () =>
    inRoom(async ({ get }) => {
      expect((await get('/operations/new', 'decider')).status).toBe(403);
    }));
});

describe('what a page is made of', () => {
  it('scripts and styles come from a closed list of our own', () =>
    inRoom(async ({ get }) => {
      for (const name of ['count.js', 'duly.css', 'duly.js', 'htmx.js', 'duly.svg']) {
        expect((await get(`/assets/${name}`)).status, name).toBe(200);
      }
      expect((await get('/assets/..%2fframe.eta')).status).toBe(404);
      expect((await get('/assets/package.json')).status).toBe(404);
    }));

  it('a message of the stream is data on every line, so that no word of a case becomes a field', () => {
    expect(messageOf('one\nevent: evil\r\ntwo')).toBe('data: one\ndata: event: evil\ndata: two\n\n');
    expect(partial('#x', '<p>y</p>', 'innerMorph')).toBe(
      '<hx-partial hx-target="#x" hx-swap="innerMorph"><p>y</p></hx-partial>',
    );
  });
});
