import { createHmac } from 'node:crypto';
import { roles } from '../../domain/actor.js';
import type { Role } from '../../domain/actor.js';

/** A person of the organisation file, as sign-in needs them. */
export interface Person {
  readonly id: string;
  readonly roles: readonly Role[];
  /** Roles of those for whom this person is a deputy on that day. */
  readonly standsInFor?: readonly Role[];
}

/** Whom the organisation means by the subject of a token. Two accounts of one person give the same `id`. */
export type FindPerson = (subject: string, at: Date) => Person | undefined;

/** Who asks, as a credential proved it. */
export interface Identity {
  /** `id` of a person in the organisation file, or a pseudonym of the subject. */
  readonly id: string;
  readonly roles: readonly Role[];
  readonly by: 'bearer' | 'session';
  /** Hash that stands for the credential, for limits and revocation. */
  readonly credential: string;
  readonly expiresAt: Date;
}

export interface Subject {
  readonly issuer: string;
  readonly subject: string;
  readonly claimedRoles: readonly string[];
}

export type Identify = (subject: Subject, at: Date) => { readonly id: string; readonly roles: readonly Role[] };

/**
 * The token and the organisation file must both grant a role; a deputy has it from the file alone. Somebody whom the
 * file does not know keeps the roles of the token under a pseudonym, so that no address or name becomes an actor.
 */
export function identifier(find: FindPerson, serverKey: Uint8Array): Identify {
  return ({ issuer, subject, claimedRoles }, at) => {
    const claimed = roles.filter((role) => claimedRoles.includes(role));
    const person = find(subject, at);
    if (person === undefined) return { id: pseudonymOf(serverKey, issuer, subject), roles: claimed };
    const own = claimed.filter((role) => person.roles.includes(role));
    return { id: person.id, roles: [...new Set([...own, ...(person.standsInFor ?? [])])] };
  };
}

function pseudonymOf(serverKey: Uint8Array, issuer: string, subject: string): string {
  const mac = createHmac('sha256', serverKey).update(JSON.stringify(['actor', issuer, subject]));
  return `p-${mac.digest('base64url').slice(0, 22)}`;
}
