import { controllerOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { clockView } from './clock.view.js';
import type { ClockView } from './clock.view.js';
import { requestTitle } from './subject-request.words.js';

/** What somebody who took a request down, and may not read cases, learns of it. */
export interface ReceiptInput {
  readonly request: KnownRequest;
  readonly isReachedByMail: boolean;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
}

export interface ReceiptView {
  readonly reference: string;
  readonly title: string;
  readonly clock: ClockView;
  readonly toTell: readonly { readonly what: string; readonly text: string }[];
}

/** Neither who asked nor what they wrote: the person is before them, or on the telephone. */
export function receiptView({ request, isReachedByMail, organisation, now }: ReceiptInput): ReceiptView {
  const { reference, timeZone, answerClock } = request;
  const clock = clockView(answerClock.dueAt, { now, timeZone, form: 'long' });
  const controller = controllerOf(organisation, request.controller)?.name ?? organisation.organisation.name;
  return {
    reference,
    title: requestTitle(request),
    clock,
    toTell: [
      { what: 'Their reference', text: `${reference}. With it, everybody here finds the request.` },
      { what: 'Their answer', text: `${answerWords(clock)} It comes from ${controller} and costs nothing.` },
      { what: 'In writing', text: isReachedByMail ? byMail : byHand },
      {
        what: 'Who they are',
        text: 'If we cannot be sure, a colleague asks later, and says why. Take no copy of a document.',
      },
      {
        what: 'If something is missing',
        text: `They write to ${organisation.contact.privacyMailbox}, and name the reference.`,
      },
    ],
  };
}

function answerWords({ state, at }: ClockView): string {
  if (state === 'late') return `It was due on ${at}, and is late; they get it all the same.`;
  return `On ${at}, at the latest; we tell them if we need more time.`;
}

const byMail = 'Reference and date leave by e-mail now; they need not write anything down.';
const byHand =
  'Without an e-mail address nothing leaves by itself: let them write both down. A colleague writes to them.';
