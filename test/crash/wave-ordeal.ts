import { expect } from 'vitest';
import { LOOPBACK } from '../../local/ports.js';
import { untilTrue } from '../support/cases.js';
import { startSystem } from '../support/processes.js';
import { startScriptedSmtp } from '../support/smtp.js';
import { askAs, aware, reasons } from './breach-script.js';
import type { Ask } from './breach-script.js';
import { startJournal } from './mail-journal.js';

export interface WaveOrdeal {
  readonly recipients: number;
  /** How often the workers are killed, evenly over the wave. */
  readonly kills: number;
  readonly limitMs: number;
  readonly bundle: string;
  readonly say: (sentence: string) => void;
}

type Counts = Readonly<Record<string, number>>;

const nameless = (number: number): string => `person-${String(number)}@example.net`;
/** One in a thousand has no mailbox any more. */
const isGone = (address: string): boolean => /-\d*(?:500)@/.test(address);

/** Letters to thousands, while workers are killed and the mail server loses connections: none twice, none missed. */
export async function writeToAllWhileDying({ recipients, kills, limitMs, bundle, say }: WaveOrdeal): Promise<void> {
  const server = await startScriptedSmtp();
  const journal = await startJournal(server);
  const environment = {
    DULY_WAVE_PER_SECOND: '5000',
    SENT_LOOKUP_URL: journal.url,
  };
  const system = await startSystem({ bundle, smtpUrl: `smtp://${LOOPBACK}:${String(server.port)}`, environment });
  try {
    const healthy = {
      rcpt: (address: string) => (isGone(address) ? ('550 5.1.1 no such mailbox' as const) : undefined),
    };
    server.behave(healthy);
    const ask = askAs(system);
    const caseId = await highRiskBreach(ask);
    const begun = performance.now();
    const lines = Array.from({ length: recipients }, (_, index) => JSON.stringify({ mail: nameless(index + 1) }));
    const list = await ask('POST', `/v1/breaches/${caseId}/recipients`, lines.join('\n'), 'application/x-ndjson');
    expect(list).toEqual({ added: recipients, known: 0, last: recipients });
    say(`list of ${String(recipients)} taken in ${seconds(begun)} s`);

    const started = performance.now();
    const reference = String((await ask('GET', `/v1/breaches/${caseId}`))['reference']);
    await ask('POST', `/v1/breaches/${caseId}/communication-order`, { ...content, reference });
    const letters = () => server.accepted.filter(({ to }) => to[0]?.startsWith('person-') === true);
    for (let kill = 1; kill <= kills; kill += 1) {
      await untilTrue(() => Promise.resolve(letters().length >= (recipients * kill) / (kills + 1)), limitMs);
      // Letters that were taken, and of which nobody hears that they were.
      server.behave({ ...healthy, end: 'reset', keeps: true });
      const before = letters().length;
      await untilTrue(() => Promise.resolve(letters().length > before), limitMs);
      await system.kill('workers');
      server.behave(healthy);
      await system.start('workers');
      say(`killed after ${String(letters().length)} letters`);
    }
    const counts = async () => (await ask('GET', `/v1/breaches/${caseId}/recipients`)) as Counts;
    await untilTrue(async () => {
      const { communication } = await ask('GET', `/v1/breaches/${caseId}`);
      return communication !== undefined;
    }, limitMs);
    say(`${String(letters().length)} letters in ${seconds(started)} s`);

    const all = Array.from({ length: recipients }, (_, index) => nameless(index + 1));
    const gone = all.filter(isGone);
    const reached = letters().map(({ to }) => to[0] ?? '');
    expect(reached.length).toBe(new Set(reached).size);
    expect(new Set(reached)).toEqual(new Set(all.filter((address) => !isGone(address))));
    expect(await counts()).toMatchObject({ sent: recipients - gone.length, refused: gone.length, unknown: 0 });
    const { communication } = await ask('GET', `/v1/breaches/${caseId}`);
    expect(communication).toMatchObject({ way: 'individual', recipients: recipients - gone.length });
  } finally {
    await system.stop();
    await journal.close();
    await server.close();
  }
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);
const content = {
  text: 'Somebody opened the mailbox of our payroll team from abroad.',
  consequences: 'Your bank account number may be used by others.',
  measures: 'The mailbox is closed, and the police is informed.',
  contactPoint: 'privacy@example.org',
};

async function highRiskBreach(ask: Ask): Promise<string> {
  const caseId = await aware(ask, ['controller']);
  await ask('POST', `/v1/breaches/${caseId}/risk-assessment`, { level: 'high-risk', reasons });
  return caseId;
}
