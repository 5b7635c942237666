import { rights } from '../domain/right.js';
import type { Right } from '../domain/right.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Choice, Field } from './step-fields.js';
import { rightChoices, rightWords } from './subject-request.words.js';

/** Nothing is chosen beforehand: what the words point to is a suggestion, and a person decides. */
export function classifyFields(request: KnownRequest): readonly Field[] {
  return [
    {
      name: 'right',
      label: 'Which right does the message invoke?',
      hint:
        recordedNow(request) ??
        `${suggestionHint(request)} Where it asks for several, choose one: the others follow on the page of the case.`,
      type: 'radio',
      required: true,
      choices: rightsLeft(request).map((right) => choiceOf(right, request)),
    },
  ];
}

export function furtherRightFields(request: KnownRequest): readonly Field[] {
  return [
    {
      name: 'right',
      label: 'Which other right does the message invoke?',
      hint: `This case is about ${named(request)}. ${suggestionHint(request)} One at a time.`,
      type: 'radio',
      required: true,
      choices: rightsLeft(request).map((right) => choiceOf(right, request)),
    },
  ];
}

/** What the cases of the message are about. */
function named({ right, furtherRights = [] }: KnownRequest): string {
  const others = furtherRights.map((further) => rightWords[further.right].toLowerCase());
  const own = right === undefined ? 'no right yet' : rightWords[right].toLowerCase();
  return others.length === 0 ? own : `${own}; ${others.join(' and ')} had one before`;
}

/** All but the one that is recorded, and those that have a case of their own. */
function rightsLeft({ right: recorded, furtherRights = [] }: KnownRequest): readonly Right[] {
  return rights.filter((right) => right !== recorded && !furtherRights.some((further) => further.right === right));
}

function choiceOf(right: Right, { suggestedRights }: KnownRequest): Choice {
  const text = rightChoices[right];
  return suggestedRights.includes(right) ? [right, text, 'Suggested by the words'] : [right, text];
}

function recordedNow({ right }: KnownRequest): string | undefined {
  return right && `Recorded now: ${rightWords[right].toLowerCase()}. What you choose takes its place.`;
}

function suggestionHint({ suggestedRights }: KnownRequest): string {
  return suggestedRights.length === 0
    ? 'Whoever asks need not name an article. Nothing in the words points to one right.'
    : 'What the words point to is marked as suggested. It may be wrong: you decide.';
}
