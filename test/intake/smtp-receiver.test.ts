import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import {
  startReceiver,
  type ReceivedMail,
  type ReceiverEvent,
  type ReceiverOptions,
} from '../../intake/smtp-receiver.js';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function aReceiver(changes: Partial<ReceiverOptions> = {}) {
  const delivered: ReceivedMail[] = [];
  const events: ReceiverEvent[] = [];
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    accepts: (recipient) => recipient === 'privacy@example.org',
    deliver: (mail) => {
      delivered.push(mail);
      return Promise.resolve();
    },
    report: (event) => events.push(event),
    ...changes,
  });
  closers.push(() => receiver.close());
  return { port: receiver.port, delivered, events };
}

/** A client that speaks only when asked to, and answers with the last line of what it is told. */
async function aClient(port: number) {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => void socket.destroy());
  socket.on('error', () => undefined);
  const greeting = await nextReply(socket);
  return {
    socket,
    greeting,
    async say(text: string): Promise<string> {
      const answer = nextReply(socket);
      socket.write(`${text}\r\n`);
      return answer;
    },
  };
}

async function nextReply(socket: Socket): Promise<string> {
  let heard = '';
  while (!/^\d{3} .*\r\n$/m.test(heard)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    heard += chunk.toString();
  }
  return heard.trim().split('\r\n').at(-1) ?? '';
}

async function upToData(port: number) {
  const client = await aClient(port);
  await client.say('EHLO client.example.com');
  await client.say('MAIL FROM:<noor@example.com>');
  await client.say('RCPT TO:<privacy@example.org>');
  expect(await client.say('DATA')).toMatch(/^354/);
  return client;
}

describe('taking mail', () => {
  test('a mail is handed on with its envelope and to the last byte', async () => {
    const { port, delivered, events } = await aReceiver();
    const client = await upToData(port);

    const answer = await client.say('Subject: Hello\r\n\r\n..dots\r\n\u00e9 8-bit\r\n.');

    expect(answer).toBe('250 Taken');
    expect(delivered).toEqual([
      {
        envelopeFrom: 'noor@example.com',
        recipients: ['privacy@example.org'],
        raw: Buffer.from('Subject: Hello\r\n\r\n.dots\r\n\u00e9 8-bit\r\n'),
      },
    ]);
    expect(events).toEqual(['taken']);
  });

  test('a sender hears 250 only after the mail is on record', async () => {
    const waiting: (() => void)[] = [];
    const { port, events } = await aReceiver({
      deliver: () => new Promise((resolve) => waiting.push(resolve)),
    });
    const client = await upToData(port);
    let answer: string | undefined;

    const answered = client.say('Subject: Hello\r\n\r\n.').then((said) => (answer = said));
    await expect.poll(() => waiting.length).toBe(1);
    expect(answer).toBeUndefined();
    expect(events).toEqual([]);
    waiting[0]?.();

    expect(await answered).toBe('250 Taken');
  });

  test('a mail that could not be recorded is to be sent again, and the sender is not told why', async () => {
    const causes: unknown[] = [];
    const { port } = await aReceiver({
      deliver: () => Promise.reject(new Error('no room in the database')),
      report: (event, cause) => causes.push(event, cause),
    });
    const client = await upToData(port);

    const answer = await client.say('Subject: Hello\r\n\r\n.');

    expect(answer).toMatch(/^451 /);
    expect(answer).not.toContain('database');
    expect(causes).toEqual(['not-delivered', new Error('no room in the database')]);
  });

  test('a mail whose recording throws at once is to be sent again too', async () => {
    const { port } = await aReceiver({
      deliver: () => {
        throw new Error('broken');
      },
    });

    expect(await (await upToData(port)).say('\r\n.')).toMatch(/^451 /);
  });

  test('a bounce, which comes from nobody, is taken', async () => {
    const { port, delivered } = await aReceiver();
    const client = await aClient(port);
    await client.say('HELO client.example.com');
    await client.say('MAIL FROM:<>');
    await client.say('RCPT TO:<privacy@example.org>');
    await client.say('DATA');

    await client.say('Subject: Undelivered\r\n\r\n.');

    expect(delivered.map(({ envelopeFrom }) => envelopeFrom)).toEqual(['']);
  });

  test('a hundred mails come in over one connection', async () => {
    const { port, delivered } = await aReceiver();
    const sender = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: 1, maxMessages: Infinity });
    closers.push(() => {
      sender.close();
    });
    const one = { from: 'noor@example.com', to: 'privacy@example.org', text: 'Hello' };

    await Promise.all(Array.from({ length: 100 }, (_, index) => sender.sendMail({ ...one, subject: String(index) })));

    expect(new Set(delivered.map(({ raw }) => /^Subject: (\d+)/m.exec(raw.toString())?.[1])).size).toBe(100);
  });
});

