import { describe, expect, it } from 'vitest';
import { dataSubject, duly } from '../../domain/actor.js';
import { fold } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, RequestFact } from '../../domain/subject-request.js';
import { caseView, checkpointOf } from '../../pages/case.view.js';
import type { CaseInput } from '../../pages/case.view.js';
import { readOrganisation } from '../../organisation/read.js';
import { decider, fact, operator, registered } from '../support/builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const viewer = { id: 'r-visser', role: 'operator', roles: ['operator'], name: 'Rik Visser' } as const;

function view(facts: readonly Recorded<RequestFact>[], change: Partial<CaseInput> = {}) {
  const request = fold(subjectRequestDecider, facts).state as KnownRequest;
  return caseView({
    file: {
      caseId: 'c1',
      request,
      facts,
      ledgerIndices: facts.map((_fact, position) => (position === 0 ? 20_511 : undefined)),
      letters: [],
      documents: [{ documentId: 'd 1', kind: 'request', name: 'mail.eml', size: 1_250_000 }],
      contact: { name: 'Ilse Terpstra', mail: 'ilse@example.org' },
      holds: [hold],
      checkpoint: 'log\n20519\nroot\n',
    },
    organisation,
    viewer,
    now: '2026-03-20T15:50:00.000Z',
    notYours: {},
    mayReadTexts: true,
    mayFetchEvidence: true,
    mayReadHolds: true,
    mayHold: false,
    mayLift: false,
    mayReadAccesses: false,
    nonce: 'a-nonce',
    ...change,
  });
}

const hold = {
  holdId: 'h 1',
  ground: 'legal-claims',
  placedBy: 'n-okafor',
  placedAt: '2026-03-10T09:00:00.000Z',
  reasons: 'She announced a claim.',
} as const;

const note = fact({ type: 'noteAdded', text: 'She called about the archive.' }, '2026-03-19T16:02:00.000Z');

