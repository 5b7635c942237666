import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { Unavailable } from '../problem.js';
import type { TokenRules } from './bearer.js';
import { tokenAlgorithms } from './bearer.js';
import { isProtected } from './loopback.js';

const TIMEOUT_MILLISECONDS = 5_000;
/** GDPR asks for security fit for the risk, Art. 32(1); a stolen token ends after a quarter of an hour. */
const ACCESS_TOKEN_SECONDS = 15 * 60;

const endpoint = z.url().refine((url) => isProtected(new URL(url)), 'takes https');
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
});
export type ProviderMetadata = z.infer<typeof metadata>;

/** An OpenID provider, discovered when first needed: its absence does not stop our start. */
export interface Provider {
  readonly issuer: string;
  metadata(): Promise<ProviderMetadata>;
  readonly keys: JWTVerifyGetKey;
}

export function createProvider(issuer: string): Provider {
  let discovered: Promise<ProviderMetadata> | undefined;
  let keySet: JWTVerifyGetKey | undefined;
  const known = () => {
    discovered ??= discover(issuer).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
  return {
    issuer,
    metadata: known,
    async keys(header, token) {
      const { jwks_uri } = await known();
      keySet ??= createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: TIMEOUT_MILLISECONDS });
      return keySet(header, token);
    },
  };
}

/** Access tokens for the API: RFC 9068 without the demand for its media type, which few providers send. */
export function accessTokenRules(provider: Provider, audience: string): TokenRules {
  return {
    issuer: provider.issuer,
    audience,
    algorithms: tokenAlgorithms,
    keys: provider.keys,
    longestLife: ACCESS_TOKEN_SECONDS,
  };
}

async function discover(issuer: string): Promise<ProviderMetadata> {
  const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
  const found = metadata.safeParse(await fetchJson(`${base}/.well-known/openid-configuration`));
  if (!found.success || found.data.issuer !== issuer) {
    throw new Unavailable('The identity provider describes itself as another one.');
  }
  return found.data;
}

/** Undefined where the provider refuses what the browser brought; its words are not passed on. */
export async function fetchJson(url: string, options: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, {
      ...options,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    if (response.status === 400) return undefined;
  } catch {
    throw new Unavailable('The identity provider does not answer.');
  }
  throw new Unavailable('The identity provider refused.');
}
