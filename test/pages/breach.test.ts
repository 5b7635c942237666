import { describe, expect, it, test } from 'vitest';
import { breachPhases, breachWaitingFor } from '../../domain/breach.standing.js';
import { escalation } from '../../domain/breach.ringing.js';
import { submissionKinds } from '../../domain/breach.clock-table.js';
import { hoursAfter } from '../../domain/time.js';
import { readOrganisation } from '../../organisation/read.js';
import { rowView, waitingForMe, waitingForOthers } from '../../pages/board-row.view.js';
import { submissionFields } from '../../pages/breach-sending-fields.js';
import { breachStepView } from '../../pages/breach-step.view.js';
import { breachStepNames } from '../../pages/breach-steps.words.js';
import { breachView } from '../../pages/breach.view.js';
import type { BreachInput } from '../../pages/breach.view.js';
import { breachFactWords, submissionWords } from '../../pages/breach.words.js';
import { roomView } from '../../pages/operations.view.js';
import { after, assess, at, aware, computed, informedAt, known, manager, report, submit } from '../domain/a-breach.js';
import type { Asked } from '../domain/a-breach.js';
import { fold } from '../../domain/decider.js';
import { breachDecider } from '../../domain/breach.decider.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const now = hoursAfter(informedAt, 10);
const row = {
  caseId: 'b1',
  position: 4,
  kind: 'breach',
  reference: 'B-2026-0007',
  what: 'controller-and-processor',
  phase: 'toNotify',
  waitingFor: breachWaitingFor.toNotify,
  controller: 'example-cloud',
  overdue: false,
  drill: false,
  closed: false,
  lastFact: 'riskAssessed',
  lastFactAt: informedAt,
} as const;
const viewer = { id: 'm-adeyemi', role: 'incident-manager', roles: ['incident-manager'], name: 'M. Adeyemi' } as const;
const rowInput = { now, timeZone: 'Europe/Berlin', organisation, viewer };

function view(steps: readonly (readonly [Asked, string])[], change: Partial<BreachInput> = {}) {
  const facts = after([report(), informedAt], ...steps);
  const breach = known(fold(breachDecider, facts).state);
  const file = { caseId: 'b1', breach, facts, ledgerIndices: [20_511] };
  const may = {
    ...{ mayReadTexts: true, mayFetchEvidence: true, mayReadAccesses: false },
    ...{ mayReadDocuments: true, mayAttach: true, mayList: true, mayReadHolds: true, mayHold: false, mayLift: false },
  };
  return breachView({ file, organisation, now, notYours: {}, ...may, ...change });
}

describe('a breach in the list of cases', () => {
  it('says in words what it is, how far it has come and whose turn it is, and leads to its own page', () => {
    expect(rowView(row, rowInput)).toMatchObject({
      href: '/operations/breaches/b1',
      what: 'Breach, controller and processor',
      phase: 'To notify',
      waitingFor: 'evidence of a notification',
      isMine: true,
      lastFact: 'risk assessed',
    });
  });

  it('an incident manager decides, an operator records, others wait', () => {
    expect(waitingForMe(['incident-manager'])).toContain(breachWaitingFor.investigating);
    expect(waitingForMe(['operator'])).not.toContain(breachWaitingFor.investigating);
    expect(waitingForMe(['operator'])).toContain(breachWaitingFor.toNotify);
    expect(waitingForOthers(['dpo'])).toContain(breachWaitingFor.toAssess);
  });

  test.each(breachPhases.filter((phase) => phase !== 'closed'))('the phase %s waits for somebody', (phase) => {
    expect(waitingForMe(['incident-manager'])).toContain(breachWaitingFor[phase]);
  });

  it('the list can be narrowed to one kind, and then to its phases', () => {
    const none = { late: 0, soon: 0, mine: 0, others: 0 };
    const room = {
      ...rowInput,
      cases: [row],
      numbers: { ...none, drills: none },
      keys: true,
      mayOpen: true,
      mayReport: true,
    };
    const select = (kind: 'breach' | undefined, id: string) =>
      roomView({ ...room, filter: { kind } }).selects.find((one) => one.id === id)?.choices ?? [];

    expect(select('breach', 'kind').find(({ chosen }) => chosen)?.text).toBe('Breaches');
    expect(select('breach', 'phase').map(({ value }) => value)).toEqual(['', ...breachPhases]);
    const phases = select(undefined, 'phase').map(({ value }) => value);
    expect(phases.length).toBe(new Set(phases).size);
  });
});

