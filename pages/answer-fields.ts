import { deedsOf, whyNotAccept } from '../domain/subject-request.answering.js';
import { acceptances, answerWays } from '../domain/subject-request.js';
import type { Acceptance, KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { zoneName } from './moment.js';
import type { Field } from './step-fields.js';
import { answerWayWords, deedWords, sentenceCase } from './subject-request.words.js';

const acceptanceWords: Readonly<Record<Acceptance, string>> = {
  accepted: 'We will do what they ask',
  noDataHeld: 'We hold no data on them, and will say so',
};

/** Only what changes something; what was decided before, and why the rest is closed, stands above it. */
export function acceptanceFields(request: KnownRequest): readonly Field[] {
  const open = acceptances.filter((acceptance) => whyNotAccept(request, acceptance) === undefined);
  const closed = request.acceptance === undefined ? whyNotAccept(request, 'accepted')?.message : undefined;
  const hint = earlierDecision(request) ?? closed;
  return [
    {
      name: 'acceptance',
      label: 'What is decided?',
      ...(hint !== undefined && { hint }),
      type: 'radio',
      required: true,
      choices: open.map((acceptance) => [acceptance, acceptanceWords[acceptance]]),
    },
  ];
}

/** What was decided, and what becomes of it. */
function earlierDecision({ acceptance, answerFiles }: KnownRequest): string | undefined {
  if (acceptance === undefined) return undefined;
  const files = acceptance === 'accepted' && answerFiles.length > 0 ? ' Files that are attached will not leave.' : '';
  return `Decided so far: ${acceptanceWords[acceptance].toLowerCase()}. This takes its place.${files}`;
}

export const evidenceField: Field = {
  name: 'files',
  label: 'What shows it?',
  hint: 'The letter or the mail as it left, or a signed note of the call or the visit. 50 MB together.',
  type: 'files',
  required: true,
};

export function answerGivenFields({ right, timeZone, answerClock }: KnownRequest, now: Instant): readonly Field[] {
  const done = right === undefined ? [] : deedsOf[right];
  return [
    {
      name: 'done',
      label: 'What was done, and told to them?',
      type: 'radio',
      required: true,
      choices: done.map((deed) => [deed, sentenceCase(deedWords[deed])]),
    },
    {
      name: 'way',
      label: 'How did you tell them?',
      type: 'radio',
      required: true,
      choices: answerWays.map((way) => [way, sentenceCase(answerWayWords[way])]),
    },
    {
      name: 'givenAt',
      label: 'When did you tell them?',
      hint: `${zoneName(timeZone)}. The law counts from this moment.`,
      type: 'datetime-local',
      required: true,
    },
    ...(answerClock.dueAt > now ? [] : [lateness]),
  ];
}

const lateness: Field = {
  name: 'lateReasons',
  label: 'If you told them late: why was it late?',
  hint: 'As you told them. Ten characters at least.',
  type: 'textarea',
  required: false,
};
