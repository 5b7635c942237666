import { headerValues, type RawHeader } from './message-headers.js';

/** RFC 8601's results; `absent` where nobody said anything that Duly trusts. */
export const authenticationResults = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
  'absent',
] as const;
export type AuthenticationResult = (typeof authenticationResults)[number];

export interface Authentication {
  readonly spf: AuthenticationResult;
  readonly dkim: AuthenticationResult;
  readonly dmarc: AuthenticationResult;
}

/**
 * What our own mail server found out about the sender. Anybody can write such a header, so only the topmost one that
 * bears our server's name counts; without such a name nothing does.
 */
export function authenticationOf(headers: readonly RawHeader[], server: string | undefined): Authentication {
  const ours = headerValues(headers, 'authentication-results')
    .map((value) =>
      value
        .slice(0, 4000)
        .replace(/\([^()]*\)/g, ' ')
        .split(';'),
    )
    .find(([name]) => server !== undefined && name?.trim().split(/\s/)[0]?.toLowerCase() === server.toLowerCase());
  const told = (ours ?? []).slice(1).map((statement) => statement.trim().toLowerCase());
  return { spf: resultOf('spf', told), dkim: resultOf('dkim', told), dmarc: resultOf('dmarc', told) };
}

function resultOf(method: string, statements: readonly string[]): AuthenticationResult {
  const results = statements.flatMap((statement) => {
    const [, name, value] = /^([a-z-]+)(?:\/\d+)?\s*=\s*([a-z]+)/.exec(statement) ?? [];
    return name === method ? authenticationResults.filter((known) => known === value) : [];
  });
  // A message may bear several signatures; one that holds is enough.
  return results.includes('pass') ? 'pass' : (results[0] ?? 'absent');
}
