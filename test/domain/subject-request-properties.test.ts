import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, isRefusal, step } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import { boardRow } from '../../domain/subject-request.standing.js';
import { sentFactOf } from '../../domain/subject-request.js';
import type { RequestFact } from '../../domain/subject-request.js';
import { operator, receivedAt } from '../support/builders.js';
import { MARKER, ask, fromOutside, live, moves, register } from './request-lives.js';
import type { Move } from './request-lives.js';

const runs = { numRuns: 300 };

test('whatever is asked, told or answered in whatever order, no step of a request throws', () => {
  fc.assert(
    fc.property(moves, (all) => {
      expect(live(all).facts.length).toBeGreaterThan(0);
    }),
    runs,
  );
});

test('a request that is not registered takes any step without throwing, and has no facts from it', () => {
  fc.assert(
    fc.property(fromOutside, (command) => {
      const outcome = step(subjectRequestDecider, command, subjectRequestDecider.initial, receivedAt);
      expect(isRefusal(outcome) || command.type === 'register' || outcome.length === 0).toBe(true);
    }),
  );
});

test('a closed case takes only messages, letters and what they set off, until an answer that came back opens it', () => {
  const allowed = new Set<string>([
    ...['messageReceived', 'letterBounced', 'letterNeedsPerson', 'alertSent', 'effectFailed'],
    ...['identityResultUnknown', ...Object.values(sentFactOf)],
  ]);
  fc.assert(
    fc.property(moves, moves, (all, later) => {
      const closing: readonly Move[] = [
        { kind: 'ask', command: { type: 'withdraw', by: operator }, afterHours: 0 },
        { kind: 'ask', command: { type: 'addNote', by: operator, text: 'read' }, afterHours: 0 },
        ...Array<Move>(3).fill({ kind: 'time' }),
      ];
      const { facts } = live([...all.slice(0, 15), ...closing, ...later]);
      const end = facts.findIndex(({ type }) => type === 'caseClosed');
      expect(end).toBeGreaterThan(0);
      const states = facts.map((_fact, index) => fold(subjectRequestDecider, facts.slice(0, index)).state);
      const toClosed = facts.filter((_fact, index) => states[index]?.phase === 'closed');
      expect(toClosed.map(({ type }) => type).filter((type) => !allowed.has(type))).toEqual([]);
    }),
    runs,
  );
});

test('the fold of all facts is the state that grew step by step, also after a trip through JSON', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { facts, folded } = live(all);
      const restored = JSON.parse(JSON.stringify(facts)) as readonly Recorded<RequestFact>[];
      expect(fold(subjectRequestDecider, restored)).toEqual(JSON.parse(JSON.stringify(folded)));
    }),
    runs,
  );
});

test('every effect has a key of its own, and is not due again once it is answered', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { keys: seen, answers, folded } = live(all);
      expect(new Set(seen).size).toBe(seen.length);
      expect(new Set(answers).size).toBe(answers.length);
      expect(folded.due.filter(({ key }) => answers.includes(key))).toEqual([]);
    }),
    runs,
  );
});

test('time always moves on: what a milestone says at its instant leaves another milestone, or none', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { folded, facts } = live(all);
      const milestone = subjectRequestDecider.nextMilestone(folded.state);
      if (milestone === undefined) return;
      const lastAt = facts.at(-1)?.at ?? receivedAt;
      const outcome = step(
        subjectRequestDecider,
        milestone.command,
        folded.state,
        milestone.at > lastAt ? milestone.at : lastAt,
      );
      if (isRefusal(outcome)) throw new Error('a milestone was refused');
      expect(outcome).toHaveLength(1);
      const after = fold(subjectRequestDecider, outcome, folded);
      expect(subjectRequestDecider.nextMilestone(after.state)).not.toEqual(milestone);
    }),
    runs,
  );
});

test('an open request always has a next milestone, a settled one unless a message waits, and a closed one never', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { folded } = live(all);
      const has = subjectRequestDecider.nextMilestone(folded.state) !== undefined;
      const { state } = folded;
      const waits = state.phase === 'settled' && state.unreadMessage !== undefined;
      expect(has).toBe(state.phase !== 'closed' && !waits);
    }),
    runs,
  );
});

