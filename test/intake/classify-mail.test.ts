import { rights } from '../../domain/right.js';
import { describe, expect, test } from 'vitest';
import { classifyMail, mayAcknowledge, mentionedMessageIds } from '../../intake/classify-mail.js';
import { readMessage } from '../../intake/message.js';
import { suggestRights } from '../../intake/rights-wording.js';

const ourLetter = '<7b0a3b0e-3c1c-5d0e-8a51-3a9a1f1f7c55@privacy.example.org>';
const knowledge = { ourLetters: new Map([[ourLetter, { caseId: 'case-1', to: 'noor@example.com' }]]) };

interface Sketch {
  readonly from?: string;
  readonly subject?: string;
  readonly headers?: string;
  readonly text?: string;
  readonly server?: string;
}

async function read({
  from = 'noor@example.com',
  subject = 'Question',
  headers = '',
  text = 'Hello.',
  server,
}: Sketch) {
  const raw = Buffer.from(
    `From: ${from}\r\nTo: privacy@example.org\r\nSubject: ${subject}\r\n${headers}\r\n${text}\r\n`,
  );
  return readMessage(raw, server === undefined ? {} : { authenticationServer: server });
}

async function kindOf(sketch: Sketch): Promise<string> {
  return classifyMail(await read(sketch), knowledge).kind;
}

const toOurs = `In-Reply-To: ${ourLetter}\r\n`;
const byMachine = 'Auto-Submitted: auto-replied\r\n';
const asksAccess = 'I would like a copy of my personal data.';

describe('GDPR Art. 12(3): no request is lost to a guess', () => {
  test.each<[string, Sketch, string]>([
    ['a mail without any sign', {}, 'request'],
    ['a mail from nobody', { from: '' }, 'request'],
    ['bulk mail', { headers: 'Precedence: bulk\r\n' }, 'request'],
    ['mail from a list', { headers: 'List-Id: <x.example.net>\r\n' }, 'request'],
    ['what a web form generated', { headers: 'Auto-Submitted: auto-generated\r\n' }, 'request'],
    ['an answer to a letter that is not ours', { headers: 'In-Reply-To: <other@example.net>\r\n' }, 'request'],
    ['an answer to our letter from somebody else', { from: 'else@example.com', headers: toOurs }, 'request'],
    ['an answer by its references alone', { headers: `References: <a@b> ${ourLetter}\r\n` }, 'request'],
    ['a request that calls itself automatic', { headers: byMachine, text: asksAccess }, 'request'],
    ['a request from somebody who is away', { subject: 'Out of office', text: `On leave. ${asksAccess}` }, 'request'],
    ['a question about being away', { subject: 'Afwezig bij afspraak', text: 'Ik kon niet komen.' }, 'request'],
    ['a delivery report without a report', { headers: 'Content-Type: multipart/report; boundary=b\r\n' }, 'unreadable'],
    ['an answer to our letter', { headers: toOurs }, 'reply'],
    ['an answer in other capitals', { from: 'Noor@Example.COM', headers: toOurs }, 'reply'],
    ['an automatic answer', { headers: byMachine }, 'auto-reply'],
    ['an automatic answer that repeats our words', { headers: byMachine + toOurs, text: asksAccess }, 'auto-reply'],
    ['an answer to our letter from a null sender', { headers: `Return-Path: <>\r\n${toOurs}` }, 'auto-reply'],
    ['an old vacation program', { headers: 'Precedence: auto_reply\r\n' }, 'auto-reply'],
    [
      'an undeclared note of absence',
      { subject: 'Automatisch antwoord: x', text: 'Ik ben met vakantie.' },
      'auto-reply',
    ],
    ['a French note of absence', { subject: 'Réponse automatique : x', text: 'Je suis en congé.' }, 'auto-reply'],
    [
      'a read receipt',
      {
        headers: 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n',
        text: '--b\r\n\r\nread\r\n--b--',
      },
      'auto-reply',
    ],
    ['a bounce of an old kind', { headers: 'X-Failed-Recipients: noor@example.com\r\n' + byMachine }, 'bounce'],
  ])('%s', async (_name, sketch, kind) => {
    expect(await kindOf(sketch)).toBe(kind);
  });

  test('a request that mentions a case says so, and a reply that asks for more says for what', async () => {
    expect(classifyMail(await read({ from: 'else@example.com', headers: toOurs }), knowledge)).toMatchObject({
      mayBelongTo: 'case-1',
    });
    expect(classifyMail(await read({ headers: toOurs, text: 'Please delete my account too.' }), knowledge)).toEqual({
      kind: 'reply',
      caseId: 'case-1',
      suggestedRights: ['erasure'],
    });
  });

  test('the Message-IDs to look up are those that a mail mentions, each once', async () => {
    const mail = await read({ headers: `${toOurs}References: <a@b> ${ourLetter}\r\n` });

    expect(mentionedMessageIds(mail)).toEqual([ourLetter, '<a@b>']);
  });
});

