import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { startPulse } from '../../api/live.js';
import type { Pulse } from '../../api/live.js';
import type { CaseSteps, StepAsk } from '../../api/case-page.js';
import { createQuestions } from '../../api/idempotency.js';
import { createPages, framedProblemPage } from '../../api/pages.js';
import { Refused } from '../../api/problem.js';
import { accessPageRoutes } from '../../api/routes/access-pages.js';
import { alarmPageRoutes } from '../../api/routes/alarms.js';
import { assetRoutes } from '../../api/routes/assets.js';
import { breachPageRoutes } from '../../api/routes/breach-pages.js';
import { casePageRoutes } from '../../api/routes/case-pages.js';
import { decisionAidPageRoutes } from '../../api/routes/decision-aid-pages.js';
import { holdPageRoutes } from '../../api/routes/hold-pages.js';
import { newBreachRoutes } from '../../api/routes/new-breach.js';
import { newCaseRoutes } from '../../api/routes/new-case.js';
import type { TakenDown } from '../../api/routes/new-case.js';
import { operationsRoutes } from '../../api/routes/operations.js';
import { registerPageRoutes } from '../../api/routes/register-pages.js';
import { portalRoutes } from '../../api/routes/portal.js';
import type { PortalMessage, PortalRequest } from '../../api/routes/portal.js';
import { newSecret, secretHash } from '../../api/auth/sessions.js';
import { recordAccess } from '../../database/access-records.js';
import type { AccessRecord } from '../../database/access-records.js';
import { raiseAlarm } from '../../database/alarms.js';
import { boardRow } from '../../database/board.js';
import type { Pool } from '../../database/pool.js';
import type { Actor, Role } from '../../domain/actor.js';
import { dataSubject, duly } from '../../domain/actor.js';
import { breachDecider } from '../../domain/breach.decider.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import type { Organisation } from '../../domain/organisation.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, Registration, RequestCommand, RequestFact } from '../../domain/subject-request.js';
import type { Instant } from '../../domain/time.js';
import type { CaseFile } from '../../pages/case.view.js';
import type { PreviewedLetter } from '../../pages/communication.view.js';
import { stepNames } from '../../pages/step-names.js';
import { questionsInMemory, signInsInMemory, startApi, testServerKey } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { aRegistration } from '../support/builders.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { readOrganisation } from '../../organisation/read.js';
import { aBreachFile } from './a-breach-file.js';
import { aRegister } from './a-register.js';
import { breachRooms } from './breach-rooms.js';

/** The pages with a real app, a real board and real rules; cases live in memory, and letters in a string. */
export interface House {
  readonly api: TestApi;
  readonly database: TestDatabase;
  readonly organisation: Organisation;
  /** Every request, message and withdrawal that came through the portal, and what operators took down. */
  readonly received: PortalRequest[];
  readonly messages: PortalMessage[];
  readonly takenDown: TakenDown[];
  readonly asked: StepAsk[];
  /** Registers a case and takes the given steps, as of the given instants. */
  open(registration?: Partial<Registration>, commands?: readonly Timed[], by?: Actor): Promise<string>;
  take(caseId: string, command: RequestCommand, at?: Instant): Promise<void>;
  requestOf(caseId: string): KnownRequest;
  /** A session of a person of the organisation file. */
  signIn(id: string, roles: readonly Role[]): Promise<string>;
  tokenOf(caseId: string): string;
  close(): Promise<void>;
}

export type Timed = readonly [command: RequestCommand, at: Instant];

export const breachId = 'b0007000000000000000000007';

/** What time it is for everybody in the house. */
export const houseNow = '2026-03-20T15:50:00.000Z';

