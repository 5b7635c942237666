import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyMail, mentionedMessageIds } from '../../intake/classify-mail.js';
import { mailIdentity } from '../../intake/mail-identity.js';
import { readMessage } from '../../intake/message.js';

const head = 'From: Noor <noor@example.com>\r\nTo: privacy@example.org\r\nSubject: Data\r\nMIME-Version: 1.0\r\n';

function aMail({ headers = '', body = 'A copy of my data, please.' } = {}): Buffer {
  return Buffer.from(`${head}${headers}\r\n${body}\r\n`);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('any bytes', () => {
  const folder = new URL('../../examples/mails/', import.meta.url);
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(new URL(name, folder)));

  async function staysCalm(raw: Buffer): Promise<void> {
    const mail = await readMessage(raw);
    expect(mailIdentity(mail)).toMatch(/^[0-9a-f]{64}$/);
    expect(mentionedMessageIds(mail)).toBeInstanceOf(Array);
    expect(classifyMail(mail, { ourLetters: new Map() }).kind).toBeDefined();
    // Each text by itself: in JSON a backslash that somebody wrote before an n would pass for the end of a line.
    for (const text of textsIn([mail.from, mail.subject, mail.to])) expect(text).not.toMatch(/[\r\n\u202e\u200b]/);
  }

  test('a backslash in a subject is no end of a line', async () => {
    await staysCalm(Buffer.from('From: a@example.com\r\nSubject: the folder C:\\notes\r\n\r\nMy data, please.\r\n'));
  });

  test('whatever bytes arrive, reading them ends with a message or a reason', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), (bytes) => staysCalm(Buffer.from(bytes))));
  });

  test('examples with bytes changed, cut, doubled or inserted are read or given to a person', async () => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(200),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 30 }),
        fc
          .constantFrom('\r\n\r\n', '\n--', '=?utf-8?B?', '?=', ';boundary="', '<', '>', '"', '\0', '\u202e', '@', ',')
          .map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...examples), fc.array(edit, { minLength: 1, maxLength: 8 }), (mail, edits) => {
        const changed = edits.reduce((bytes, { at, remove, insert }) => {
          const place = at % (bytes.length + 1);
          return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
        }, mail);
        return staysCalm(changed);
      }),
      { numRuns: 300 },
    );
  });

  test('random headers are read or given to a person', async () => {
    const name = fc.constantFrom(
      'From',
      'To',
      'Reply-To',
      'Date',
      'Content-Type',
      'Content-Transfer-Encoding',
      'Content-Disposition',
      'List-Id',
      'Subject',
      'References',
      'Authentication-Results',
      'X-Failed-Recipients',
    );
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.constantFrom('multipart/report; boundary=x', 'message/delivery-status', 'text/html; charset=utf-16', 'base64'),
      fc.constantFrom('a:b:c;<d@e>,"', 'text/plain; charset=iso-2022-jp', 'message/rfc822', '=?x?Q?=00?='),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 12 }), fc.string(), (headers, body) =>
        staysCalm(Buffer.from(`${headers.map(([key, said]) => `${key}: ${said}`).join('\r\n')}\r\n\r\n${body}`)),
      ),
      { numRuns: 300 },
    );
  });
});

