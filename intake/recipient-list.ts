import { isMailAddress, visibleLine } from '../domain/mail.js';
import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';

/** One line of a list, as somebody sent it. */
export interface ListedRecipient {
  readonly mail: string;
  readonly name?: string | undefined;
  readonly language: Language;
}

/** What is wrong with a line, in words that repeat nothing of it. */
export interface LineFault {
  readonly line: number;
  readonly message: string;
}

/** Nothing of such a list is kept. */
export class ListFaulty extends Error {
  override readonly name = 'ListFaulty';
  readonly faults: readonly LineFault[];
  constructor(faults: readonly LineFault[]) {
    super('a list of recipients has lines that cannot be used');
    this.faults = faults;
  }
}

export type ListFormat = 'csv' | 'json-lines';

const LONGEST_LINE = 2_000;
/** Enough to see what is wrong with a list. */
const MOST_FAULTS = 100;

/** Line by line, so that a list of any length needs little memory; faulty lines are told together, at the end. */
export async function* readRecipients(
  bytes: AsyncIterable<Uint8Array>,
  { format, preset }: { readonly format: ListFormat; readonly preset: Language },
): AsyncGenerator<ListedRecipient> {
  const faults: LineFault[] = [];
  const fieldsOf = format === 'csv' ? csvFields() : jsonFields;
  let line = 0;
  for await (const text of linesOf(bytes)) {
    line += 1;
    if (text.trim() === '') continue;
    const read = text.length > LONGEST_LINE ? 'The line is too long.' : recipientOf(fieldsOf(text), preset);
    if (read === undefined) continue;
    if (typeof read !== 'string') yield read;
    else if (faults.push({ line, message: read }) >= MOST_FAULTS) break;
  }
  if (faults.length > 0) throw new ListFaulty(faults);
}

type Fields = Readonly<Record<string, unknown>>;

/** Undefined: the line names the columns. A string: what is wrong. */
function recipientOf(fields: Fields | string | undefined, preset: Language): ListedRecipient | string | undefined {
  if (fields === undefined || typeof fields === 'string') return fields;
  const { mail, name, language } = fields;
  if (typeof mail !== 'string' || !isMailAddress(mail.trim()))
    return 'The mail address cannot be written to by a program.';
  const said = textOf(language)?.toLowerCase();
  const known = said === undefined ? preset : languages.find((one) => one === said);
  if (known === undefined) return `The language is none of ${languages.join(', ')}.`;
  const shown = visibleLine(textOf(name) ?? '');
  return { mail: mail.trim(), ...(shown !== '' && { name: shown }), language: known };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function jsonFields(text: string): Fields | string {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Fields) : 'The line is no JSON object.';
  } catch {
    return 'The line is no JSON object.';
  }
}

/** The first line names the columns, and shows by what they are separated. */
function csvFields(): (text: string) => Fields | string | undefined {
  let columns: readonly string[] | undefined;
  let separator = ',';
  return (text) => {
    if (columns !== undefined) return named(columns, cellsOf(text, separator));
    separator = [',', ';', '\t'].find((one) => text.includes(one)) ?? ',';
    columns = (cellsOf(text, separator) ?? []).map((cell) => cell.trim().toLowerCase());
    return columns.includes('mail') ? undefined : 'The first line names the columns: mail, and name and language.';
  };
}

function named(columns: readonly string[], cells: readonly string[] | undefined): Fields | string {
  if (cells === undefined) return 'A quotation mark is not closed on its line.';
  if (cells.length > columns.length) return 'The line has more columns than the first one.';
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
}

/** RFC 4180, of one line: no cell of this list has two. */
function cellsOf(text: string, separator: string): readonly string[] | undefined {
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (isQuoted && letter === '"' && text.charAt(index + 1) === '"') index += 1;
    else if (letter === '"' && (isQuoted || cell === '')) {
      isQuoted = !isQuoted;
      continue;
    } else if (letter === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
      continue;
    }
    cell += letter;
  }
  return isQuoted ? undefined : [...cells, cell];
}

/** Throws `ListFaulty` for what is no UTF-8. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  const decoded = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw new ListFaulty([{ line: 1, message: 'The list is not written in UTF-8.' }]);
    }
  };
  for await (const piece of bytes) {
    const lines = (rest + decoded(piece)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    // A line without an end must not fill the memory.
    if (rest.length > LONGEST_LINE * 2) rest = rest.slice(0, LONGEST_LINE * 2);
    yield* lines;
  }
  yield rest + decoded();
}
