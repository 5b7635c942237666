/** What a mail may be at most before it goes to a person unread. */
export const mailLimits = {
  bytes: 25 * 1024 * 1024,
  nesting: 50,
  parts: 10_000,
  lines: 2_000_000,
  headers: 1_000,
  headerBytes: 256 * 1024,
} as const;

export const exceededLimits = [
  'too-large',
  'too-deep',
  'too-many-parts',
  'too-many-lines',
  'too-many-headers',
  'headers-too-large',
] as const;
export type ExceededLimit = (typeof exceededLimits)[number];

const newline = 0x0a;
const delimiterStart = Buffer.from('\n--');

/**
 * Walks the outline of a message once, without decoding or keeping anything, so that a bomb is known before a parser
 * spends time or memory on it. Reads every `boundary` where a lenient parser would.
 */
export function exceededLimit(raw: Buffer): ExceededLimit | undefined {
  if (raw.length > mailLimits.bytes) return 'too-large';
  if (hasTooManyLines(raw)) return 'too-many-lines';
  /** The multiparts around the current place, outermost first; an attached message has no boundary. */
  const around: (string | undefined)[] = [];
  let parts = 0;
  let position = 0;

  for (;;) {
    const head = readHead(raw, position);
    if (typeof head === 'string') return head;
    position = head.end;
    if (head.opens) around.push(head.boundary);
    if (around.length > mailLimits.nesting) return 'too-deep';
    if (head.opens && head.boundary === undefined) continue;
    position = nextPart(raw, position, around);
    if (position < 0) return undefined;
    parts += 1;
    if (parts > mailLimits.parts) return 'too-many-parts';
  }
}

function hasTooManyLines(raw: Buffer): boolean {
  let lines = 0;
  for (const byte of raw) if (byte === newline) lines += 1;
  return lines > mailLimits.lines;
}

interface Head {
  readonly end: number;
  /** Whether further headers follow inside: a multipart, or a message as attachment. */
  readonly opens: boolean;
  readonly boundary?: string;
}

function readHead(raw: Buffer, start: number): Head | ExceededLimit {
  let end = start;
  let count = 0;
  while (end < raw.length) {
    const stop = raw.indexOf(newline, end);
    const next = stop < 0 ? raw.length : stop + 1;
    const isBlank = next - end <= 2 && raw.subarray(end, next).toString('latin1').trim() === '';
    end = next;
    if (isBlank) break;
    count += 1;
    if (end - start > mailLimits.headerBytes) return 'headers-too-large';
    if (count > mailLimits.headers * 8) return 'too-many-headers';
  }
  return outline(
    raw
      .subarray(start, end)
      .toString('latin1')
      .replace(/\r?\n[ \t]+/g, ' '),
    end,
  );
}

function outline(head: string, end: number): Head | ExceededLimit {
  if (head.split('\n').length - 2 > mailLimits.headers) return 'too-many-headers';
  const type = /^content-type[ \t]*:(.*)$/im.exec(head)?.[1] ?? '';
  const boundary = /boundary\s*=\s*(?:"([^"]{1,998})"|([^\s;"]{1,998}))/i.exec(type);
  if (boundary !== null) return { end, opens: true, boundary: (boundary[1] ?? boundary[2] ?? '').trim() };
  return { end, opens: /^\s*message\/(rfc822|global)\b/i.test(type) };
}

/** Where the headers of the next part begin, or -1. Leaves in `around` what is still open there. */
function nextPart(raw: Buffer, start: number, around: (string | undefined)[]): number {
  let at = raw.indexOf(delimiterStart, Math.max(0, start - 1));
  while (at >= 0 && around.length > 0) {
    const stop = raw.indexOf(newline, at + 1);
    const end = stop < 0 ? raw.length : stop;
    const line = raw
      .subarray(at + 3, Math.min(end, at + 1010))
      .toString('latin1')
      .trimEnd();
    const open = around.lastIndexOf(line);
    const closed = line.endsWith('--') ? around.lastIndexOf(line.slice(0, -2)) : -1;
    if (open >= 0) {
      around.length = open + 1;
      return end + 1;
    }
    if (closed >= 0) around.length = closed;
    at = raw.indexOf(delimiterStart, end);
  }
  return -1;
}
