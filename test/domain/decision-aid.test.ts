import { describe, expect, test } from 'vitest';
import { proposeDecision } from '../../domain/decision-aid.js';
import type { DescribedBreach } from '../../domain/decision-aid.js';
import { edpbCases, edpbCasesLike } from '../../domain/edpb-cases.js';
import { tableIn } from '../support/files.js';

const misdirected: DescribedBreach = {
  ...{ aspects: ['confidentiality'], protection: 'none', restoration: 'notNeeded', exfiltration: 'no' },
  ...{ kinds: ['ordinary'], receivedBy: 'known', hasVulnerablePeople: false, people: 1, consequences: [] },
};

test('EDPB 01/2021, case 1: ransomware, a backup at once and nothing taken is recorded, and told to nobody', () => {
  const [first] = edpbCases;

  expect(first && proposeDecision(first.facts)).toMatchObject({ authority: 'record', dataSubjects: 'notNeeded' });
});

test('docs/adr/0016-decision-aid.md says of each of the 18 cases what the aid proposes', () => {
  const rows = tableIn('docs/adr/0016-decision-aid.md').filter((cells) => cells.length === 5);
  const proposed = edpbCases.map(({ number, title, expected, isConfirmed, facts }) => {
    const { authority, dataSubjects } = proposeDecision(facts);
    const told = `${expected.join(', ')}${isConfirmed ? ', confirmed' : ''}`;
    const isSame = expected[0] === authority && expected[1] === dataSubjects;
    return [String(number), title, told, `${authority}, ${dataSubjects}`, isSame ? 'yes' : 'no'];
  });

  expect(rows).toEqual(proposed);
  expect(proposed).toHaveLength(18);
});

test.each(edpbCases)('a proposal on “$title” has reasons, each with its source', ({ facts }) => {
  const { because } = proposeDecision(facts);

  expect(because.length).toBeGreaterThan(0);
  for (const { text, source } of because)
    expect([text, source]).toEqual([expect.any(String), expect.stringMatching(/./)]);
});

test('EDPB 01/2021: beside a proposal stand the worked cases that end alike, the nearest first', () => {
  for (const { number, facts } of edpbCases) {
    const like = edpbCasesLike(facts, proposeDecision(facts));
    expect(like[0]?.number).toBe(number);
    expect(new Set(like.map(({ expected }) => expected.join())).size).toBe(1);
  }
});

describe('one fact changes the proposal', () => {
  const proposed = (change: Partial<DescribedBreach>) => {
    const { authority, dataSubjects } = proposeDecision({ ...misdirected, ...change });
    return [authority, dataSubjects];
  };

  test.each<[what: string, change: Partial<DescribedBreach>, proposal: readonly string[]]>([
    ['an ordinary letter to a known person', {}, ['record', 'notNeeded']],
    ['an identification number in it', { kinds: ['identificationNumber'] }, ['notify', 'notNeeded']],
    ['a diagnosis in it, to a stranger', { kinds: ['special'], receivedBy: 'unknown' }, ['notify', 'tell']],
    ['a child is concerned', { hasVulnerablePeople: true }, ['notify', 'notNeeded']],
    ['a thousand letters', { people: 1_000 }, ['notify', 'notNeeded']],
    ['nobody knows how many', { people: undefined }, ['notify', 'notNeeded']],
    ['a patient waited for the data', { consequences: ['healthOrSafety'] }, ['notify', 'tell']],
    [
      'it cannot be read',
      { protection: 'intact', kinds: ['special'], receivedBy: 'malicious' },
      ['record', 'notNeeded'],
    ],
    ['nobody knows whether it can be read', { protection: 'unknown' }, ['notify', 'notNeeded']],
    ['it came back unopened', { receivedBy: 'nobody' }, ['record', 'notNeeded']],
  ])('%s', (_what, change, proposal) => {
    expect(proposed(change)).toEqual(proposal);
  });
});

test('GDPR Art. 33(1): what is not known is said, and is no ground to stay silent', () => {
  const unknown = {
    ...misdirected,
    aspects: ['availability'],
    restoration: 'unknown',
    exfiltration: 'unknown',
  } as const;

  const { authority, notJudged } = proposeDecision(unknown);

  expect(authority).toBe('notify');
  expect(notJudged).toEqual(['how fast the right data are back', 'whether data were taken away']);
});

test('an identification number that cannot be read is recorded, with the word that two people decide', () => {
  const { because } = proposeDecision({ ...misdirected, protection: 'intact', kinds: ['identificationNumber'] });

  expect(because.map(({ text }) => text).join(' ')).toContain('two people decide');
});
