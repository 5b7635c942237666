import { anchorOf } from './breach.anchors.js';
import type { AnchorSource, AnchorVersion, Precision } from './breach.anchors.js';
import { isCommunicationOrdered } from './breach.authority.js';
import { standingNotifications } from './breach.duties.js';
import { lossOf } from './breach.restoring.js';
import type { BreachAspect, Communication, KnownBreach, RiskAssessment, RiskLevel } from './breach.js';
import { competentAuthorityFor } from './competent-authority.js';
import type { MemberState } from './member-state.js';
import { dataSubjectKinds, dataTypes } from './breach.extent.js';
import type { Encryption, Extent, Quantity } from './breach.extent.js';
import { civilDateIn } from './civil-date.js';
import { severityOf } from './enisa-severity.js';
import type { SeverityBand } from './enisa-severity.js';
import { isAnswered } from './notification.js';
import type { Answer, Answers, Filing } from './notification.js';
import { isVisible } from './notification.rules.js';
import type { Instant } from './time.js';

/** What the organisation says about itself, and who reports for it. */
export interface NotifyingOrganisation {
  readonly name: string;
  readonly contact: string;
  readonly dpo?: { readonly name: string; readonly contact: string } | undefined;
  readonly memberState?: MemberState | undefined;
  readonly authority?: string | undefined;
  readonly reporter?: { readonly name: string; readonly contact: string; readonly isDpo: boolean } | undefined;
}

/**
 * What was typed, and beside it what the case knows already, as far as it is asked. Nothing is guessed: what the case
 * does not know stays a gap (GDPR Art. 33(4)).
 */
export function prefill(
  typed: Answers,
  breach: KnownBreach,
  organisation: NotifyingOrganisation,
  filing: Filing,
): Answers {
  const known = {
    ...organisationAnswers(organisation),
    ...breachAnswers(breach),
    ...borderAnswers(breach, organisation),
  };
  const merged: Answers = { ...known, ...typed };
  const shown = Object.entries(merged).filter(
    ([number]) => typed[Number(number)] !== undefined || isVisible(Number(number), merged, filing),
  );
  return Object.fromEntries(shown.filter(([, answer]) => isAnswered(answer)));
}

/** GDPR Art. 4(23), 56(1): whether processing crosses borders, once it is said where people are affected. */
function borderAnswers({ affected }: KnownBreach, { memberState, authority }: NotifyingOrganisation): Known {
  if (affected === undefined || memberState === undefined) return {};
  const { establishments: others } = affected;
  const { lead } = competentAuthorityFor({ memberState, others }, affected.countries);
  const countries = [...new Set(affected.countries)].filter((country) => country !== 'GB' && country !== 'CH').sort();
  const established = [...new Set([memberState, ...others])].filter((state) => state !== 'GB').sort();
  return {
    ...{ 113: lead === undefined ? 'b' : 'a', 114: authority, 115: established, 116: countries },
    ...{ 120: countries.length === 0 ? 'b' : 'a', 121: countries },
  };
}

type Known = Readonly<Record<number, Answer | undefined>>;

function organisationAnswers({ name, contact, dpo, reporter }: NotifyingOrganisation): Known {
  return {
    ...{
      12: name,
      13: contact,
      21: reporter?.name,
      22: reporter?.contact,
      23: reporter?.isDpo === true ? 'a' : undefined,
    },
    ...(dpo !== undefined && { 29: 'a', 30: dpo.name, 31: dpo.contact }),
  };
}

function breachAnswers(breach: KnownBreach): Known {
  const sent = standingNotifications(breach);
  return {
    6: sent.find(({ receipt }) => receipt !== undefined)?.receipt,
    7: breach.reference,
    ...occurrence(breach),
    49: sent[0]?.reasonsForDelay,
    ...discovery(breach),
    55: breach.aspects.map((aspect) => aspectLetters[aspect]),
    62: breach.summary,
    59: availabilityLetter(breach),
    ...extentAnswers(breach.extent),
    ...riskAnswers(breach.risk),
    92: breach.measures.join('\n'),
    95: breach.lessons.map(({ text }) => text).join('\n'),
    ...communicationAnswers(breach),
  };
}

const aspectLetters: Readonly<Record<BreachAspect, string>> = {
  confidentiality: 'a',
  integrity: 'b',
  availability: 'c',
};

/** Data that are away and may come back are neither yet (GDPR Art. 33(3)(a)). */
function availabilityLetter(breach: KnownBreach): string | undefined {
  if (breach.restoredAt !== undefined) return 'a';
  return lossOf(breach) === undefined ? undefined : 'b';
}

/** A month or a year is no date that could be given; that it is an estimate is known all the same. */
const dated: readonly Precision[] = ['minute', 'day'];

