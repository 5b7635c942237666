import { expect, it } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { readOrganisation } from '../../organisation/read.js';
import { breachReceiptView } from '../../pages/breach-receipt.view.js';
import { after, assess, aware, informedAt, known, report } from '../domain/a-breach.js';
import type { Asked } from '../domain/a-breach.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const now = hoursAfter(informedAt, 3);

function receipt(steps: readonly (readonly [Asked, Instant])[] = [], registration: Parameters<typeof report>[0] = {}) {
  const facts = after([report(registration), informedAt], ...steps);
  const breach = known(fold(breachDecider, facts).state);
  return breachReceiptView({ caseId: 'b1', mayTell: false, breach, organisation, now });
}

const told = (view: ReturnType<typeof receipt>): string => view.next.map(({ text }) => text).join(' ');

it('whoever reported an incident learns by when it is decided on and whom to tell more', () => {
  const view = receipt([], { owner: undefined });

  expect(view.clock.left).toBe('in 21 h');
  expect(told(view)).toContain('Moses Adeyemi, ');
});

it('the owner of an incident is the one to turn to', () => {
  expect(told(receipt([], { owner: 't-bakker' }))).toContain('t.bakker@example.org');
});

it('what was found is not told to whoever may not read breaches', () => {
  const view = receipt([
    [aware(informedAt), hoursAfter(informedAt, 1)],
    [assess('high-risk'), hoursAfter(informedAt, 2)],
  ]);

  expect(view.clock.left).toBe('In hand');
  expect(JSON.stringify(view)).not.toMatch(/risk|Notify|Tell the people/);
});

it('whoever reported an incident reads how many answers are missing, and which', () => {
  const { missing } = receipt();

  expect(missing.heading).toBe('9 questions still open');
  expect(missing.questions).toContain('How many people are concerned?');
});
