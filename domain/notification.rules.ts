import { isAnswered, isList } from './notification.js';
import type { Answers, Filing } from './notification.js';
import { HOUR } from './time.js';

type Condition = (answers: Answers, filing: Filing) => boolean;

const NOTIFICATION_HOURS = 72;

/** GDPR Art. 33(1): within 72 hours, so that whoever notifies as they end gives the reasons. The template has it inverted. */
export function isLate({ awareAt, at }: Filing): boolean {
  return awareAt !== undefined && Date.parse(at) >= Date.parse(awareAt) + NOTIFICATION_HOURS * HOUR;
}

/** A field that is not asked says nothing, whatever is left in it. */
function says(answers: Answers, filing: Filing, number: number, letters: readonly string[]): boolean {
  const answer = answers[number];
  const given = isList(answer) ? answer : [answer];
  return isVisible(number, answers, filing) && given.some((letter) => letters.some((wanted) => wanted === letter));
}

const when =
  (number: number, ...letters: readonly string[]): Condition =>
  (answers, filing) =>
    says(answers, filing, number, letters);
const answered =
  (number: number): Condition =>
  (answers, filing) =>
    isVisible(number, answers, filing) && isAnswered(answers[number]);
const not =
  (condition: Condition): Condition =>
  (answers, filing) =>
    !condition(answers, filing);

const isFollowUp: Condition = (_, filing) => filing.isFollowUp;
const isWithdrawal: Condition = (_, filing) => filing.isFollowUp && filing.subtype === 'withdrawn';
const isFirstAndLate: Condition = (_, filing) => !filing.isFollowUp && isLate(filing);
const isInEea: Condition = (_, { isEstablishedInEea }) => isEstablishedInEea;
const isOutsideEea = not(isInEea);
const hasDpo: Condition = (answers, filing) => when(23, 'a')(answers, filing) || when(29, 'a')(answers, filing);
const isDated = when(44, 'a', 'b', 'c');
const isEstimated: Condition = (answers, filing) => isVisible(45, answers, filing) && answers[45] === true;
const [isConfidentiality, isIntegrity, isAvailability] = [when(55, 'a'), when(55, 'b'), when(55, 'c')];
const [isTold, isExempt, isCrossBorder, isFromOutside] = [when(97, 'a'), when(97, 'e'), when(113, 'a'), when(120, 'a')];
const isReportedElsewhere: Condition = (answers, filing) =>
  when(109, 'a')(answers, filing) || when(110, 'a')(answers, filing);

/** What shows a field; those that do not stand here are always asked. The ten defects are read as reports/README.md says. */
const visibleIf: Readonly<Record<number, Condition>> = {
  ...{ 5: isWithdrawal, 6: isFollowUp, 11: answered(10), 15: when(14, 'a'), 16: when(15, 'd') },
  ...{ 18: isOutsideEea, 19: isOutsideEea, 24: when(23, 'c') },
  ...{ 29: not(when(23, 'a')), 30: when(29, 'a'), 31: when(29, 'a') },
  ...{
    34: when(33, 'c'),
    35: when(33, 'c'),
    36: when(33, 'c'),
    39: when(38, 'a'),
    40: when(38, 'a'),
    41: when(38, 'a'),
  },
  ...{ 45: isDated, 46: isDated, 47: when(44, 'a', 'b'), 49: isFirstAndLate, 52: when(50, 'b', 'c', 'd', 'e', 'f') },
  ...{ 56: isConfidentiality, 57: isConfidentiality, 58: isIntegrity, 59: isAvailability },
  ...{ 68: when(67, 'a', 'b'), 73: when(72, 'a', 'b') },
  ...{ 79: isConfidentiality, 80: when(79, 'd'), 81: isIntegrity, 82: when(81, 'c'), 83: isAvailability },
  ...{ 84: when(83, 'c'), 86: when(85, 'n') },
  ...{ 98: isTold, 99: when(97, 'b'), 100: isExempt, 101: isExempt, 102: isTold, 103: when(102, 'b') },
  ...{ 104: isTold, 105: isTold, 106: isTold, 111: isReportedElsewhere },
  ...{ 113: isInEea, 114: isCrossBorder, 115: isCrossBorder, 116: isCrossBorder, 117: answered(116) },
  ...{ 118: isCrossBorder, 120: isOutsideEea, 121: isFromOutside, 122: answered(121), 123: isFromOutside },
  126: when(125, 'j'),
};

/**
 * What may stay empty although it is asked. GDPR Art. 33(3)(b): a contact point is named where no data protection
 * officer is. Dates that are estimates need a word on how they were estimated.
 */
const optionalIf: Readonly<Record<number, Condition>> = {
  ...Object.fromEntries([7, 10, 14, 15, 16, 17, 19, 25, 26, 45, 105, 109, 110, 125].map((number) => [number, always])),
  ...{ 33: hasDpo, 53: not(isEstimated) },
};

function always(): boolean {
  return true;
}

/** Who withdraws says what, why and who: type, controller and reporting person. The breach itself needs no answer any more. */
const LAST_OF_WITHDRAWAL = 26;

export function isVisible(number: number, answers: Answers, filing: Filing): boolean {
  return visibleIf[number]?.(answers, filing) ?? true;
}

/** GDPR Art. 33(3): what a notification shall at least say, as the template asks for it. */
export function isRequired(number: number, answers: Answers, filing: Filing): boolean {
  if (!isVisible(number, answers, filing)) return false;
  if (filing.subtype === 'withdrawn' && number > LAST_OF_WITHDRAWAL) return false;
  return !(optionalIf[number]?.(answers, filing) ?? false);
}
