import { afterEach, describe, expect, test } from 'vitest';
import { letterUuid, messageIdFor } from '../../activities/letters/message-id.js';
import { smtpCarrier, type SmtpCarrier } from '../../activities/letters/smtp-carrier.js';
import type { Carried, OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { startMailbox, startScriptedSmtp, type SmtpScript } from '../support/smtp.js';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function aLetter(changes: Partial<OutgoingLetter> = {}): OutgoingLetter {
  return {
    key: 'case-1/3.0',
    messageId: messageIdFor('case-1/3.0', 'privacy.example.org'),
    caseId: 'case-1',
    to: { name: 'Noor de Wit', address: 'noor@example.com' },
    from: { name: 'Privacy desk', address: 'privacy@example.org' },
    subject: 'Uw verzoek om inzage',
    text: 'Wij hebben uw verzoek ontvangen.\n',
    html: '<p>Wij hebben uw verzoek ontvangen.</p>',
    language: 'nl',
    date: '2026-03-03T09:00:00.000Z',
    boundary: 'b0undary',
    ...changes,
  };
}

/** Short only where the server keeps silent, so that a busy machine does not look like one. */
function carrierTo(port: number, patienceMs = 10_000): SmtpCarrier {
  const carrier = smtpCarrier({
    host: '127.0.0.1',
    port,
    tls: 'none',
    connectionTimeoutMs: patienceMs,
    socketTimeoutMs: patienceMs,
  });
  closers.push(() => {
    carrier.close();
  });
  return carrier;
}

async function carriedBy(script: SmtpScript, letter = aLetter()) {
  const server = await startScriptedSmtp(script);
  closers.push(() => server.close());
  const patienceMs = Object.values(script).includes('silence') ? 500 : 10_000;
  const carried = await carrierTo(server.port, patienceMs).carry(letter);
  return { carried, accepted: server.accepted };
}

describe('what became of a letter', () => {
  const cases: [string, SmtpScript, Carried, number][] = [
    ['accepted', {}, { outcome: 'sent', response: '250 2.0.0 taken' }, 1],
    ['accepted, then reset', { end: 'reset', keeps: true }, { outcome: 'unknown' }, 1],
    ['accepted, then closed without a word', { end: 'close', keeps: true }, { outcome: 'unknown' }, 1],
    ['accepted, and never answered', { end: 'silence', keeps: true }, { outcome: 'unknown' }, 1],
    ['not accepted, and never answered', { end: 'silence' }, { outcome: 'unknown' }, 0],
    [
      'put off after the letter',
      { end: '451 4.3.0 try later' },
      { outcome: 'not-sent', temporary: true, reason: 'busy', code: 451 },
      0,
    ],
    [
      'refused after the letter',
      { end: '554 5.7.1 no thanks' },
      { outcome: 'refused', code: 554, status: '5.7.1', response: '554 5.7.1 no thanks' },
      0,
    ],
    [
      'an unknown recipient',
      { rcpt: '550 5.1.1 <noor@example.com> is not noor@example.com' },
      { outcome: 'refused', code: 550, status: '5.1.1', response: '550 5.1.1 <…> is not …' },
      0,
    ],
    [
      'a greylisted recipient',
      { rcpt: '450 4.2.0 greylisted' },
      { outcome: 'not-sent', temporary: true, reason: 'busy', code: 450 },
      0,
    ],
    [
      'a refused sender',
      { mail: '553 5.1.8 sender rejected' },
      { outcome: 'refused', code: 553, status: '5.1.8', response: '553 5.1.8 sender rejected' },
      0,
    ],
    [
      'a wrong state of the session',
      { data: '503 5.5.1 bad sequence' },
      { outcome: 'not-sent', temporary: true, reason: 'busy', code: 503 },
      0,
    ],
    [
      'a server that is closing down',
      { greeting: '421 4.3.2 closing' },
      { outcome: 'not-sent', temporary: true, reason: 'busy', code: 421 },
      0,
    ],
    [
      'a server that serves nobody',
      { greeting: '554 5.3.2 no service here' },
      { outcome: 'not-sent', temporary: true, reason: 'busy', code: 554 },
      0,
    ],
    ['reset at DATA', { data: 'reset' }, { outcome: 'not-sent', temporary: true, reason: 'connection' }, 0],
    ['closed at RCPT', { rcpt: 'close' }, { outcome: 'not-sent', temporary: true, reason: 'connection' }, 0],
    ['no greeting', { greeting: 'silence' }, { outcome: 'not-sent', temporary: true, reason: 'timeout' }, 0],
    ['silence at MAIL', { mail: 'silence' }, { outcome: 'not-sent', temporary: true, reason: 'timeout' }, 0],
  ];

  test.each(cases)('a letter that met %s is reported as what it is', async (_name, script, expected, kept) => {
    const { carried, accepted } = await carriedBy(script);

    expect(carried).toEqual(expected);
    expect(accepted).toHaveLength(kept);
  });

  test('a letter cut off half-way is certainly not sent', async () => {
    const long = aLetter({ text: 'A long answer. '.repeat(400_000) });

    const { carried, accepted } = await carriedBy({ cutAfterBytes: 20_000 }, long);

    expect(carried).toMatchObject({ outcome: 'not-sent', temporary: true });
    expect(accepted).toHaveLength(0);
  });

  test('a server that nobody runs leaves the letter unsent', async () => {
    const server = await startScriptedSmtp();
    await server.close();

    const carried = await carrierTo(server.port).carry(aLetter());

    expect(carried).toEqual({ outcome: 'not-sent', temporary: true, reason: 'connection' });
  });

  test('a server that closes before its greeting is not tried for ever', async () => {
    const { carried, accepted } = await carriedBy({ greeting: 'close' });

    expect(carried).toMatchObject({ outcome: 'not-sent', temporary: true });
    expect(accepted).toHaveLength(0);
  });

  test('a withdrawn activity ends the attempt, and says unknown once the whole letter was on the line', async () => {
    const server = await startScriptedSmtp({ end: 'silence', keeps: true });
    closers.push(() => server.close());
    const carrier = smtpCarrier({ host: '127.0.0.1', port: server.port, tls: 'none' });
    closers.push(() => {
      carrier.close();
    });
    const withdrawal = new AbortController();

    const attempt = carrier.carry(aLetter(), withdrawal.signal);
    await expect.poll(() => server.accepted.length).toBe(1);
    withdrawal.abort();

    expect(await attempt).toEqual({ outcome: 'unknown' });
  });

  test('a withdrawal before the first byte leaves the letter unsent', async () => {
    const server = await startScriptedSmtp();
    closers.push(() => server.close());

    const carried = await carrierTo(server.port).carry(aLetter(), AbortSignal.abort());

    expect(carried).toEqual({ outcome: 'not-sent', temporary: true, reason: 'withdrawn' });
    expect(server.accepted).toHaveLength(0);
  });

  test('the same letter is not carried twice at the same time', async () => {
    const server = await startScriptedSmtp({ end: 'silence', keeps: true });
    closers.push(() => server.close());
    const carrier = carrierTo(server.port, 500);

    const both = await Promise.all([carrier.carry(aLetter()), carrier.carry(aLetter())]);

    expect(both).toEqual([{ outcome: 'unknown' }, { outcome: 'not-sent', temporary: true, reason: 'underway' }]);
  });

  test('an idle connection that the server dropped costs no letter and no second one', async () => {
    const server = await startScriptedSmtp();
    closers.push(() => server.close());
    const carrier = carrierTo(server.port);
    await carrier.carry(aLetter());

    server.behave({ mail: 'reset' });
    const dropped = carrier.carry(aLetter({ messageId: messageIdFor('second', 'example.org') }));
    await expect.poll(() => server.connections()).toBe(2);
    server.behave({});

    expect((await dropped).outcome).not.toBe('unknown');
    expect(server.accepted.length).toBeLessThanOrEqual(2);
  });
});

describe('what a letter looks like on the wire', () => {
  async function bytesOf(letter: OutgoingLetter): Promise<string> {
    const mailbox = await startMailbox();
    closers.push(() => mailbox.close());
    const carried = await carrierTo(mailbox.port).carry(letter);
    expect(carried.outcome).toBe('sent');
    return mailbox.received.map(({ raw }) => raw.toString()).join();
  }

  test('a letter that is sent again is the same to the last byte', async () => {
    const letter = aLetter({ inReplyTo: '<question@example.com>' });

    expect(await bytesOf(letter)).toBe(await bytesOf(letter));
  });

  test('a letter says that a machine sent it, and carries the name under which it is found again', async () => {
    const bytes = await bytesOf(aLetter());

    expect(bytes).toContain('Auto-Submitted: auto-generated\r\n');
    expect(bytes).toContain(`X-Case-Message: ${letterUuid('case-1/3.0')}\r\n`);
    expect(bytes).toContain(`Message-ID: ${messageIdFor('case-1/3.0', 'privacy.example.org')}\r\n`);
    expect(bytes).toContain('Date: Tue, 03 Mar 2026 09:00:00 +0000\r\n');
    expect(bytes).not.toContain('nodemailer');
  });

  test.each([
    ['a line break', 'noor@example.com\r\nBcc: evil@example.net'],
    ['two recipients', 'noor@example.com, evil@example.net'],
    ['a bracket', 'noor@example.com> BODY=8BITMIME <evil@example.net'],
    ['letters beyond ASCII', 'nöör@example.com'],
    ['nothing', ''],
  ])('an address with %s is never written to', async (_name, address) => {
    const server = await startScriptedSmtp();
    closers.push(() => server.close());

    const carried = await carrierTo(server.port).carry(aLetter({ to: { address } }));

    expect(carried).toEqual({ outcome: 'not-sent', temporary: false, reason: 'address' });
    expect(server.connections()).toBe(0);
  });

  test('a name, a subject and a reference with line breaks bring neither headers nor recipients', async () => {
    const mailbox = await startMailbox();
    closers.push(() => mailbox.close());
    const hostile = aLetter({
      to: { name: 'Noor" <evil@example.net>,\r\nBcc: evil@example.net', address: 'noor@example.com' },
      subject: 'Hello\r\nBcc: evil@example.net\r\n\r\nbody',
      inReplyTo: '<a@b>\r\nBcc: evil@example.net',
    });

    await carrierTo(mailbox.port).carry(hostile);

    expect(mailbox.received.map(({ to }) => to)).toEqual([['noor@example.com']]);
    const headers = mailbox.received[0]?.raw.toString().split('\r\n\r\n')[0] ?? '';
    expect(headers).not.toMatch(/^bcc:/im);
    expect(headers).not.toMatch(/^in-reply-to:/im);
  });
});
