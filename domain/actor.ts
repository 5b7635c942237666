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
  readonly role: Role | 'data-subject' | 'duly';
  /** `id` of a person in the organisation file, or of a service; empty for the data subject. */
  readonly id: string;
}

/** One of our own people, not the data subject, a machine, or the case itself. */
export function isPerson({ role }: Actor): boolean {
  return role !== 'data-subject' && role !== 'duly' && role !== 'service';
}

/** What the case does by itself: a deadline passed, an answer came in. */
export const duly: Actor = { role: 'duly', id: 'duly' };

export const dataSubject: Actor = { role: 'data-subject', id: '' };