describe('what is read', () => {
  test('a mail whose two versions differ is read in both', async () => {
    const body =
      '--b\r\nContent-Type: text/plain\r\n\r\nSee the other version.\r\n' +
      '--b\r\nContent-Type: text/html\r\n\r\n<p>Delete all my data, every bit of it.</p>\r\n--b--';
    const mail = await readMessage(aMail({ headers: 'Content-Type: multipart/alternative; boundary=b\r\n', body }));

    expect(mail).toMatchObject({ text: 'Delete all my data, every bit of it.\n\nSee the other version.' });
  });

  test('a mail with two senders in two headers has none that could be trusted', async () => {
    const mail = await readMessage(aMail({ headers: 'From: mallory@example.net\r\n' }));

    expect(mail).not.toHaveProperty('from');
    expect(classifyMail(mail, { ourLetters: new Map() })).toMatchObject({ kind: 'request', mayAcknowledge: false });
  });

  test('a domain beyond ASCII is kept as the name under which it is reached', async () => {
    const mail = await readMessage(Buffer.from('From: <info@b\u00fccher.example>\r\n\r\nhello'));

    expect(mail.from).toEqual({ address: 'info@xn--bcher-kva.example' });
  });

  test('a verdict on the sender counts only from our own mail server', async () => {
    const raw = aMail({ headers: 'Authentication-Results: mx.evil.example; spf=pass; dkim=pass; dmarc=pass\r\n' });
    const absent = { spf: 'absent', dkim: 'absent', dmarc: 'absent' };

    expect((await readMessage(raw)).authentication).toEqual(absent);
    expect((await readMessage(raw, { authenticationServer: 'mx.example.org' })).authentication).toEqual(absent);
    expect((await readMessage(raw, { authenticationServer: 'MX.evil.example' })).authentication.dkim).toBe('pass');
  });

  test('of several verdicts of our server the topmost counts, as the others may have come with the mail', async () => {
    const raw = aMail({
      headers:
        'Authentication-Results: mx.example.org; dkim=fail (bad; signature) header.d=x; dkim=none; spf=softfail\r\n' +
        'Authentication-Results: mx.example.org; spf=pass; dkim=pass; dmarc=pass\r\n',
    });

    expect((await readMessage(raw, { authenticationServer: 'mx.example.org' })).authentication).toEqual({
      spf: 'softfail',
      dkim: 'fail',
      dmarc: 'absent',
    });
  });

  test.each([
    ['before 1970', 'Mon, 1 Jan 1900 00:00:00 +0000'],
    ['that does not exist', 'Thu, 99 Foo 99999 99:99:99 +9999'],
    ['that is missing', ''],
  ])('a date %s is no date', async (_name, date) => {
    expect(await readMessage(aMail({ headers: `Date: ${date}\r\n` }))).not.toHaveProperty('date');
  });

  test('an empty mail is a message, not a mistake', async () => {
    expect(await readMessage(Buffer.from(head + '\r\n'))).toMatchObject({ kind: 'message', text: '' });
    expect(await readMessage(Buffer.alloc(0))).toMatchObject({ kind: 'message', text: '', to: [] });
  });
});

describe('one mail, one identity', () => {
  const identity = async (raw: Buffer) => mailIdentity(await readMessage(raw));

  test('the same mail by two ways is the same mail', async () => {
    const direct = aMail({ headers: 'Message-ID: <a@b>\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n', body: 'Café' });
    const relayed = Buffer.from(
      'Received: from a by b\r\nReturn-Path: <x@y.example>\r\nX-Spam: no\r\n' +
        direct
          .toString()
          .replace(
            'MIME-Version',
            'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nMIME-Version',
          )
          .replace('Café', 'Caf=C3=A9'),
    );

    expect(await identity(relayed)).toBe(await identity(direct));
  });

  test.each([
    ['its sender', 'Noor <noor@example.com>', 'Noor <noor@example.net>'],
    ['its subject', 'Subject: Data', 'Subject: My data'],
    ['its Message-ID', '<a@b>', '<a2@b>'],
    ['its date', '08:00:00', '08:00:01'],
    ['its text', 'copy', 'list'],
  ])('a mail that differs in %s is another mail', async (_name, one, other) => {
    const raw = aMail({ headers: 'Message-ID: <a@b>\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n' });

    expect(await identity(Buffer.from(raw.toString().replace(one, other)))).not.toBe(await identity(raw));
  });

  test('an unreadable mail has an identity too', async () => {
    const broken = (body: string) => aMail({ headers: 'Content-Type: multipart/mixed; boundary=never\r\n', body });

    expect(await identity(broken('x'))).toBe(await identity(broken('x')));
    expect(await identity(broken('x'))).not.toBe(await identity(broken('y')));
  });
});
