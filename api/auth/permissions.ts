import { roles } from '../../domain/actor.js';
import type { Role } from '../../domain/actor.js';

/** `public`: nobody has to sign in, and rate limits apply per address. */
export type Grant = 'public' | readonly Role[];

const desk = ['operator', 'decider'] as const;
const readers = ['operator', 'decider', 'dpo', 'auditor'] as const;

/**
 * Who may do what. The DPO advises and monitors, GDPR Art. 38(6) and 39(1): it reads, notes and decodes, and decides nothing;
 * that data stay while an authority asks for them is no decision on a case.
 * That a second person approves is a rule of the case; here stands only who may be that person.
 * A person decides on an identity, GDPR Art. 12(6); what an adapter found out is a result that the case reads back.
 */
export const permissions = {
  'subject-request.open': ['operator', 'agent', 'service'],
  'subject-request.read': readers,
  'subject-request.classify': ['operator'],
  'subject-request.identity.ask': ['operator'],
  'subject-request.identity.decide': ['operator'],
  'subject-request.identity.result': ['service'],
  'subject-request.decide': desk,
  'subject-request.approve': ['decider'],
  'subject-request.answer': desk,
  'subject-request.extend': desk,
  'subject-request.withdraw': ['operator'],
  'subject-request.merge': ['operator'],
  'subject-request.assign': desk,
  'subject-request.contact': ['operator'],
  'subject-request.attach': ['operator', 'decider', 'agent', 'service'],
  'subject-request.documents': ['operator', 'decider', 'dpo'],
  'subject-request.note': ['operator', 'decider', 'dpo'],
  'subject-request.advise': ['dpo'],

  'breach.report': ['operator', 'incident-manager', 'agent', 'system-owner', 'service'],
  'breach.read': [...readers, 'incident-manager'],
  'breach.evidence': [...readers, 'incident-manager'],
  'breach.decide': ['incident-manager'],
  'breach.approve': ['incident-manager', 'decider'],
  'breach.record': ['incident-manager', 'operator'],
  /** Whoever may report is the first contact of whoever told them, and reads nothing else of the breach. */
  'breach.contact': ['incident-manager', 'operator', 'agent', 'system-owner'],
  'breach.attach': ['incident-manager', 'operator', 'service'],
  'breach.documents': ['incident-manager', 'operator', 'decider', 'dpo'],
  'breach.register': ['dpo', 'auditor', 'incident-manager', 'decider'],
  /** Whoever is asked first: the service desk, too, which reads no breach. */
  'holding-statement.read': [...readers, 'incident-manager', 'agent', 'system-owner'],
  'breach.note': ['incident-manager', 'operator', 'dpo'],

  'controllers.read': [...readers, 'incident-manager'],
  'controllers.change': ['operator', 'incident-manager', 'service'],
  'notice.acknowledge': 'public',

  'board.read': [...readers, 'incident-manager'],
  'case.read': [...readers, 'incident-manager'],
  'case.evidence': readers,
  'letter.preview': ['operator', 'decider', 'dpo'],
  'mail.read': ['operator', 'dpo'],

  'deadline.compute': roles,
  'organisation.read': [...readers, 'incident-manager'],
  'organisation.change': desk,
  'systems.read': [...readers, 'incident-manager', 'system-owner'],

  'keys.destroy': desk,
  'keys.approve': ['decider'],
  'keys.hold': ['decider', 'dpo'],
  'keys.lift': ['decider'],
  'keys.holds.read': ['operator', 'decider', 'dpo'],
  'codec.decode': ['dpo'],
  'access-records.read': ['dpo', 'auditor'],
  'alarms.read': ['operator', 'dpo', 'incident-manager'],
  'metrics.read': ['service', 'incident-manager', 'dpo', 'auditor'],

  'session.end': roles,
  'sign-in': 'public',
  'ledger.read': 'public',
  'portal.ask': 'public',
  'portal.follow': 'public',
  'documentation.read': 'public',
  'health.read': 'public',
} as const satisfies Record<string, Grant>;

export type Action = keyof typeof permissions;

export function grantOf(action: Action): Grant {
  return permissions[action];
}

/** The role under which somebody takes a step, if any of theirs allows it. */
export function permittedRole(action: Action, held: readonly Role[]): Role | undefined {
  const grant = grantOf(action);
  return grant === 'public' ? held[0] : held.find((role) => grant.includes(role));
}
