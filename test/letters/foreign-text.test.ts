import { describe, expect, test } from 'vitest';
import { renderLetter } from '../../letters/render.js';
import { anAnswer, aLetter, aRefusal } from './a-letter.js';

describe('what others wrote', () => {
  test('a hostile name cannot break lines, hide, reorder or link', () => {
    const recipientName =
      'Ada\r\nBcc: all@example.com\u202e\u200b see https://evil.example/x or www.evil.com <b>now</b>';
    const { text, subject } = renderLetter({ ...aLetter('acknowledgement', 'en'), recipientName });

    const greeting = text.split('\n').find((line) => line.startsWith('Dear'));
    expect(greeting).toMatch(/^Dear Ada Bcc: all@example\. com see https: \/\/evil\. example/);
    expect(text).not.toMatch(/[\u202e\u200b\r<>]|evil\.\S|www\.\S*evil/);
    expect(subject).toBe('We have received your message (S-2026-0031)');
  });

  test('a name of a hundred thousand characters becomes a short one', () => {
    const { text } = renderLetter({ ...aLetter('acknowledgement', 'en'), recipientName: 'A'.repeat(100_000) });

    expect(text).toContain(`Dear ${'A'.repeat(80)},\n`);
  });

  test('template code in a name or a reason is text', () => {
    const code = '{{ reference }}{% include remedies %}';
    const { text } = renderLetter(aRefusal('en', { recipientName: code, reasons: code }));

    expect(text.split(code)).toHaveLength(3);
  });

  test('reasons keep their paragraphs, decimals and abbreviations', () => {
    const reasons = 'See z.B. p. 3.14 of Art.12.\n\nSecond paragraph, 1.250,00 euro.';

    expect(renderLetter(aRefusal('nl', { reasons })).text).toContain(reasons);
  });

  test('links that were quoted in reasons are readable and dead', () => {
    const { text } = renderLetter(
      aRefusal('en', { reasons: 'You wrote: click http://1.2.3.4/a, evil。com, \\\\evil\\x.' }),
    );

    expect(text).toContain('You wrote: click http: //1.2.3.4/a, evil. com, \\evil\\x.');
  });

  test('a link that is not ours is a defect, not a letter', () => {
    expect(() => renderLetter(anAnswer('en', { downloadUrl: 'javascript:alert(1)' }))).toThrow('no web address');
    expect(() => renderLetter(anAnswer('en', { downloadUrl: 'https://a.example/ x' }))).toThrow('no web address');
  });
});