export async function openHouse(now: Instant = houseNow): Promise<House> {
  const database = await createTestDatabase();
  const organisation = await readOrganisation('examples/organisation.yaml');
  const cases = new Map<string, Recorded<RequestFact>[]>();
  const received: PortalRequest[] = [];
  const messages: PortalMessage[] = [];
  const takenDown: TakenDown[] = [];
  const asked: StepAsk[] = [];
  const pulse: Pulse = startPulse(database.pool, () => undefined);
  const store = signInsInMemory();
  const clock = () => new Date(now);
  const common = {
    pages: createPages(),
    organisation: () => organisation,
    version: '0.1.0',
    now: clock,
    newNonce: randomUUID,
  };

  const stateOf = (caseId: string): KnownRequest => {
    const { state } = fold(subjectRequestDecider, cases.get(caseId) ?? []);
    if (state.phase === 'new') throw new Error(`no case ${caseId}`);
    return state;
  };
  const take = async (caseId: string, command: RequestCommand, at: Instant = now): Promise<void> => {
    const facts = cases.get(caseId) ?? [];
    const { state } = fold(subjectRequestDecider, facts);
    const outcome = step(subjectRequestDecider, command, state, at);
    if (isRefusal(outcome)) throw new Refused(outcome);
    const after = [...facts, ...outcome];
    cases.set(caseId, after);
    const folded = fold(subjectRequestDecider, after);
    const entries = outcome.map((fact) => ({ fact, cause: 'test' }));
    const row = subjectRequestDecider.boardRow(folded.state);
    const put = boardRow(caseId, { run: 'house', firstPosition: facts.length, entries, row, due: [] });
    if (put !== undefined) await database.pool.query(put);
    await database.pool.query("SELECT pg_notify('duly_ledger', $1)", [String(after.length)]);
  };
  const fileOf = (caseId: string): CaseFile | undefined => {
    const facts = cases.get(caseId);
    if (facts === undefined) return undefined;
    return {
      caseId,
      request: stateOf(caseId),
      facts,
      ledgerIndices: facts.map((_fact, position) => (position === facts.length - 1 ? undefined : 20_500 + position)),
      letters: [keptLetter],
      documents: [
        { documentId: 'd1', kind: 'request', name: 'request.eml', size: 18_432 },
        { documentId: 'd2', kind: 'answer', name: 'payroll.csv', size: 1_200_000 },
      ],
      contact: { name: 'Ilse Terpstra', mail: 'ilse@example.org' },
      holds: keptHolds,
      checkpoint,
    };
  };
  let lastNumber = 30;
  const open: House['open'] = async (registration = {}, commands = [], by = dataSubject) => {
    const caseId = randomUUID();
    lastNumber += 1;
    const reference = `S-2026-${String(lastNumber).padStart(4, '0')}`;
    const complete = aRegistration({ reference, ...registration });
    await take(caseId, { type: 'register', registration: complete, by }, complete.receivedAt);
    for (const [command, at] of commands) await take(caseId, command, at);
    return caseId;
  };
  const tokenOf = (caseId: string) => `token-of-${caseId}`;
  const steps = Object.fromEntries(
    stepNames.map((name) => [
      name,
      async (ask: StepAsk) => {
        asked.push(ask);
        const files = ask.files.map(({ name: file }) => file);
        await take(
          ask.caseId,
          ask.command.type === 'attachAnswer' ? { ...ask.command, documents: files } : ask.command,
        );
        return { position: 0, phase: '' };
      },
    ]),
  ) as CaseSteps;

  const breachPages = {
    ...common,
    pulse,
    readBreach: (caseId: string) => Promise.resolve(caseId === breachId ? aBreachFile(caseId) : undefined),
    positionOf: () => Promise.resolve(1),
    takeStep: () => Promise.reject(new Error('nobody takes one here')),
    addDocuments: () => Promise.reject(new Error('nobody adds one here')),
    readersToTell: () => Promise.resolve([{ language: 'nl' as const, recipients: 12 }]),
    previewLetters: () => Promise.resolve([previewed]),
    recordAccess: (record: AccessRecord) => recordAccess(database.pool, record),
  };
  const readCase = (caseId: string) => Promise.resolve(fileOf(caseId));
  const rooms = await breachRooms({ ...breachPages, readCase, pool: database.pool, breachId });

  const api = await startApi({
    store,
    now: clock,
    mounts: [
      assetRoutes(),
      alarmPageRoutes({ ...common, db: database.pool }),
      operationsRoutes({ ...common, db: database.pool, pulse, sources: () => Promise.resolve(sources) }),
      newCaseRoutes({
        ...common,
        readCase: (caseId) => Promise.resolve(fileOf(caseId)),
        recordAccess: (record) => recordAccess(database.pool, record),
        async openCase(taken) {
          takenDown.push(taken);
          const { actor, channel, receivedAt, controller, right, language } = taken;
          return { caseId: await open({ channel, receivedAt, controller, right, language }, [], actor) };
        },
      }),
      decisionAidPageRoutes(common),
      accessPageRoutes({ ...common, db: database.pool }),
      registerPageRoutes({
        ...common,
        readRegister: () => aRegister(now),
        recordAccess: (record) => recordAccess(database.pool, record),
      }),
      newBreachRoutes({
        ...common,
        readBreach: (caseId) => Promise.resolve(caseId === breachId ? aBreachFile(caseId) : undefined),
        recordAccess: (record) => recordAccess(database.pool, record),
        openBreach: () => Promise.resolve({ caseId: breachId }),
      }),
      breachPageRoutes(breachPages),
      ...rooms,
      casePageRoutes({
        ...common,
        pulse,
        kindOf: () => Promise.resolve('subject-request'),
        readCase: (caseId) => Promise.resolve(fileOf(caseId)),
        readWords: () => Promise.resolve({ documentId: 'd1', text: 'My data\n\nPlease tell me what you hold of me.' }),
        positionOf: (caseId) => Promise.resolve(cases.get(caseId)?.length),
        previewLetter: (_caseId, order) =>
          Promise.resolve({
            to: 'ilse@example.org',
            subject: `Your request ${order.reference}`,
            text: `Dear Ms Terpstra,\n\nThis is the letter “${order.letter}”.\n\n${order.reasons ?? ''}\n\nKind regards,\nExample Cloud BV`,
            language: order.language,
          }),
        steps,
        recordAccess: (record) => recordAccess(database.pool, record),
      }),
      holdPageRoutes('subject-request', {
        ...common,
        readHeld: (caseId) => Promise.resolve(fileOf(caseId)?.request),
        recordAccess: () => Promise.resolve(),
        questions: createQuestions(questionsInMemory(), testServerKey),
        holds: {
          place: () => Promise.reject(new Error('nobody places one here')),
          lift: () => Promise.reject(new Error('nobody lifts one here')),
          of: () => Promise.resolve({ holds: keptHolds, destructionDueAt: '2026-03-27T09:00:00.000Z' }),
        },
      }),
      portalRoutes({
        ...common,
        async receive(request) {
          received.push(request);
          const caseId = await open({
            right: request.right,
            channel: 'portal',
            language: request.language,
            receivedAt: now,
          });
          return { caseId, token: tokenOf(caseId) };
        },
        follow: (caseId, token) =>
          Promise.resolve(token === tokenOf(caseId) && cases.has(caseId) ? stateOf(caseId) : undefined),
        withdraw: ({ caseId }) => take(caseId, { type: 'withdraw', by: dataSubject }),
        add(message) {
          messages.push(message);
          return take(message.caseId, { type: 'noteMessage', documentId: 'd9', receivedAt: now, by: dataSubject });
        },
        answerOf: (caseId, token) =>
          Promise.resolve(
            token === tokenOf(caseId) && cases.has(caseId)
              ? {
                  reference: stateOf(caseId).reference,
                  controller: 'example-cloud',
                  language: 'en',
                  timeZone: 'Europe/Amsterdam',
                  until: '2026-04-20T22:00:00.000Z',
                  files: [{ documentId: 'd2', name: 'payroll.csv', size: 1_200_000 }],
                }
              : undefined,
          ),
        download: () => Promise.resolve({ name: 'payroll.csv', bytes: Readable.from(['a,b\n']) }),
      }),
    ],
    change: {
      problemPage: framedProblemPage(common.pages, organisation, {
        organisation: 'Example Cloud BV',
        version: '0.1.0',
      }),
    },
  });

  return {
    api,
    database,
    organisation,
    received,
    messages,
    takenDown,
    asked,
    open,
    take,
    requestOf: stateOf,
    tokenOf,
    async signIn(id, roles) {
      const secret = newSecret();
      await store.open(secretHash(secret), { id, roles }, new Date(Date.parse(now) + 3_600_000));
      return secret;
    },
    async close() {
      await pulse.stop();
      await api.close();
      await database.drop();
    },
  };
}