test('Art. 12(3): the date is the end of the month, or with an effective notice the extended one, and no other', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { state } = live(all).folded;
      if (state.phase === 'new') return;
      expect(state.answerClock.dueOn).toBe(state.extension?.effective === true ? '2026-06-03' : '2026-04-03');
    }),
    runs,
  );
});

test('an answer never leaves to somebody whose identity is not settled, nor beside a refusal of everything', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { facts } = live(all);
      for (const [index, fact] of facts.entries()) {
        if (fact.type !== 'fulfilmentOrdered') continue;
        const { state } = fold(subjectRequestDecider, facts.slice(0, index));
        expect(state).toMatchObject({ identity: expect.stringMatching(/^(confirmed|waived)$/) as unknown });
        expect('refusal' in state && state.refusal !== undefined).toBe(false);
      }
    }),
    runs,
  );
});

test('Art. 12(3): what leaves as an answer says that nothing is held, or hands over the copy of an access request', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { facts } = live(all);
      for (const [index, fact] of facts.entries()) {
        if (fact.type !== 'fulfilmentOrdered') continue;
        const { state } = fold(subjectRequestDecider, facts.slice(0, index));
        if (state.phase === 'new') throw new Error('ordered before it was registered');
        const copies = state.right === 'access' && state.answerFiles.length > 0;
        expect(state.acceptance === 'noDataHeld' || copies).toBe(true);
      }
    }),
    runs,
  );
});

test('no word that anybody typed stands on the list, on a timer or in what an update answers', () => {
  fc.assert(
    fc.property(moves, (all) => {
      const { folded, facts } = live(all);
      const row = boardRow(folded.state);
      const summary = subjectRequestDecider.nextMilestone(folded.state)?.summary;
      const shown = JSON.stringify([row, summary, { position: folded.position, phase: row?.phase, dueAt: row?.dueAt }]);
      expect(shown).not.toContain(MARKER);
      expect(JSON.stringify(facts.filter(({ type }) => type === 'caseClosed'))).not.toContain(MARKER);
    }),
    runs,
  );
});

test('the marker does get into the facts, so that looking for it elsewhere means something', () => {
  const typed: Move = {
    kind: 'ask',
    command: { type: 'addNote', by: operator, text: `${MARKER} called` },
    afterHours: 1,
  };

  expect(JSON.stringify(live([ask(register), typed]).facts)).toContain(MARKER);
});

const factTypes: Readonly<Record<RequestFact['type'], true>> = {
  requestRegistered: true,
  requestClassified: true,
  furtherRightRegistered: true,
  messageSetAside: true,
  identityAsked: true,
  identityConfirmed: true,
  identityCheckWaived: true,
  identityNotConfirmed: true,
  identityResultAnnounced: true,
  identityResultUnknown: true,
  extensionGranted: true,
  requestAccepted: true,
  refusalProposed: true,
  proposalApproved: true,
  proposalRejected: true,
  adviceGiven: true,
  answerAttached: true,
  answerDetached: true,
  answerGiven: true,
  fulfilmentOrdered: true,
  requestWithdrawn: true,
  incidentsLookedUp: true,
  noteAdded: true,
  ownerAssigned: true,
  contactSettled: true,
  messageReceived: true,
  requestAcknowledged: true,
  identityEvidenceRequested: true,
  extensionNoticeSent: true,
  requestRefused: true,
  answerSent: true,
  withdrawalConfirmed: true,
  letterNeedsPerson: true,
  letterBounced: true,
  alertSent: true,
  effectFailed: true,
  deadlineWarned: true,
  deadlinePassed: true,
  latenessReminded: true,
  caseClosed: true,
};

test('in enough lives every kind of fact happens, so that these properties are not empty', () => {
  const lives = fc.sample(moves, { numRuns: 600, seed: 12 }).map((all) => live(all));
  const met = new Set(lives.flatMap(({ facts }) => facts.map(({ type }) => type)));

  expect([...met].sort()).toEqual(Object.keys(factTypes).sort());
});
