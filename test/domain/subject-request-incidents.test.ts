import { expect, test } from 'vitest';
import type { Registration, RequestCommand } from '../../domain/subject-request.js';
import { operator } from '../support/builders.js';
import { aRequestFor, asked, confirmed, notConfirmed, soon, withdrawn } from './a-request.js';

const found = { searched: 2, found: ['B-2026-0001'] };
const lookUp: RequestCommand = { type: 'recordIncidentLookup', by: operator, ...found };
const about: Partial<Registration> = { concerns: 'breach' };

test('GDPR Art. 15(1): where somebody stands on the lists of incidents is on record by reference, and changes nothing else', () => {
  const before = aRequestFor(about, confirmed);

  const { facts, effects, state } = before.when(lookUp, soon);

  expect(facts).toMatchObject([{ type: 'incidentsLookedUp', ...found }]);
  expect(effects).toEqual([]);
  expect(state).toEqual(before.state);
});

test.each([
  ['nobody was asked who they are', aRequestFor(about), 'IdentityNotSettled'],
  ['the question is open', aRequestFor(about, asked), 'IdentityNotSettled'],
  ['who asks could not be confirmed', aRequestFor(about, notConfirmed), 'IdentityNotSettled'],
  ['the address is in doubt', aRequestFor({ ...about, addressDoubt: 'replyTo' }, confirmed), 'AddressDoubtful'],
  ['the request asks for something else', aRequestFor({}, confirmed), 'NothingToLookUp'],
  ['another right is invoked', aRequestFor({ ...about, right: 'erasure' }, confirmed), 'NothingToLookUp'],
  ['the request is withdrawn', aRequestFor(about, confirmed, withdrawn), 'CaseNotOpen'],
] as const)('GDPR Art. 12(6): nobody is looked up in incidents while %s', (_why, request, refused) => {
  expect(request.when(lookUp, soon).refused).toBe(refused);
});
