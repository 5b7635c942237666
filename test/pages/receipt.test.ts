import { expect, it } from 'vitest';
import { fold } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import { readOrganisation } from '../../organisation/read.js';
import { receiptView } from '../../pages/receipt.view.js';
import { registered } from '../support/builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const request = fold(subjectRequestDecider, [registered()]).state as KnownRequest;
const receipt = (isReachedByMail: boolean, now = '2026-03-20T15:50:00.000Z') =>
  receiptView({ request, isReachedByMail, organisation, now });

it('Art. 12(3): whoever took a request down can tell its reference and the last day for an answer', () => {
  const { reference, clock, toTell } = receipt(true);

  expect(reference).toBe('S-2026-0031');
  expect(clock).toMatchObject({ left: 'in 14 days 6 h', at: 'Friday 3 April 2026, 24:00' });
  expect(toTell.find(({ what }) => what === 'Their answer')?.text).toContain('On Friday 3 April 2026, 24:00');
});

it('somebody whom no mail reaches writes the date down', () => {
  const told = (isReachedByMail: boolean) =>
    receipt(isReachedByMail)
      .toTell.map(({ text }) => text)
      .join(' ');

  expect(told(false)).toContain('let them write both down');
  expect(told(true)).not.toContain('let them write both down');
});

it('Art. 12(3): a letter that lay about too long is told to be late', () => {
  const { clock, toTell } = receipt(false, '2026-04-05T08:00:00.000Z');

  expect(clock.state).toBe('late');
  expect(toTell.map(({ text }) => text).join(' ')).toContain('they get it all the same');
});
