import type { BoardRow } from './board.js';
import { nextRung, rungReached } from './controller-notice.ladder.js';
import type {
  ControllerNotice,
  KnownNotice,
  NoticeCommand,
  NoticeEffect,
  NoticeFact,
  NoticeOrder,
} from './controller-notice.js';
import type { Decider, Recorded } from './decider.js';
import type { StaffLetterName } from './letter.js';
import { areReasonsGiven, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Instant } from './time.js';

/** What a processor owes one controller, whatever the risk (GDPR Art. 33(2)). */
export const controllerNoticeDecider: Decider<ControllerNotice, NoticeCommand, NoticeFact, NoticeEffect> = {
  initial: { phase: 'new' },
  decide,
  evolve,
  effectsOf,
  answers: (fact) => ('effect' in fact && fact.type !== 'noticeBounced' ? fact.effect : undefined),
  /** Notices keep their order: what followed is not read before the first one. */
  laneOf: (effect) => (effect.type === 'sendNotice' ? 'notices' : effect.shared.key),
  nextMilestone: (notice) => (notice.phase === 'open' ? nextRung(notice) : undefined),
  isClosed: (notice) => notice.phase === 'closed',
  boardRow,
};

/** Sending that nothing came back from, the word of one of ours, or their own acknowledgement. */
export function toldAtOf({ sent, bounced, toldOtherwiseAt, acknowledgedAt }: KnownNotice): Instant | undefined {
  const arrived = sent.find(({ effect }) => !bounced.includes(effect))?.at;
  return [arrived, toldOtherwiseAt, acknowledgedAt].filter((at) => at !== undefined).sort()[0];
}

function decide(command: NoticeCommand, notice: ControllerNotice, now: Instant): readonly NoticeFact[] | Refusal {
  if (command.type === 'register') {
    if (notice.phase !== 'new') return refuse('CaseAlreadyOpen', 'This notice is ordered already.');
    return [{ type: 'noticeOrdered', registration: command.registration }];
  }
  if (notice.phase === 'new') return refuse('CaseNotOpen', 'The case is not open.');
  switch (command.type) {
    case 'recordTold': {
      const { toldAt, words } = command;
      return whyNotRecordTold(notice, toldAt, words, now) ?? [{ type: 'controllerToldOtherwise', toldAt, words }];
    }
    case 'recordAcknowledgement': {
      const { words } = command;
      return whyNotAcknowledged(notice, words) ?? [{ type: 'noticeAcknowledged', way: 'staff', words }];
    }
    case 'noteAcknowledged':
      return notice.acknowledgedAt === undefined ? [{ type: 'noticeAcknowledged', way: 'link' }] : [];
    case 'noteInformation':
      return informed(notice, command);
    case 'noteBreachClosed':
      return notice.phase === 'open' ? [{ type: 'noticeClosed' }] : [];
    case 'noteBounce':
      return notice.bounced.includes(command.effect) ? [] : [{ type: 'noticeBounced', effect: command.effect }];
    case 'noteReply': {
      const { documentId, attachments } = command;
      return [{ type: 'replyReceived', documentId, attachments }];
    }
    case 'passRung':
      return rungPassed(notice, now);
    case 'noteNotice': {
      const { effect, came } = command;
      if (came.outcome === 'trouble') return [{ type: 'noticeNotSent', effect, reason: came.reason }];
      return [{ type: 'noticeSent', effect, reportedAt: came.reportedAt, documentId: came.documentId }];
    }
    case 'noteAlert':
      return [{ type: 'alertSent', effect: command.effect }];
    case 'noteEffectFailed':
      return [{ type: 'effectFailed', effect: command.effect, what: command.what }];
  }
}

/** GDPR Art. 5(2): whoever says that they told it, says how and to whom. */
function whyNotRecordTold(notice: KnownNotice, toldAt: Instant, words: string, now: Instant): Refusal | undefined {
  if (notice.phase === 'closed') return refuse('CaseNotOpen', 'The case is not open.');
  if (toldAt > now) return refuse('SentInFuture', 'Nobody was told in the future.');
  if (toldAt < notice.startsAt) return refuse('SentBeforeOrdered', 'Nobody was told before we knew.');
  return whyNotWords(words);
}

function whyNotAcknowledged(notice: KnownNotice, words: string): Refusal | undefined {
  if (notice.phase === 'closed') return refuse('CaseNotOpen', 'The case is not open.');
  if (notice.acknowledgedAt !== undefined) return refuse('AlreadySubmitted', 'It is acknowledged already.');
  return whyNotWords(words);
}

function whyNotWords(words: string): Refusal | undefined {
  if (areReasonsGiven(words)) return undefined;
  return refuse('EvidenceMissing', 'Say how, and what was answered.', 'GDPR Art. 5(2)');
}

function informed(
  { phase, information }: KnownNotice,
  { key, text }: Extract<NoticeCommand, { type: 'noteInformation' }>,
): readonly NoticeFact[] {
  const isNew = phase === 'open' && !information.some((known) => known.key === key);
  return isNew ? [{ type: 'informationAdded', key, text }] : [];
}

function rungPassed(notice: KnownNotice, now: Instant): readonly NoticeFact[] {
  if (notice.phase === 'closed' || notice.acknowledgedAt !== undefined) return [];
  const reached = rungReached(notice, now);
  return reached === undefined
    ? []
    : [{ type: 'rungPassed', rung: reached.rung.name, count: reached.count, isFirst: notice.rungsPassed === 0 }];
}

