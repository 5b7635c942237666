import type { DecisionProposal, DescribedBreach } from './decision-aid.js';

/** One of the 18 worked cases of EDPB Guidelines 01/2021: facts as we understand its title, and the outcome told of it. */
export interface EdpbCase {
  readonly number: number;
  readonly title: string;
  readonly expected: readonly ['notify' | 'record', 'tell' | 'notNeeded'];
  /** Read in the text; of the others we have heard only. */
  readonly isConfirmed: boolean;
  readonly facts: DescribedBreach;
}

const plain: DescribedBreach = {
  aspects: ['confidentiality'],
  protection: 'none',
  restoration: 'notNeeded',
  exfiltration: 'no',
  kinds: ['ordinary'],
  receivedBy: 'known',
  hasVulnerablePeople: false,
  people: 20,
  consequences: [],
};
const ransomware: DescribedBreach = { ...plain, aspects: ['availability'], receivedBy: 'nobody' };
const taken: DescribedBreach = { ...plain, exfiltration: 'yes', receivedBy: 'malicious', people: 2_000 };
const stolen: DescribedBreach = { ...plain, aspects: ['confidentiality', 'availability'], receivedBy: 'unknown' };

type Outcome = EdpbCase['expected'];
const both: Outcome = ['notify', 'tell'];
const authorityOnly: Outcome = ['notify', 'notNeeded'];
const neither: Outcome = ['record', 'notNeeded'];

const cases: readonly (readonly [title: string, expected: Outcome, facts: DescribedBreach])[] = [
  ['ransomware, backup, no exfiltration', neither, { ...ransomware, protection: 'intact', restoration: 'quick' }],
  ['ransomware, no proper backup', authorityOnly, { ...ransomware, restoration: 'slow' }],
  [
    'ransomware, backup, hospital',
    both,
    {
      ...{ ...ransomware, restoration: 'slow', kinds: ['special'], people: 5_000 },
      ...{ hasVulnerablePeople: true, consequences: ['healthOrSafety'] },
    },
  ],
  [
    'ransomware, no backup, exfiltration',
    both,
    {
      ...{ ...taken, aspects: ['confidentiality', 'availability'], restoration: 'none' },
      ...{ kinds: ['financial', 'identificationNumber'], consequences: ['fraud'] },
    },
  ],
  ['exfiltration of job applications', both, { ...taken, people: 200, consequences: ['fraud'] }],
  ['exfiltration of hashed passwords', neither, { ...taken, protection: 'intact', kinds: ['credentials'] }],
  ['credential stuffing, bank', both, { ...taken, kinds: ['financial', 'credentials'], consequences: ['fraud'] }],
  ['exfiltration of business data by employee', authorityOnly, { ...taken, receivedBy: 'known', people: 100 }],
  ['accidental transmission to trusted third party', neither, { ...plain, receivedBy: 'trusted' }],
  ['stolen material, encrypted', neither, { ...stolen, protection: 'intact', restoration: 'quick' }],
  [
    'stolen material, not encrypted',
    both,
    { ...stolen, restoration: 'quick', people: 100_000, consequences: ['fraud'] },
  ],
  [
    'stolen paper files, sensitive',
    both,
    { ...stolen, restoration: 'none', kinds: ['special'], hasVulnerablePeople: true },
  ],
  ['postal mail mistake, parcels swapped', neither, { ...plain, people: 2 }],
  [
    'highly confidential data mailed by mistake',
    both,
    { ...plain, kinds: ['identificationNumber'], people: 60_000, consequences: ['fraud'] },
  ],
  ['personal data mailed by mistake', neither, plain],
  ['postal mail mistake, insurance letters', authorityOnly, { ...plain, kinds: ['financial'], people: 2 }],
  ['identity theft, call centre', both, { ...plain, receivedBy: 'malicious', people: 1, consequences: ['fraud'] }],
  ['e-mail exfiltration', both, { ...taken, kinds: ['financial'], people: 99, consequences: ['fraud'] }],
];

export const edpbCases: readonly EdpbCase[] = cases.map(([title, expected, facts], index) => ({
  ...{ number: index + 1, title, expected, facts },
  isConfirmed: index === 0,
}));

/** The worked cases told to end as this proposal does, those with most facts in common first: to read, not to rely on. */
export function edpbCasesLike(
  described: DescribedBreach,
  { authority, dataSubjects }: DecisionProposal,
): readonly EdpbCase[] {
  return edpbCases
    .filter(({ expected }) => expected[0] === authority && expected[1] === dataSubjects)
    .toSorted((one, other) => inCommon(other.facts, described) - inCommon(one.facts, described))
    .slice(0, SHOWN);
}

const SHOWN = 3;
const compared = [
  ...(['aspects', 'protection', 'restoration', 'exfiltration'] as const),
  ...(['kinds', 'receivedBy', 'hasVulnerablePeople', 'people', 'consequences'] as const),
] as const;

function inCommon(one: DescribedBreach, other: DescribedBreach): number {
  return compared.filter((fact) => String(one[fact]) === String(other[fact])).length;
}