describe('delivery reports', () => {
  const report = (fields: string, original = `Message-ID: ${ourLetter}`) => ({
    from: 'postmaster@example.com',
    headers: 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
    text: `--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n${fields}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${original}\r\n\r\nHello\r\n--b--`,
  });

  test.each([
    ['failed', 'Final-Recipient: rfc822; noor@example.com\r\nAction: failed\r\nStatus: 5.2.2 (full)', '5.2.2'],
    ['delayed', 'Final-Recipient: rfc822;noor@example.com\r\nAction: Delayed\r\nStatus: 4.4.1', '4.4.1'],
    ['delivered', 'Final-Recipient: rfc822;noor@example.com\r\nAction: delivered\r\nStatus: 2.0.0', '2.0.0'],
  ])('a report of a letter that was %s says so, and of which', async (action, fields, status) => {
    expect(classifyMail(await read(report(fields)), knowledge)).toEqual({
      kind: 'bounce',
      caseId: 'case-1',
      report: { action, status, recipient: 'noor@example.com', originalMessageId: ourLetter },
    });
  });

  test('a report with nonsense in its fields is taken for a failure without details', async () => {
    const mail = await read(report('Final-Recipient: rfc822; <script>\r\nAction: \u0000\r\nStatus: 9.9.9', 'X: y'));

    expect(classifyMail(mail, knowledge)).toEqual({ kind: 'bounce', report: { action: 'failed' } });
  });
});

describe('who is answered at once', () => {
  const verdict = (said: string) => ({ headers: `Authentication-Results: mx; ${said}\r\n`, server: 'mx' });

  test.each<[string, Sketch, boolean]>([
    ['an ordinary sender', {}, true],
    ['a sender that was found genuine', verdict('spf=fail; dkim=pass; dmarc=pass'), true],
    ['a forwarded mail with a signature that holds', verdict('spf=fail; dkim=pass'), true],
    ['a sender that was found forged', verdict('spf=pass; dkim=pass; dmarc=fail'), false],
    ['a sender whose server may not send for it', verdict('spf=fail; dkim=none'), false],
    ['a program', { headers: 'Auto-Submitted: auto-generated\r\n' }, false],
    ['a null sender', { headers: 'Return-Path: <>\r\n' }, false],
    ['an address that nobody reads', { from: 'no-reply@example.com' }, false],
    ['an address that Duly does not write to', { from: 'nöör@example.com' }, false],
  ])('%s', async (_name, sketch, expected) => {
    expect(mayAcknowledge(await read(sketch))).toBe(expected);
  });
});

describe('the right that the words point to', () => {
  test.each([
    ['access', 'Send me a copy of all my data', 'Wilt u mij een kopie van mijn gegevens sturen?'],
    ['access', 'Which data do you hold about me?', 'Welche Daten haben Sie über mich gespeichert?'],
    ['access', "J'exerce mon droit d'accès", 'Quelles données avez-vous ?'],
    ['rectification', 'My address is wrong, correct my address', 'Mijn adres is onjuist'],
    ['rectification', 'Bitte berichtigen Sie meine Anschrift', 'Merci de rectifier mon nom'],
    ['erasure', 'Please erase everything', 'Verwijder mijn profiel'],
    ['erasure', 'Bitte löschen Sie mein Konto', 'Veuillez effacer mes informations'],
    ['restriction', 'Restrict the processing', 'Beperk de verwerking'],
    ['restriction', 'Einschränkung der Verarbeitung', 'La limitation du traitement'],
    ['portability', 'data portability', 'Dataportabiliteit graag'],
    ['portability', 'Datenübertragbarkeit', 'la portabilité'],
    ['objection', 'I object', 'Ik maak bezwaar'],
    ['objection', 'Ich widerspreche', "Je m'oppose à cela"],
    ['automatedDecision', 'an automated decision', 'een geautomatiseerd besluit'],
    ['automatedDecision', 'eine automatisierte Entscheidung', 'une décision automatisée'],
    ['consentWithdrawal', 'I withdraw my consent', 'Ik trek mijn toestemming in'],
    ['consentWithdrawal', 'Ich widerrufe meine Einwilligung', 'Je retire mon consentement'],
  ])('%s: "%s" and "%s"', (right, one, other) => {
    expect(suggestRights('', one)).toEqual([right]);
    expect(suggestRights(other, '')).toEqual([right]);
  });

  test.each([
    'Where can I park?',
    'Unsubscribe at any time. Read our privacy statement.',
    'Anbei die Rechnung für März.',
    'De vergadering is verplaatst.',
    'Bonjour, à quelle heure ouvrez-vous ?',
  ])('none: "%s"', (text) => {
    expect(suggestRights('', text)).toEqual([]);
  });

  test.each([
    [15, 'access'],
    [16, 'rectification'],
    [17, 'erasure'],
    [18, 'restriction'],
    [20, 'portability'],
    [21, 'objection'],
    [22, 'automatedDecision'],
  ])('Art. %i GDPR is %s', (number, right) => {
    expect(suggestRights('', `Under Art. ${String(number)} GDPR I write to you.`)).toEqual([right]);
  });

  test('words that somebody quotes are not theirs', () => {
    expect(suggestRights('', 'Thank you.\n> You asked for access to my data')).toEqual([]);
  });

  test('no text takes long to read for rights', () => {
    const begun = performance.now();
    for (const words of ['copy of my my ', 'trek toestemming ', 'verwerking beperk ', 'a', 'delete ', "d'"]) {
      expect(suggestRights('', words.repeat(40_000)).length).toBeLessThanOrEqual(rights.length);
    }
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
