import { noticesOf } from '../../database/controller-notices.js';
import { noteBounce, recipientCounts } from '../../database/wave-recipients.js';
import { mailsOf } from '../crash/audit.js';
import type { Records } from '../crash/audit.js';
import { askAs, aware } from '../crash/breach-script.js';
import type { Ask } from '../crash/breach-script.js';
import { untilTrue } from '../support/cases.js';
import type { TestSystem } from '../support/processes.js';
import { sender } from './planted-cases.js';
import type { Garden } from './planted-cases.js';

const LIMIT_MS = 60_000;

/** A breach of which customers and data subjects are told: words in every field of theirs. The breach, and its notice. */
export async function plantTellings(system: TestSystem, records: Records, garden: Garden): Promise<readonly string[]> {
  const ask = askAs(system);
  const breach = await aware(ask, ['controller', 'processor'], 0);
  const step = (what: string, body: object) => ask('POST', `/v1/breaches/${breach}/${what}`, body);
  const notice = await plantNotice({ system, records, garden, ask, step }, breach);
  await plantWave({ system, records, garden, ask, step }, breach);
  const submitted = { submittedAt: new Date().toISOString(), receipt: 'IMY-1' };
  await step('submissions', { kind: 'authority-notification', ...submitted });
  await step('lessons', { id: 'l1', text: 'We ask for a second sign.', owner: 't-bakker', ...lessonDays });
  await ask('POST', `/v1/controller-notices/${notice}/acknowledgement`, {
    words: garden.sentence('words of an acknowledgement'),
  });
  await untilTrue(() => isSummedUp(ask, breach), LIMIT_MS);
  await step('closure', {});
  return [breach, notice];
}

const lessonDays = { doneBy: '2027-01-31', retestOn: '2027-03-01' };

interface Planting {
  readonly system: TestSystem;
  readonly records: Records;
  readonly garden: Garden;
  readonly ask: Ask;
  readonly step: (what: string, body: object) => Promise<unknown>;
}

async function plantNotice({ system, records, garden, ask, step }: Planting, breach: string): Promise<string> {
  const mail = garden.word('mail of a controller', (word) => `${word}@customer.example`);
  const contact = { mail, phone: `+31 ${garden.phone('phone of a controller')}` };
  const contract = { maxNotify: 'PT1H', from: '2025-01-01' };
  const controllers = [{ id: 'customer', name: 'Customer BV', services: ['payroll'], contact, contract }];
  await ask('POST', '/v1/controllers', { controllers });
  const { proposed } = await ask('GET', `/v1/breaches/${breach}/controllers?concerned=payroll`);
  const others = (proposed as string[]).filter((id) => id !== 'customer');
  await step('controllers', {
    ...{ services: ['payroll'], text: garden.sentence('text of a notice') },
    affected: [{ controller: 'customer', particulars: garden.sentence('particulars of a controller') }],
    excluded: others.map((controller) => ({ controller, reasons: garden.sentence('reasons of leaving out') })),
  });
  await untilTrue(() => Promise.resolve(mailsOf(system).some(({ to }) => to.includes(mail))), LIMIT_MS);
  await step('controller-information', { text: garden.sentence('further information') });
  const letter = mailsOf(system).find(({ to }) => to.includes(mail));
  const reply = { from: mail, subject: 'Re', text: garden.sentence('reply of a controller') };
  await sender(system)({ ...reply, inReplyTo: letter?.messageId ?? '' });
  const [notice] = await noticesOf(records.pool, breach);
  if (notice === undefined) throw new Error('no notice');
  await untilTrue(async () => {
    const filed = "SELECT FROM duly.mail WHERE state = 'filed' AND case_id = $1";
    return (await records.pool.query(filed, [notice.caseId])).rowCount === 1;
  }, LIMIT_MS);
  const words = garden.sentence('words of a call');
  await ask('POST', `/v1/controller-notices/${notice.caseId}/told`, { toldAt: new Date().toISOString(), words });
  return notice.caseId;
}

async function plantWave({ records, garden, ask, step }: Planting, breach: string): Promise<void> {
  await step('risk-assessment', { level: 'high-risk', reasons: garden.sentence('reasons of a high risk') });
  const mail = garden.word('mail of a recipient', (word) => `${word}@people.example`);
  const name = garden.word('name of a recipient', (word) => `Ilse ${word}`);
  const reader = garden.word('mail of a reader of French', (word) => `${word}@people.example`);
  const list = [
    { mail, name },
    { mail: reader, language: 'fr' },
  ]
    .map((one) => JSON.stringify(one))
    .join('\n');
  await ask('POST', `/v1/breaches/${breach}/recipients`, list, 'application/x-ndjson');
  const { reference } = await ask('GET', `/v1/breaches/${breach}`);
  const until = new Date(Date.now() + 20_000).toISOString();
  const requestedBy = garden.sentence('who asks for a hold');
  await step('communication-hold', { requestedBy, reasons: garden.sentence('reasons of a hold on letters'), until });
  const order = {
    ...{ text: garden.sentence('text of a letter'), consequences: garden.sentence('consequences') },
    ...{ measures: garden.sentence('measures in a letter'), contactPoint: garden.sentence('contact point') },
    ...{ recommendations: garden.sentence('recommendations'), voluntaryReasons: garden.sentence('voluntary reasons') },
    translations: { fr: translation(garden) },
  };
  await step('communication-preview', order);
  await step('communication-order', { ...order, reference });
  await untilTrue(async () => (await recipientCounts(records.pool, breach)).sent === 2, LIMIT_MS);
  await untilTrue(async () => (await ask('GET', `/v1/breaches/${breach}`))['communication'] !== undefined, LIMIT_MS);
  const { rows } = await records.pool.query<{ id: string }>(
    'SELECT message_id AS id FROM duly.wave_recipient WHERE case_id = $1 AND number = 1',
    [breach],
  );
  await noteBounce(records.pool, rows[0]?.id ?? '');
  await step('communication-repeat', { what: 'bounced', reasons: garden.sentence('reasons to write again') });
  await untilTrue(async () => (await recipientCounts(records.pool, breach)).sent === 2, LIMIT_MS);
}

function translation(garden: Garden): object {
  return {
    ...{ text: garden.sentence('translated text'), consequences: garden.sentence('translated consequences') },
    ...{ measures: garden.sentence('translated measures'), contactPoint: garden.sentence('translated contact point') },
    recommendations: garden.sentence('translated recommendations'),
  };
}

async function isSummedUp(ask: Ask, breach: string): Promise<boolean> {
  const { notices } = (await ask('GET', `/v1/breaches/${breach}`)) as { notices?: { acknowledged: number } };
  return notices?.acknowledged === 1;
}