function evolve(notice: ControllerNotice, fact: Recorded<NoticeFact>): ControllerNotice {
  if (fact.type === 'noticeOrdered') {
    const { registration, at } = fact;
    const nothing = { sent: [], bounced: [], information: [], rungsPassed: 0, failedEffects: [] };
    return { ...registration, phase: 'open', orderedAt: at, ...nothing };
  }
  return notice.phase === 'new' ? notice : withFact(notice, fact);
}

function withFact(notice: KnownNotice, fact: Exclude<Recorded<NoticeFact>, { type: 'noticeOrdered' }>): KnownNotice {
  switch (fact.type) {
    case 'noticeSent':
      return { ...notice, sent: [...notice.sent, { effect: fact.effect, at: fact.at }] };
    case 'noticeBounced':
      return { ...notice, bounced: [...notice.bounced, fact.effect] };
    case 'controllerToldOtherwise':
      return { ...notice, toldOtherwiseAt: notice.toldOtherwiseAt ?? fact.toldAt };
    case 'noticeAcknowledged':
      return { ...notice, acknowledgedAt: fact.at };
    case 'informationAdded':
      return { ...notice, information: [...notice.information, { key: fact.key, text: fact.text, at: fact.at }] };
    case 'rungPassed':
      return { ...notice, rungsPassed: fact.count };
    case 'effectFailed':
      return { ...notice, failedEffects: [...notice.failedEffects, fact.effect] };
    case 'noticeClosed':
      return { ...notice, phase: 'closed' };
    case 'noticeNotSent':
    case 'replyReceived':
    case 'alertSent':
      return notice;
  }
}

function effectsOf(fact: Recorded<NoticeFact>, notice: ControllerNotice): readonly NoticeEffect[] {
  if (notice.phase === 'new') return [];
  switch (fact.type) {
    case 'noticeOrdered':
      return [noticeTo(notice, 'controller-notice', 'mail', notice.text)];
    case 'informationAdded':
      return [noticeTo(notice, 'controller-information', 'mail', fact.text)];
    case 'rungPassed':
      return atRung(notice, fact.rung, fact.count, fact.isFirst === true);
    case 'noticeNotSent':
    case 'noticeBounced':
      return [alertOf(notice, 'controller-unreached', `${notice.reference}-${fact.effect}`)];
    case 'replyReceived':
      return [alertOf(notice, 'breach-needs-person', fact.documentId)];
    case 'effectFailed':
      // A failed alert raises none, or two dead systems would talk for ever.
      return fact.what === 'sendNotice'
        ? [alertOf(notice, 'controller-unreached', `${notice.reference}-${fact.effect}`)]
        : [];
    case 'noticeSent':
    case 'controllerToldOtherwise':
    case 'noticeAcknowledged':
    case 'alertSent':
    case 'noticeClosed':
      return [];
  }
}

/** Whoever is found late passes several rungs at once; the second address is tried all the same. */
function atRung(notice: KnownNotice, rung: string, count: number, isFirst: boolean): readonly NoticeEffect[] {
  const isRepeated = isFirst && notice.addressee.roundTheClockMail !== undefined;
  const repeated = isRepeated ? [noticeTo(notice, 'controller-notice', 'roundTheClockMail', notice.text)] : [];
  if (isRepeated && rung === 'second-address') return repeated;
  // Those with the same promise are silent together, and one alert tells of all of them.
  return [...repeated, alertOf(notice, 'controller-silent', `${notice.dueAt}-${String(count)}`)];
}

function noticeTo(
  { reference, controller, addressee, startsAt, timeZone, drill }: KnownNotice,
  letter: NoticeOrder['letter'],
  to: NoticeOrder['to'],
  text: string,
): NoticeEffect {
  return { type: 'sendNotice', letter, reference, controller, addressee, to, text, startsAt, timeZone, drill };
}

function alertOf(notice: KnownNotice, alert: StaffLetterName, rung: string): NoticeEffect {
  const { breach, breachReference: reference, batch, controller, dueAt, timeZone, drill, owner } = notice;
  const shared = { caseId: breach, key: `notices-${String(batch)}-${rung}` };
  const about = { kind: 'breach', reference, controller, timeZone, drill, owner } as const;
  return { type: 'alertStaff', alert, shared, ...about, dueAt, clock: 'GDPR Art. 33(2)' };
}

/** What lists say of where a notice stands; computed from the state. */
export const noticePhases = ['toTell', 'told', 'acknowledged', 'closed'] as const;
export type NoticePhase = (typeof noticePhases)[number];

export const noticeWaitingFor = {
  toTell: 'the notice to the controller',
  told: 'the acknowledgement of the controller',
  acknowledged: 'further information',
  closed: 'nothing',
} as const satisfies Record<NoticePhase, string>;

export function noticePhaseOf(notice: KnownNotice): NoticePhase {
  if (notice.phase === 'closed') return 'closed';
  if (notice.acknowledgedAt !== undefined) return 'acknowledged';
  return toldAtOf(notice) === undefined ? 'toTell' : 'told';
}

function boardRow(notice: ControllerNotice): BoardRow | undefined {
  if (notice.phase === 'new') return undefined;
  const { reference, controller, drill, owner, breach, addressee, acknowledgedAt, dueAt, rungsPassed } = notice;
  const phase = noticePhaseOf(notice);
  const toldAt = toldAtOf(notice);
  return {
    ...{ kind: 'controller-notice', reference, what: 'processor', phase, waitingFor: noticeWaitingFor[phase] },
    ...{ controller, drill, owner, closed: phase === 'closed' },
    overdue: toldAt === undefined && rungsPassed > 3,
    dueAt: phase === 'toTell' ? dueAt : undefined,
    notice: { breach, addressee: addressee.id, dueAt, toldAt, acknowledgedAt, rungsPassed },
  };
}
