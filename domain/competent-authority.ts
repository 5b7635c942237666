import { memberStates } from './member-state.js';
import type { MemberState } from './member-state.js';

/** Where data subjects live who are affected: where a notification may be owed. Switzerland has a law of its own. */
export const affectedCountries = [...memberStates, 'CH'] as const;
export type AffectedCountry = (typeof affectedCountries)[number];

export interface Establishments {
  /** Of the controller, or of its main establishment. */
  readonly memberState: MemberState;
  /** Where it has others. */
  readonly others: readonly MemberState[];
}

export interface CompetentAuthority {
  /** To whose authority the notification goes. */
  readonly competent: readonly MemberState[];
  /** Where processing crosses borders: the only one that is notified under the GDPR. */
  readonly lead?: MemberState;
  readonly concerned: readonly MemberState[];
  readonly reasons: readonly { readonly text: string; readonly article: string }[];
}

const isInEea = (country: AffectedCountry): country is MemberState => country !== 'GB' && country !== 'CH';

/** GDPR Art. 55(1), 56(1): one authority where processing is established in the EEA, each of them where it is not. */
export function competentAuthorityFor(
  { memberState, others }: Establishments,
  affected: readonly AffectedCountry[],
): CompetentAuthority {
  const countries = [...new Set(affected)].filter(isInEea).sort();
  const inside = inTheEea(memberState, [...new Set(others.filter(isInEea))], countries);
  const isBritish = memberState === 'GB' || others.includes('GB') || affected.includes('GB');
  return {
    ...inside,
    competent: [...inside.competent, ...(isBritish ? (['GB'] as const) : [])],
    reasons: [...inside.reasons, ...(isBritish ? [british] : []), ...(affected.includes('CH') ? [swiss] : [])],
  };
}

const british = {
  text: 'The Information Commissioner is notified separately, where the UK GDPR applies: no lead authority speaks for it.',
  article: 'UK GDPR Art. 33(1)',
};
const swiss = {
  text: 'Where Swiss law applies, the Swiss commissioner is told of a high risk, separately and by that law.',
  article: 'Swiss FADP, Art. 24',
};

function inTheEea(
  main: MemberState,
  others: readonly MemberState[],
  affected: readonly MemberState[],
): CompetentAuthority {
  if (isInEea(main)) return inEea(main, others, affected);
  const [single, ...further] = others;
  if (single === undefined) return outsideEea(affected);
  return further.length === 0 ? inEea(single, [], affected) : withoutMain(others, affected);
}

/** GDPR Art. 4(16)(a): central administration outside the Union; unless one here decides, nobody's authority leads. */
function withoutMain(others: readonly MemberState[], affected: readonly MemberState[]): CompetentAuthority {
  const all = [...new Set([...others, ...affected])].sort();
  const text =
    'The central administration is outside the EEA, with several establishments inside: until it is shown which of them decides, the authority of each, and of where affected people live, is notified.';
  return { competent: all, concerned: all, reasons: [{ text, article: 'GDPR Art. 4(16)(a)' }] };
}

/** GDPR Art. 4(23): establishments in several Member States, or one and people substantially affected in several. */
function inEea(
  main: MemberState,
  others: readonly MemberState[],
  affected: readonly MemberState[],
): CompetentAuthority {
  const concerned = [...new Set([main, ...others, ...affected])].sort();
  const isCrossBorder = others.some((state) => state !== main) || affected.length > 1;
  if (!isCrossBorder) {
    const text =
      'The controller is established in this Member State alone, and people of one Member State at most are affected.';
    const elsewhere = affected.filter((state) => state !== main);
    return { competent: [main], concerned: elsewhere, reasons: [{ text, article: 'GDPR Art. 55(1)' }] };
  }
  return {
    competent: [main],
    lead: main,
    concerned,
    reasons: [
      {
        text: 'Processing crosses borders: establishments or people in several Member States.',
        article: 'GDPR Art. 4(23)',
      },
      {
        text: 'The authority of the main or only establishment leads; it alone is notified.',
        article: 'GDPR Art. 56(1)',
      },
      { text: 'The others where establishments or affected people are take part.', article: 'GDPR Art. 4(22)' },
    ],
  };
}

/** A representative in the EEA opens no one-stop shop. */
function outsideEea(affected: readonly MemberState[]): CompetentAuthority {
  if (affected.length === 0) return { competent: [], concerned: [], reasons: [] };
  const text = 'The controller is not established in the EEA: every authority where affected people live is notified.';
  return { competent: affected, concerned: affected, reasons: [{ text, article: 'EDPB Guidelines 9/2022, para. 73' }] };
}