export const visser: Actor = { role: 'operator', id: 'r-visser' };
export const okafor: Actor = { role: 'decider', id: 'n-okafor' };

/** Cases in every colour: late, soon, calm, a drill, one without an owner, one that a letter waits for. */
async function putBreach(pool: Pool): Promise<void> {
  const { breach, facts } = aBreachFile(breachId);
  const entries = facts.map((fact) => ({ fact, cause: 'test' }));
  const row = breachDecider.boardRow(breach);
  const put = boardRow(breachId, { run: 'house', firstPosition: 0, entries, row, due: [] });
  if (put !== undefined) await pool.query(put);
}

export async function furnish(
  house: House,
): Promise<{ readonly full: string; readonly proposed: string; readonly settled: string }> {
  await house.open({ receivedAt: '2026-02-10T09:00:00.000Z', right: 'erasure', owner: 's-haddad' });
  await house.open({ receivedAt: '2026-02-19T10:30:00.000Z', right: 'access' });
  await house.open({ receivedAt: '2026-02-20T10:30:00.000Z', right: 'access', drill: true });
  await house.open({
    receivedAt: '2026-03-12T08:00:00.000Z',
    right: undefined,
    owner: undefined,
    channel: 'letter',
    suggestedRights: ['access', 'erasure'],
  });
  const proposed = await house.open({ receivedAt: '2026-03-02T08:00:00.000Z', right: 'erasure' }, [
    [
      {
        type: 'proposeRefusal',
        by: visser,
        proposal: {
          scope: 'whole',
          ground: 'excessive',
          reasons: 'You asked for the same four times in two months, and we answered each time.',
          demonstration: 'Requests of 4, 11, 18 and 25 February, each answered within three days.',
        },
      },
      '2026-03-05T10:00:00.000Z',
    ],
    [
      { type: 'noteMessage', by: dataSubject, documentId: 'd9', receivedAt: '2026-03-18T09:00:00.000Z' },
      '2026-03-18T09:00:00.000Z',
    ],
  ]);
  const full = await house.open({ receivedAt: '2026-03-03T09:00:00.000Z' }, fullStory);
  const settled = await house.open({ receivedAt: '2026-03-01T09:00:00.000Z', right: 'objection' }, [
    [{ type: 'withdraw', by: dataSubject }, '2026-03-09T09:00:00.000Z'],
  ]);
  for (let count = 0; count < 6; count += 1) {
    await house.open({
      receivedAt: `2026-03-${String(10 + count)}T09:00:00.000Z`,
      right: 'rectification',
      owner: undefined,
    });
  }
  const { pool } = house.database;
  await putBreach(pool);
  await raiseAlarm(pool, 'MessageForged');
  await raiseAlarm(pool, 'MailUnreadable', ['0123456789abcdefghjkmnpqrs']);
  await raiseAlarm(pool, 'WorkflowMissing', [full, proposed, ...Array.from({ length: 30 }, () => settled)]);
  await pool.query("UPDATE duly.alarm SET ring_at = NULL WHERE code = 'MessageForged'");
  await pool.query("UPDATE duly.alarm SET told_at = now() WHERE code = 'WorkflowMissing'");
  return { full, proposed, settled };
}

