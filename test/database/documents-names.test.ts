import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunked } from '../../database/chunks.js';
import { sanitiseFileName } from '../../database/file-name.js';

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\anna\\brief.pdf', 'brief.pdf'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['zero\u200Bwidth.txt', 'zerowidth.txt'],
  ['line\r\nbreak.txt', 'linebreak.txt'],
  ['a"b;c<d>.pdf', 'a_b_c_d_.pdf'],
  ['.htaccess', 'htaccess'],
  ['CON.txt', '_CON.txt'],
  ['Übersicht für Łukasz.docx', 'Übersicht für Łukasz.docx'],
  ['', 'document'],
  ['...', 'document'],
  ['\u202E', 'document'],
])('the file name %j is kept as %j', (given, kept) => {
  expect(sanitiseFileName(given)).toBe(kept);
});

test('a name of 100,000 characters is cut and keeps its extension', () => {
  expect(sanitiseFileName(`${'n'.repeat(100_000)}.pdf`)).toBe(`${'n'.repeat(116)}.pdf`);
});

test('no file name keeps a path, a control or more than 120 characters, and cleaning twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const kept = sanitiseFileName(given);

      expect(kept).not.toMatch(/[\\/\p{Cc}\p{Cf}]/u);
      expect(kept.length).toBeGreaterThan(0);
      expect(Array.from(kept).length).toBeLessThanOrEqual(120);
      expect(sanitiseFileName(kept)).toBe(kept);
    }),
  );
});

test('a stream is cut into full pieces and a last one, whatever pieces it came in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 40 })),
      fc.integer({ min: 1, max: 30 }),
      async (given, size) => {
        const chunks = [];
        for await (const chunk of chunked(streamOf(given), size)) chunks.push(chunk);

        expect(Buffer.concat(chunks.map(({ chunk }) => chunk))).toEqual(Buffer.concat(given));
        expect(chunks.map(({ number }) => number)).toEqual(chunks.map((_chunk, index) => index));
        expect(chunks.map(({ isLast }) => isLast)).toEqual(chunks.map((_chunk, index) => index === chunks.length - 1));
        for (const { chunk, isLast } of chunks) if (!isLast) expect(chunk).toHaveLength(size);
        if (chunks.length > 1) expect(chunks.at(-1)?.chunk.length).toBeGreaterThan(0);
      },
    ),
  );
});

async function* streamOf(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}
