import { expect, test } from 'vitest';
import { languages, noticeLetterNames } from '../../domain/letter.js';
import type { NoticeLetterData } from '../../domain/letter.js';
import { LetterIncomplete, shippedWriter } from '../../letters/render.js';

const aLetter = (overrides: Partial<NoticeLetterData> = {}): NoticeLetterData => ({
  ...{ letter: 'controller-notice', language: 'en', reference: 'N-2026-0001', processor: 'Example Cloud BV' },
  ...{ contactPoint: 'dpo@example.org, +31 20 555 01 00', recipientName: 'Acme NV' },
  text: 'An employee opened files of yours.\n\nPayslips of 40 employees.',
  ...{ awareAt: '2026-11-20T13:20:00.000Z', timeZone: 'Europe/Amsterdam' },
  noticeUrl: 'https://privacy.example.org/notices/a/b',
  ...overrides,
});
const everyLetter = languages.flatMap((language) => noticeLetterNames.map((letter) => ({ language, letter })));

test.each(everyLetter)('GDPR Art. 33(3): $letter says in $language what is known and whom to ask', (which) => {
  const { subject, text } = shippedWriter().notice(aLetter(which));
  expect(subject).toContain('N-2026-0001');
  for (const said of [
    'Acme NV',
    'Payslips of 40 employees.',
    'dpo@example.org',
    '14:20',
    'Europe/Amsterdam',
    'notices/a/b',
  ])
    expect(text).toContain(said);
});

test('a notice without words for what happened is not sent', () => {
  expect(() => shippedWriter().notice(aLetter({ text: ' ' }))).toThrow(LetterIncomplete);
});
