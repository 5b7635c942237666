import { describe, expect, test } from 'vitest';
import { textOfHtml } from '../../intake/html-text.js';
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
    expect(performance.now() - begun).toBeLessThan(8_000);
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

    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test('a mail that the parser does not finish in time goes to a person', async () => {
    const raw = aMail({ headers: 'Content-Type: application/pdf\r\n', body: 'x\r\n'.repeat(200_000) });

    expect(await readMessage(raw, { timeLimitMs: 1 })).toMatchObject({ kind: 'unreadable', reason: 'too-slow' });
  });
});
