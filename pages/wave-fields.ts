import {
  orderedForFew,
  repeatableLetters,
  whyNotHoldCommunication,
  whyNotOrderCommunication,
  whyNotRepeatCommunication,
} from '../domain/breach.waves.js';
import type { RepeatableLetters } from '../domain/breach.waves.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Refusal } from '../domain/refusal.js';
import { hoursAfter } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import { counted } from './fact-sentences.js';
import type { Choice, Field } from './step-fields.js';

/** How many letters of a breach stand where; absent while nobody is on its list. */
export type LetterCounts = Readonly<Record<LetterState, number>>;
export type LetterState = 'waiting' | 'sending' | 'sent' | 'refused' | 'bounced' | 'unknown' | 'removed';

const words = 'Words that nothing could be said against.';

/** Whoever is on the list is not known here: the step itself says where nobody is. */
export function whyNotOrder(breach: KnownBreach): Refusal | undefined {
  const order = { text: words, consequences: words, measures: words, contactPoint: words, voluntaryReasons: words };
  return whyNotOrderCommunication(breach, { order, reference: breach.reference, listed: Number.MAX_SAFE_INTEGER });
}

/** Where each letter stands is not known here either. */
export function whyNotRepeat(breach: KnownBreach): Refusal | undefined {
  return whyNotRepeatCommunication(breach, {
    repeat: { what: 'corrected', reasons: words },
    numbers: { from: 1, to: 1 },
  });
}

export function whyNotHold(breach: KnownBreach, now: Instant): Refusal | undefined {
  return whyNotHoldCommunication(breach, { requestedBy: words, reasons: words, until: hoursAfter(now, 1) }, now);
}

export const repeatWords: Readonly<Record<RepeatableLetters, string>> = {
  corrected: 'Letters that did not arrive and whose entry was corrected',
  refused: 'Letters that were not taken',
  bounced: 'Letters that came back',
  unknown: 'Letters of which nobody knows whether they left',
};

export function repeatFields(): readonly Field[] {
  const choices = repeatableLetters.map((what): Choice => [what, repeatWords[what]]);
  return [
    { name: 'what', label: 'Which letters', type: 'select', required: true, choices },
    {
      ...{ name: 'reasons', label: 'Reasons', type: 'textarea', required: true },
      hint: 'Of whom nobody knows whether the letter left, some are written to twice: say why that is better.',
    },
  ];
}

export function holdFields(until: Field, reasons: Field): readonly Field[] {
  return [
    {
      ...{ name: 'requestedBy', label: 'Who asked for it', type: 'text', required: true },
      hint: 'Police or prosecutor, with their file number.',
    },
    reasons,
    until,
  ];
}

/** `1,200 letters: 700 sent, 498 waiting, 2 refused`; and until when they are held back. */
export function letterPairs(
  breach: KnownBreach,
  counts: LetterCounts | undefined,
  moment: (at: Instant) => string,
): readonly { readonly term: string; readonly text: string }[] {
  const standing = Object.entries(counts ?? {}).filter(([, count]) => count > 0);
  const all = standing.reduce((sum, [, count]) => sum + count, 0);
  const parts = standing.map(([state, count]) => `${String(count)} ${state}`);
  const { communicationHold } = breach;
  const few = orderedForFew(breach);
  return [
    ...(all === 0 ? [] : [{ term: 'Letters', text: `${counted(all, 'recipient')}: ${parts.join(', ')}` }]),
    ...(few === undefined ? [] : [{ term: 'Not all are told', text: fewText(few, breach) }]),
    ...(communicationHold === undefined
      ? []
      : [{ term: 'Letters held back', text: `until ${moment(communicationHold.until)}` }]),
  ];
}

function fewText(few: number, { extent }: KnownBreach): string {
  const concerned = extent === undefined || extent.dataSubjects === 'unknown' ? 0 : extent.dataSubjects.count;
  return `${String(few)} of ${String(concerned)} people were written to. Put the others on the list, correct how far it went, or record how they were told. Art. 34(1).`;
}
