import { randomBytes } from 'node:crypto';

/** Something personal that was planted, and the ways in which it may lie somewhere. */
export interface Needle {
  readonly label: string;
  readonly text: string;
  readonly forms: readonly Buffer[];
}

export interface Find {
  readonly label: string;
  readonly where: string;
  /** A little of what stands around it, so that whoever reads the failure knows what it is. */
  readonly around: string;
}

export function needle(label: string, text: string): Needle {
  return { label, text, forms: formsOf(text) };
}

/** A string that occurs nowhere else; letters and digits only, so that every layer passes it on as it is. */
export function uniqueWord(label: string): string {
  return `${label.replaceAll(/[^a-z]/gi, '')}q${randomBytes(6).toString('hex')}q`;
}

function formsOf(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const written = [text, encodeURIComponent(text), bytes.toString('hex'), ...[0, 1, 2].map((n) => inBase64(bytes, n))];
  const forms = [...written.map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')];
  return forms.filter((form, index) => forms.findIndex((other) => other.equals(form)) === index);
}

/** How it looks inside base64 when so many bytes stand before it: without the characters that neighbours change. */
function inBase64(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replaceAll('=', '');
  return encoded.slice(before === 0 ? 0 : before + 1, -2);
}

/** Every needle in a haystack, in any form. */
export function findIn(where: string, haystack: Buffer, needles: readonly Needle[]): readonly Find[] {
  return needles.flatMap(({ label, forms }) => {
    const at = forms.map((form) => haystack.indexOf(form)).find((index) => index >= 0);
    if (at === undefined) return [];
    const around = haystack.subarray(Math.max(0, at - 60), at + 60).toString('latin1');
    return [{ label, where, around: around.replaceAll(/[^\x20-\x7e]+/g, '·') }];
  });
}

/** As above, also inside whatever in a JSON text is base64. */
export function findInJson(where: string, text: string, needles: readonly Needle[]): readonly Find[] {
  const opened: Buffer[] = [];
  JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === 'string' && /^[\w+/-]{16,}={0,2}$/.test(value)) opened.push(Buffer.from(value, 'base64'));
    return value;
  });
  return [...findIn(where, Buffer.from(text), needles), ...findIn(where, Buffer.concat(opened), needles)];
}
