import type { BreachAspect } from './breach.js';

/** What a person says about a breach before deciding; `unknown` is an answer, and counts against silence. */
export interface DescribedBreach {
  readonly aspects: readonly BreachAspect[];
  /** Intact: what was taken cannot be read, and the key is safe. */
  readonly protection: Protection;
  /** How the data came back, or the right ones; asked only where they were away or changed. */
  readonly restoration: Restoration;
  readonly exfiltration: 'no' | 'yes' | 'unknown';
  readonly kinds: readonly DescribedKind[];
  readonly receivedBy: ReceivedBy;
  /** Children, patients, employees and others who cannot easily defend themselves. */
  readonly hasVulnerablePeople: boolean;
  /** Left out: not known. */
  readonly people?: number | undefined;
  readonly consequences: readonly Consequence[];
}

export const protections = ['intact', 'none', 'unknown'] as const;
export type Protection = (typeof protections)[number];
export const restorations = ['notNeeded', 'quick', 'slow', 'none', 'unknown'] as const;
export type Restoration = (typeof restorations)[number];
export const describedKinds = ['ordinary', 'special', 'financial', 'credentials', 'identificationNumber'] as const;
export type DescribedKind = (typeof describedKinds)[number];
export const receivers = ['nobody', 'trusted', 'known', 'unknown', 'malicious'] as const;
export type ReceivedBy = (typeof receivers)[number];
export const consequences = ['fraud', 'discrimination', 'reputation', 'healthOrSafety'] as const;
export type Consequence = (typeof consequences)[number];

export interface Reason {
  readonly text: string;
  /** `GDPR Recital 75`, or `our reading` where no text says it in so many words. */
  readonly source: string;
}

/** A proposal for people who decide (GDPR Art. 33(1), 34(1)); it never decides. */
export interface DecisionProposal {
  readonly authority: 'notify' | 'record';
  readonly dataSubjects: 'tell' | 'notNeeded';
  readonly because: readonly Reason[];
  readonly notJudged: readonly string[];
}

const OUR_READING = 'our reading';
/** The number above which the methodology of ENISA raises a flag of its own. */
const MANY = 100;

interface Rule extends Reason {
  readonly applies: (described: DescribedBreach) => boolean;
}

/** GDPR Art. 33(1): what makes a risk more than unlikely. One is enough. */
const risks: readonly Rule[] = [
  {
    text: 'Somebody may use the data against the people whom they concern.',
    source: 'GDPR Recital 85',
    applies: (described) => isExposed(described) && (isInHostileHands(described) || described.exfiltration === 'yes'),
  },
  {
    text: 'The data reveal much, give access, or identify one person only, and left the circle of those who may know.',
    source: 'GDPR Recital 75',
    applies: (described) => isExposed(described) && isRevealing(described),
  },
  {
    text: 'Financial data are with somebody who is not bound to keep them.',
    source: 'GDPR Recital 75',
    applies: (described) =>
      isExposed(described) && described.kinds.includes('financial') && described.receivedBy !== 'trusted',
  },
  {
    text: 'The people concerned are vulnerable.',
    source: 'GDPR Recital 75',
    applies: (described) => isExposed(described) && described.hasVulnerablePeople,
  },
  {
    text: 'Many people are concerned, or nobody knows how many.',
    source: 'GDPR Recital 75',
    applies: (described) => isExposed(described) && described.receivedBy !== 'trusted' && areMany(described),
  },
  {
    text: 'The data were away or wrong for longer than the people concerned could bear without noticing.',
    source: OUR_READING,
    applies: ({ restoration }) => restoration === 'slow' || restoration === 'none',
  },
  {
    text: 'A consequence of the kind that the Regulation names is expected.',
    source: 'GDPR Recital 75',
    applies: (described) => described.consequences.length > 0 && !isHarmless(described),
  },
  {
    text: 'What is not known is no ground to stay silent: the notification is the rule, and may come in phases.',
    source: 'GDPR Art. 33(1), 33(4)',
    applies: (described) => !isHarmless(described) && notJudgedIn(described).length > 0,
  },
];

/** GDPR Art. 34(1): what makes a risk a high one. */
const highRisks: readonly Rule[] = [
  {
    text: 'Health or safety of people depended on the data.',
    source: 'GDPR Recital 75',
    applies: ({ consequences: expected }) => expected.includes('healthOrSafety'),
  },
  {
    text: 'Unknown or hostile hands hold what harms: only who is told can guard against it.',
    source: 'GDPR Recital 86',
    applies: (described) => isExposed(described) && isInHostileHands(described) && isHarmful(described),
  },
  {
    text: 'What reveals much about many people is with others, even if these are known.',
    source: OUR_READING,
    applies: (described) =>
      isExposed(described) && described.receivedBy !== 'trusted' && isRevealing(described) && areMany(described),
  },
];

