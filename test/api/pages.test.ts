import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CasePageDependencies, StepAsk } from '../../api/case-page.js';
import { messageOf, partial } from '../../api/live.js';
import { createPages, framedProblemPage } from '../../api/pages.js';
import { Refused } from '../../api/problem.js';
import { assetRoutes } from '../../api/routes/assets.js';
import { casePageRoutes } from '../../api/routes/case-pages.js';
import { newCaseRoutes } from '../../api/routes/new-case.js';
import type { TakenDown } from '../../api/routes/new-case.js';
import { portalRoutes } from '../../api/routes/portal.js';
import type { PortalDependencies, PortalRequest } from '../../api/routes/portal.js';
import type { Role } from '../../domain/actor.js';
import { fold } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { readOrganisation } from '../../organisation/read.js';
import { stepNames } from '../../pages/step-names.js';
import { withApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { registered } from '../support/builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const request = fold(subjectRequestDecider, [registered()]).state as KnownRequest;
const pages = createPages();
const nonce = 'n'.repeat(36);
const pulse = { next: () => new Promise<void>(() => undefined), stop: () => Promise.resolve() };
const now = () => new Date('2026-03-20T15:50:00.000Z');
let nonces = 0;
const common = {
  pages,
  organisation: () => organisation,
  version: '0.1.0',
  now,
  newNonce: () => `fresh-nonce-number-${String((nonces += 1))}`,
};

interface Room {
  readonly api: TestApi;
  readonly asked: StepAsk[];
  readonly takenDown: TakenDown[];
  readonly received: PortalRequest[];
  readonly get: (path: string, as?: Role) => Promise<Response>;
  readonly post: (path: string, fields: Readonly<Record<string, string>>, as?: Role) => Promise<Response>;
}

/** The pages with canned cases: `c1` is there, and `t1` is its token. */
async function inRoom(
  use: (room: Room) => Promise<void>,
  change: { readonly take?: (ask: StepAsk) => Promise<void>; readonly portal?: Partial<PortalDependencies> } = {},
): Promise<void> {
  const asked: StepAsk[] = [];
  const takenDown: TakenDown[] = [];
  const received: PortalRequest[] = [];
  const take = async (ask: StepAsk) => {
    asked.push(ask);
    await change.take?.(ask);
    return { position: 2, phase: 'deciding' };
  };
  const file = {
    caseId: 'c1',
    request,
    facts: [registered()],
    ledgerIndices: [7],
    letters: [],
    documents: [],
    contact: { name: 'Ilse <b>Terpstra</b>' },
  };
  const cases: CasePageDependencies = {
    ...common,
    pulse,
    readCase: (caseId) => Promise.resolve(caseId === 'c1' ? file : undefined),
    positionOf: () => Promise.resolve(1),
    previewLetter: (_caseId, { letter, reasons = '', language }) =>
      Promise.resolve({ to: 'ilse@example.org', subject: letter, text: reasons, language }),
    steps: Object.fromEntries(stepNames.map((name) => [name, take])) as unknown as CasePageDependencies['steps'],
    recordAccess: () => Promise.resolve(),
  };
  const known = (caseId: string, token: string) => caseId === 'c1' && token === 't1';
  const portal: PortalDependencies = {
    ...common,
    receive: (sent) => Promise.resolve(void received.push(sent)).then(() => ({ caseId: 'c1', token: 't1' })),
    follow: (caseId, token) => Promise.resolve(known(caseId, token) ? request : undefined),
    withdraw: () => Promise.resolve(),
    add: () => Promise.resolve(),
    answerOf: (caseId, token) =>
      Promise.resolve(
        known(caseId, token)
          ? {
              reference: 'S-2026-0031',
              controller: 'example-cloud',
              language: 'en',
              timeZone: 'Europe/Amsterdam',
              until: '2026-04-20T22:00:00.000Z',
              files: [{ documentId: 'd1', name: '<b>.html', size: 10 }],
            }
          : undefined,
      ),
    download: () => Promise.resolve({ name: 'x.html', bytes: Readable.from(['<script>']) }),
    ...change.portal,
  };
  const openCase = (taken: TakenDown) => Promise.resolve(void takenDown.push(taken)).then(() => ({ caseId: 'c1' }));
  const mounts = [assetRoutes(), newCaseRoutes({ ...common, openCase }), casePageRoutes(cases), portalRoutes(portal)];
  await withApi({ mounts, now, change: { problemPage: framedProblemPage(pages) } }, async (api) => {
    const headers = { accept: 'text/html' };
    await use({
      api,
      asked,
      takenDown,
      received,
      get: (path, as) => api.ask('GET', path, { headers, ...(as && { as }) }),
      post: (path, fields, as) =>
        api.ask('POST', path, {
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(fields).toString(),
          ...(as && { as }),
        }),
    });
  });
}

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

  it('a case that is not there is told so, in the frame', () =>
    inRoom(async ({ get }) => {
      const response = await get('/operations/cases/elsewhere', 'operator');

      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is no such case.');
    }));
});

describe('the form for a new case', () => {
  it('refuses a receipt in the future and keeps what was typed', () =>
    inRoom(async ({ api, takenDown }) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({
        nonce,
        channel: 'phone',
        receivedAt: '2026-03-21T09:00',
        controller: 'example-cloud',
        language: 'en',
        text: 'Delete <me>',
      }))
        body.set(name, value);
      const response = await fetch(new URL('/operations/new', api.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${await api.tokenFor('operator')}`, accept: 'text/html' },
        body,
      });
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
});

describe('what a page is made of', () => {
  it('scripts and styles come from a closed list of our own', () =>
    inRoom(async ({ get }) => {
      for (const name of ['duly.css', 'duly.js', 'htmx.js', 'hx-sse.js', 'duly.svg']) {
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