describe('the page of a breach', () => {
  it('Art. 33(1): the promise that breaks first stands on top, with what remains', () => {
    const { next, about } = view([[aware(), hoursAfter(informedAt, 1)]]);

    expect(next).toMatchObject({
      heading: 'Notify the supervisory authority',
      article: 'GDPR Art. 33(1)',
      clock: { state: 'calm', left: 'in 2 days 14 h' },
      basis: 'Says the law.',
    });
    expect(about).toContain('never handed over');
  });

  it('a late promise is said to be late, and still a duty', () => {
    const { next } = view([[aware(), hoursAfter(informedAt, 1)]], { now: hoursAfter(informedAt, 75) });

    expect(next).toMatchObject({
      clock: { state: 'late', left: 'late by 3 h' },
      lateNote: expect.anything() as string,
    });
  });

  it('a clock that was met says by how much, and no longer runs', () => {
    const sent = hoursAfter(informedAt, 5);
    const { rows } = view([
      [aware(), hoursAfter(informedAt, 1)],
      [assess('risk'), hoursAfter(informedAt, 2)],
      [submit('authority-notification', sent), sent],
    ]);

    expect(rows.find(({ article }) => article === 'GDPR Art. 33(1)')?.clock).toMatchObject({
      state: 'done',
      left: 'Met, 2 days 19 h early',
    });
  });

  it('Art. 33(5): a corrected instant is struck out on the time line, and told with who and why', () => {
    const reasons = 'the desk had known it before';
    const earlier = hoursAfter(informedAt, 0.5);
    const { line, anchors } = view([
      [aware(hoursAfter(informedAt, 1)), hoursAfter(informedAt, 1)],
      [{ type: 'setAnchor', name: 'awareAt', anchor: at(earlier, { reasons }) }, hoursAfter(informedAt, 2)],
    ]);

    expect(line.points.filter(({ isCorrected }) => isCorrected).map(({ text }) => text)).toEqual(['Awareness']);
    const versions = anchors.find(({ name }) => name === 'Awareness')?.versions;
    expect(versions).toMatchObject([{ isInForce: false }, { isInForce: true, reasons }]);
    expect(versions?.[1]?.set).toContain('incident-manager');
  });

  it('the time line is in order, with what is due and what is now', () => {
    const { line } = view([[aware(), hoursAfter(informedAt, 1)]]);

    const instants = line.points.map((point) => point.at);
    expect(instants).toEqual([...instants].sort());
    expect(line.points.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['event', 'now', 'deadline']));
    for (const { x, y } of line.ticks) expect([x >= 0, x <= 1000, y > 0]).toEqual([true, true, true]);
  });

  it('a clock whose start nobody has said is told, never guessed', () => {
    const commitments = [{ id: 'code', source: 'Code 5.13', anchor: 'detectedAt', period: 'PT4H' }] as const;
    const facts = after([report({ commitments }), informedAt]);
    const breach = known(fold(breachDecider, facts).state);

    const { rows, unknown } = view([], { file: { caseId: 'b1', breach, facts, ledgerIndices: [] } });

    expect(unknown).toEqual(['Our promise: cannot be computed, nobody has said when it was detected']);
    expect(rows.at(-1)).toMatchObject({ startsAt: 'not known', article: 'Code 5.13', basis: 'a contract or code' });
  });

  describe('a final report that a progress report took the place of, NIS2 Art. 23(4)(e)', () => {
    const [sent, onDate] = ['2026-11-21T09:00:00.000Z', '2026-12-21T09:00:00.000Z'];
    const handled: Asked = { type: 'setAnchor', name: 'handledAt', anchor: at(onDate) };
    const significant: Asked = {
      type: 'classifyIncident',
      classification: {
        regime: 'nis2',
        isReportable: true,
        significantAwareAt: at(informedAt),
        reasons: 'many people',
      },
    };
    const nis2 = (change: Partial<BreachInput>, ...more: readonly (readonly [Asked, string])[]) => {
      const facts = after(
        [report({ packs: ['eu-gdpr@1', 'eu-nis2@1'] }), informedAt],
        [{ type: 'decideAwareness', decision: { outcome: 'notABreach', reasons: 'no personal data' } }, informedAt],
        [significant, informedAt],
        [submit('nis2-early-warning', informedAt), informedAt],
        [submit('nis2-notification', sent), sent],
        ...more,
      );
      const file = { caseId: 'b1', breach: known(fold(breachDecider, facts).state), facts, ledgerIndices: [] };
      return view([], { file, now: hoursAfter(onDate, 48), ...change });
    };
    const progress = [submit('nis2-progress-report', onDate), onDate] as const;

    it('is asked for until somebody says when the handling ended, with a way to say it', () => {
      const { unsaidEnd, next } = nis2({}, progress);

      expect(unsaidEnd).toMatchObject({
        article: 'NIS2 Art. 23(4)(e)',
        href: '/operations/breaches/b1/steps/anchors',
      });
      expect(next).toMatchObject({ heading: 'NIS2 final report, after the handling', clock: { state: 'calm' } });
      expect(nis2({ notYours: { anchors: 'An operator says it.' } }, progress).unsaidEnd).not.toHaveProperty('href');
    });

    it('is asked for by its clock alone before, and after that was said, and no more once it was sent', () => {
      const later = hoursAfter(onDate, 1);
      const final = [submit('nis2-final-report', later), later] as const;

      expect(nis2({}).unsaidEnd).toBeUndefined();
      const said = nis2({}, progress, [handled, onDate]);
      expect([said.unsaidEnd, said.next.clock.at]).toEqual([undefined, expect.stringContaining('Jan')]);
      const done = nis2({}, progress, final);
      expect([done.unsaidEnd, done.next.heading]).toEqual([undefined, 'No promise is open']);
    });
  });

  it('who may not read texts sees that there are words, and not which', () => {
    const note = { type: 'addNote', text: 'the mailbox of Ilse' } as const;
    const shown = view([[note, now]], { mayReadTexts: false });

    expect(JSON.stringify(shown)).not.toContain('Ilse');
    expect(shown.summary).toBeUndefined();
    expect(JSON.stringify(shown.days)).toContain('your role does not show texts');
  });

  it('whose pager refused the call is told where the ringing is told, and in what happened', () => {
    const pagers = { took: [], refused: ['m-adeyemi'] };
    const noted = [{ type: 'noteAlert', effect: '1.0', pagers }, hoursAfter(informedAt, 1)] as const;
    const facts = after([report({ escalation }), informedAt], noted);
    const { state } = fold(breachDecider, facts);
    const { dueAt } = computed({ state }, 'investigation');
    const breach = { ...known(state), ringing: { investigation: { dueAt, since: informedAt, rung: 0 } } };

    const { ringing, days } = view([], { file: { caseId: 'b1', breach, facts, ledgerIndices: [] } });
    const told = 'The pager of Moses Adeyemi refused the call for good: only mail calls them until it is mended.';
    expect(ringing?.refused).toBe(told);
    expect(JSON.stringify(days)).toContain(told);
  });

  it('holds are shown to whoever may read them through the API, and to nobody else', () => {
    expect(view([]).holds).toEqual([]);
    expect(view([], { mayReadHolds: false })).not.toHaveProperty('holds');
  });

  it('the evidence file is at the address of breaches', () => {
    expect(view([]).evidence?.href).toBe('/v1/breaches/b1/evidence');
    expect(view([], { mayFetchEvidence: false }).evidence).toBeUndefined();
  });
});