describe('what is not taken', () => {
  test('a recipient that is not ours is refused for good', async () => {
    const { port, events } = await aReceiver();
    const client = await aClient(port);
    await client.say('EHLO client.example.com');
    await client.say('MAIL FROM:<noor@example.com>');

    expect(await client.say('RCPT TO:<someone@elsewhere.example>')).toMatch(/^550 /);
    expect(events).toEqual(['refused-recipient']);
  });

  test('a mail over the limit is refused for good, announced or not', async () => {
    const { port, delivered, events } = await aReceiver({ limits: { bytesPerMail: 10_000 } });
    const announcing = await aClient(port);
    await announcing.say('EHLO client.example.com');
    expect(await announcing.say('MAIL FROM:<noor@example.com> SIZE=10001')).toMatch(/^552 /);
    const silent = await upToData(port);

    const answer = await silent.say(`${'x'.repeat(70)}\r\n`.repeat(200) + '.');

    expect(answer).toMatch(/^552 /);
    expect(delivered).toEqual([]);
    expect(events).toEqual(['too-large']);
  });

  test('a mail just within the limit is taken', async () => {
    const { port, delivered } = await aReceiver({ limits: { bytesPerMail: 10_000 } });

    await (await upToData(port)).say(`${'x'.repeat(98)}\r\n`.repeat(100) + '.');

    expect(delivered.map(({ raw }) => raw.length)).toEqual([10_000]);
  });

  test('more mail at once than fits into memory is put off, not lost', async () => {
    const { port, events } = await aReceiver({ limits: { bytesInMemory: 5_000 } });
    const client = await upToData(port);

    expect(await client.say(`${'x'.repeat(98)}\r\n`.repeat(100) + '.')).toMatch(/^451 /);

    expect(events).toEqual(['too-busy']);
    await client.say('MAIL FROM:<noor@example.com>');
    await client.say('RCPT TO:<privacy@example.org>');
    await client.say('DATA');
    expect(await client.say('small\r\n.')).toBe('250 Taken');
  });

  test('half a mail is no mail', async () => {
    const { port, delivered, events } = await aReceiver();
    const client = await upToData(port);

    client.socket.write('Subject: Hello\r\n\r\nI would like to kn');
    client.socket.end();
    await expect.poll(() => events).toEqual(['broken-off']);

    expect(delivered).toEqual([]);
  });

  test('a client that reset its connection in the middle leaves no memory held', async () => {
    const { port, events } = await aReceiver({ limits: { bytesInMemory: 5_000 } });
    const client = await upToData(port);
    client.socket.write(`${'x'.repeat(98)}\r\n`.repeat(40));
    client.socket.resetAndDestroy();
    await expect.poll(() => events).toEqual(['broken-off']);

    expect(await (await upToData(port)).say(`${'x'.repeat(98)}\r\n`.repeat(40) + '.')).toBe('250 Taken');
  });

  test('sign-in and encryption are not offered where there is no certificate, nor is a version', async () => {
    const { port } = await aReceiver();
    const client = await aClient(port);
    const heard: Buffer[] = [];
    client.socket.on('data', (chunk: Buffer) => heard.push(chunk));

    await client.say('EHLO client.example.com');

    expect(client.greeting).toBe('220 mail ESMTP');
    expect(Buffer.concat(heard).toString()).not.toMatch(/AUTH|STARTTLS/);
    expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^5/);
  });

  test('a client that keeps its connection too long is cut off', async () => {
    const { port } = await aReceiver({ limits: { connectionMs: 250 } });
    const client = await aClient(port);

    await once(client.socket, 'close');

    expect(client.socket.destroyed).toBe(true);
  });

  test('more clients than places are asked to come back', async () => {
    const { port } = await aReceiver({ limits: { clients: 1 } });
    await aClient(port);

    expect((await aClient(port)).greeting).toMatch(/^421 /);
  });

  test('at most so many mails are recorded at a time, and all of them in the end', async () => {
    let running = 0;
    let most = 0;
    let recorded = 0;
    const { port } = await aReceiver({
      limits: { deliveries: 2 },
      async deliver() {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        recorded += 1;
      },
    });
    const clients = await Promise.all(Array.from({ length: 12 }, () => upToData(port)));

    await Promise.all(clients.map((client) => client.say('\r\n.')));

    expect({ most, recorded }).toEqual({ most: 2, recorded: 12 });
  });
});
