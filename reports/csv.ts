/** RFC 4180: a header, one line per record, CRLF. */
export async function* csvOf<Row>(
  columns: Readonly<Record<string, (row: Row) => string>>,
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  // Header and first line together: what fails before the first row fails before anything was sent.
  let head = csvLine(Object.keys(columns));
  for await (const row of rows) {
    yield head + csvLine(Object.values(columns).map((cell) => cell(row)));
    head = '';
  }
  if (head !== '') yield head;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What people wrote stays text: a spreadsheet takes these beginnings for a formula, and the apostrophe for none. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
