import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** What every data subject is told, in plain words (GDPR Art. 34(2) with 33(3)(b), (c) and (d)). */
export interface CommunicationContent {
  /** The nature of the breach. */
  readonly text: string;
  readonly consequences: string;
  readonly measures: string;
  readonly contactPoint: string;
  /** What people can do themselves (Recital 86). */
  readonly recommendations?: string | undefined;
}

export interface CommunicationOrder extends CommunicationContent {
  /** Why people are told though no high risk asks for it. */
  readonly voluntaryReasons?: string | undefined;
}

/** GDPR Art. 34(2): the nature of the breach, and at least what Art. 33(3)(b), (c) and (d) ask for. */
export function whyNotTold({ text, contactPoint, consequences, measures }: CommunicationContent): Refusal | undefined {
  const lacks = (what: string, article: string): Refusal =>
    refuse('CommunicationIncomplete', `The letter does not say ${what}.`, article);
  if (!areReasonsGiven(text)) return lacks('what happened', 'GDPR Art. 34(2)');
  if (contactPoint.trim() === '') return lacks('whom to ask', 'GDPR Art. 33(3)(b)');
  if (!areReasonsGiven(consequences)) return lacks('what it is likely to lead to', 'GDPR Art. 33(3)(c)');
  if (!areReasonsGiven(measures)) return lacks('what is done about it', 'GDPR Art. 33(3)(d)');
  return undefined;
}
