import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  commit,
  commitment,
  deriveKey,
  isSameBytes,
  newKeyBytes,
  open,
  seal,
  SEAL_OVERHEAD,
  SealBroken,
  secretKey,
  type Belonging,
} from '../../database/sealing.js';

const bytes = fc.uint8Array({ maxLength: 2_000 });
const place = fc.tuple(fc.string(), fc.string(), fc.integer()) as fc.Arbitrary<Belonging & [string, string, number]>;
const key = secretKey(newKeyBytes());

describe('sealing', () => {
  test('whatever is sealed opens again under the same key at the same place', () => {
    fc.assert(
      fc.property(bytes, place, (plain, belonging) => {
        const sealed = seal(key, plain, belonging);

        expect(sealed).toHaveLength(plain.length + SEAL_OVERHEAD);
        expect(Buffer.compare(open(key, sealed, belonging), plain)).toBe(0);
      }),
    );
  });

  test('no changed, shortened or lengthened byte string opens', () => {
    fc.assert(
      fc.property(bytes, place, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, belonging, at, flip) => {
        const sealed = seal(key, plain, belonging);
        const changed = Buffer.from(sealed);
        const index = at % sealed.length;
        changed[index] = (changed[index] ?? 0) ^ flip;

        for (const wrong of [changed, sealed.subarray(0, index), Buffer.concat([sealed, Buffer.of(flip)])]) {
          expect(() => open(key, wrong, belonging)).toThrow(SealBroken);
        }
      }),
    );
  });

  test('what is sealed for one place does not open at another, nor under another key', () => {
    fc.assert(
      fc.property(bytes, place, place, (plain, belonging, other) => {
        fc.pre(JSON.stringify(belonging) !== JSON.stringify(other));
        const sealed = seal(key, plain, belonging);

        expect(() => open(key, sealed, other)).toThrow(SealBroken);
        expect(() => open(secretKey(newKeyBytes()), sealed, belonging)).toThrow(SealBroken);
      }),
    );
  });

  test('the parts of a place cannot be shifted into each other', () => {
    const sealed = seal(key, Buffer.from('x'), ['a', 'b', 'c']);

    expect(() => open(key, sealed, ['a', 'bc'])).toThrow(SealBroken);
    expect(() => open(key, sealed, ['ab', 'c'])).toThrow(SealBroken);
  });

  test('the same text sealed twice looks different', () => {
    expect(seal(key, Buffer.from('same'), ['a'])).not.toEqual(seal(key, Buffer.from('same'), ['a']));
  });

  test('a key for one purpose tells nothing about a key for another', () => {
    const [one, same, other] = [deriveKey(key, 'encrypt'), deriveKey(key, 'encrypt'), deriveKey(key, 'commit')];

    expect(one.equals(same)).toBe(true);
    expect(one.equals(other)).toBe(false);
    expect(one.equals(key)).toBe(false);
  });

  test('neither a log line nor JSON shows a key', () => {
    const material = newKeyBytes();
    const shown = inspect({ key: secretKey(material) }, { depth: 9 }) + JSON.stringify({ key: secretKey(material) });

    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) {
      expect(shown).not.toContain(material.toString(form));
    }
  });

  test('a key of any other length is refused', () => {
    for (const length of [0, 16, 31, 33]) expect(() => secretKey(Buffer.alloc(length))).toThrow(/32 bytes/);
  });
});

describe('commitments', () => {
  test('a commitment made in pieces equals the one made at once', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (pieces) => {
        const running = commitment(key, ['document', '1']);
        for (const piece of pieces) running.update(piece);

        expect(isSameBytes(running.digest(), commit(key, Buffer.concat(pieces), ['document', '1']))).toBe(true);
      }),
    );
  });

  test('a commitment changes with the bytes, the place and the key', () => {
    const all = [
      commit(key, Buffer.from('a'), ['fact', 1]),
      commit(key, Buffer.from('b'), ['fact', 1]),
      commit(key, Buffer.from('a'), ['fact', 2]),
      commit(secretKey(newKeyBytes()), Buffer.from('a'), ['fact', 1]),
      commit(key, Buffer.from('1]a'), ['fact']),
    ].map((hash) => hash.toString('hex'));

    expect(new Set(all).size).toBe(all.length);
  });

  test('byte strings of different lengths are never the same', () => {
    expect(isSameBytes(Buffer.from('a'), Buffer.from('ab'))).toBe(false);
    expect(isSameBytes(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
  });
});
