import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMailStore } from '../../local/mail-store.js';
import { startMailbox } from '../../local/mailbox.js';
import type { Mailbox } from '../../local/mailbox.js';
import { anyFreePort } from '../../local/ports.js';

const PRIVACY = 'privacy@example.org';
const LETTER = mail('letter-1@duly.example', 'Your request', 'Dear Ilse,\r\n.hidden dot\r\nBye\r\n');

let home: string;
let ports: { smtp: number; page: number; intake: number };
let mailbox: Mailbox;
let intake: SMTPServer | undefined;
/** What Duly's intake took, and with which envelope. */
let taken: { raw: Buffer; from: string; to: string[] }[];
let answer: () => Error | undefined;

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-mailbox-'));
  ports = { smtp: await anyFreePort(), page: await anyFreePort(), intake: await anyFreePort() };
  taken = [];
  answer = () => undefined;
  fs.mkdirSync(path.join(home, 'examples'));
  fs.writeFileSync(
    path.join(home, 'examples/access.eml'),
    mail('example-1@example.org', 'What do you know', 'Hello\r\n'),
  );
  await reopen();
});

afterEach(async () => {
  await mailbox.close();
  await closeIntake();
  fs.rmSync(home, { recursive: true, force: true });
});

function mail(id: string, subject: string, body: string): Buffer {
  const headers = ['From: Joost <joost@example.org>', `Message-ID:\r\n <${id}>`, `Subject: ${subject}`];
  return Buffer.from(`${headers.join('\r\n')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`, 'utf8');
}

const open = (): Promise<Mailbox> =>
  startMailbox({
    directory: path.join(home, 'mailbox'),
    smtpPort: ports.smtp,
    pagePort: ports.page,
    privacyMailbox: PRIVACY,
    intake: { host: '127.0.0.1', port: ports.intake },
    examples: path.join(home, 'examples'),
    duly: 'http://127.0.0.1:7070/',
  });

async function reopen(): Promise<void> {
  const opened = await open();
  mailbox = opened;
}

async function openIntake(): Promise<void> {
  intake = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, callback) => {
      void stream.toArray().then((chunks) => {
        const refusal = answer();
        if (refusal) {
          callback(refusal);
          return;
        }
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        taken.push({ raw: Buffer.concat(chunks as Buffer[]), from, to: envelope.rcptTo.map(({ address }) => address) });
        callback(null);
      });
    },
  });
  await once(intake.listen(ports.intake, '127.0.0.1'), 'listening');
}

async function closeIntake(): Promise<void> {
  const closing = intake;
  intake = undefined;
  if (!closing) return;
  await new Promise<void>((resolve) => {
    closing.close(resolve);
  });
}

async function send(raw: Buffer, to: string | string[]): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port: ports.smtp, ignoreTLS: true });
  try {
    return (await transport.sendMail({ envelope: { from: 'joost@example.org', to }, raw })).response;
  } finally {
    transport.close();
  }
}

