/** Who may do something. People sign in with one of these; `service` is a machine of ours. */
export const roles = [
  'operator',
  'decider',
  'dpo',
  'incident-manager',
  'agent',
  'auditor',
  'system-owner',
  'service',
] as const;
export type Role = (typeof roles)[number];

/** Who did something: a role and a pseudonym that the organisation can resolve, never a name or an address. */
export interface Actor {
  readonly role: Role | 'data-subject' | 'controller' | 'duly';
  /** `id` of a person in the organisation file, of a service or a controller; empty for the data subject. */
  readonly id: string;
}

/** A role of somebody or something of our own house; the others stand outside, or are the case itself. */
export function isOurRole(role: Actor['role']): role is Role {
  return roles.some((known) => known === role);
}

/** One of our own people, and no machine. */
export function isPerson({ role }: Actor): boolean {
  return isOurRole(role) && role !== 'service';
}

/** What the case does by itself: a deadline passed, an answer came in. */
export const duly: Actor = { role: 'duly', id: 'duly' };

export const dataSubject: Actor = { role: 'data-subject', id: '' };
