/** One part of a form with files. */
export interface Part {
  readonly name: string;
  /** Present where the part is a file, also an empty one. */
  readonly fileName?: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const LINE_END = '\r\n';
const HEAD_END = '\r\n\r\n';

/** `multipart/form-data` (RFC 7578), as browsers write it; undefined where it is not well formed. */
export function partsOf(body: Buffer, contentType: string): readonly Part[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  return name === undefined ? undefined : readParts(body, `--${name}`);
}

function readParts(body: Buffer, delimiter: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let start = body.indexOf(delimiter) + delimiter.length;
  if (start !== delimiter.length) return undefined;
  while (!isAt(body, start, '--')) {
    const end = body.indexOf(`${LINE_END}${delimiter}`, start);
    const part = end < 0 || !isAt(body, start, LINE_END) ? undefined : readPart(body.subarray(start + 2, end));
    if (part === undefined) return undefined;
    parts.push(part);
    start = end + LINE_END.length + delimiter.length;
  }
  return parts;
}

function isAt(body: Buffer, start: number, text: string): boolean {
  return body.toString('latin1', start, start + text.length) === text;
}

function readPart(part: Buffer): Part | undefined {
  const headEnd = part.indexOf(HEAD_END);
  const head = part.toString('utf8', 0, headEnd);
  const name = quoted(head, 'name');
  if (headEnd < 0 || name === undefined) return undefined;
  const fileName = quoted(head, 'filename');
  return {
    name,
    ...(fileName !== undefined && { fileName }),
    contentType: /^content-type:[ \t]*([^\r\n]+)/im.exec(head)?.[1]?.trim() ?? 'text/plain',
    bytes: part.subarray(headEnd + HEAD_END.length),
  };
}

/** Browsers write a quotation mark and line ends in names percent-encoded, and nothing else. */
function quoted(head: string, parameter: string): string | undefined {
  const written = new RegExp(`^content-disposition:[ \\t]*form-data;.*[; \\t]${parameter}="([^"]*)"`, 'im').exec(
    head,
  )?.[1];
  return written?.replaceAll(/%0D%0A|%0D|%0A/gi, ' ').replaceAll('%22', '"');
}
