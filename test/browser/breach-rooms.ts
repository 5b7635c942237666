import { Readable } from 'node:stream';
import { createQuestions } from '../../api/idempotency.js';
import type { Mount } from '../../api/route.js';
import { controllersPageRoutes, noticePagesOfStaff } from '../../api/routes/controller-pages.js';
import type { ControllerPageDependencies } from '../../api/routes/controller-pages.js';
import { holdingStatementPageRoutes } from '../../api/routes/holding-statements.js';
import { incidentPageRoutes } from '../../api/routes/incident-pages.js';
import type { IncidentPageDependencies } from '../../api/routes/incident-pages.js';
import { recipientPageRoutes } from '../../api/routes/recipient-pages.js';
import { createCaseRecords } from '../../database/case-records.js';
import { storeDocument } from '../../database/document-storing.js';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { createKeys } from '../../database/keys.js';
import type { CaseKeys } from '../../database/keys.js';
import { createOutsideControllers } from '../../database/outside-controllers.js';
import { inTransaction } from '../../database/pool.js';
import type { Pool } from '../../database/pool.js';
import { addRecipients } from '../../database/wave-recipients.js';
import { duly } from '../../domain/actor.js';
import { controllerNoticeDecider } from '../../domain/controller-notice.decider.js';
import type { NoticeFact, NoticeRegistration } from '../../domain/controller-notice.js';
import { fold } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import type { Organisation } from '../../domain/organisation.js';
import { questionsInMemory, testServerKey } from '../support/api.js';
import { aBreachFile } from './a-breach-file.js';

export const noticeId = 'n-0001';

type Common = Omit<
  ControllerPageDependencies,
  'pool' | 'keys' | 'controllers' | 'noticeDesk' | 'questions' | 'organisation'
> &
  Pick<IncidentPageDependencies, 'readCase'>;

interface Rooms extends Common {
  readonly pool: Pool;
  readonly organisation: () => Organisation;
  readonly breachId: string;
}

/** The pages around a breach that read real stores: its controllers, a notice, its list of people, what may be said. */
export async function breachRooms({ pool, breachId, ...common }: Rooms): Promise<readonly Mount[]> {
  const { organisation } = common;
  const keks = parseKeyEncryptionKeys(mintKeyEncryptionKey('2026-03'));
  const keys = createKeys({ pool, keks, now: () => common.now().toISOString() });
  await furnishRooms(pool, keys, breachId);
  const nobody = () => Promise.reject(new Error('nobody asks a case here'));
  const dependencies: ControllerPageDependencies = {
    ...common,
    ...{ pool, keys, noticeDesk: { open: nobody, ask: nobody, tell: nobody, revive: nobody } },
    controllers: createOutsideControllers(pool, testServerKey, organisation().controllers),
    questions: createQuestions(questionsInMemory(), testServerKey),
  };
  const { breach } = aBreachFile(breachId);
  const found = { caseId: breachId, reference: breach.reference, closed: false, state: 'sent', breach } as const;
  return [
    controllersPageRoutes(dependencies),
    noticePagesOfStaff(dependencies),
    recipientPageRoutes({
      ...dependencies,
      recipients: { pool, keys, organisation: organisation(), now: common.now },
    }),
    holdingStatementPageRoutes({ ...common, statedBreaches: () => Promise.resolve([{ caseId: breachId, breach }]) }),
    incidentPageRoutes({
      ...common,
      lookUp: () =>
        Promise.resolve({ searched: 2, found: [{ ...found, changedAt: common.now() }], unlisted: ['B-2026-0009'] }),
    }),
  ];
}

async function furnishRooms(pool: Pool, keys: CaseKeys, breachId: string): Promise<void> {
  const [list, key] = await inTransaction(pool, async (transaction) => [
    await keys.create(transaction, breachId),
    await keys.create(transaction, noticeId),
  ]);
  const people = [
    { mail: 'noor@example.com', name: 'Noor de Wit', language: 'nl' },
    { mail: 'a.very.long.name.of.a.mailbox.that.must.not.widen.the.page@subdomain.example.com', language: 'de' },
  ] as const;
  await addRecipients(pool, list, Readable.from(people));
  const facts = noticeFacts(breachId);
  await createCaseRecords({ pool, keys }).record(noticeId, {
    ...{ run: 'house', firstPosition: 0, due: [] },
    entries: facts.map((fact) => ({ fact, cause: 'test' })),
    row: controllerNoticeDecider.boardRow(fold(controllerNoticeDecider, facts).state),
  });
  const file = { kind: 'evidence', contentType: 'text/plain', bytes: Buffer.from('They called back.') };
  await storeDocument(pool, { key, ...file, name: 'call-log-of-the-security-desk-at-acme.txt' });
}

function noticeFacts(breach: string): readonly Recorded<NoticeFact>[] {
  const registration: NoticeRegistration = {
    ...{ reference: 'N-2026-0001', breach, breachReference: 'B-2026-0007', batch: 0, controller: 'example-cloud' },
    addressee: {
      ...{ id: 'acme', name: 'Acme NV', language: 'nl', mail: 'privacy@acme.example', phones: ['+32 2 555 02 00'] },
      roundTheClockMail: 'soc@acme.example',
    },
    text: 'An employee opened files of yours.',
    ...{ startsAt: '2026-03-20T13:20:00.000Z', dueAt: '2026-03-20T15:20:00.000Z', timeZone: 'Europe/Amsterdam' },
    ...{ drill: false, owner: 'm-adeyemi' },
  };
  const reply = { documentId: '9f0c3f1e-6a53-4f3e-9d43-0b1f9b1c7c11', attachments: [] };
  const words = 'Ms Janssens, security desk, will call back.';
  return [
    { type: 'noticeOrdered', registration, at: '2026-03-20T13:40:00.000Z', by: duly },
    {
      ...{ type: 'noticeSent', effect: '0.0', reportedAt: '2026-03-20T13:41:00.000Z' },
      ...{ at: '2026-03-20T13:41:00.000Z', by: duly },
    },
    { type: 'replyReceived', ...reply, at: '2026-03-20T14:00:00.000Z', by: duly },
    {
      ...{ type: 'controllerToldOtherwise', toldAt: '2026-03-20T14:05:00.000Z', words },
      ...{ at: '2026-03-20T14:10:00.000Z', by: { role: 'incident-manager', id: 'm-adeyemi' } },
    },
  ];
}
