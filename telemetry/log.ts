import { pino } from 'pino';
import type { DestinationStream, LogFn, Logger, LoggerOptions } from 'pino';

/** Secrets first: a token may hold digits that look like a telephone number. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '[credential]'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*){0,3}/g, '[token]'],
  [/[\p{L}\p{N}._%+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu, '[mail]'],
  [/\b(?!\p{Lu}?[\da-f]{8}-)[\w-]{40,}\b/gu, '[token]'],
  [/(?<![\w.:-])(?:\+|00)\d(?:[\s./()-]{0,2}\d){6,14}(?![\w:])/g, '[phone]'],
  [/(?<![\w.:-])0\d(?:[\s./()-]{0,2}\d){7,10}(?![\w:-])/g, '[phone]'],
];

/** Takes out what looks like an address, a number or a secret. Names have no pattern: never log free text. */
export function scrub(text: string): string {
  return patterns.reduce((rest, [pattern, word]) => rest.replaceAll(pattern, word), text);
}

/** Process log as JSON lines; every string in it is scrubbed, at any depth, and no error is quoted. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      // Before pino looks at them: it would take the message of an error for the message of the line.
      logMethod(args, method) {
        method.apply(this, args.map((value) => withoutErrors(value)) as Parameters<LogFn>);
      },
      // The last place, where bindings of children and what was put into a format string are seen too.
      streamWrite: (line) => `${JSON.stringify(scrubbed(JSON.parse(line)))}\n`,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export interface LoggedError {
  readonly class: string;
  readonly code?: string;
  readonly frames: readonly string[];
  readonly cause?: LoggedError;
}

const DEEPEST_CAUSE = 4;
const MOST_FRAMES = 12;
const DEEPEST_ENTRY = 8;

/** Where an error arose and of which kind. Its message is left out: databases and parsers quote what they were given. */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { class: typeof error, frames: [] };
  const code = 'code' in error ? error.code : 'type' in error ? error.type : undefined;
  return {
    class: error.constructor.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code).slice(0, 60) }),
    frames: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: errorForLog(error.cause, depth + 1) }),
  };
}

/** Only lines that are a place in a file: a message of several lines may imitate the rest. */
function framesOf(error: Error): string[] {
  const afterMessage = (error.stack ?? '').split(error.message).at(-1) ?? '';
  return afterMessage
    .split('\n')
    .map(
      (line) =>
        /^\s+at (?:(?:async |new )?[\w.<>#[\] ]+ )?\(?((?:node:|file:\/\/|\/|[A-Z]:\\)[^\s()]+:\d+:\d+)\)?$/.exec(
          line,
        )?.[1],
    )
    .filter((frame) => frame !== undefined)
    .slice(0, MOST_FRAMES);
}

/** At any depth: an error of Postgres carries the row it complains about in fields of its own. */
function withoutErrors(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return depth === 0 ? { err: errorForLog(value) } : errorForLog(value);
  if (depth > DEEPEST_ENTRY) return '[deep]';
  if (Array.isArray(value)) return value.map((inner) => withoutErrors(inner, depth + 1));
  return isPlain(value) ? mapped(value, (inner) => withoutErrors(inner, depth + 1)) : value;
}

function scrubbed(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map(scrubbed);
  return isPlain(value) ? mapped(value, scrubbed) : value;
}

function mapped(record: object, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
