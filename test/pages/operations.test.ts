import { describe, expect, it, test } from 'vitest';
import { requestPhases, waitingFor } from '../../domain/subject-request.standing.js';
import { rowView, waitingForMe, waitingForOthers } from '../../pages/board-row.view.js';
import type { BoardCase } from '../../pages/board-row.view.js';
import { pageTitle, roomPath, roomView } from '../../pages/operations.view.js';
import type { RoomInput } from '../../pages/operations.view.js';
import { readOrganisation } from '../../organisation/read.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const viewer = { id: 'r-visser', role: 'operator', roles: ['operator'], name: 'Rik Visser' } as const;
const noDrills = { late: 0, soon: 0, mine: 0, others: 0 };
const row: BoardCase = {
  caseId: 'c1',
  position: 4,
  kind: 'subject-request',
  reference: 'S-2026-0031',
  what: 'access',
  phase: 'refusalProposed',
  waitingFor: waitingFor.refusalProposed,
  owner: 'r-visser',
  controller: 'example-cloud',
  dueAt: '2026-04-03T22:00:00.000Z',
  overdue: false,
  drill: false,
  closed: false,
  lastFact: 'refusalProposed',
  lastFactAt: '2026-03-20T15:38:00.000Z',
};
const input: RoomInput = {
  now: '2026-03-20T15:50:00.000Z',
  timeZone: 'Europe/Amsterdam',
  organisation,
  viewer,
  filter: {},
  cases: [row],
  numbers: { ...noDrills, drills: noDrills },
  keys: true,
  mayOpen: true,
  mayReport: true,
};

describe('the operations room', () => {
  it('a row says clock, reference, right, phase, whose turn it is and who looks after it', () => {
    expect(rowView(row, input)).toMatchObject({
      clock: { state: 'calm', left: 'in 14 days 6 h', at: 'Fri 3 Apr 24:00' },
      reference: 'S-2026-0031',
      what: 'Access',
      article: 'Art. 15',
      phase: 'Refusal proposed',
      waitingFor: 'approval of a refusal',
      isMine: false,
      owner: 'Rik Visser',
      lastAt: '12 min ago',
      lastFact: 'refusal proposed',
    });
  });

  it('words that this version does not know are shown as they stand', () => {
    const later = { ...row, what: 'breach, processor', phase: 'aware', lastFact: 'awareNoted', owner: 'gone' };

    expect(rowView(later, input)).toMatchObject({
      what: 'breach, processor',
      phase: 'aware',
      lastFact: 'awareNoted',
      owner: 'gone',
    });
  });

  it('every word of waiting is counted as mine or as of others, and never as both', () => {
    const words = requestPhases.map((phase) => waitingFor[phase]).filter((word) => word !== 'nothing');

    for (const roles of [['operator'], ['decider'], ['dpo'], ['operator', 'decider']] as const) {
      const [mine, others] = [waitingForMe(roles), waitingForOthers(roles)];
      expect(mine.filter((word) => others.includes(word))).toEqual([]);
      for (const word of words) expect([...mine, ...others]).toContain(word);
    }
  });

  it('an approval waits for a decider, a classification for an operator', () => {
    expect(waitingForMe(['decider'])).toContain(waitingFor.refusalProposed);
    expect(waitingForMe(['operator'])).not.toContain(waitingFor.refusalProposed);
    expect(waitingForMe(['operator'])).toContain(waitingFor.toClassify);
    expect(waitingForMe(['auditor'])).toEqual([]);
  });

  it('four numbers are links, and drills stand in a note', () => {
    const numbers = { late: 2, soon: 0, mine: 3, others: 1, drills: { ...noDrills, soon: 1 } };
    const view = roomView({ ...input, numbers, filter: { due: 'late' } });

    expect(view.numbers.map(({ href, count, state, note }) => [href, count, state, note])).toEqual([
      ['/operations?due=late', 2, 'late', 'the duty remains'],
      ['/operations?due=48h', 0, 'calm', 'and 1 drill'],
      ['/operations?waiting=me', 3, 'calm', 'steps of your role'],
      ['/operations?waiting=others', 1, 'calm', 'requesters, colleagues, mail'],
    ]);
    expect(view.numbers[0]?.isHere).toBe(true);
    expect(pageTitle(numbers, 'Operations room')).toBe('2 late, 0 soon · Operations room');
  });

  it('the filter lives in the address, and a search keeps what no field shows', () => {
    const view = roomView({ ...input, filter: { due: 'late', right: 'erasure', q: 'S-2026&x' } });

    expect(roomPath({ right: 'erasure', q: 'S-2026&x' })).toBe('/operations?right=erasure&q=S-2026%26x');
    expect(view.hidden).toEqual([{ name: 'due', value: 'late' }]);
    expect(view.search).toBe('S-2026&x');
    expect(view.selects.find(({ id }) => id === 'right')?.choices.find(({ chosen }) => chosen)?.value).toBe('erasure');
  });

  test.each([
    ['an empty room', {}, false, false],
    ['a room where nothing fits', { right: 'access' }, true, false],
    ['a room without closed cases', { closed: 'yes' }, false, true],
  ] as const)('%s is told from the others', (_title, filter, isNarrowed, showsClosed) => {
    expect(roomView({ ...input, cases: [], filter })).toMatchObject({ isEmpty: true, isNarrowed, showsClosed });
  });

  it('doors without data are not shown', () => {
    expect(roomView(input).sources).toEqual([]);
  });
});
