import { Readable } from 'node:stream';
import type { CasePageDependencies, StepAsk } from '../../api/case-page.js';
import { createPages, framedProblemPage } from '../../api/pages.js';
import { assetRoutes } from '../../api/routes/assets.js';
import { casePageRoutes } from '../../api/routes/case-pages.js';
import { newCaseRoutes } from '../../api/routes/new-case.js';
import type { TakenDown } from '../../api/routes/new-case.js';
import { portalRoutes } from '../../api/routes/portal.js';
import type { PortalDependencies, PortalMessage, PortalRequest } from '../../api/routes/portal.js';
import { startRoutes } from '../../api/routes/start.js';
import type { AccessRecord } from '../../database/access-records.js';
import type { Role } from '../../domain/actor.js';
import { fold } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, Registration } from '../../domain/subject-request.js';
import { readOrganisation } from '../../organisation/read.js';
import { stepNames } from '../../pages/step-names.js';
import { withApi } from './api.js';
import type { TestApi } from './api.js';
import { registered } from './builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const requestOf = (registration: Partial<Registration> = {}) =>
  fold(subjectRequestDecider, [registered(registration)]).state as KnownRequest;
const request = requestOf();
const pages = createPages();
export const nonce = 'n'.repeat(36);
const pulse = { next: () => new Promise<void>(() => undefined), stop: () => Promise.resolve() };
const now = () => new Date('2026-03-20T15:50:00.000Z');
const house = { organisation: organisation.organisation.name, version: '0.1.0' };
let nonces = 0;
const common = {
  pages,
  organisation: () => organisation,
  version: '0.1.0',
  now,
  newNonce: () => `fresh-nonce-number-${String((nonces += 1))}`,
};

type Send = (path: string, fields: Readonly<Record<string, string>>, as?: Role) => Promise<Response>;

export interface Room {
  readonly api: TestApi;
  readonly asked: StepAsk[];
  readonly takenDown: TakenDown[];
  readonly received: PortalRequest[];
  readonly added: PortalMessage[];
  /** Who looked at which case. */
  readonly looked: AccessRecord[];
  readonly get: (path: string, as?: Role) => Promise<Response>;
  readonly post: Send;
  /** As a form with files is sent. */
  readonly send: Send;
}

/** The pages with canned cases: `c1` is there, and `t1` is its token. */
export async function inRoom(
  use: (room: Room) => Promise<void>,
  change: {
    readonly take?: (ask: StepAsk) => Promise<void>;
    readonly portal?: Partial<PortalDependencies>;
    readonly recordAccess?: (record: AccessRecord) => Promise<void>;
    readonly registration?: Partial<Registration>;
    readonly words?: string;
  } = {},
): Promise<void> {
  const asked: StepAsk[] = [];
  const takenDown: TakenDown[] = [];
  const received: PortalRequest[] = [];
  const added: PortalMessage[] = [];
  const looked: AccessRecord[] = [];
  const take = async (ask: StepAsk) => {
    asked.push(ask);
    await change.take?.(ask);
    return { position: 2, phase: 'deciding' };
  };
  const file = {
    caseId: 'c1',
    request: requestOf(change.registration),
    facts: [registered()],
    ledgerIndices: [7],
    letters: [],
    documents: [],
    contact: { name: 'Ilse <b>Terpstra</b>' },
    holds: [],
  };
  const cases: CasePageDependencies = {
    ...common,
    pulse,
    kindOf: () => Promise.resolve('subject-request'),
    readCase: (caseId) => Promise.resolve(caseId === 'c1' ? file : undefined),
    readWords: () => Promise.resolve(change.words === undefined ? undefined : { documentId: 'd1', text: change.words }),
    positionOf: () => Promise.resolve(1),
    previewLetter: (_caseId, { letter, reasons = '', language }) =>
      Promise.resolve({ to: 'ilse@example.org', subject: letter, text: reasons, language }),
    steps: Object.fromEntries(stepNames.map((name) => [name, take])) as unknown as CasePageDependencies['steps'],
    recordAccess: (record) => change.recordAccess?.(record) ?? Promise.resolve(void looked.push(record)),
  };
  const known = (caseId: string, token: string) => caseId === 'c1' && token === 't1';
  const portal: PortalDependencies = {
    ...common,
    receive: (sent) => Promise.resolve(void received.push(sent)).then(() => ({ caseId: 'c1', token: 't1' })),
    follow: (caseId, token) => Promise.resolve(known(caseId, token) ? request : undefined),
    withdraw: () => Promise.resolve(),
    add: (message) => Promise.resolve(void added.push(message)),
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
  const mounts = [
    ...[assetRoutes(), startRoutes(common), newCaseRoutes({ ...cases, openCase })],
    ...[casePageRoutes(cases), portalRoutes(portal)],
  ];
  await withApi(
    { mounts, now, change: { problemPage: framedProblemPage(pages, organisation, house) } },
    async (api) => {
      const headers = { accept: 'text/html' };
      await use({
        api,
        asked,
        takenDown,
        received,
        added,
        looked,
        get: (path, as) => api.ask('GET', path, { headers, ...(as && { as }) }),
        post: (path, fields, as) =>
          api.ask('POST', path, {
            headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams(fields).toString(),
            ...(as && { as }),
          }),
        async send(path, fields, as) {
          const body = new FormData();
          for (const [name, value] of Object.entries(fields)) body.set(name, value);
          const authorization = as && { authorization: `Bearer ${await api.tokenFor(as)}` };
          const init = { method: 'POST', redirect: 'manual', body, headers: { ...headers, ...authorization } } as const;
          return fetch(new URL(path, api.url), init);
        },
      });
    },
  );
}
