import type { Actor } from '../domain/actor.js';
import { whyNotApproveRisk } from '../domain/breach.approving.js';
import { whyNotClose, whyNotKeepCommitment, whyNotRecordRestoration } from '../domain/breach.closing.js';
import { missingIn, whyNotInform } from '../domain/breach.information.js';
import { whyNotActOnBreach, whyNotAssessRisk, whyNotCorrectTelling } from '../domain/breach.law.js';
import { whyNotAcknowledgeAlert } from '../domain/breach.ringing.js';
import { whyNotRecordCommunication } from '../domain/breach.submitting.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Refusal } from '../domain/refusal.js';
import type { Instant } from '../domain/time.js';
import { whyNotAnswer, whyNotAsk } from './authority-fields.js';
import {
  promisesOf,
  regimesOf,
  submissionsOwed,
  told,
  whyNotClassify,
  whyNotSubmit,
  words,
} from './breach-step-choices.js';
import { breachStepNames, breachStepPath, breachStepWords } from './breach-steps.words.js';
import type { BreachStepPage } from './breach-steps.words.js';
import type { RefusedStepView } from './steps.view.js';
import { whyNotHold, whyNotOrder, whyNotRepeat } from './wave-fields.js';

export interface BreachStepsView {
  readonly open: readonly { readonly title: string; readonly hint: string; readonly href: string }[];
  readonly refused: readonly (Omit<RefusedStepView, 'name'> & { readonly name: string })[];
}

/** What can be done now; and what cannot, with the reason that the case would give. */
export function breachStepsView(
  caseId: string,
  breach: KnownBreach,
  now: Instant,
  notYours: Readonly<Partial<Record<BreachStepPage, string>>>,
): BreachStepsView {
  const standing = breachStepNames.map((name) => ({ name, why: whyNotBreachStep(name, breach, now) }));
  return {
    open: standing
      .filter(({ name, why }) => why === undefined && notYours[name] === undefined)
      .map(({ name }) => ({ ...breachStepWords[name], href: breachStepPath(caseId, name) })),
    refused: standing.flatMap(({ name, why }) => {
      const { title } = breachStepWords[name];
      const role = notYours[name];
      if (why !== undefined) return [{ name, title, because: 'not possible', ...reasonOf(why) }];
      return role === undefined ? [] : [{ name, title, because: 'not your role', reason: role }];
    }),
  };
}

function reasonOf({ message, article }: Refusal): { reason: string; article?: string } {
  return { reason: message, ...(article !== undefined && { article }) };
}

/** Why nothing that somebody could fill in would be taken; undefined where something would. */
export function whyNotBreachStep(step: BreachStepPage, breach: KnownBreach, now: Instant): Refusal | undefined {
  switch (step) {
    case 'alert-acknowledgement':
      return whyNotActOnBreach(breach) ?? whyNotAcknowledgeAlert(breach);
    case 'risk-assessment':
      return whyNotAssessRisk(breach, { level: 'risk', reasons: words }, now);
    case 'risk-approval':
      return whyNotApproveRisk(breach, anotherPerson);
    case 'submissions':
      return submissionsOwed(breach, now).length > 0 ? undefined : whyNotSubmit(breach, 'authority-notification', now);
    case 'communication-order':
      return whyNotOrder(breach);
    case 'communication-repeat':
      return whyNotRepeat(breach);
    case 'communication-hold':
      return whyNotHold(breach, now);
    case 'communications':
      return whyNotRecordCommunication(breach, told(now), now);
    case 'authority-answers':
      return whyNotAnswer(breach, now);
    case 'authority-questions':
      return whyNotAsk(breach, now);
    case 'classification':
      return regimesOf(breach, now).length > 0 ? undefined : whyNotClassify(breach, 'nis2', now);
    case 'commitments':
      return promisesOf(breach, now).length > 0 ? undefined : whyNotKeepCommitment(breach, '', now, now);
    case 'restoration':
      return whyNotRecordRestoration(breach, now, now);
    case 'telling':
      return whyNotCorrectTelling(breach, '', words);
    case 'closure':
      return whyNotClose(breach);
    case 'information-requests':
    case 'information-answers':
      return whyNotInform(breach, missingIn(breach)[0] ?? 'aspects');
    case 'awareness':
    case 'anchors':
    case 'affected-countries':
    case 'authority-messages':
    case 'extent':
    case 'involvements':
    case 'holding-statement':
    case 'contact-reports':
    case 'measures':
    case 'lessons':
    case 'handover':
    case 'notes':
      return whyNotActOnBreach(breach);
  }
}

/** Whoever looks may be the second one; the case tells the first. */
const anotherPerson: Actor = { role: 'incident-manager', id: '' };
