import { expect, test } from 'vitest';
import { breachDecider } from '../../domain/breach.decider.js';
import type { BreachFact } from '../../domain/breach.js';
import { fold } from '../../domain/decider.js';
import type { OrganisationFile } from '../../domain/organisation.js';
import { hoursAfter } from '../../domain/time.js';
import { readOrganisation } from '../../organisation/read.js';
import { breachSentence } from '../../pages/breach-sentences.js';
import { breachStepView } from '../../pages/breach-step.view.js';
import { statementFields } from '../../pages/incident-fields.js';
import { incidentView } from '../../pages/incident.view.js';
import { after, informedAt, known, report } from '../domain/a-breach.js';
import type { Asked } from '../domain/a-breach.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const hour = (count: number) => hoursAfter(informedAt, count);
const announceAt = ['help-desk', 'status-page', 'chat'] as const;
const say: Asked = { type: 'setHoldingStatement', text: 'We look into it.', announceAt };
const came = (place: (typeof announceAt)[number], outcome: 'accepted' | 'refused' | 'unknown'): Asked => ({
  ...{ type: 'noteAnnouncement', effect: '2.0', statement: 1, place, outcome },
});

function peopleOf(steps: readonly Asked[], sayHref?: string) {
  const facts = after([report(), informedAt], ...steps.map((step) => [step, hour(1)] as const));
  const breach = known(fold(breachDecider, facts).state);
  return incidentView({ breach, organisation, now: hour(2), mayReadTexts: true, sayHref });
}

function announcedOf(...steps: readonly Asked[]): string | undefined {
  return peopleOf(steps).pairs.find(({ term }) => term === 'Announced')?.text;
}

test('the page says of what may be said now where it stands, and where it does not', () => {
  expect(announcedOf(say, came('help-desk', 'accepted'), came('chat', 'refused'))).toBe(
    'at the help desk, on the status page (under way), in the chat (not taken)',
  );
});

test('after a mail came back the page says that nobody there has it, until other words hold, and leads to the form', () => {
  const bounce: Asked = { type: 'noteAnnouncementBounce', statement: 1, place: 'chat' };
  const steps = [say, came('help-desk', 'accepted'), came('status-page', 'accepted'), came('chat', 'accepted')];

  expect(announcedOf(...steps, bounce)).toBe('at the help desk, on the status page, in the chat (came back)');
  const { cameBack } = peopleOf([...steps, bounce], '/form');
  expect(cameBack).toMatchObject({ href: '/form', text: expect.stringContaining('in the chat came back') as string });
  expect(peopleOf([...steps, bounce]).cameBack?.href).toBeUndefined();
  expect(peopleOf(steps, '/form').cameBack).toBeUndefined();
  expect(peopleOf([...steps, bounce, say], '/form').cameBack).toBeUndefined();
});

test('of newer words the page does not say that they stand where only the earlier ones do', () => {
  const newer: Asked = { type: 'setHoldingStatement', text: 'The mailbox is closed.' };
  expect(announcedOf(say, came('chat', 'accepted'), newer)).toBeUndefined();
});

test.each<[string, BreachFact, string]>([
  [
    'answered',
    { type: 'announced', effect: '2.0', statement: 2, place: 'chat', earlier: 'answered' },
    'Statement 2 was announced in the chat, as an answer to what was said before.',
  ],
  [
    'refused',
    { type: 'announcementFailed', effect: '2.0', statement: 1, place: 'help-desk', why: 'refused' },
    'Statement 1 was not taken at the help desk; a person must say it there.',
  ],
  [
    'unknown',
    { type: 'announcementFailed', effect: '2.0', statement: 1, place: 'status-page', why: 'unknown' },
    'Nobody knows whether statement 1 stands on the status page; a person must look there.',
  ],
  [
    'sent back',
    { type: 'announcementBounced', statement: 1, place: 'help-desk' },
    'Statement 1 at the help desk came back: nobody there has it; a person must say it there.',
  ],
])('an announcement that is %s is told in a sentence', (_name, fact, text) => {
  expect(breachSentence(fact, 'Europe/Berlin', (id) => id).text).toBe(text);
});

test('whoever writes what may be said reads before where it is announced, unless it is a drill', () => {
  const hintOf = (drill: boolean, announcements = organisation.announcements ?? []) => {
    const breach = known(fold(breachDecider, after([report({ drill }), informedAt])).state);
    return statementFields(breach, { ...organisation, announcements }, hour(1))[0]?.hint;
  };

  expect(hintOf(false)).toContain('It is announced at once at the help desk, in the chat.');
  expect(hintOf(true)).not.toContain('announced');
  expect(hintOf(false, [])).not.toContain('announced');
});

test('the form begins with the words that hold now, and says which later ones it would take the place of', () => {
  const ahead: Asked = { type: 'setHoldingStatement', text: 'All is well again.', validFrom: hour(6) };
  const facts = after([report(), informedAt], [say, hour(1)], [ahead, hour(1)]);
  const formAt = (now: string, organised: OrganisationFile = organisation) =>
    breachStepView({
      ...{ caseId: 'c1', breach: known(fold(breachDecider, facts).state), step: 'holding-statement', now },
      ...{ organisation: organised, nonce: 'n', typed: {}, wrong: {}, mayReadCase: true },
    });

  const early = formAt(hour(2));
  expect(early.fields.map(({ name, value }) => [name, value])).toEqual([
    ['text', 'We look into it.'],
    ['confirmReference', ''],
  ]);
  expect(early.ahead).toEqual([{ from: 'Fri 20 Nov 20:20', text: 'All is well again.' }]);
  const late = formAt(hour(7), { ...organisation, announcements: [] });
  expect(late.fields.map(({ name, value }) => [name, value])).toEqual([['text', 'All is well again.']]);
  expect(late.ahead).toEqual([]);
});
