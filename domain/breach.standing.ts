import type { BoardRow } from './board.js';
import { runningClocks } from './breach.clocks.js';
import {
  controllersToldAt,
  isCommunicationOpen,
  mustNotifyAuthority,
  mustNotifyController,
  standingNotifications,
} from './breach.duties.js';
import type { Breach, KnownBreach } from './breach.js';

/** What lists say of where a breach stands; computed from the state. */
export const breachPhases = [
  'investigating',
  'toAssess',
  'toApprove',
  'toNotify',
  'toCommunicate',
  'toComplete',
  'afterwards',
  'notABreach',
  'closed',
] as const;
export type BreachPhase = (typeof breachPhases)[number];

/** Whose turn it is, and for what. */
export const breachWaitingFor = {
  investigating: 'the decision: a breach or not',
  toAssess: 'the assessment of the risk',
  toApprove: 'a second person: is a risk unlikely',
  toNotify: 'evidence of a notification',
  toCommunicate: 'the communication to data subjects',
  toComplete: 'the rest of the notification',
  afterwards: 'measures and lessons',
  notABreach: 'the end of the incident',
  closed: 'nothing',
} as const satisfies Record<BreachPhase, string>;

export function breachPhaseOf(breach: KnownBreach): BreachPhase {
  if (breach.phase === 'closed') return 'closed';
  if (breach.awareness !== 'aware') return breach.awareness;
  if (isNotificationOpen(breach)) return 'toNotify';
  if (breach.riskProposal !== undefined) return 'toApprove';
  if (breach.roles.includes('controller') && breach.risk === undefined) return 'toAssess';
  if (isCommunicationOpen(breach)) return 'toCommunicate';
  return standingNotifications(breach).at(-1)?.isComplete === false ? 'toComplete' : 'afterwards';
}

/** An unassessed risk is assessed first; the processor's notice waits for no assessment (GDPR Art. 33(2)). */
function isNotificationOpen(breach: KnownBreach): boolean {
  const isAuthorityTold = standingNotifications(breach).length > 0;
  const isAssessed = breach.risk !== undefined && breach.riskProposal === undefined;
  return (
    (mustNotifyController(breach) && controllersToldAt(breach) === undefined) ||
    (mustNotifyAuthority(breach) && isAssessed && !isAuthorityTold)
  );
}

export function boardRow(breach: Breach): BoardRow | undefined {
  if (breach.phase === 'new') return undefined;
  const phase = breachPhaseOf(breach);
  const running = [...runningClocks(breach)].sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
  return {
    kind: 'breach',
    reference: breach.reference,
    what: breach.roles.join('-and-'),
    phase,
    waitingFor: breachWaitingFor[phase],
    controller: breach.controller,
    overdue: running.some(({ key, dueAt }) => isPassed(breach, key, dueAt)),
    drill: breach.drill,
    closed: breach.phase === 'closed',
    owner: breach.owner,
    dueAt: running[0]?.dueAt,
  };
}

/** The case has seen its end pass. */
function isPassed({ stagesPassed }: KnownBreach, key: string, dueAt: string): boolean {
  const passed = stagesPassed[key];
  return passed?.dueAt === dueAt && ['due', 'late'].includes(passed.stage);
}
