import { anchorOf } from './breach.anchors.js';
import { whyNotAware } from './breach.law.js';
import type {
  Breach,
  BreachCommand,
  BreachFact,
  ControllerConfirmation,
  KnownBreach,
  NoticesSummary,
} from './breach.js';
import { areReasonsGiven, refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

type Confirming = Pick<Extract<BreachCommand, { type: 'confirmControllers' }>, 'confirmation' | 'proposed'>;

/** GDPR Art. 33(2): each controller whose service or system is concerned is told, or left out with reasons. */
export function whyNotConfirmControllers(
  breach: Breach,
  { confirmation, proposed }: Confirming,
  now: Instant,
): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  if (anchorOf(breach.anchors, 'processorAwareAt') === undefined)
    return refuse('SubmissionNotOwed', 'No controller is told of a breach of our own data.', 'GDPR Art. 33(2)');
  const left = leftOut(breach, confirmation, proposed);
  if (left !== undefined) return left;
  const isTwice = idsOf(confirmation).some((id, index, all) => all.indexOf(id) !== index || isConfirmed(breach, id));
  if (isTwice) return refuse('ControllerConfirmed', 'One of them is told, or left out with reasons, already.');
  return whyNotNobody(confirmation) ?? whyNotExclude(confirmation) ?? whyNotLater(breach, confirmation, now);
}

function leftOut(breach: KnownBreach, confirmation: ControllerConfirmation, proposed: readonly string[]) {
  const decided = new Set(idsOf(confirmation));
  const isForgotten = proposed.some((id) => !decided.has(id) && !isConfirmed(breach, id));
  if (!isForgotten) return undefined;
  const message = 'One of the proposed controllers is neither told nor left out with reasons.';
  return refuse('ControllerLeftOut', message, 'GDPR Art. 33(2)');
}

function idsOf({ affected, excluded }: ControllerConfirmation): readonly string[] {
  return [...affected, ...excluded].map(({ controller }) => controller);
}

/** Whoever was left out may be found to be concerned after all; whoever was told stays told. */
function isConfirmed({ confirmations = [] }: KnownBreach, id: string): boolean {
  return confirmations.some(({ affected }) => affected.some(({ controller }) => controller === id));
}

/** That it concerns none of them is a decision, too, and has its reasons. */
function whyNotNobody({ affected, excluded, reasons }: ControllerConfirmation): Refusal | undefined {
  if (affected.length > 0 || excluded.length > 0 || areReasonsGiven(reasons)) return undefined;
  return refuse('ControllerLeftOut', 'Nobody is named: say why it concerns no controller.', 'GDPR Art. 33(2)');
}

function whyNotExclude({ excluded }: ControllerConfirmation): Refusal | undefined {
  if (excluded.every(({ reasons }) => areReasonsGiven(reasons))) return undefined;
  return whyNotReasons('', 'GDPR Art. 33(2)');
}

/** Whoever is found later has a clock of its own, and a reason why it was not found before. */
function whyNotLater(
  { anchors }: KnownBreach,
  { knownAt, reasons }: ControllerConfirmation,
  now: Instant,
): Refusal | undefined {
  if (knownAt === undefined) return undefined;
  if (knownAt > now) return refuse('AnchorInFuture', 'What has not happened yet starts no clock.');
  const aware = anchorOf(anchors, 'processorAwareAt');
  if (aware !== undefined && knownAt < aware.at)
    return refuse('AnchorsOutOfOrder', 'That it concerns them was not known before the breach was.');
  return whyNotReasons(reasons ?? '', 'GDPR Art. 33(2)');
}

/** GDPR Art. 33(4): further information goes to those who were told of the breach. */
export function whyNotInformControllers(breach: Breach): Refusal | undefined {
  const notAware = whyNotAware(breach);
  if (notAware !== undefined || breach.phase === 'new') return notAware;
  const isTold = (breach.confirmations ?? []).some(({ affected }) => affected.length > 0);
  return isTold ? undefined : refuse('NobodyConfirmed', 'First confirm which controllers it concerns.');
}

export function confirmed(confirmation: ControllerConfirmation, breach: Breach): readonly BreachFact[] {
  if (breach.phase === 'new') return [];
  return [{ type: 'controllersConfirmed', batch: breach.confirmations?.length ?? 0, confirmation }];
}

/** Told again, it is no news; of a case that is closed nobody sums up anything. */
export function summed(breach: Breach, summary: NoticesSummary): readonly BreachFact[] {
  if (breach.phase !== 'open') return [];
  const isKnown = JSON.stringify(breach.notices) === JSON.stringify(summary);
  return isKnown ? [] : [{ type: 'noticesSummed', summary }];
}
