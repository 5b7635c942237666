import { createTransport } from 'nodemailer';
import { LOOPBACK } from '../../local/ports.js';
import { untilTrue } from '../support/cases.js';
import type { TestSystem } from '../support/processes.js';
import { mailsOf } from '../crash/audit.js';
import type { Records } from '../crash/audit.js';
import { askUntilAnswered } from '../crash/stubborn-client.js';
import { needle, uniqueWord } from './needles.js';
import type { Needle } from './needles.js';

/** Hands out strings of its own for every field and remembers them. */
export class Garden {
  readonly needles: Needle[] = [];

  /** A word; `around` puts it into a sentence or an address, and the word is what is looked for. */
  word(label: string, around: (word: string) => string = (word) => word): string {
    const word = uniqueWord(label);
    this.needles.push(needle(label, word));
    return around(word);
  }

  sentence(label: string): string {
    return this.word(label, (word) => `because ${word} told us so`);
  }

  phone(label: string): string {
    const number = `0${String(200_000_000 + Math.floor(Math.random() * 700_000_000))}`;
    this.needles.push(needle(label, number));
    return number;
  }
}

/** One person's case through the API: every field, every step that takes words; and a second one on another right. */
export async function plantByApi(system: TestSystem, garden: Garden): Promise<readonly string[]> {
  const contact = {
    name: garden.word('name', (word) => `Ilse ${word} Jansen`),
    mail: garden.word('mail', (word) => `${word}@people.example`),
    phone: garden.phone('phone'),
    postalAddress: garden.word('postal address', (word) => `${word} 12\n1011 AA Amsterdam`),
  };
  const { caseId } = await ask(system, '', { right: 'access', contact, text: garden.sentence('request text') });
  const step = (what: string, body: unknown, as?: string) => ask(system, `/${String(caseId)}/${what}`, body, as);
  await step('identity-request', { doubt: garden.sentence('doubt') });
  await step('identity-decision', { outcome: 'notConfirmed', reasons: garden.sentence('reasons of not confirmed') });
  await step('identity-decision', { outcome: 'waived', reasons: garden.sentence('reasons of waiver') });
  const corrected = { ...contact, mail: garden.word('corrected mail', (word) => `${word}@people.example`) };
  await step('contact', { contact: corrected, reasons: garden.sentence('reasons of a correction') });
  await step('extension', { ground: 'complexity', reasons: garden.sentence('reasons of extension') });
  await step('notes', { text: garden.sentence('note') });
  const proposal = {
    scope: 'part',
    ground: 'rightsOfOthers',
    reasons: garden.sentence('reasons of refusal'),
    demonstration: garden.sentence('demonstration'),
  };
  await step('refusal', proposal);
  await step('approval', { decision: 'rejected', reasons: garden.sentence('reasons of rejection') }, 'decider');
  await step('refusal', { ...proposal, reasons: garden.sentence('reasons of second refusal') });
  await step('approval', { decision: 'approved', reasons: garden.sentence('reasons of approval') }, 'decider');
  await step('acceptance', { outcome: 'accepted' });
  const documentId = await upload(system, String(caseId), garden);
  await step('answer', { documents: [documentId] });
  await step('fulfilment', { lateReasons: garden.sentence('reasons of lateness') });
  await plantHold(system, garden, String(caseId));
  const { caseId: further } = await step('further-rights', { right: 'erasure' });
  await ask(system, `/${String(further)}/withdrawal`, { reasons: garden.sentence('reasons of the other withdrawal') });
  return [String(caseId), String(further)];
}

/** Another one, withdrawn. */
export async function plantWithdrawal(system: TestSystem, garden: Garden): Promise<string> {
  const contact = { postalAddress: garden.word('other postal address') };
  const { caseId } = await ask(system, '', { contact, text: garden.sentence('other request text') });
  await ask(system, `/${String(caseId)}/withdrawal`, { reasons: garden.sentence('reasons of withdrawal') });
  return String(caseId);
}