const page = (where: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports.page}${where}`, { redirect: 'manual', ...init });

const found = async (id: string): Promise<unknown> =>
  ((await (await page(`/messages?message-id=${encodeURIComponent(id)}`)).json()) as { found: unknown }).found;

const stored = (): string[] => fs.readdirSync(path.join(home, 'mailbox'));

test("one of Duly's own letters stays in the mailbox and is found by its Message-ID", async () => {
  await send(LETTER, 'ilse@example.org');

  expect(await found('<letter-1@duly.example>')).toBe(true);
  expect(await found('letter-1@duly.example')).toBe(true);
  expect(await found('letter-2@duly.example')).toBe(false);
  expect(taken).toEqual([]);
});

test('a mail is kept byte by byte, for its owner alone', async () => {
  const raw = mail('bytes@example.org', 'Straße', '.dot\r\n..dots\r\nÜberschrift \u{1F4E8}\r\n');

  await send(raw, 'ilse@example.org');

  const store = await openMailStore(path.join(home, 'mailbox'));
  expect((await store.read(store.ids()[0] ?? ''))?.raw).toEqual(raw);
  expect(stored().map((name) => fs.statSync(path.join(home, 'mailbox', name)).mode & 0o777)).toEqual([0o600]);
});

test('the same letter sent twice lies in the mailbox twice, so that it can be noticed', async () => {
  await send(LETTER, 'ilse@example.org');
  await send(LETTER, 'ilse@example.org');

  expect(stored()).toHaveLength(2);
});

test('a mail to the privacy mailbox is handed to the intake with the same bytes and sender', async () => {
  await openIntake();
  const raw = mail('request@example.org', 'Meine Daten', 'Grüße\r\n.\r\n..\r\n');

  await send(raw, ['Privacy+web@example.org', 'ilse@example.org']);

  expect(taken).toEqual([{ raw, from: 'joost@example.org', to: ['Privacy+web@example.org'] }]);
  expect(await found('request@example.org')).toBe(true);
});

test('the sender hears 250 only after the intake has said so', async () => {
  await openIntake();
  const order: string[] = [];
  answer = () => {
    order.push('intake took it');
    return undefined;
  };

  await send(LETTER, PRIVACY).then(() => order.push('sender was told'));

  expect(order).toEqual(['intake took it', 'sender was told']);
});

test.each([
  [552, 'the mail is larger than 25 MB'],
  [451, 'come again later'],
])('a refusal of the intake with %i is passed on, and nothing is kept', async (responseCode, reason) => {
  await openIntake();
  answer = () => Object.assign(new Error(reason), { responseCode });

  await expect(send(LETTER, PRIVACY)).rejects.toMatchObject({
    responseCode,
    response: expect.stringContaining(reason) as string,
  });

  expect(stored()).toEqual([]);
  expect(await found('letter-1@duly.example')).toBe(false);
});

test('while the intake is away the sender is asked to come again, and then succeeds', async () => {
  await expect(send(LETTER, PRIVACY)).rejects.toMatchObject({ responseCode: 451 });

  await openIntake();
  await send(LETTER, PRIVACY);

  expect(taken).toHaveLength(1);
});

test('what a kill left half written is no mail, and is swept away by the next start', async () => {
  await send(LETTER, 'ilse@example.org');
  await mailbox.close();
  fs.writeFileSync(path.join(home, 'mailbox', '20261121-half.eml.part'), 'X-Local-Env');

  await reopen();

  expect(stored()).toHaveLength(1);
  expect(await found('letter-1@duly.example')).toBe(true);
  expect((await page('/')).status).toBe(200);
});

test('the mailbox page shows a hostile mail as text and fetches nothing for it', async () => {
  const html = '<p>Hi</p><img src="http://tracker.example/x.png"><script>alert(1)</script>';
  const raw = mail('hostile@example.org', '<script>alert(2)</script>', html)
    .toString()
    .replace('text/plain', 'text/html');
  await send(Buffer.from(raw), 'ilse@example.org');
  const store = await openMailStore(path.join(home, 'mailbox'));

  const response = await page(`/mails/${store.ids()[0] ?? ''}`);
  const text = await response.text();

  expect(text).toContain('&lt;script&gt;alert(2)');
  expect(text).not.toMatch(/<script|<img/);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('a sender whose name is endless, or turns its line around, gets one line like any other', async () => {
  await openIntake();
  await send(fs.readFileSync('examples/mails/20-hostile.eml'), PRIVACY);

  const html = await (await page('/')).text();
  const [who = '', subject = ''] = [...html.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, text = '']) => text);

  expect(who).toMatch(/^&quot;Mallory/);
  expect(who.length).toBeLessThan(200);
  expect(subject).toContain('Hello');
  expect(html).toContain('<a href="http://127.0.0.1:7070/">Operations room</a>');
});

test('an example is sent from the mailbox page, like any mail', async () => {
  await openIntake();
  const origin = `http://127.0.0.1:${ports.page}`;
  const body = new URLSearchParams({ example: 'access.eml' });

  const response = await page('/examples', { method: 'POST', headers: { origin }, body });

  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/?sent');
  expect(taken.map(({ from, to }) => ({ from, to }))).toEqual([{ from: 'joost@example.org', to: [PRIVACY] }]);
});

test.each([
  ['another origin', { origin: 'http://evil.example' }, 'access.eml', 403],
  ['no origin', {}, 'access.eml', 403],
  ['a file outside the folder', undefined, '../../etc/passwd', 400],
])('the mailbox page sends nothing on behalf of %s', async (_case, headers, example, status) => {
  await openIntake();
  const origin = `http://127.0.0.1:${ports.page}`;

  const response = await page('/examples', {
    method: 'POST',
    headers: headers ?? { origin },
    body: new URLSearchParams({ example }),
  });

  expect(response.status).toBe(status);
  expect(taken).toEqual([]);
});
