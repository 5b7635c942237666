/** As RFC 4180 says it, so that the test does not trust what wrote it. */
export function recordsIn(csv: string): readonly Readonly<Record<string, string>>[] {
  const records: string[][] = [];
  let [cells, rest]: [string[], string] = [[], csv];
  while (rest !== '') {
    const [all = '', quoted, plain = '', end = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? [];
    if (all === '') throw new Error(`no CSV: ${rest.slice(0, 40)}`);
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') [cells, records[records.length]] = [[], cells];
    rest = rest.slice(all.length);
  }
  const [head = [], ...lines] = records;
  return lines.map((line) => {
    if (line.length !== head.length) throw new Error('a line is as long as the header');
    return Object.fromEntries(head.map((name, index) => [name, line[index] ?? '']));
  });
}