/** A breach with words in every field, from the first report to its end. */
export async function plantBreach(system: TestSystem, garden: Garden): Promise<string> {
  const now = new Date().toISOString();
  const anchor = (label: string) => ({ at: now, source: 'logs', reasons: garden.sentence(label) });
  const { caseId } = await askAt(
    system,
    '/v1/breaches',
    {
      roles: ['controller', 'processor'],
      summary: garden.sentence('summary of a breach'),
      aspects: ['confidentiality', 'availability'],
      externalId: garden.word('ticket'),
      channel: 'service-desk',
      restorationPeriod: 'PT8H',
      commitments: [
        { id: 'code', source: garden.sentence('source of a promise'), anchor: 'firstInformedAt', period: 'PT48H' },
      ],
      anchors: { firstInformedAt: anchor('reasons of first information') },
    },
    'incident-manager',
  );
  const step = (what: string, body: object) =>
    askAt(system, `/v1/breaches/${String(caseId)}/${what}`, body, 'incident-manager');
  const reasons = (label: string) => ({ reasons: garden.sentence(`reasons of ${label}`) });
  await step('awareness', { outcome: 'aware', anchor: anchor('reasons of an anchor'), ...reasons('awareness') });
  await step('anchors', { name: 'detectedAt', anchor: anchor('reasons of detection') });
  const factor = (value: unknown) => ({ value, ...reasons('a factor') });
  const severity = {
    context: [{ kind: 'simple', steps: 0, ...reasons('a kind of data') }],
    ...{ ease: factor('limited'), confidentiality: factor('none'), integrity: factor('none') },
    ...{ availability: factor('none'), isMalicious: factor(false) },
  };
  const deviationReasons = garden.sentence('reasons of deviating from a score');
  await step('risk-assessment', { level: 'high-risk', ...reasons('risk'), severity, deviationReasons });
  const receipt = garden.word('receipt');
  const delay = { reasonsForDelay: garden.sentence('reasons of a late notification') };
  const submittedAt = new Date().toISOString();
  await step('submissions', { kind: 'authority-notification', submittedAt, receipt, ...delay });
  await step('submissions', { kind: 'controller-notice', submittedAt, receipt });
  const answers = { 62: garden.sentence('an answer of a notification'), 111: garden.sentence('an answer not asked') };
  await step('notification-answers', { answers });
  await step('notification-versions', { subtype: 'withdrawn', ...reasons('withdrawing a notification') });
  await step('communications', { outcome: 'exempt', ground: 'a', at: submittedAt, ...reasons('exemption') });
  await step('commitments', { id: 'code', keptAt: submittedAt });
  await step('restoration', { restoredAt: submittedAt });
  await step('measures', { text: garden.sentence('measure') });
  const lesson = { id: 'l1', text: garden.sentence('lesson'), owner: 't-bakker' };
  await step('lessons', { ...lesson, doneBy: '2027-01-31', retestOn: '2027-03-01' });
  await step('handover', { to: 'r-visser', ...reasons('handover') });
  await step('notes', { text: garden.sentence('note of a breach') });
  await plantTeam(step, garden);
  await plantAuthority(step, garden);
  await step('closure', {});
  return String(caseId);
}

type Step = (what: string, body: object) => Promise<unknown>;

/** What the incident team says among itself, to those who ask, and to whoever told of it. */
async function plantTeam(step: Step, garden: Garden): Promise<void> {
  const mandate = garden.sentence('mandate of an involvement');
  await step('involvements', { person: 't-bakker', mandate, workStopped: garden.sentence('work stopped') });
  await step('information-answers', { item: 'occurredTo', text: garden.sentence('information answer') });
  await step('holding-statement', { text: garden.sentence('holding statement') });
  const told = { text: garden.sentence('report to the reporter'), reasons: garden.sentence('reasons of a stand-in') };
  await step('contact-reports', { what: 'result', at: new Date().toISOString(), ...told });
}

