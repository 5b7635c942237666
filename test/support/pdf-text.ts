import { inflateSync } from 'node:zlib';

/** The words on the pages of one of our own papers, in reading order; not a reader of every PDF. */
export function textOfPdf(bytes: Uint8Array): string {
  const pdf = Buffer.from(bytes).toString('latin1');
  const objects = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]),
  );
  const streamOf = (body = ''): string => {
    const [, stream] = /stream\n([\s\S]*)\nendstream/.exec(body) ?? [];
    if (stream === undefined) return '';
    const content = Buffer.from(stream, 'latin1');
    return body.includes('FlateDecode') ? inflateSync(content).toString('latin1') : stream;
  };
  const fontNames = new Map([...pdf.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, id]));
  const letters = new Map(
    [...fontNames].map(([name, id]) => {
      const [, map = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? [];
      return [name, lettersIn(streamOf(objects.get(map)))];
    }),
  );
  const pages = [...objects.values()].map(streamOf).filter((content) => /\bBT\b/.test(content));
  return pages.map((content) => wordsIn(content, letters)).join('\n');
}

type Letters = ReadonlyMap<number, string>;

/** `<0000> <00ff> [<0041> <0042>]`: from the first glyph on, a letter each, or those of a ligature. */
function lettersIn(map: string): Letters {
  const ranges = [...map.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)];
  return new Map(
    ranges.flatMap(([, first = '', list = '']) =>
      [...list.matchAll(/<([\w ]*)>/g)].map(([, code = ''], index) => {
        return [
          parseInt(first, 16) + index,
          Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
        ] as const;
      }),
    ),
  );
}

function wordsIn(content: string, letters: ReadonlyMap<string, Letters>): string {
  let font: Letters = new Map();
  const shown = [...content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].map(([, name, glyphs = '']) => {
    if (name !== undefined) font = letters.get(name) ?? new Map();
    return [...glyphs.matchAll(/<(\w+)>/g)].map(([, hex = '']) => spell(hex, font)).join('');
  });
  return shown.join(' ').replaceAll(/\s+/g, ' ');
}

function spell(hex: string, font: Letters): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => font.get(parseInt(glyph, 16)) ?? '?').join('');
}
