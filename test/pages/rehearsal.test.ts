import { describe, expect, it } from 'vitest';
import { fold } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, RequestCommand } from '../../domain/subject-request.js';
import { isRefused, rehearse } from '../../pages/rehearsal.js';
import { stepPage } from '../../pages/step.view.js';
import type { StepInput } from '../../pages/step.view.js';
import { readOrganisation } from '../../organisation/read.js';
import { operator, registered } from '../support/builders.js';

const now = '2026-03-20T15:50:00.000Z';
const organisation = await readOrganisation('examples/organisation.yaml');
const request = fold(subjectRequestDecider, [registered()]).state as KnownRequest;
const refusal: RequestCommand = {
  type: 'proposeRefusal',
  by: operator,
  proposal: {
    scope: 'whole',
    ground: 'excessive',
    reasons: 'The same was asked four times.',
    demonstration: 'Four requests in a month.',
  },
};
const extension: RequestCommand = {
  type: 'grantExtension',
  by: operator,
  grant: { ground: 'complexity', reasons: 'Three archives need redaction.' },
};

function rehearsed(command: RequestCommand) {
  const outcome = rehearse(request, command, now);
  if (isRefused(outcome)) throw new Error(outcome.message);
  return outcome;
}

function page(step: StepInput['step'], more: Partial<StepInput> = {}) {
  const base = {
    caseId: 'c1',
    request,
    files: [],
    organisation,
    now,
    nonce: 'n'.repeat(20),
    typed: {},
    wrong: {},
    mode: 'write',
  } as const;
  return stepPage({ ...base, step, ...more });
}

const attached: RequestCommand = { type: 'attachAnswer', documents: ['d1', 'd2'], by: operator };

const effect = (view: ReturnType<typeof page>, what: string) => view.effects.find((each) => each.what === what)?.text;

describe('what will happen, before it happens', () => {
  it('a rehearsal changes nothing and finds the letter of a refusal that is still to be approved', () => {
    const before = JSON.stringify(request);
    const { letters, lettersOnceApproved } = rehearsed(refusal);

    expect(letters).toEqual([]);
    expect(lettersOnceApproved).toMatchObject([{ letter: 'refusal', reasons: 'The same was asked four times.' }]);
    expect(JSON.stringify(request)).toBe(before);
  });

  it('a rehearsal is refused for the same reason as the step', () => {
    const outcome = rehearse(request, { type: 'fulfil', by: operator }, now);

    expect(isRefused(outcome) && outcome.type).toBe('NotAccepted');
  });

  it('Art. 12(3): the page of an extension says from when to when the date moves, and on what it hangs', () => {
    const view = page('extension', {
      mode: 'confirm',
      rehearsal: rehearsed(extension),
      typed: { ground: 'complexity', reasons: 'Three archives need redaction.' },
    });

    expect(effect(view, 'Clock')).toBe(
      '“Answer by” moves from Fri 3 Apr 24:00 to Wed 3 Jun 24:00 when the notice has left, not before.',
    );
    expect(effect(view, 'Letter')).toBe('Extension notice to the requester.');
    expect(view.said).toEqual([
      { term: 'On which ground?', text: 'The request is complex' },
      { term: 'Why is more time needed?', text: 'Three archives need redaction.' },
    ]);
    expect(view.asksReference).toBe(true);
  });

  it.each(['set-aside', 'withdrawal'] as const)('the page of a %s says from the start that the clock ends', (step) => {
    expect(effect(page(step), 'Clock')).toBe('“Answer by” (Fri 3 Apr 24:00) ends with this step, 14 days 6 h early.');
  });

  it('a letter that cannot go by mail says that a person must send it', () => {
    const letter = { to: 'by hand', subject: 's', text: 't', language: 'en', byHand: 'no address is known' };
    const view = page('extension', { mode: 'confirm', rehearsal: rehearsed(extension), letter });

    expect(effect(view, 'Letter')).toBe(
      'Extension notice to by hand. It cannot go by mail (no address is known): a person must send it.',
    );
  });

  it('a letter that lacks what the law wants is told, not shown', () => {
    const view = page('extension', {
      mode: 'confirm',
      rehearsal: rehearsed(extension),
      letter: { lacks: 'remedy (GDPR Art. 12(4))' },
    });

    expect(view.letter).toBeUndefined();
    expect(view.letterFault).toBe('remedy (GDPR Art. 12(4))');
  });

  it('a refusal asks for approval, an acceptance does not', () => {
    expect(effect(page('refusal'), 'Approval')).toContain('another person, with the role decider');
    expect(effect(page('acceptance'), 'Approval')).toBe('Not needed.');
  });

  it('only what cannot be called back asks for the reference', () => {
    const confirm = { mode: 'confirm' } as const;

    expect(page('withdrawal', confirm).asksReference).toBe(true);
    expect(page('approval', { ...confirm, typed: { decision: 'approved' } }).asksReference).toBe(true);
    expect(page('approval', { ...confirm, typed: { decision: 'rejected' } }).asksReference).toBe(false);
    expect(page('identity-request', confirm).asksReference).toBe(false);
  });

  it('a step with a letter shows it first; one without is taken at once', () => {
    expect(page('identity-request')).toMatchObject({ go: 'look', button: 'See the letter first' });
    expect(page('notes')).toMatchObject({ go: 'do', button: 'Add the note' });
  });

  it('Art. 12(5), 15(4): only grounds that the law gives against the right are offered', () => {
    const objection = fold(subjectRequestDecider, [registered({ right: 'objection' })]).state as KnownRequest;
    const ground = page('refusal', { request: objection }).fields.find(({ name }) => name === 'ground');

    expect(ground?.choices?.map(({ value }) => value)).toEqual([
      'manifestlyUnfounded',
      'excessive',
      'nationalRestriction',
    ]);
  });

  it('Art. 5(1)(f): a file of somebody else is taken out of the answer by its name', () => {
    const { after } = rehearsed(attached);
    const files = [
      { documentId: 'd1', name: 'payroll.csv' },
      { documentId: 'd2', name: 'somebody else.csv' },
      { documentId: 'd3', name: 'request.eml' },
    ];

    const view = page('answer-removal', { request: after, files });

    expect(view.fields[0]?.choices?.map(({ text }) => text)).toEqual(['payroll.csv', 'somebody else.csv']);
    expect(view.article).toBe('Art. 5(1)(f)');
    expect(effect(view, 'Letter')).toContain('no longer leaves with the answer');
  });
});