/** What goes to and fro between the authority and us. GDPR Art. 31. */
async function plantAuthority(step: Step, garden: Garden): Promise<void> {
  const now = () => new Date().toISOString();
  const came = { receivedAt: now(), reference: garden.word('reference of an authority') };
  await step('authority-messages', {
    id: 'm1',
    kind: 'question',
    text: garden.sentence('message of an authority'),
    ...came,
  });
  const answer = { text: garden.sentence('answer to an authority'), receipt: garden.word('receipt of an answer') };
  await step('authority-answers', { message: 'm1', sentAt: now(), ...answer });
  const question = { text: garden.sentence('question to an authority'), receipt: garden.word('receipt of a question') };
  await step('authority-questions', { id: 'q1', sentAt: now(), ...question });
  const view = { id: 'm2', kind: 'view', answers: 'q1', receivedAt: now() };
  await step('authority-messages', { ...view, text: garden.sentence('view of an authority') });
}

/** A request by mail that is set aside, and a reply to our own letter. */
export async function plantByMail(system: TestSystem, records: Records, garden: Garden): Promise<readonly string[]> {
  const from = garden.word('mail sender', (word) => `${word}@people.example`);
  const send = sender(system);
  await send({
    from: { name: garden.word('mail sender name'), address: from },
    subject: garden.sentence('mail subject'),
    text: `Please tell me which data you hold. ${garden.sentence('mail body')}`,
    headers: { 'X-Planted': garden.word('mail header') },
    messageId: garden.word('message id', (word) => `<${word}@people.example>`),
    attachments: [
      {
        filename: garden.word('attachment name', (word) => `${word}.txt`),
        content: garden.sentence('attachment content'),
      },
    ],
  });
  await untilTrue(() => Promise.resolve(mailsOf(system).some(({ to }) => to.includes(from))), 60_000);
  const letter = mailsOf(system).find(({ to }) => to.includes(from));
  await send({
    from,
    subject: garden.sentence('reply subject'),
    text: garden.sentence('reply body'),
    inReplyTo: letter?.messageId ?? '',
  });
  const { rows } = await records.pool.query<{ caseId: string }>(
    `SELECT mail_id AS "caseId" FROM duly.mail WHERE state = 'opened'`,
  );
  const caseId = rows[0]?.caseId ?? '';
  await untilTrue(async () => {
    const filed = await records.pool.query(`SELECT FROM duly.mail WHERE state = 'filed' AND case_id = $1`, [caseId]);
    return filed.rowCount === 1;
  }, 60_000);
  await ask(system, `/${caseId}/classification`, {
    setAside: true,
    reasons: garden.sentence('reasons of setting aside'),
  });
  return [caseId];
}

export function sender(system: TestSystem) {
  const transport = createTransport({ host: LOOPBACK, port: system.intakePort, ignoreTLS: true });
  return (mail: object) => transport.sendMail({ to: system.privacyMailbox, ...mail });
}

let asked = 0;

/** The key is the client's text too: it must not be kept as it is. */
async function plantHold(system: TestSystem, garden: Garden, caseId: string): Promise<void> {
  const path = `/v1/keys/${caseId}/holds`;
  const placing = { ground: 'legal-claims', reasons: garden.sentence('reasons of a hold') };
  const { holdId } = await askAt(system, path, placing, 'decider');
  await askAt(
    system,
    `${path}/${String(holdId)}/lifting`,
    { reasons: garden.sentence('reasons of its end') },
    'decider',
  );
}

async function ask(system: TestSystem, path: string, body: unknown, as?: string) {
  return askAt(system, `/v1/subject-requests${path}`, body, as);
}

async function askAt(system: TestSystem, path: string, body: unknown, as = 'operator') {
  asked += 1;
  return askUntilAnswered(system, { as, path, key: `leak-${String(asked)}`, body });
}

async function upload(system: TestSystem, caseId: string, garden: Garden): Promise<string> {
  const address = new URL('/v1/documents', system.api);
  const name = garden.word('file name', (word) => `${word}.txt`);
  for (const [field, value] of Object.entries({ caseId, kind: 'answer', name })) address.searchParams.set(field, value);
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${system.personWith('operator').token}`,
      'content-type': 'text/plain',
      'idempotency-key': garden.word('idempotency key'),
    },
    body: garden.sentence('file content'),
  });
  return ((await response.json()) as { documentId: string }).documentId;
}
