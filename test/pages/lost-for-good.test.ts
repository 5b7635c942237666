import { expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import { readOrganisation } from '../../organisation/read.js';
import { anchorsToSay } from '../../pages/breach-step-choices.js';
import { breachView } from '../../pages/breach.view.js';
import { entryView } from '../../pages/register-entry.view.js';
import { after, at, informedAt, known, report } from '../domain/a-breach.js';
import type { Asked } from '../domain/a-breach.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const now = hoursAfter(informedAt, 10);
const away = { aspects: ['availability'], restorationPeriod: 'PT8H' } as const;
const lost: Asked = { type: 'setAnchor', name: 'lostForGoodAt', anchor: at(hoursAfter(informedAt, 2)) };
const back: Asked = { type: 'recordRestoration', restoredAt: hoursAfter(informedAt, 4) };

function factsOf(...steps: readonly Asked[]) {
  return after([report(away), informedAt], ...steps.map((step) => [step, hoursAfter(informedAt, 5)] as const));
}

function pageOf(...steps: readonly Asked[]) {
  const facts = factsOf(...steps);
  const breach = known(fold(breachDecider, facts).state);
  const { pairs, line, anchors } = breachView({
    ...{ file: { caseId: 'b1', breach, facts, ledgerIndices: [] }, organisation, now, notYours: {} },
    ...{ mayReadTexts: true, mayFetchEvidence: true, mayReadAccesses: false, mayReadDocuments: true },
    ...{ mayAttach: true, mayList: true, mayReadHolds: true, mayHold: false, mayLift: false },
  });
  const isLoss = ({ name }: { readonly name: string }) => name === 'Certainty that data are lost for good';
  return {
    data: pairs.find(({ term }) => term === 'Data')?.text,
    line: line.points.map(({ text, isCorrected }) => (isCorrected ? `${text}, corrected` : text)),
    isInForce: anchors.find(isLoss)?.versions.at(-1)?.isInForce,
  };
}

function entryOf(...steps: readonly Asked[]) {
  const facts = factsOf(...steps);
  const entry = registerEntryOf(facts, fold(breachDecider, facts).state, now);
  if (entry === undefined) throw new Error('a breach stands in the register');
  const placed = { caseId: 'b1', ledger: { log: 'ledger', facts: facts.length }, evidence: 'b1.json' };
  const { lines } = entryView({ ...entry, ...placed }, organisation);
  return (label: string) => lines.find((line) => line.label === label)?.texts.join(' ') ?? '';
}

test('data that are lost for good are told so on the page and on its time line', () => {
  const { data, line, isInForce } = pageOf(lost);

  expect(data).toBe('not available; lost for good, certain since Fri 20 Nov 16:20');
  expect(line).toContain('Certainty that data are lost for good');
  expect(isInForce).toBe(true);
});

test('data that came back after all are told so, and the loss stands struck out beside it', () => {
  const { data, line, isInForce } = pageOf(lost, back);

  expect(data).toBe('not available; available again since Fri 20 Nov 18:20');
  expect(line).toEqual(
    expect.arrayContaining(['Certainty that data are lost for good, corrected', 'Data available again']),
  );
  expect(isInForce).toBe(false);
});

test('Art. 33(5): the register tells a loss among the effects, and that nobody waits for a return any more', () => {
  const entry = entryOf(lost);

  expect(entry('Data back')).toBe('Never: lost for good, certain since Fri 20 Nov 2026 16:20');
  expect(entry('Promises')).toContain(
    'Data available again (GDPR Art. 32(1)(c)): due Fri 20 Nov 2026 22:20, no longer owed.',
  );
});

test('Art. 33(5): the register keeps what was believed lost beside its return', () => {
  const entry = entryOf(lost, back);

  expect(entry('Data back')).toBe('Fri 20 Nov 2026 18:20');
  expect(entry('Instants')).toContain('They came back after all.');
  expect(entry('Promises')).toContain('done Fri 20 Nov 2026 18:20, on time.');
});

test('a loss is a choice of the form only where data were away', () => {
  const breach = (aspects: 'availability' | 'confidentiality') =>
    known(fold(breachDecider, after([report({ aspects: [aspects] }), informedAt])).state);

  expect(anchorsToSay(breach('availability'), now)).toContain('lostForGoodAt');
  expect(anchorsToSay(breach('confidentiality'), now)).not.toContain('lostForGoodAt');
});
