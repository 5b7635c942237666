import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** What the ledger says about a fact: enough to account for it, nothing that names a person. */
export interface FactLeaf {
  readonly v: 1;
  /** The kind of fact: `requestRegistered`. */
  readonly fact: string;
  readonly caseId: string;
  /** In the leaf, so that evidence from which a fact was left out shows the gap. */
  readonly position: number;
  /** `id` of the processing activity of which this was a part (GDPR Art. 30). */
  readonly activity: string;
  readonly actor: Actor;
  readonly at: Instant;
  readonly legalBasis: string;
  /** Base64 of the HMAC-SHA-256 of the fact under the case's commitment key; proves nothing once that key is gone. */
  readonly commitment: string;
}

/** Somebody looked at something; never a fact of the case. */
export interface AccessLeaf {
  readonly v: 1;
  /** The kind of access, from a closed set: `caseOpened`, `payloadDecoded`. */
  readonly access: string;
  readonly caseId?: string;
  readonly actor: Actor;
  readonly at: Instant;
  /** How often, where equal accesses were counted together. */
  readonly count?: number;
}

/** What becomes of a case's key outlives the facts that it seals, so the ledger keeps it. */
export const keyEvents = [
  'hold-placed',
  'hold-lifted',
  'destruction-proposed',
  'destruction-approved',
  'destruction-withdrawn',
  'destroyed',
] as const;
export type KeyEvent = (typeof keyEvents)[number];

export interface KeyLeaf {
  readonly v: 1;
  readonly key: KeyEvent;
  readonly caseId: string;
  readonly actor: Actor;
  readonly at: Instant;
}

export type Leaf = FactLeaf | AccessLeaf | KeyLeaf;