const fullStory: readonly Timed[] = [
  [
    {
      type: 'noteLetter',
      effect: '0.0',
      letter: 'acknowledgement',
      came: { outcome: 'sent', reportedAt: '2026-03-03T09:01:00.000Z' },
      by: duly,
    },
    '2026-03-03T09:01:00.000Z',
  ],
  [{ type: 'requestIdentityEvidence', doubt: 'Two customers bear this name.', by: visser }, '2026-03-03T14:00:00.000Z'],
  [
    {
      type: 'noteLetter',
      effect: '2.0',
      letter: 'identity-request',
      came: { outcome: 'sent', reportedAt: '2026-03-03T14:01:00.000Z' },
      by: duly,
    },
    '2026-03-03T14:01:00.000Z',
  ],
  [
    { type: 'decideIdentity', decision: { outcome: 'confirmed', method: 'call-back' }, by: visser },
    '2026-03-09T10:12:00.000Z',
  ],
  [
    {
      type: 'grantExtension',
      grant: { ground: 'complexity', reasons: 'The mail archive lies in three systems and needs redaction.' },
      by: visser,
    },
    '2026-03-12T11:20:00.000Z',
  ],
  [
    {
      type: 'noteLetter',
      effect: '5.0',
      letter: 'extension',
      came: { outcome: 'trouble', reason: 'no-mail-address' },
      by: duly,
    },
    '2026-03-12T11:21:00.000Z',
  ],
  [
    { type: 'addNote', text: 'She called: <b>the archive</b> of 2024 matters most.\nCall back on Monday.', by: visser },
    '2026-03-19T16:02:00.000Z',
  ],
  [{ type: 'acceptRequest', acceptance: 'accepted', by: visser }, '2026-03-20T09:15:00.000Z'],
];