/** Why a risk may be unlikely; said only where nothing speaks for one. */
const reliefs: readonly Rule[] = [
  {
    text: 'What was taken cannot be read: it was made unintelligible, and the key is safe.',
    source: 'GDPR Art. 34(3)(a)',
    applies: ({ protection }) => protection === 'intact',
  },
  {
    text: 'The data were back from a backup before anybody was harmed.',
    source: 'EDPB Guidelines 01/2021, case 1',
    applies: ({ restoration }) => restoration === 'quick',
  },
  {
    text: 'Whoever received the data is trusted to keep and destroy them as asked.',
    source: OUR_READING,
    applies: (described) => isExposed(described) && described.receivedBy === 'trusted',
  },
  {
    text: 'Few ordinary data of few people went to people who are known.',
    source: OUR_READING,
    applies: (described) => isExposed(described) && described.receivedBy === 'known',
  },
  {
    text: 'Nobody received the data.',
    source: OUR_READING,
    applies: ({ receivedBy, exfiltration }) => receivedBy === 'nobody' && exfiltration === 'no',
  },
];

/** GDPR Art. 33(1), 34(1): proposes what people then decide; each change of the facts may change it. */
export function proposeDecision(described: DescribedBreach): DecisionProposal {
  const forRisk = rulesThatApply(risks, described);
  const forHighRisk = forRisk.length === 0 ? [] : rulesThatApply(highRisks, described);
  const hasRisk = forRisk.length > 0;
  return {
    authority: hasRisk ? 'notify' : 'record',
    dataSubjects: forHighRisk.length > 0 ? 'tell' : 'notNeeded',
    because: hasRisk ? [...forRisk, ...forHighRisk] : [...rulesThatApply(reliefs, described), ...recorded(described)],
    notJudged: notJudgedIn(described),
  };
}

function rulesThatApply(rules: readonly Rule[], described: DescribedBreach): readonly Reason[] {
  return rules.filter(({ applies }) => applies(described)).map(({ text, source }) => ({ text, source }));
}

function recorded({ kinds }: DescribedBreach): readonly Reason[] {
  const always = { text: 'It is documented all the same, with these reasons.', source: 'GDPR Art. 33(5)' };
  if (!kinds.includes('identificationNumber')) return [always];
  return [always, { text: 'With an identification number among the data two people decide.', source: OUR_READING }];
}

function isExposed({ aspects, exfiltration, protection, receivedBy }: DescribedBreach): boolean {
  const isOut = aspects.includes('confidentiality') || exfiltration === 'yes';
  return isOut && protection !== 'intact' && (receivedBy !== 'nobody' || exfiltration === 'yes');
}

/** Unreadable to whoever has them, and here again for those who need them. */
function isHarmless(described: DescribedBreach): boolean {
  const isHere = described.restoration === 'notNeeded' || described.restoration === 'quick';
  return described.protection === 'intact' && isHere && !described.consequences.includes('healthOrSafety');
}

function isInHostileHands({ receivedBy }: DescribedBreach): boolean {
  return receivedBy === 'unknown' || receivedBy === 'malicious';
}

function isRevealing({ kinds }: DescribedBreach): boolean {
  return (['special', 'credentials', 'identificationNumber'] as const).some((kind) => kinds.includes(kind));
}

function isHarmful(described: DescribedBreach): boolean {
  const { kinds, hasVulnerablePeople, consequences: expected } = described;
  return isRevealing(described) || kinds.includes('financial') || hasVulnerablePeople || expected.length > 0;
}

function areMany({ people }: DescribedBreach): boolean {
  return people === undefined || people > MANY;
}

function notJudgedIn({ aspects, protection, restoration, exfiltration, people }: DescribedBreach): readonly string[] {
  const needsData = aspects.includes('availability') || aspects.includes('integrity');
  const open = [
    [protection === 'unknown', 'whether the data can be read by whoever has them'],
    [needsData && (restoration === 'unknown' || restoration === 'notNeeded'), 'how fast the right data are back'],
    [exfiltration === 'unknown' && protection !== 'intact', 'whether data were taken away'],
    [people === undefined, 'how many people are concerned'],
  ] as const;
  return open.filter(([isOpen]) => isOpen).map(([, what]) => what);
}
