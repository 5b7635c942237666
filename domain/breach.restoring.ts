import { anchorOf, whyNotCorrectAnchor } from './breach.anchors.js';
import type { Anchor, AnchorName, AnchorVersion } from './breach.anchors.js';
import type { KnownBreach } from './breach.js';
import { refuse, whyNotReasons } from './refusal.js';
import type { Refusal } from './refusal.js';

/** GDPR Art. 4(12): since when it is certain that data will never come back. Of that and their return, what was said last holds. */
export function lossOf({ anchors, restoredAt }: Fate): AnchorVersion | undefined {
  return restoredAt === undefined ? anchorOf(anchors, 'lostForGoodAt') : undefined;
}

type Fate = Pick<KnownBreach, 'anchors' | 'restoredAt'>;

/** What was restored after all was never lost for good. */
export function holds(name: AnchorName, breach: Fate): boolean {
  return name !== 'lostForGoodAt' || lossOf(breach) !== undefined;
}

/** GDPR Art. 32(1)(c): nobody restores what is lost for good; that takes back an earlier return only with reasons. */
export function whyNotLostForGood(breach: KnownBreach, anchor: Anchor): Refusal | undefined {
  if (!breach.aspects.includes('availability'))
    return refuse('NothingToRestore', 'No data were unavailable in this incident.');
  if (breach.restoredAt !== undefined) return whyNotReasons(anchor.reasons ?? '', 'GDPR Art. 33(5)');
  return whyNotCorrectAnchor(breach.anchors, 'lostForGoodAt', anchor);
}

export function withLoss({ restoredAt: _takenBack, ...breach }: KnownBreach): KnownBreach {
  return breach;
}
