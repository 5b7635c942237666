import type { RunningDuly, Token } from './duly.js';
import { LOOPBACK } from './ports.js';

/** What `npm start` ends with: where everything is, who one may be, and a first case. */
export function greeting({ ports, privacyMailbox, tokens, temporalUi }: RunningDuly, state: string): string {
  const api = `http://${LOOPBACK}:${ports.api}`;
  const places = [
    ['Operations room', `${api}/operations`],
    ['Portal', `${api}/portal`],
    ['API, described', `${api}/docs`],
    ['Status', `${api}/readyz`],
    ['Mailbox', `http://${LOOPBACK}:${ports.mailbox}`],
    ['Mail in (SMTP)', `${LOOPBACK}:${ports.mail}, to ${privacyMailbox}`],
    ...(temporalUi === undefined ? [] : [['Temporal UI', temporalUi]]),
  ];
  const opener = tokens.find(({ role }) => role === 'operator') ?? tokens[0];
  return [
    '',
    'Duly is ready.',
    '',
    ...places.map(([name = '', place = '']) => `${name.padEnd(16)} ${place}`),
    '',
    'Roles, each with a name, a token for the API and a link that signs in once:',
    ...tokens.map(lineFor),
    '',
    ...(opener ? ['Open a case:', firstCase(api, opener), ''] : []),
    `Everything is kept in ${state}, keys included: embedded mode is for trying out, not for real cases.`,
    'Ctrl-C stops all of it.',
  ].join('\n');
}

function lineFor({ role, id, token, signInUrl }: Token): string {
  return `${role.padEnd(16)} ${id.padEnd(12)} ${token}${signInUrl === undefined ? '' : `  ${signInUrl}`}`;
}

function firstCase(api: string, { token }: Token): string {
  const body = JSON.stringify({
    right: 'access',
    channel: 'letter',
    receivedOn: '2026-11-20',
    contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
    text: 'Please send me a copy of my data.',
  });
  return [
    `curl -sS ${api}/v1/subject-requests`,
    `-H 'Authorization: Bearer ${token}'`,
    `-H 'Content-Type: application/json'`,
    `-H "Idempotency-Key: $(date +%s)"`,
    `-d '${body}'`,
  ].join(' ');
}