test('the list has words for every kind of fact and the page for every submission', () => {
  for (const words of Object.values(breachFactWords)) expect(words).toMatch(/^[a-z]/);
  expect(Object.keys(submissionWords).sort()).toEqual([...submissionKinds].sort());
  expect(manager.role).toBe('incident-manager');
});

describe('the steps of a breach', () => {
  const stepsOf = (...steps: readonly (readonly [Asked, string])[]) => view(steps).steps;
  const refusedIn = (steps: ReturnType<typeof stepsOf>, name: string) =>
    steps.refused.find((step) => step.name === name)?.reason;

  it('Art. 33(1): before the decision no risk is assessed and nothing closed, and the page says why', () => {
    const steps = stepsOf();

    expect(steps.open[0]?.href).toBe('/operations/breaches/b1/steps/awareness');
    expect(refusedIn(steps, 'risk-assessment')).toBe('First decide whether it is a personal data breach.');
    expect(refusedIn(steps, 'submissions')).toBe('No clock of this case asks for that.');
    expect(refusedIn(steps, 'closure')).toBe('Decide first: a personal data breach, or not.');
  });

  it('Art. 33(1): what Duly is sending can be recorded by hand, under its version; the page says since when it is under way', () => {
    const filed = { name: 'Example Cloud SE', contact: 'Hauptstrasse 1, 10115 Berlin' };
    const order = { subtype: 'incomplete', organisation: filed, isEstablishedInEea: true } as const;
    const sending = { version: 1, channel: 'endpoint', authority: 'de-be' } as const;
    const ordered = [
      [aware(), hoursAfter(informedAt, 1)],
      [assess('risk'), hoursAfter(informedAt, 2)],
      [{ type: 'freezeNotification', order }, hoursAfter(informedAt, 3)],
      [{ type: 'sendNotification', order: sending }, hoursAfter(informedAt, 4)],
    ] as const;
    const taken = { outcome: 'taken', takenAt: hoursAfter(informedAt, 5), receipt: 'BE-1', documents: [] } as const;
    const settled = [{ type: 'noteSending', effect: '9.0', version: 1, ...taken }, hoursAfter(informedAt, 5)] as const;

    const { steps, authority } = view(ordered);
    const told = 'Duly has been sending it since Fri 20 Nov 18:20';
    expect(refusedIn(steps, 'submissions')).toBeUndefined();
    const underWay = known(fold(breachDecider, after([report(), informedAt], ...ordered)).state);
    const [sentAt, now] = [{ name: 'at', label: '', type: 'text', required: true }, hoursAfter(informedAt, 5)] as const;
    const field = submissionFields(underWay, now, sentAt).find(({ name }) => name === 'version');
    expect(field).toMatchObject({ preset: '1' });
    expect(field?.hint).toContain('Duly has been sending version 1 since Fri 20 Nov 18:20');
    expect(authority[0]).toMatchObject({ name: 'Version 1 of the notification', isOpen: true });
    expect(authority[0]?.told).toContain(told);
    expect(view([...ordered, settled]).authority).toEqual([]);
  });

  it('only what a clock asks for can be recorded as sent', () => {
    const facts = after([report(), informedAt], [aware(), hoursAfter(informedAt, 1)]);
    const breach = known(fold(breachDecider, facts).state);
    const about = { caseId: 'b1', breach, organisation, now, nonce: 'n', typed: {}, wrong: {}, mayReadCase: true };

    const [kind] = breachStepView({ ...about, step: 'submissions' }).fields;
    expect(kind?.choices?.map(({ value }) => value)).toEqual(['authority-notification']);
    const [name] = breachStepView({ ...about, step: 'anchors' }).fields;
    expect(name?.choices?.map(({ value }) => value)).not.toContain('highRiskFoundAt');
  });

  it('who approves that a risk is unlikely reads what was proposed, by whom and why', () => {
    const unlikely = {
      level: 'unlikely',
      reasons: 'the disk was found unread',
      hasIdentificationNumber: true,
    } as const;
    const proposed: Asked = { type: 'assessRisk', assessment: unlikely };
    const facts = after([report(), informedAt], [aware(), hoursAfter(informedAt, 1)], [proposed, now]);
    const breach = known(fold(breachDecider, facts).state);
    const about = { caseId: 'b1', breach, organisation, now, nonce: 'n', typed: {}, wrong: {}, mayReadCase: true };

    const { hint, fields } = breachStepView({ ...about, step: 'risk-approval' });

    expect(hint).toMatch(/Adeyemi proposed that a risk is unlikely: “the disk was found unread”$/);
    expect(fields).toEqual([]);
  });

  it('whoever closes a case reads first what is left open, and a fault names its field', () => {
    const breach = known(fold(breachDecider, after([report({ firstContact: 'm-adeyemi' }), informedAt])).state);
    const about = { caseId: 'b1', breach, organisation, now, nonce: 'n', typed: {}, mayReadCase: true };

    const { leftOpen } = breachStepView({ ...about, wrong: {}, step: 'closure' });
    expect(leftOpen?.[0]).toMatch(/^Whoever reported it has not heard what came of it/);
    expect(leftOpen?.at(-1)).toBe('No lesson was put down.');
    const { faults } = breachStepView({ ...about, wrong: { text: 'Write something.' }, step: 'measures' });
    expect(faults[0]?.label).toBeDefined();
  });

  it('only a regime that binds us is asked about', () => {
    const facts = (packs: readonly string[]) => after([report({ packs }), informedAt]);
    const stepIn = (packs: readonly string[]) => {
      const breach = known(fold(breachDecider, facts(packs)).state);
      const about = { caseId: 'b1', breach, organisation, now, nonce: 'n', typed: {}, wrong: {}, mayReadCase: true };
      return breachStepView({ ...about, step: 'classification' });
    };

    expect(stepIn(['eu-gdpr@1'])).toMatchObject({ isClosed: true });
    expect(stepIn(['eu-gdpr@1', 'eu-nis2@1']).fields[0]?.choices?.map(({ value }) => value)).toEqual(['nis2']);
  });

  it('a step of another role is shown with the role that it needs', () => {
    const { steps } = view([], { notYours: { awareness: 'This step needs the role incident manager.' } });

    expect(refusedIn(steps, 'awareness')).toContain('incident manager');
    expect(steps.open.length + steps.refused.length).toBe(breachStepNames.length);
  });
});
