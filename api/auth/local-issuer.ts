import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { TokenRules } from './bearer.js';
import type { Person } from './identity.js';
import { isLoopback } from './loopback.js';

export const LOCAL_LIFE_SECONDS = 8 * 60 * 60;
const ISSUER = 'urn:duly:local-issuer';
const AUDIENCE = 'urn:duly:api';

const storedKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
type StoredKey = z.infer<typeof storedKey>;

export interface LocalIssuer {
  readonly rules: TokenRules;
  /** A bearer token for one person, good for eight hours on this machine. */
  mint(person: Person, at: Date): Promise<string>;
}

/** Signs in people of the example organisation without an identity provider; refuses to serve a network. */
export async function createLocalIssuer(state: string, host: string): Promise<LocalIssuer> {
  if (!isLoopback(host)) {
    throw new Error('The local issuer runs on loopback only: set OIDC_ISSUER, or HOST=127.0.0.1.');
  }
  const { d, ...open } = await keyIn(state);
  const privateKey = await importJWK({ ...open, d }, 'ES256');
  const rules: TokenRules = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    keys: createLocalJWKSet({ keys: [{ ...open, alg: 'ES256' }] }),
    longestLife: LOCAL_LIFE_SECONDS,
  };
  const mint = (person: Person, at: Date) => {
    const issuedAt = Math.floor(at.getTime() / 1000);
    return new SignJWT({ roles: [...person.roles] })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(person.id)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LOCAL_LIFE_SECONDS)
      .sign(privateKey);
  };
  return { rules, mint };
}

/** Made once. Two processes that start together agree on the key that was written first. */
async function keyIn(state: string): Promise<StoredKey> {
  const file = path.join(state, 'issuer.jwk');
  await mkdir(state, { recursive: true, mode: 0o700 });
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const fresh = JSON.stringify(await exportJWK(privateKey));
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return storedKey.parse(JSON.parse(await readFile(file, 'utf8')));
}
