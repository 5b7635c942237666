import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { Unauthenticated, Unavailable } from '../problem.js';
import type { Identify, Identity } from './identity.js';

/** Asymmetric only: with a shared secret, whoever can check a token could also make one. */
export const tokenAlgorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
  /** Seconds between `iat` and `exp` at most. A stolen token is of use no longer than this. */
  readonly longestLife: number;
}

export interface TokenServices {
  readonly identify: Identify;
  readonly isRevoked: (tokenHash: string) => Promise<boolean>;
  readonly now: () => Date;
}

export type VerifyToken = (token: string) => Promise<Identity>;

const CLOCK_TOLERANCE_SECONDS = 5;

const claims = z.object({
  sub: z.string().min(1).max(255),
  jti: z.string().min(1).max(255),
  iat: z.number(),
  exp: z.number(),
  roles: z.array(z.string()).default([]),
});

export function tokenVerifier(rules: TokenRules, { identify, isRevoked, now }: TokenServices): VerifyToken {
  return async (token) => {
    const { sub, jti, iat, exp, roles } = await verifiedClaims(token, rules, now());
    const credential = tokenHash(rules.issuer, jti);
    if (exp - iat > rules.longestLife || (await isRevoked(credential))) throw new Unauthenticated('invalid_token');
    const who = identify({ issuer: rules.issuer, subject: sub, claimedRoles: roles }, now());
    return { ...who, by: 'bearer', credential, expiresAt: new Date(exp * 1000) };
  };
}

/** What revocation remembers: an issuer may put anything into `jti`. */
export function tokenHash(issuer: string, jti: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, jti]))
    .digest('base64url');
}

async function verifiedClaims(token: string, rules: TokenRules, now: Date): Promise<z.infer<typeof claims>> {
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: [...rules.algorithms],
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      maxTokenAge: rules.longestLife,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    });
    return claims.parse(payload);
  } catch (error) {
    throw asRefusal(error);
  }
}

/** A token that cannot be checked because the issuer is silent is not the caller's fault. */
function asRefusal(error: unknown): Error {
  const isAboutTheToken =
    error instanceof z.ZodError ||
    (error instanceof errors.JOSEError && !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code));
  return isAboutTheToken
    ? new Unauthenticated('invalid_token')
    : new Unavailable('The identity provider does not answer.');
}
