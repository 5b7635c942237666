import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** What of the reading, and of the refused, is kept. A closed list: the words become leaves of the ledger. */
export const accesses = [
  'case-opened',
  'case-followed',
  'cases-searched',
  'message-read',
  'document-added',
  'document-downloaded',
  'evidence-downloaded',
  'payload-decoded',
  'mail-read',
  'holds-read',
  'register-read',
  'recipients-read',
  'recipient-corrected',
  'recipient-removed',
  'role-refused',
] as const;
export type Access = (typeof accesses)[number];

/** As it is kept: equal accesses of one minute are counted together. */
export interface KeptAccess {
  readonly accessId: string;
  readonly access: Access;
  readonly actor: Actor;
  readonly minute: Instant;
  readonly count: number;
}