const previewed: PreviewedLetter = {
  ...{ language: 'nl', recipients: 12, wordsIn: 'en', subject: 'Wat er is gebeurd (B-2026-0007)' },
  text: 'Referentie: B-2026-0007\n\nGeachte heer of mevrouw,\n\nSomebody opened a mailbox of ours.',
};

const keptLetter = {
  documentId: 'l1',
  letter: 'acknowledgement',
  to: 'ilse@example.org',
  subject: 'We have your request S-2026-0036',
  text: 'Dear Ms Terpstra,\n\nWe received your request on 3 March 2026.\nYou will have an answer by 3 April 2026.\n\nKind regards,\nExample Cloud BV',
  date: '2026-03-03T09:01:00.000Z',
  language: 'en',
};

const keptHolds: CaseFile['holds'] = [
  {
    ...{ holdId: 'h1', ground: 'authority-inquiry', placedBy: 'j-smit', placedAt: '2026-03-18T09:00:00.000Z' },
    reasons: 'The authority asked for the file on 17 March.',
  },
  {
    ...{ holdId: 'h2', ground: 'legal-claims', placedBy: 'n-okafor', placedAt: '2026-03-10T09:00:00.000Z' },
    reasons: 'She announced a claim in her letter of 9 March.',
    lifted: { by: 'n-okafor', at: '2026-03-16T09:00:00.000Z', reasons: 'It was settled on 15 March.' },
  },
];

const checkpoint =
  'cloud.example.org/ledger\n20519\npXq0Yh1cH0dRr3v7w1oSxk2mCkJv9bTqgq4m0b6Zr5E=\n\n— cloud.example.org/ledger k3Vt0p7mB2yq\n';

const sources = [
  {
    name: 'Mailbox',
    cameIn: 41,
    setAside: 36,
    toCases: 5,
    why: ['22 newsletters and advertising', '5 automatic answers'],
  },
  { name: 'Portal', cameIn: 3, setAside: 1, toCases: 2, why: ['1 sent twice'] },
];
