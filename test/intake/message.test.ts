import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMailAddress, visibleLine } from '../../domain/mail.js';
import { attachmentName } from '../../intake/attachment.js';
import { classifyMail, mentionedMessageIds } from '../../intake/classify-mail.js';
import { textOfHtml } from '../../intake/html-text.js';
import { mailIdentity } from '../../intake/mail-identity.js';
import { readMessage } from '../../intake/message.js';
import { exceededLimit } from '../../intake/mime-limits.js';

const head = 'From: Noor <noor@example.com>\r\nTo: privacy@example.org\r\nSubject: Data\r\nMIME-Version: 1.0\r\n';

function aMail({ headers = '', body = 'A copy of my data, please.' } = {}): Buffer {
  return Buffer.from(`${head}${headers}\r\n${body}\r\n`);
}

describe('limits', () => {
  const nested = (depth: number): Buffer => {
    const levels = Array.from({ length: depth }, (_, level) => `b${String(level)}`);
    const opening = levels.map((b) => `Content-Type: multipart/mixed; boundary="${b}"\r\n\r\n--${b}\r\n`).join('');
    return Buffer.from(`${head}${opening}Content-Type: text/plain\r\n\r\nA copy of my data.\r\n`);
  };
  const manyParts = (count: number): Buffer =>
    Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`);
  const attachedIn = (depth: number): Buffer =>
    Buffer.from(`${head}${'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)}Subject: x\r\n\r\nx\r\n`);

  test.each([
    ['26 MB', Buffer.alloc(26 * 1024 * 1024, 'x'), 'too-large'],
    ['parts nested 51 deep', nested(51), 'too-deep'],
    ['parts nested 5,000 deep', nested(5_000), 'too-deep'],
    ['messages nested 60 deep', attachedIn(60), 'too-deep'],
    ['10,001 parts', manyParts(10_001), 'too-many-parts'],
    ['300,000 parts', manyParts(300_000), 'too-many-parts'],
    ['1,500 headers', aMail({ headers: 'X-A: b\r\n'.repeat(1_500) }), 'too-many-headers'],
    ['a header of 300 kB', aMail({ headers: `X-A: ${'b'.repeat(300_000)}\r\n` }), 'headers-too-large'],
    ['headers without end', Buffer.from('X-A: b\r\n'.repeat(500_000)), 'too-many-headers'],
    ['25 MB of empty lines', Buffer.concat([aMail(), Buffer.alloc(24 * 1024 * 1024, '\n')]), 'too-many-lines'],
  ])('a mail with %s goes to a person unread, at once', async (_name, raw, reason) => {
    const begun = performance.now();

    const mail = await readMessage(raw);

    expect(mail).toMatchObject({ kind: 'unreadable', reason });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test.each([
    ['parts nested 49 deep', nested(49)],
    ['10,000 parts', manyParts(9_999)],
    ['900 headers', aMail({ headers: 'X-A: b\r\n'.repeat(900) })],
  ])('a mail with %s is read', async (_name, raw) => {
    expect(exceededLimit(raw)).toBeUndefined();
    expect(await readMessage(raw)).toMatchObject({ kind: 'message', subject: 'Data' });
  });

  test('a mail of 24 MB is read, with its file', async () => {
    const base64 = `${'QUJD'.repeat(19)}\r\n`.repeat(320_000);
    const raw = aMail({
      headers: 'Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n',
      body: base64,
    });

    const mail = await readMessage(raw);

    expect(mail.kind === 'message' && mail.attachments[0]?.bytes.length).toBe(320_000 * 57);
  });

  test.each([
    ['open tags', '<b'.repeat(500_000)],
    ['quotes', '<a "'.repeat(300_000)],
    ['mixed quotes', `<a "' '"`.repeat(200_000)],
    ['scripts without end', '<script>'.repeat(150_000)],
    ['comments without end', '<!--'.repeat(300_000)],
    ['nested elements', '<div>'.repeat(300_000)],
    ['entities', '&amp;&#x41;&nothing;'.repeat(80_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['newlines', '<br>\n '.repeat(200_000)],
  ])('HTML made of %s takes no longer than other HTML', (_name, html) => {
    const begun = performance.now();

    textOfHtml(`${html}>`);

    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test('a mail that the parser does not finish in time goes to a person', async () => {
    const raw = aMail({ headers: 'Content-Type: application/pdf\r\n', body: 'x\r\n'.repeat(200_000) });

    expect(await readMessage(raw, { timeLimitMs: 1 })).toMatchObject({ kind: 'unreadable', reason: 'too-slow' });
  });
});

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
    expect(JSON.stringify([mail.from, mail.subject, mail.to])).not.toMatch(/[\u202e\u200b]|\\[rn]/);
  }

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

describe('addresses and names', () => {
  test.each(['noor@example.com', "o'brien+gdpr@mail.example.co.uk", 'a@b.nl', `${'x'.repeat(64)}@example.org`])(
    'Duly writes to %s',
    (address) => {
      expect(isMailAddress(address)).toBe(true);
    },
  );

  test.each([
    '',
    '@example.com',
    'noor@',
    'noor',
    'noor@localhost',
    'noor@@example.com',
    'noor@example.com@example.net',
    'noor@example..com',
    '.noor@example.com',
    'noor.@example.com',
    'no or@example.com',
    'noor@exam ple.com',
    'noor@example.com\r\nBcc: evil@example.net',
    'noor@example.com\n',
    '<noor@example.com>',
    'noor@example.com, evil@example.net',
    '"noor"@example.com',
    'noor@[192.0.2.1]',
    'noor@192.0.2.1',
    'noor@-example.com',
    'n\u00f6or@example.com',
    'noor@b\u00fccher.example',
    'noor\u200b@example.com',
    `${'x'.repeat(65)}@example.org`,
    `noor@${'x.'.repeat(130)}org`,
  ])('a person must write to %j', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });

  test('an address of a megabyte is refused as fast as any other', () => {
    const begun = performance.now();

    expect(isMailAddress(`${'a.'.repeat(500_000)}@example.org`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(100);
  });

  test('a shown line hides nothing, has one composition and an end', () => {
    expect(visibleLine('  A\u200bn\u202en\u0000a\r\nBcc: x  e\u0301 ')).toBe('Anna Bcc: x é');
    expect(visibleLine('x'.repeat(1_000_000))).toHaveLength(200);
    expect(visibleLine(`Z${'\u0335'.repeat(50)}`)).toHaveLength(5);
    expect(visibleLine('\ud800half')).toBe('half');
  });

  test('a file is called what it can be called anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(20), (told, index) => {
        const name = attachmentName(told, index);
        expect(name).toMatch(/^[^/\\<>:"|?*\p{Cc}\u202e]+$/u);
        expect(name).not.toMatch(/^\.|^\s|[.\s]$/);
        expect(Array.from(name).length).toBeLessThanOrEqual(121);
      }),
    );
    expect(attachmentName('con.txt', 0)).toBe('_con.txt');
    expect(attachmentName('..', 3)).toBe('attachment-4');
  });
});
