import { describe, expect, test } from 'vitest';
import { mintKeyEncryptionKey, parseKeyEncryptionKeys, unwrapKey, wrapKey } from '../../database/key-encryption.js';
import { newKeyBytes, SealBroken } from '../../database/sealing.js';

const november = mintKeyEncryptionKey('2026-11');
const october = mintKeyEncryptionKey('2026-10');

describe('key-encryption keys', () => {
  test('the first key listed is the current one, the others still open what they wrapped', () => {
    const dataKey = newKeyBytes();
    const then = wrapKey(parseKeyEncryptionKeys(october), dataKey, 'key-1', 'case-1');
    const now = parseKeyEncryptionKeys(`${november}, ${october}`);

    expect(now.current.id).toBe('2026-11');
    expect(unwrapKey(now, then)).toEqual(dataKey);
  });

  test('a wrapped key moved to another case or key id does not open', () => {
    const keks = parseKeyEncryptionKeys(november);
    const wrapped = wrapKey(keks, newKeyBytes(), 'key-1', 'case-1');

    expect(() => unwrapKey(keks, { ...wrapped, caseId: 'case-2' })).toThrow(SealBroken);
    expect(() => unwrapKey(keks, { ...wrapped, keyId: 'key-2' })).toThrow(SealBroken);
  });

  test('a key-encryption key that died opens nothing, and is named', () => {
    const wrapped = wrapKey(parseKeyEncryptionKeys(october), newKeyBytes(), 'key-1', 'case-1');

    expect(() => unwrapKey(parseKeyEncryptionKeys(november), wrapped)).toThrow(/2026-10 is not configured/);
  });

  test.each([
    ['nothing', ''],
    ['no id', `:${'A'.repeat(43)}`],
    ['no key', '2026-11'],
    ['a short key', '2026-11:AAAA'],
    ['a long key', `2026-11:${'A'.repeat(64)}`],
    ['a key that is not base64url', `2026-11:${'!'.repeat(43)}`],
    ['a second colon', `${november}:x`],
    ['the same id twice', `${november},${mintKeyEncryptionKey('2026-11')}`],
    ['a trailing comma', `${november},`],
  ])('key-encryption keys with %s are refused without being quoted', (_what, text) => {
    const secrets = text.split(/[:,]/).filter((part) => part.length > 20);

    try {
      parseKeyEncryptionKeys(text);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).toMatch(/key-encryption keys/);
      for (const secret of secrets) expect(String(error)).not.toContain(secret);
    }
  });
});
