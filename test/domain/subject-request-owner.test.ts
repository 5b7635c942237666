import { expect, test } from 'vitest';
import { dataSubject } from '../../domain/actor.js';
import { possibleOwners, whyNotOwn } from '../../domain/organisation.js';
import { boardRow } from '../../domain/subject-request.standing.js';
import type { RequestCommand } from '../../domain/subject-request.js';
import { readOrganisation } from '../../organisation/read.js';
import { fact } from '../support/builders.js';
import { aRequest, aRequestFor, decider, happened, known, monthEnd, operator, soon, withdrawn } from './a-request.js';

const to = (owner: string): RequestCommand => ({ type: 'assignOwner', by: operator, owner });
const closed = happened({ type: 'caseClosed' });

test('a case that nobody owns is taken, and the list shows its owner', () => {
  const { facts, state } = aRequestFor({ owner: undefined }).when({ ...to('n-okafor'), by: decider });

  expect(facts).toMatchObject([{ type: 'ownerAssigned', owner: 'n-okafor', by: decider }]);
  expect(boardRow(state)?.owner).toBe('n-okafor');
});

test('a case that was handed over warns its new owner', () => {
  const handedOver = happened({ type: 'ownerAssigned', owner: 's-haddad' });
  const warning = { type: 'passWarning', by: operator, dueAt: monthEnd, before: 'P7D' } as const;

  expect(aRequest(handedOver).when(warning).effects).toMatchObject([{ type: 'alertStaff', owner: 's-haddad' }]);
});

test('whoever owns the case already is not made its owner once more', () => {
  expect(aRequest().when(to('r-visser')).refused).toBe('AlreadyOwner');
});

test('a settled case changes hands, a closed one no longer', () => {
  expect(aRequest(withdrawn).when(to('s-haddad')).facts).toHaveLength(1);
  expect(aRequest(withdrawn, closed).when(to('s-haddad')).refused).toBe('CaseNotOpen');
});

test('handing a case over reads no message and stops no clock', () => {
  const came = fact({ type: 'messageReceived', documentId: 'd9', receivedAt: soon }, soon, dataSubject);
  const before = aRequest(came);
  const { state, effects } = before.when(to('s-haddad'));

  expect(effects).toEqual([]);
  expect(boardRow(state)?.waitingFor).toBe('a message to be read');
  expect(known(state).answerClock.dueAt).toBe(monthEnd);
});

test('GDPR Art. 38(6): operators and deciders of the organisation file own cases, the data protection officer does not', async () => {
  const organisation = await readOrganisation('examples/organisation.yaml');

  expect(possibleOwners(organisation).map(({ id }) => id)).toEqual(['r-visser', 's-haddad', 'n-okafor']);
  expect(whyNotOwn(organisation, 's-haddad-admin')).toBeUndefined();
  for (const id of ['j-smit', 't-bakker', 'left']) expect(whyNotOwn(organisation, id)?.type).toBe('CannotOwn');
});
