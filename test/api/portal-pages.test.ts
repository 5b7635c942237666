import { describe, expect, it } from 'vitest';
import { Refused } from '../../api/problem.js';
import { languages } from '../../domain/letter.js';
import { portalWords } from '../../pages/words/languages.js';
import { inRoom, nonce } from '../support/room.js';

describe('the portal over HTTP', () => {
  const screen = { nonce, shown: 'en', controller: 'example-cloud' };

  it('says the same of a wrong token and of a case that is not there', () =>
    inRoom(async ({ get }) => {
      const texts = await Promise.all(
        ['/portal/requests/c1/t2', '/portal/requests/c2/t1', '/portal/requests/c2/t2'].map(async (path) => {
          const response = await get(path);
          return `${String(response.status)} ${(await response.text()).replaceAll(/urn:uuid:\S+/g, '')}`;
        }),
      );

      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toMatch(/^404/);
    }));

  it('sends what is whole once, whichever screen the browser claims to have seen', () =>
    inRoom(async ({ post, received }) => {
      const half = await post('/portal', { ...screen, screen: '4', go: 'next', right: 'access' });
      expect(half.status).toBe(422);
      expect(received).toEqual([]);

      const whole = {
        ...screen,
        screen: '4',
        go: 'next',
        right: 'access',
        channel: 'mail',
        mail: 'a@example.org',
        phone: '1',
        text: 'x',
      };
      const sent = await post('/portal', whole);
      expect(sent.status).toBe(303);
      expect(sent.headers.get('location')).toBe('/portal/requests/c1/t1?told=received&language=en');
      expect(received[0]).toMatchObject({
        nonce,
        mail: 'a@example.org',
        phone: undefined,
        controller: 'example-cloud',
      });
    }));

  it.each([
    ['4', 'Tell us more', 'Mine &amp; only</textarea>'],
    ['3', 'How can we reach you?', 'value="a@example.org"'],
    ['2', 'What would you like us to do?', 'value="erasure" aria-describedby="eg-erasure" checked'],
  ])('the way back from screen %s leads to “%s”, with every word kept and none in the address', (from, heading, kept) =>
    inRoom(async ({ post, received }) => {
      const typed = { right: 'erasure', channel: 'mail', mail: 'a@example.org', text: 'Mine & only' };
      const response = await post('/portal', { ...screen, ...typed, screen: from, go: 'back' });
      const html = await response.text();

      expect(response.status).toBe(200);
      expect(html).toContain(heading);
      expect(html).toContain(kept);
      for (const text of ['erasure', 'a@example.org', 'Mine &amp; only']) expect(html).toContain(text);
      expect(html).not.toMatch(/action="[^"]*(?:example|Mine)/);
      expect(received).toEqual([]);
    }),
  );

  it('an unknown controller is the first of the house', () =>
    inRoom(async ({ post, received }) => {
      await post('/portal', {
        ...screen,
        controller: 'x"y',
        screen: '4',
        go: 'next',
        right: 'access',
        channel: 'phone',
        phone: '+31 20 123 4567',
      });

      expect(received[0]?.controller).toBe('example-cloud');
    }));

  it('a form that no page of ours wrote starts again', () =>
    inRoom(async ({ post }) => {
      const response = await post('/portal', { screen: '9', go: 'next' });

      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/portal');
    }));

  it('what cannot be registered now keeps the words and the nonce, so that nothing is registered twice', () =>
    inRoom(
      async ({ post }) => {
        const fields = {
          ...screen,
          screen: '4',
          go: 'next',
          right: 'access',
          channel: 'mail',
          mail: 'a@example.org',
          text: 'Mine & only',
        };
        const response = await post('/portal', fields);
        const html = await response.text();

        expect(response.status).toBe(503);
        expect(html).toContain('Your request was not sent.');
        expect(html).toContain('Mine &amp; only');
        expect(html).toContain(`value="${nonce}"`);
      },
      { portal: { receive: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) } },
    ));

  it.each([
    ['nl-BE,nl;q=0.9', 'nl'],
    ['fr', 'fr'],
    ['pl', 'en'],
  ])('a browser that prefers %s is answered in %s', (accepted, language) =>
    inRoom(async ({ api }) => {
      const response = await api.ask('GET', '/portal', { headers: { 'accept-language': accepted } });

      expect(await response.text()).toContain(`<html lang="${language}"`);
    }),
  );

  it('opening the address of an answer downloads nothing, and its button sends bytes that no browser runs', () =>
    inRoom(async ({ get, post }) => {
      const page = await get('/portal/answers/c1/t1');
      expect(await page.text()).toContain('&lt;b&gt;.html');

      const file = await post('/portal/answers/c1/t1', { file: 'd1' });
      expect(file.headers.get('content-type')).toBe('application/octet-stream');
      expect(file.headers.get('content-disposition')).toBe('attachment; filename=x.html');
      expect(await file.text()).toBe('<script>');
      expect((await post('/portal/answers/c1/t1', { file: 'd2' })).status).toBe(404);
      expect((await post('/portal/answers/c1/wrong', { file: 'd1' })).status).toBe(404);
    }));

  it.each(languages)('in %s, a text that is too long comes back whole, with how much may be', (language) =>
    inRoom(async ({ post, received }) => {
      const text = `${'é'.repeat(12_345)} and the end`;
      const typed = { ...screen, shown: language, screen: '3', go: 'next', right: 'access', text };
      const response = await post('/portal', typed);
      const html = await response.text();

      expect(response.status).toBe(422);
      expect(html).toContain(`<html lang="${language}"`);
      expect(html).toContain(`${text}</textarea>`);
      expect(html).toContain('name="right" value="access"');
      expect(html).toContain(portalWords[language].wrong.tooLong.split('#').at(-1));
      expect(received).toEqual([]);
    }),
  );

  it.each([
    ['a name', { name: 'n'.repeat(60_000) }, `value="${'n'.repeat(60_000)}"`],
    ['an address', { channel: 'letter', address: 'a'.repeat(60_000) }, `${'a'.repeat(60_000)}</textarea>`],
  ])('%s of 60,000 characters loses nothing else of the form', (_what, typed, kept) =>
    inRoom(async ({ post }) => {
      const fields = { ...screen, channel: 'mail', mail: 'ilse@example.org', text: 'Mine.', ...typed };
      const response = await post('/portal', { ...fields, screen: '2', go: 'next' });
      const html = await response.text();

      expect(response.status).toBe(422);
      expect(html).toContain(kept);
      expect(html).toContain('name="text" value="Mine."');
      expect(html).toContain('value="ilse@example.org"');
      expect(html).toContain('You wrote 60,000 characters.');
    }),
  );

  it('what is added is taken whole or comes back whole, and is never cut', () =>
    inRoom(async ({ send, added }) => {
      const path = '/portal/requests/c1/t1/messages?language=nl';
      const fits = 'x'.repeat(10_000);
      const tooLong = 'y'.repeat(10_001);

      const refused = await send(path, { nonce, language: 'nl', text: tooLong });
      expect(refused.status).toBe(422);
      const html = await refused.text();
      expect(html).toContain(`${tooLong}</textarea>`);
      expect(html).toContain('U schreef 10.001 tekens. Hoogstens 10.000 kunnen worden verstuurd.');
      expect(added).toEqual([]);

      expect((await send(path, { nonce, language: 'nl', text: fits })).status).toBe(303);
      expect(added).toMatchObject([{ text: fits }]);
    }));

  it.each(languages)('in %s, what can no longer be withdrawn is said on the page of the request', (language) =>
    inRoom(
      async ({ post }) => {
        const response = await post(`/portal/requests/c1/t1/withdrawal?language=${language}`, { nonce, language });
        const html = await response.text();

        expect(response.status).toBe(409);
        expect(html).toContain(`<html lang="${language}"`);
        expect(html).toContain(portalWords[language].withdrawNot);
        expect(html).toContain('S-2026-0031');
      },
      {
        portal: { withdraw: () => Promise.reject(new Refused({ type: 'CaseNotOpen', message: 'It is not open.' })) },
      },
    ),
  );

  it.each(languages)('in %s, what went wrong is told in that language, and says nothing of the inside', (language) =>
    inRoom(
      async ({ get, post }) => {
        const { trouble, toStart } = portalWords[language];
        const path = '/portal/requests/c1/t1/withdrawal';
        const away = await post(`${path}?language=${language}`, { nonce, language });
        const unreadable = await post(`${path}?language=${language}`, { nonce: 'short', language });
        const lost = await get(`/portal/answers/c1/t2?language=${language}`);

        expect([away.status, unreadable.status, lost.status]).toEqual([503, 422, 404]);
        for (const [answer, said] of [
          [away, trouble.away],
          [unreadable, trouble.unreadable],
          [lost, trouble.notFound],
        ] as const) {
          const html = await answer.text();
          expect(html).toContain(`<html lang="${language}"`);
          expect(html).toContain(`<h1>${said.title}</h1>`);
          expect(html).toContain(`href="/portal?language=${language}">${toStart}</a>`);
          expect(html).not.toContain('ECONNREFUSED');
        }
      },
      { portal: { withdraw: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) } },
    ),
  );

  it('a form of more than a megabyte is refused before it is read, in the language of the browser', () =>
    inRoom(async ({ api }) => {
      const response = await api.ask('POST', '/portal', {
        headers: {
          accept: 'text/html',
          'accept-language': 'de',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ ...screen, text: 'x'.repeat(1_100_000) }).toString(),
      });

      expect(response.status).toBe(413);
      expect(await response.text()).toContain(portalWords.de.trouble.tooLarge.title);
    }));
});
