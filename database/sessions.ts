import { z } from 'zod';
import { roles } from '../domain/actor.js';
import type { Role } from '../domain/actor.js';
import type { Queryable } from './pool.js';

/** Whom a sign-in token or a session stands for. */
export interface SignedIn {
  readonly id: string;
  readonly roles: readonly Role[];
}

export interface Session extends SignedIn {
  readonly expiresAt: Date;
}

/** Sign-in tokens, sessions and revoked bearer tokens. Only hashes are kept: a copy of the database signs nobody in. */
export interface SignInStore {
  offer(tokenHash: string, who: SignedIn, expiresAt: Date): Promise<void>;
  /** Once: of two who redeem the same token at the same time, one is told undefined. */
  redeem(tokenHash: string, at: Date): Promise<SignedIn | undefined>;
  open(sessionHash: string, who: SignedIn, expiresAt: Date): Promise<void>;
  find(sessionHash: string, at: Date): Promise<Session | undefined>;
  close(sessionHash: string, at: Date): Promise<void>;
  /** When a person leaves or changes roles. */
  closeAllOf(actorId: string, at: Date): Promise<void>;
  revokeToken(tokenHash: string, expiresAt: Date): Promise<void>;
  isRevoked(tokenHash: string): Promise<boolean>;
  /** Forgets what has expired. */
  purge(at: Date): Promise<void>;
}

const signedIn = z
  .object({ actor_id: z.string(), roles: z.array(z.enum(roles)) })
  .transform((row) => ({ id: row.actor_id, roles: row.roles }));
const session = z
  .object({ actor_id: z.string(), roles: z.array(z.enum(roles)), expires_at: z.date() })
  .transform((row) => ({ id: row.actor_id, roles: row.roles, expiresAt: row.expires_at }));

export function createSignInStore(db: Queryable): SignInStore {
  return { ...signInTokens(db), ...sessions(db), ...revocations(db), purge: (at) => purge(db, at) };
}

function signInTokens(db: Queryable): Pick<SignInStore, 'offer' | 'redeem'> {
  return {
    async offer(tokenHash, who, expiresAt) {
      await db.query(
        'INSERT INTO duly.sign_in_token (token_hash, actor_id, roles, expires_at) VALUES ($1, $2, $3, $4)',
        [tokenHash, who.id, [...who.roles], expiresAt],
      );
    },
    async redeem(tokenHash, at) {
      const { rows } = await db.query(
        `UPDATE duly.sign_in_token SET redeemed_at = $2
         WHERE token_hash = $1 AND redeemed_at IS NULL AND expires_at > $2 RETURNING actor_id, roles`,
        [tokenHash, at],
      );
      return signedIn.optional().parse(rows[0]);
    },
  };
}

function sessions(db: Queryable): Pick<SignInStore, 'open' | 'find' | 'close' | 'closeAllOf'> {
  return {
    async open(sessionHash, who, expiresAt) {
      await db.query('INSERT INTO duly.session (session_hash, actor_id, roles, expires_at) VALUES ($1, $2, $3, $4)', [
        sessionHash,
        who.id,
        [...who.roles],
        expiresAt,
      ]);
    },
    async find(sessionHash, at) {
      const { rows } = await db.query(
        `SELECT actor_id, roles, expires_at FROM duly.session
         WHERE session_hash = $1 AND revoked_at IS NULL AND expires_at > $2`,
        [sessionHash, at],
      );
      return session.optional().parse(rows[0]);
    },
    async close(sessionHash, at) {
      await db.query('UPDATE duly.session SET revoked_at = $2 WHERE session_hash = $1 AND revoked_at IS NULL', [
        sessionHash,
        at,
      ]);
    },
    async closeAllOf(actorId, at) {
      await db.query('UPDATE duly.session SET revoked_at = $2 WHERE actor_id = $1 AND revoked_at IS NULL', [
        actorId,
        at,
      ]);
    },
  };
}

function revocations(db: Queryable): Pick<SignInStore, 'revokeToken' | 'isRevoked'> {
  return {
    async revokeToken(tokenHash, expiresAt) {
      await db.query(
        'INSERT INTO duly.revoked_token (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT (token_hash) DO NOTHING',
        [tokenHash, expiresAt],
      );
    },
    async isRevoked(tokenHash) {
      const { rowCount } = await db.query('SELECT 1 FROM duly.revoked_token WHERE token_hash = $1', [tokenHash]);
      return rowCount !== 0;
    },
  };
}

async function purge(db: Queryable, at: Date): Promise<void> {
  await db.query('DELETE FROM duly.sign_in_token WHERE expires_at <= $1', [at]);
  await db.query('DELETE FROM duly.session WHERE expires_at <= $1', [at]);
  await db.query('DELETE FROM duly.revoked_token WHERE expires_at <= $1', [at]);
}
