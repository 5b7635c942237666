import { visibleText } from '../domain/mail.js';

const named: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'amp:& lt:< gt:> quot:" apos:\' nbsp:  euro:€ pound:£ sect:§ copy:© reg:® deg:° middot:· bull:• hellip:… ' +
    'ndash:– mdash:— lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ laquo:« raquo:» szlig:ß oelig:œ OElig:Œ ' +
    'aelig:æ AElig:Æ ccedil:ç Ccedil:Ç ntilde:ñ aring:å oslash:ø'
  )
    .split(/ (?=[a-zA-Z]+:)/)
    .map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1) || ' ']),
);
const marks: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
};
const ownLine = new Set(
  'address article blockquote br dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);
const unseen = ['script', 'style', 'title'];

/**
 * What a reader of an HTML mail would see, as text. One pass that keeps no markup, fetches nothing, runs nothing and
 * takes time in proportion to the length, whatever the mail says.
 */
export function textOfHtml(html: string): string {
  const written: string[] = [];
  const endless = new Set<string>();
  const lastTagEnd = html.lastIndexOf('>');
  let position = 0;
  while (position < html.length) {
    const tag = html.indexOf('<', position);
    const stop = tag < 0 || tag > lastTagEnd ? html.length : tag;
    written.push(plain(html.slice(position, stop)));
    if (stop === html.length) break;
    position = afterMarkup(html, stop, written, endless);
  }
  return visibleText(written.join(''))
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function afterMarkup(html: string, at: number, written: string[], endless: Set<string>): number {
  if (html.startsWith('<!--', at))
    return after(html, '-->', at + 4, endless) ?? after(html, '>', at, endless) ?? html.length;
  const [, closing, found] = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/.exec(html.slice(at, at + 24)) ?? [];
  if (found === undefined && !/^<[/!?]/.test(html.slice(at, at + 2))) {
    written.push('<');
    return at + 1;
  }
  const name = found?.toLowerCase() ?? '';
  if (ownLine.has(name)) written.push(name === 'li' && closing === '' ? '\n- ' : '\n');
  if (name === 'p' || name === 'td' || name === 'th') written.push(name === 'p' ? '\n' : ' ');
  const end = tagEnd(html, at, endless);
  if (closing !== '' || !unseen.includes(name)) return end;
  return afterElement(html, name, end, endless);
}

/** Behind the tag that begins here; a `>` within quotes does not end it, unless the quote never ends. */
function tagEnd(html: string, at: number, endless: Set<string>): number {
  const special = /[>"']/g;
  special.lastIndex = at;
  for (let found = special.exec(html); found !== null; found = special.exec(html)) {
    if (found[0] === '>') return found.index + 1;
    const close = after(html, found[0], found.index + 1, endless);
    if (close === undefined) break;
    special.lastIndex = close;
  }
  return after(html, '>', at, endless) ?? html.length;
}

function afterElement(html: string, name: string, from: number, endless: Set<string>): number {
  const key = `</${name}`;
  if (endless.has(key)) return from;
  const closing = new RegExp(key, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (found === null) endless.add(key);
  return found?.index ?? from;
}

/** What was once sought in vain is not sought again: that is what keeps the whole linear. */
function after(html: string, what: string, from: number, endless: Set<string>): number | undefined {
  if (endless.has(what)) return undefined;
  const found = html.indexOf(what, from);
  if (found >= 0) return found + what.length;
  endless.add(what);
  return undefined;
}

function plain(markup: string): string {
  return markup
    .replace(/\s+/g, ' ')
    .replace(
      /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
      (entity, decimal?: string, hex?: string, name?: string) =>
        name === undefined
          ? character(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal))
          : letter(name, entity),
    );
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function letter(name: string, entity: string): string {
  const [, base, mark] = /^([a-zA-Z])(acute|grave|circ|uml)$/.exec(name) ?? [];
  return named[name] ?? (base === undefined ? entity : base + (marks[mark ?? ''] ?? ''));
}