function datedAt(anchor: AnchorVersion | undefined): Instant | undefined {
  return anchor !== undefined && dated.includes(anchor.precision) ? anchor.at : undefined;
}

/** Without both dates nobody knows whether it was one day or goes on, so that 44 stays open. */
function occurrence({ anchors, timeZone }: KnownBreach): Known {
  const [began, ended] = [anchorOf(anchors, 'occurredFrom'), anchorOf(anchors, 'occurredTo')];
  const [from, to] = [datedAt(began), datedAt(ended)];
  const isEstimate = [began, ended].some(
    (anchor) => anchor !== undefined && (datedAt(anchor) === undefined || anchor.source === 'estimate'),
  );
  const spanned = (start: Instant, end: Instant) =>
    civilDateIn(start, timeZone) === civilDateIn(end, timeZone) ? 'a' : 'b';
  return { 44: from && to && spanned(from, to), 45: isEstimate ? true : undefined, 46: from, 47: to };
}

/** Who was the first to say it; an estimate or a decision tells nobody. */
const discoveryLetters: Readonly<Partial<Record<AnchorSource, string>>> = {
  ...{ ownDetection: 'a', logs: 'a', processor: 'b', dataSubject: 'c', outsider: 'd', press: 'e' },
};

function discovery({ anchors, timeZone }: KnownBreach): Known {
  const informed = anchorOf(anchors, 'firstInformedAt');
  const isOfProcessor = informed?.source === 'processor';
  const told = datedAt(isOfProcessor ? (anchorOf(anchors, 'controllerToldAt') ?? informed) : informed);
  return {
    38: isOfProcessor ? 'a' : undefined,
    50: informed && discoveryLetters[informed.source],
    52: told && civilDateIn(told, timeZone),
  };
}

/** GDPR Art. 33(3)(a): a number that nobody knows yet is to be determined; kinds that nobody knows are a gap. */
function extentAnswers(extent: Extent | undefined): Known {
  if (extent === undefined) return {};
  const { dataSubjects, records, encryption } = extent;
  return {
    57: encryptionLetters[encryption],
    65: extent.dataSubjectKinds.map((kind) => letterAt(dataSubjectKinds.indexOf(kind))),
    67: precisionLetter(dataSubjects),
    68: countIn(dataSubjects),
    70: extent.dataTypes.map((type) => typeLetter(dataTypes.indexOf(type))),
    72: precisionLetter(records),
    73: countIn(records),
  };
}

const encryptionLetters: Readonly<Record<Encryption, string>> = {
  ...{ intact: 'a', doubtful: 'b', none: 'c', notAssessable: 'd', unknown: 'e' },
};
const letterAt = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/** The template keeps a letter for what is not known before its last one. */
function typeLetter(index: number): string {
  return index === dataTypes.length - 1 ? 'u' : letterAt(index);
}

function precisionLetter(quantity: Quantity): string {
  if (quantity === 'unknown') return 'd';
  return quantity.precision === 'exact' ? 'a' : 'b';
}

function countIn(quantity: Quantity): number | undefined {
  return quantity === 'unknown' ? undefined : quantity.count;
}

const riskLetters: Readonly<Record<RiskLevel, string>> = { 'high-risk': 'a', risk: 'b', unlikely: 'c' };
const severityLetters: Readonly<Record<SeverityBand, string>> = { low: 'a', medium: 'b', high: 'c', veryHigh: 'c' };

/** The score informs and never decides: where people decided otherwise than it proposes, it fills in nothing. */
function riskAnswers(risk: RiskAssessment | undefined): Known {
  if (risk === undefined) return {};
  const { level, reasons, severity, deviationReasons } = risk;
  const isAsScored = severity !== undefined && deviationReasons === undefined;
  return {
    87: isAsScored ? severityLetters[severityOf(severity).level] : undefined,
    89: riskLetters[level],
    90: [reasons, deviationReasons].filter(isAnswered).join('\n'),
  };
}

/** That nobody was told yet is no answer: whether they will be is for people to say (GDPR Art. 34(1), 34(3)). */
function communicationAnswers(breach: KnownBreach): Known {
  const { communication, timeZone } = breach;
  if (communication === undefined) return {};
  if (communication.outcome === 'exempt' && isCommunicationOrdered(breach)) return {};
  if (communication.outcome === 'exempt') return { 97: 'e', 100: communication.ground, 101: communication.reasons };
  return { 97: 'a', 98: civilDateIn(communication.at, timeZone), 104: wayLetters[communication.way] };
}

type Way = Extract<Communication, { outcome: 'communicated' }>['way'];
const wayLetters: Readonly<Record<Way, string>> = { individual: 'a', public: 'b' };
