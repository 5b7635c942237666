import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, jwtVerify } from 'jose';
import { z } from 'zod';
import { BadRequest } from '../problem.js';
import { tokenAlgorithms } from './bearer.js';
import type { Subject } from './identity.js';
import { fetchJson } from './provider.js';
import type { Provider } from './provider.js';

export const TRANSACTION_SECONDS = 600;

export interface OidcClient {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly redirectUri: string;
}

/** The code flow with PKCE (RFC 7636), for the pages. Between its two halves the browser keeps an encrypted note. */
export interface CodeFlow {
  start(then: string): Promise<{ readonly url: URL; readonly note: string }>;
  finish(answer: URLSearchParams, note: string): Promise<{ readonly subject: Subject; readonly then: string }>;
}

const noteClaims = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), then: z.string() });
type Note = z.infer<typeof noteClaims>;
const tokenAnswer = z.object({ id_token: z.string() });
const idClaims = z.object({
  sub: z.string().min(1).max(255),
  nonce: z.string(),
  roles: z.array(z.string()).default([]),
});

export function codeFlow(provider: Provider, client: OidcClient, serverKey: Uint8Array, now: () => Date): CodeFlow {
  const noteKey = new Uint8Array(hkdfSync('sha256', serverKey, '', 'sign-in note', 32));
  return {
    async start(then) {
      const note: Note = { state: random(), nonce: random(), verifier: random(), then };
      const { authorization_endpoint } = await provider.metadata();
      return { url: authorizationUrl(authorization_endpoint, client, note), note: await sealed(note, noteKey, now()) };
    },
    async finish(answer, sealedNote) {
      const note = await opened(sealedNote, noteKey, now());
      if (!isSame(answer.get('state') ?? '', note.state)) throw notOurs();
      const issuer = answer.get('iss');
      // RFC 9207: the answer of another provider is not taken for this one's.
      if (issuer !== null && issuer !== provider.issuer) throw notOurs();
      const code = answer.get('code');
      if (code === null) throw new BadRequest('SignInDeclined', 'The identity provider did not sign you in.');
      const idToken = await redeemed(provider, client, code, note.verifier);
      return { subject: await subjectIn(idToken, provider, client, note.nonce, now()), then: note.then };
    },
  };
}

function authorizationUrl(endpoint: string, { clientId, redirectUri }: OidcClient, note: Note): URL {
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: note.state,
    nonce: note.nonce,
    code_challenge: createHash('sha256').update(note.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

async function redeemed(provider: Provider, client: OidcClient, code: string, verifier: string): Promise<string> {
  const { token_endpoint } = await provider.metadata();
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUri,
    code_verifier: verifier,
    client_id: client.clientId,
  });
  const headers =
    client.clientSecret === undefined ? {} : { authorization: basic(client.clientId, client.clientSecret) };
  const answer = tokenAnswer.safeParse(await fetchJson(token_endpoint, { method: 'POST', body, headers }));
  if (!answer.success) throw notOurs();
  return answer.data.id_token;
}

async function subjectIn(
  idToken: string,
  { issuer, keys }: Provider,
  { clientId }: OidcClient,
  nonce: string,
  now: Date,
): Promise<Subject> {
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: tokenAlgorithms,
      requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
      clockTolerance: 5,
      currentDate: now,
    });
    const claims = idClaims.parse(payload);
    if (!isSame(claims.nonce, nonce)) throw notOurs();
    return { issuer, subject: claims.sub, claimedRoles: claims.roles };
  } catch (error) {
    throw error instanceof errors.JOSEError || error instanceof z.ZodError ? notOurs() : error;
  }
}

async function sealed(note: Note, key: Uint8Array, at: Date): Promise<string> {
  return new EncryptJWT(note)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(Math.floor(at.getTime() / 1000) + TRANSACTION_SECONDS)
    .encrypt(key);
}

async function opened(note: string, key: Uint8Array, at: Date): Promise<Note> {
  try {
    const { payload } = await jwtDecrypt(note, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: at,
    });
    return noteClaims.parse(payload);
  } catch {
    throw notOurs();
  }
}

/** Without a hint which of the checks failed. */
function notOurs(): BadRequest {
  return new BadRequest('SignInBroken', 'This sign-in was not started here, or took too long. Start again.');
}

function basic(id: string, secret: string): string {
  const credentials = [id, secret].map((part) => encodeURIComponent(part)).join(':');
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes the same time wherever two texts differ. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
