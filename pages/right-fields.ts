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
      hint: recordedNow(request) ?? suggestionHint(request),
      type: 'radio',
      required: true,
      choices: rightsLeft(request).map((right) => choiceOf(right, request)),
    },
  ];
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