describe('the case page', () => {
  it('a message that waits is said, until one of our people does something', () => {
    const received = { type: 'messageReceived', documentId: 'd9', receivedAt: '2026-03-18T09:00:00.000Z' } as const;
    const came = fact(received, '2026-03-18T09:00:00.000Z', dataSubject);

    expect(view([registered(), came]).messageWaits).toBe(true);
    expect(view([registered(), came, note]).messageWaits).toBe(false);
  });

  it('a case that answers a letter of another leads there', () => {
    const facts = [registered({ earlierCase: 'c0' })];
    const request = fold(subjectRequestDecider, facts).state as KnownRequest;
    const file = { caseId: 'c1', request, facts, ledgerIndices: [], letters: [], documents: [], holds: [] };

    const { earlier } = view(facts, { file: { ...file, earlier: { caseId: 'c0', reference: 'S-2026-0007' } } });

    expect(earlier).toEqual({ reference: 'S-2026-0007', href: '/operations/cases/c0' });
    expect(view(facts).earlier).toBeUndefined();
  });

  it('Art. 12(3): tells the due date as local time and as what remains, and how it was computed', () => {
    const { clock, heading, how, zone } = view([registered()]);

    expect(heading).toBe('Answer by');
    expect(clock).toMatchObject({ state: 'calm', left: 'in 14 days 6 h', at: 'Friday 3 April 2026, 24:00' });
    expect(zone).toBe('Amsterdam time');
    expect(how.steps.map(({ article }) => article)).toContain('Reg. 1182/71 Art. 3(1)');
  });

  it('Art. 12(3): a late case says that the duty remains', () => {
    const { clock, lateNote } = view([registered()], { now: '2026-04-05T08:00:00.000Z' });

    expect(clock).toMatchObject({ state: 'late', left: 'late by 1 day 10 h' });
    expect(lateNote).toContain('The duty remains');
  });

  it('a message that was set aside is not called unclassified for ever', () => {
    const aside = fact({ type: 'messageSetAside', reasons: 'It is a newsletter.' }, '2026-03-04T09:00:00.000Z');

    expect(view([registered({ right: undefined })]).title).toBe('Message, not classified yet');
    expect(view([registered({ right: undefined }), aside]).title).toBe('Message, set aside');
  });

  it('an answered case tells how early it was, and asks for nothing more', () => {
    const sent = fact(
      { type: 'answerSent', effect: '1.0', sentAt: '2026-03-20T10:00:00.000Z', how: 'mail' },
      '2026-03-20T10:00:00.000Z',
      duly,
    );
    const { clock, heading, steps } = view([registered(), sent]);

    expect(heading).toBe('Nothing more is due');
    expect(clock).toMatchObject({ state: 'done', left: 'Answered, 14 days 12 h early' });
    expect(steps.open.map(({ name }) => name)).toEqual(['further-rights', 'contact', 'owner', 'notes']);
  });

  it('whoever may own the case takes it with one button, and its owner has nothing to take', () => {
    const taking = (id: string, owner?: string) =>
      view([registered({ owner })], { viewer: { ...viewer, id, role: 'decider' } }).taking;

    expect(taking('r-visser')).toEqual({ action: '/operations/cases/c1/owner', owner: 'r-visser', nonce: 'a-nonce' });
    expect(taking('s-haddad-admin', 'r-visser')?.owner).toBe('s-haddad');
    expect(taking('s-haddad-admin', 's-haddad')).toBeUndefined();
    expect(taking('j-smit')).toBeUndefined();
    expect(taking('nobody-we-know')).toBeUndefined();
    const notYours = { owner: 'This step needs another role.' };
    expect(view([registered({ owner: undefined })], { notYours }).taking).toBeUndefined();
  });

  it('a change of owner is told by name, and by id once the person has left', () => {
    const given = (owner: string) => fact({ type: 'ownerAssigned', owner }, '2026-03-19T16:02:00.000Z');
    const told = (owner: string) => view([registered(), given(owner)]);

    expect(told('s-haddad').days[0]?.facts[0]?.text).toBe('Samira Haddad owns the case from now on.');
    expect(told('s-haddad').about).toContain('Owner Samira Haddad.');
    expect(told('left').days[0]?.facts[0]?.text).toBe('left owns the case from now on.');
  });

  it('the newest day stands first, with names for our people and proofs where the ledger has them', () => {
    const { days } = view([registered(), note]);

    expect(days.map(({ day }) => day)).toEqual(['Thursday 19 March 2026', 'Tuesday 3 March 2026']);
    expect(days[0]?.facts[0]).toMatchObject({
      time: '17:02',
      who: 'Rik Visser',
      words: 'She called about the archive.',
    });
    expect(days[1]?.facts[0]?.proof).toEqual({ number: '20\u00a0511', href: '/v1/ledger/proof/20511' });
  });

  it('somebody of ours whom the file does not know is told by role alone', () => {
    const stranger = fact({ type: 'requestAccepted', acceptance: 'accepted' }, '2026-03-04T09:00:00.000Z', {
      role: 'decider',
      id: 'p-7Hk',
    });

    expect(view([registered(), stranger]).days[0]?.facts[0]?.who).toBe('somebody as decider');
  });

  it('who may not read texts sees that there are some, and no name, letter, document or word of them', () => {
    const proposal = {
      scope: 'part',
      ground: 'rightsOfOthers',
      reasons: 'Letters of Mr Brandt.',
      demonstration: '',
      proposedBy: operator,
    } as const;
    const shown = view(
      [registered(), note, fact({ type: 'refusalProposed', proposal }, '2026-03-19T17:00:00.000Z', decider)],
      { mayReadTexts: false, mayReadHolds: false },
    );

    expect(JSON.stringify(shown)).not.toMatch(/Ilse|archive|Brandt|mail\.eml|claim/);
    expect(shown.mayReadTexts).toBe(false);
  });

  it('GDPR Art. 17(3): tells what keeps the data, by whom and why, and leads whoever may to its end', () => {
    expect(view([registered()])).toMatchObject({
      holds: [
        {
          title: 'Legal claims: we or others make or defend one',
          article: 'Art. 17(3)(e)',
          placed: 'on Tuesday 10 March 2026, 10:00, by Ngozi Okafor',
          reasons: 'She announced a claim.',
        },
      ],
    });
    const lead = view([registered()], { mayHold: true, mayLift: true });
    expect(lead.holdHref).toBe('/operations/cases/c1/holds');
    expect(lead.holds?.[0]?.liftHref).toBe('/operations/cases/c1/holds/h%201/lifting');
  });

  it('an extension is not effective until its notice has left', () => {
    const granted = fact({ type: 'extensionGranted', grant: { ground: 'complexity', reasons: 'Three archives.' } });
    const { facts, clocks } = view([registered(), granted]);

    expect(facts[0]).toEqual({ term: 'Extended', text: 'granted; not effective until the letter has left' });
    expect(clocks.find(({ promise }) => promise === 'Extension notice')?.standing).toBe(
      'not effective until the letter has left',
    );
  });

  it('documents, evidence and checkpoint lead to where they are', () => {
    const { documents, evidence, checkpoint } = view([registered()]);

    expect(documents).toEqual([
      { name: 'mail.eml', kind: 'what was asked', size: '1.3 MB', href: '/v1/documents/d%201?caseId=c1' },
    ]);
    expect(evidence).toEqual({
      href: '/v1/subject-requests/c1/evidence',
      command: 'node cli/duly.js verify S-2026-0031.evidence.json',
    });
    expect(checkpoint?.told).toBe('It covers 20\u00a0519 facts of all cases.');
    expect(checkpointOf('duly\n1\n').told).toBe('It covers 1 fact of all cases.');
  });

  it('who may not fetch evidence is shown no way to it', () => {
    expect(view([registered()], { mayFetchEvidence: false }).evidence).toBeUndefined();
  });
});
