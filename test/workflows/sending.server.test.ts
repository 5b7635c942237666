import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPost } from '../../activities/letters/post.js';
import { smtpCarrier } from '../../activities/letters/smtp-carrier.js';
import { createEndpoints, createNotifier, drillEndpoint } from '../../activities/notifications/notifier.js';
import { createOutbox } from '../../database/outbox.js';
import type { SendingOrder } from '../../domain/breach.sending.js';
import type { NotificationChannel } from '../../domain/organisation.js';
import { startTestAuthority } from '../../local/test-authority.js';
import type { TestAuthority } from '../../local/test-authority.js';
import { readOrganisation } from '../../organisation/read.js';
import * as ask from '../../workflows/breach.contract.js';
import { manager } from '../domain/a-breach.js';
import { awareBreach, readReported } from '../support/breaches.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { startScriptedSmtp } from '../support/smtp.js';
import type { ScriptedServer } from '../support/smtp.js';

let cases: TestCases;
let authority: TestAuthority;
let smtp: ScriptedServer;
beforeAll(async () => {
  [cases, authority, smtp] = [await startCases(), await startTestAuthority('the-token'), await startScriptedSmtp()];
  const channels: Readonly<Record<string, NotificationChannel>> = {
    'de-be': { by: 'endpoint', url: authority.url, token: 'env:DULY_SECRET_AUTHORITY_TOKEN' },
    'nl-ap': { by: 'mail', mail: 'breaches@authority.example' },
  };
  const example = await readOrganisation('examples/organisation.yaml');
  const supervisoryAuthorities = example.supervisoryAuthorities.map((one) => {
    const notification = channels[one.id];
    return notification === undefined ? one : { ...one, notification };
  });
  const organisation = { ...example, supervisoryAuthorities };
  const { keys, database } = cases;
  const post = createPost({
    outbox: createOutbox(database.pool),
    carrier: smtpCarrier({ host: '127.0.0.1', port: smtp.port, tls: 'none' }),
    lookup: { find: () => Promise.resolve(smtp.accepted.length > 0 ? 'present' : 'absent') },
    ...{ now: () => Date.now(), settleMs: 100 },
  });
  const now = () => new Date().toISOString();
  const token = { DULY_SECRET_AUTHORITY_TOKEN: 'the-token' };
  cases.notifier = createNotifier({
    ...{ pool: database.pool, keys, organisation, post, drillPost: () => Promise.resolve('sent'), now },
    ...{ endpoints: createEndpoints(organisation, token, { pendingMs: 100 }), drillEndpoint: drillEndpoint(now) },
  });
});
afterAll(async () => {
  await cases.close();
  await authority.close();
  await smtp.close();
});

async function ordered(overrides: Partial<SendingOrder> = {}, drill = false): Promise<string> {
  const caseId = await awareBreach(cases, { drill });
  const organisation = { name: 'Example Cloud SE', contact: 'Hauptstrasse 1, 10115 Berlin' };
  const filing = { subtype: 'incomplete', organisation, isEstablishedInEea: true } as const;
  await cases.desks.breach.ask(caseId, ask.freezeNotification, { by: manager, order: filing }, 'freeze');
  const order: SendingOrder = { version: 1, channel: 'endpoint', authority: 'de-be', ...overrides };
  await cases.desks.breach.ask(caseId, ask.sendNotification, { by: manager, order }, 'send');
  return caseId;
}

async function settled(caseId: string) {
  let state = (await readReported(cases, caseId)).folded.state;
  await untilTrue(async () => {
    state = (await readReported(cases, caseId)).folded.state;
    return state.phase !== 'new' && (state.sendings ?? []).every(({ outcome }) => outcome !== undefined);
  });
  if (state.phase === 'new') throw new Error('no breach');
  return state;
}

test.each([['take'], ['delay'], ['take-and-hang-up'], [503]] as const)(
  'an authority that does this first has the notification once, and we its receipt: %s',
  async (behaviour) => {
    const before = authority.taken.length;
    authority.behave(behaviour);

    const { submissions } = await settled(await ordered());

    const came = authority.taken.slice(before);
    expect(came).toHaveLength(1);
    expect(submissions).toMatchObject([{ version: 1, receipt: came[0]?.reference, submittedAt: came[0]?.receivedAt }]);
  },
);

test('a refusal of the authority leaves no evidence, and its words with the case', async () => {
  authority.behave('refuse');

  const { submissions, sendings } = await settled(await ordered());

  expect([submissions, sendings?.map(({ outcome }) => outcome)]).toEqual([[], ['refused']]);
});

test('a mail whose end nobody heard was sent once, with the notification as PDF and as JSON', async () => {
  smtp.behave({ end: 'close', keeps: true });

  const { submissions } = await settled(await ordered({ channel: 'mail', authority: 'nl-ap' }));

  expect(smtp.accepted.map(({ to }) => to)).toEqual([['breaches@authority.example']]);
  const raw = smtp.accepted[0]?.raw.toString('utf8') ?? '';
  expect(raw).toContain('application/pdf');
  expect(raw).toContain('application/json');
  expect(submissions).toMatchObject([{ version: 1 }]);
});

test.each([
  ['endpoint', 'de-be'],
  ['mail', 'nl-ap'],
] as const)('a drill is sent to its end and reaches no authority: by %s', async (channel, to) => {
  const before = [authority.taken.length, smtp.accepted.length];

  const { submissions, sendings } = await settled(await ordered({ channel, authority: to }, true));

  expect([sendings?.map(({ outcome }) => outcome), submissions.length]).toEqual([['taken'], 1]);
  expect([authority.taken.length, smtp.accepted.length]).toEqual(before);
});
