import { expect, test } from 'vitest';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { RequestCommand } from '../../domain/subject-request.js';
import { Decisions } from '../../workflows/decisions.js';
import { aRegistration, operator } from '../support/builders.js';

const aNote = (text: string): RequestCommand => ({ type: 'addNote', text, by: operator });
const register: RequestCommand = {
  type: 'register',
  by: operator,
  registration: aRegistration({ acknowledge: false }),
};

/** A case whose registration and notes are on record, one batch each. */
function caseWith(...notes: readonly string[]) {
  const decisions = new Decisions(subjectRequestDecider, undefined, () => '2026-03-10T09:00:00.000Z');
  const steps = [register, ...notes.map(aNote)];
  const batches = steps.map((command, index) => {
    decisions.take(command, `update ${String(index)}`);
    const batch = decisions.nextBatch();
    decisions.confirm(batch);
    return decisions.transitionOf(batch);
  });
  return { decisions, entries: batches.flatMap(({ entries }) => entries) };
}

test('what the record lost is put before what is new, and nothing else', () => {
  const { decisions, entries } = caseWith('one', 'two');
  decisions.take(aNote('three'), 'update 3');

  const again = decisions.withLost(decisions.nextBatch(), entries.slice(0, 1));

  expect(again && decisions.transitionOf(again)).toMatchObject({
    firstPosition: 1,
    entries: [entries[1], entries[2], { cause: 'update 3', fact: { text: 'three' } }],
  });
});

test('a case does not put its facts upon those of others', () => {
  const { decisions, entries } = caseWith('one', 'two');
  const others = caseWith('theirs').entries.map((entry) => ({ ...entry, cause: `${entry.cause} of another run` }));
  decisions.take(aNote('three'), 'update 3');
  const batch = decisions.nextBatch();

  expect(decisions.withLost(batch, [...entries.slice(0, 1), ...others.slice(1)])).toBeUndefined();
  expect(decisions.withLost(batch, entries.slice(0, 2))).toBeDefined();
});

test('a step that the case has taken is known, also after what was on record was taken over', () => {
  const { decisions, entries } = caseWith('one');
  decisions.take(aNote('ours'), 'update 2');
  const [, theirs] = caseWith('theirs').entries;
  if (theirs === undefined) throw new Error('two entries');

  decisions.adopt(decisions.nextBatch(), [{ ...theirs, cause: 'update x' }]);

  expect([decisions.wasTaken('update 1'), decisions.wasTaken('update x'), decisions.wasTaken('update 2')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(decisions.transitionOf(decisions.nextBatch())).toMatchObject({
    firstPosition: entries.length + 1,
    entries: [{ cause: 'update 2', fact: { text: 'ours' } }],
  });
});
