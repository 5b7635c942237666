import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { SignInStore, SignedIn } from '../../database/sessions.js';
import { cookieIn } from './cookies.js';
import type { Identity } from './identity.js';

export const SESSION_MILLISECONDS = 8 * 60 * 60 * 1000;
/** Random bytes in a session id or sign-in token: nobody guesses 256 bits. */
const SECRET_BYTES = 32;

export interface Sessions {
  /** Signs in the browser behind `response`, for eight hours or until `notAfter`. */
  open(response: Response, who: SignedIn, notAfter?: Date): Promise<void>;
  find(request: Request): Promise<Identity | undefined>;
  close(request: Request, response: Response): Promise<void>;
  /** Whether the request carries a cookie of ours at all. */
  carriesCookie(request: Request): boolean;
}

export function createSessions(store: SignInStore, publicUrl: URL, now: () => Date): Sessions {
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? '__Host-duly' : 'duly';
  const cookie = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  return {
    async open(response, who, notAfter) {
      const secret = newSecret();
      const longest = now().getTime() + SESSION_MILLISECONDS;
      const expiresAt = new Date(Math.min(longest, notAfter?.getTime() ?? longest));
      await store.open(secretHash(secret), who, expiresAt);
      response.cookie(name, secret, { ...cookie, expires: expiresAt });
    },
    async find(request) {
      const secret = cookieIn(request, name);
      if (secret === undefined) return undefined;
      const credential = secretHash(secret);
      const found = await store.find(credential, now());
      return found && { ...found, by: 'session', credential };
    },
    async close(request, response) {
      const secret = cookieIn(request, name);
      if (secret !== undefined) await store.close(secretHash(secret), now());
      response.clearCookie(name, cookie);
    },
    carriesCookie: (request) => cookieIn(request, name) !== undefined,
  };
}

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** A plain hash is enough: the secret is random, so there is nothing to guess from a stolen table. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
