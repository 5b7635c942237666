import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../ledger/canonical.js';
import { commitmentOf, encodeLeaf } from '../../ledger/leaf.js';
import { entriesIn, entryBundle, parseTilePath, tilePath } from '../../ledger/tile.js';
import { aFactLeaf } from './leaves.js';

describe('tiles', () => {
  test.each([
    [0, 256, '000'],
    [0, 1, '000.p/1'],
    [5, 255, '005.p/255'],
    [999, 256, '999'],
    [1000, 256, 'x001/000'],
    [1234067, 256, 'x001/x234/067'],
  ])('tile %i of width %i lies at %s', (number, width, path) => {
    expect(tilePath({ number, width })).toBe(path);
    expect(parseTilePath(path)).toEqual({ number, width });
  });

  test('every tile has one path, and every path of that form one tile', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999_999), fc.integer({ min: 1, max: 256 }), (number, width) => {
        expect(parseTilePath(tilePath({ number, width }))).toEqual({ number, width });
      }),
    );
  });

  test.each([
    '',
    '0',
    '0000',
    'x000/001',
    'x001',
    '001/',
    '/001',
    '001.p/0',
    '001.p/256',
    '001.p/01',
    '../001',
    '001.p',
  ])('"%s" is no path of a tile', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  test('entries come out of a bundle as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (entries) => {
        expect(entriesIn(entryBundle(entries))).toEqual(entries.map((entry) => Buffer.from(entry)));
      }),
    );
  });

  test('a bundle that was cut off is not read', () => {
    const bundle = entryBundle([Buffer.from('whole'), Buffer.from('cut')]);

    expect(() => entriesIn(bundle.subarray(0, -1))).toThrow('cut off');
    expect(() => entriesIn(bundle.subarray(0, 8))).toThrow('cut off');
  });
});

describe('leaves', () => {
  test('a leaf has one spelling, keys sorted and no spaces', () => {
    const leaf = encodeLeaf(aFactLeaf({ fact: 'requestRegistered', position: 3 })).toString();

    expect(leaf).toBe(
      '{"activity":"access-requests","actor":{"id":"r-visser","role":"operator"},"at":"2026-03-03T09:00:00.000Z",' +
        '"caseId":"case-1","commitment":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","fact":"requestRegistered",' +
        '"legalBasis":"GDPR Art. 6(1)(c)","position":3,"v":1}',
    );
  });

  test('an access record says nothing of what it does not know', () => {
    const leaf = encodeLeaf({
      v: 1,
      access: 'caseOpened',
      actor: { role: 'dpo', id: 'd-1' },
      at: '2026-03-03T09:00:00.000Z',
    });

    expect(leaf.toString()).toBe(
      '{"access":"caseOpened","actor":{"id":"d-1","role":"dpo"},"at":"2026-03-03T09:00:00.000Z","v":1}',
    );
  });

  test('a leaf larger than a tile can carry is refused', () => {
    expect(() => encodeLeaf(aFactLeaf({ legalBasis: 'x'.repeat(65_535) }))).toThrow('at most 65535 bytes');
  });

  test('the same value has the same spelling, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        const spelling = canonicalJson(value);

        expect(canonicalJson(reversed as Parameters<typeof canonicalJson>[0])).toBe(spelling);
        expect(JSON.parse(spelling)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('the same fact under another key is another commitment', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

    expect(commitmentOf(one, 'fact')).toHaveLength(32);
    expect(commitmentOf(one, 'fact')).not.toEqual(commitmentOf(other, 'fact'));
  });
});
