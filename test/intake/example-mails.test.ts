import type { Language } from '../../domain/letter.js';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addressDoubtOf, classifyMail, mayAcknowledge, type ClassifiedMail } from '../../intake/classify-mail.js';
import { readMessage } from '../../intake/message.js';

const folder = new URL('../../examples/mails/', import.meta.url);
const ours = '<00000000-0000-5000-8000-000000000000@privacy.example.org>';
const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));

function rawMail(name: string): Buffer {
  return readFileSync(new URL(name, folder));
}

async function read(name: string) {
  return readMessage(rawMail(name), { authenticationServer: 'mx.example.org' });
}

async function classified(name: string, addressee = 'renee.vandenboe@example.com'): Promise<ClassifiedMail> {
  const ourLetters = new Map([[ours, { caseId: 'case-1', to: addressee }]]);
  return classifyMail(await read(name), { ourLetters });
}

/** The rows of the table in the folder's README: name, kind, suggested rights. */
const rows = readFileSync(new URL('README.md', folder), 'utf8')
  .split('\n')
  .filter((line) => line.includes('.eml` |'))
  .map((line) => {
    const [name = '', , kind = '', rights = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { name: name.replaceAll('`', ''), kind, rights: rights === '' ? [] : rights.split(', ') };
  });

test('the README of the example mails lists each of them', () => {
  expect(rows.map(({ name }) => name)).toEqual(names);
});

test.each(rows)('the example mail $name becomes what its README says: $kind', async ({ name, kind, rights }) => {
  const mail = await classified(name);

  expect(mail.kind).toBe(kind);
  expect('suggestedRights' in mail ? mail.suggestedRights : []).toEqual(rights);
});

test.each([
  '12-auto-reply-with-header-en.eml',
  '16-newsletter.eml',
  '17-bulk-header-access-en.eml',
  '18-from-a-web-form-nl.eml',
  '19-through-a-mailing-list-en.eml',
  '20-hostile.eml',
])('no machine acknowledges %s', async (name) => {
  expect(mayAcknowledge(await read(name))).toBe(false);
});

test.each([
  ['10-consent-automated-decision-en.eml', 'replyTo'],
  ['18-from-a-web-form-nl.eml', 'noReply'],
  ['19-through-a-mailing-list-en.eml', 'list'],
  ['01-access-plain-en.eml', undefined],
  ['06-access-nested-attachments-nl.eml', undefined],
])('before a letter answers %s a person looks at its address: %s', async (name, doubt) => {
  expect(addressDoubtOf(await read(name))).toBe(doubt);
});

test.each(names.filter((name) => /^0|^1[01]/.test(name)))('%s may be acknowledged at once', async (name) => {
  expect(mayAcknowledge(await read(name))).toBe(true);
});

test.each(names.flatMap((name) => (/-(?<language>en|nl|de|fr)\.eml$/.exec(name) === null ? [] : [name])))(
  'the language of %s is guessed right',
  async (name) => {
    const mail = await read(name);

    const language = name.slice(-6, -4) as Language;
    expect(mail.kind === 'message' && mail.language).toBe(language);
  },
);

describe('what the example mails hold', () => {
  test('every encoding comes out as it was written', async () => {
    const [plain, german, french] = await Promise.all(
      ['03-access-quoted-printable-nl.eml', '04-access-base64-de.eml', '05-access-encoded-headers-fr.eml'].map(read),
    );

    expect(plain).toMatchObject({
      from: { name: 'Renée van den Boé', address: 'renee.vandenboe@example.com' },
      subject: 'Inzageverzoek patiëntgegevens',
      date: '2026-03-04T08:02:33.000Z',
      messageId: '<b1e6.renee@example.com>',
      authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass' },
    });
    expect(german).toMatchObject({ text: expect.stringContaining('gemäß Art. 15 DSGVO') as string });
    expect(french).toMatchObject({
      from: { name: 'Hélène Çağlar-Lefèvre' },
      to: [{ name: 'Délégué à la protection des données', address: 'privacy@example.org' }],
      subject: 'Demande d’accès à mes données à caractère personnel',
      text: expect.stringContaining('m’indiquer leur origine') as string,
    });
  });

  test('HTML becomes the text that a reader would see, and nothing else', async () => {
    expect(await read('02-access-html-only-en.eml')).toMatchObject({
      text: [
        'Hello,',
        '',
        'I want access to my personal data — all of it, please:',
        '',
        '- my account & invoices',
        '',
        '- the notes of your support team',
        '',
        'Café receipts too, if you kept them.',
        'Owen',
      ].join('\n'),
    });
  });

  test('files come out of nested parts with their names, types and bytes', async () => {
    const mail = await read('06-access-nested-attachments-nl.eml');
    const files = mail.kind === 'message' ? mail.attachments : [];

    expect(files.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['logo.png', 'image/png'],
      ['Verzoek inzage €.pdf', 'application/pdf'],
      ['paspoort (afgeschermd).png', 'image/png'],
    ]);
    expect(files[1]?.bytes.subarray(0, 8).toString()).toBe('%PDF-1.4');
  });

  test('a bounce of our letter leads to its case; one of a letter that is not ours leads to none', async () => {
    expect(await classified('14-bounce-of-our-letter.eml')).toEqual({
      kind: 'bounce',
      caseId: 'case-1',
      report: {
        action: 'failed',
        status: '5.1.1',
        recipient: 'amelia.hartley@example.com',
        originalMessageId: ours,
      },
    });
    expect(await classified('15-bounce-of-a-strangers-letter.eml')).not.toHaveProperty('caseId');
  });

  test('a reply from another address opens a case that says to which one it may belong', async () => {
    expect(await classified('11-reply-to-our-letter-nl.eml', 'somebody.else@example.com')).toMatchObject({
      kind: 'request',
      mayBelongTo: 'case-1',
    });
  });

  test('a hostile mail is read without its tricks', async () => {
    const mail = await read('20-hostile.eml');
    const shown = JSON.stringify({ ...mail, attachments: [] });

    expect(mail).toMatchObject({
      kind: 'message',
      from: { address: 'mallory@example.com' },
      subject: 'Hello Bcc: victim@example.net <script>alert(1)</script>',
      authentication: { spf: 'fail', dkim: 'none', dmarc: 'fail' },
      text: 'I want access to my personal data <script>\n\nPlease send me a copy of my data.',
    });
    expect(mail).not.toHaveProperty('inReplyTo');
    expect(mail).not.toHaveProperty('messageId');
    expect(mail).not.toHaveProperty('date');
    expect(Array.from(mail.from?.name ?? '').length).toBeLessThanOrEqual(200);
    expect(shown).not.toMatch(/[\u200b\u202e]|\\r|\\u0000/);
    expect(mail.kind === 'message' ? mail.attachments.map(({ filename }) => filename) : []).toEqual([
      'passwd',
      'evil.html',
      'photogpj.exe.png',
      `${'long'.repeat(30).slice(0, 117)}.sh`,
    ]);
  });

  test('an unreadable mail still says from whom it came, so that a person can ask', async () => {
    expect(await read('21-unreadable-broken-mime.eml')).toMatchObject({
      kind: 'unreadable',
      reason: 'no-content',
      from: { name: 'Ingrid Solberg', address: 'ingrid.solberg@example.com' },
      subject: 'Innsyn',
    });
    expect(await read('22-unreadable-charset.eml')).toMatchObject({
      kind: 'unreadable',
      reason: 'characters',
      from: { address: 'kenji@example.com' },
    });
  });
});
