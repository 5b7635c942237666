import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMailAddress, visibleLine, visibleText } from '../../domain/mail.js';
import { attachmentName } from '../../intake/attachment.js';

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
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  test('a shown line hides nothing, has one composition and an end', () => {
    expect(visibleLine('  A\u200bn\u202en\u0000a\r\nBcc: x  e\u0301 ')).toBe('Anna Bcc: x é');
    expect(visibleLine('x'.repeat(1_000_000))).toHaveLength(200);
    expect(visibleLine(`Z${'\u0335'.repeat(50)}`)).toHaveLength(5);
    expect(visibleLine('\ud800half')).toBe('half');
    expect(visibleText('\u0335'.repeat(2_000_000))).toHaveLength(4);
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
