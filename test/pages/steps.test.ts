import { describe, expect, it, test } from 'vitest';
import type { Actor } from '../../domain/actor.js';
import { dataSubject, duly } from '../../domain/actor.js';
import { fold, isRefusal, step } from '../../domain/decider.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, Registration, RequestCommand } from '../../domain/subject-request.js';
import { phaseOf } from '../../domain/subject-request.standing.js';
import { acceptanceFields } from '../../pages/answer-fields.js';
import { whyNotNow, stepsView } from '../../pages/steps.view.js';
import { stepNames } from '../../pages/step-names.js';
import type { StepName } from '../../pages/step-names.js';
import { decider, operator, registered } from '../support/builders.js';

const now = '2026-03-20T15:50:00.000Z';
const afterTheMonth = '2026-04-10T08:00:00.000Z';
const reasons = 'Reasons that can be checked.';

function requestAfter(registration: Partial<Registration>, commands: readonly RequestCommand[]): KnownRequest {
  const facts = [...commands].reduce(
    (before, command) => {
      const { state } = fold(subjectRequestDecider, before);
      const outcome = step(subjectRequestDecider, command, state, '2026-03-10T09:00:00.000Z');
      if (isRefusal(outcome)) throw new Error(outcome.message);
      return [...before, ...outcome];
    },
    [registered(registration)],
  );
  const { state } = fold(subjectRequestDecider, facts);
  if (state.phase === 'new') throw new Error('registered');
  return state;
}

const confirmed: RequestCommand = {
  type: 'decideIdentity',
  decision: { outcome: 'confirmed', method: 'account' },
  by: operator,
};
const accepted: RequestCommand = { type: 'acceptRequest', acceptance: 'accepted', by: operator };
const attached: RequestCommand = { type: 'attachAnswer', documents: ['d1'], by: operator };
const fulfilled: RequestCommand = { type: 'fulfil', by: operator };
const asked: RequestCommand = { type: 'requestIdentityEvidence', doubt: reasons, by: operator };
const refusal: RequestCommand = {
  type: 'proposeRefusal',
  proposal: { scope: 'whole', ground: 'excessive', reasons, demonstration: reasons },
  by: operator,
};
const approved: RequestCommand = { type: 'decideProposal', decision: 'approved', by: decider };
const withdrawn: RequestCommand = { type: 'withdraw', by: dataSubject };
const closing: RequestCommand = { type: 'close', by: duly };
const lost: RequestCommand = {
  type: 'noteLetter',
  effect: '0.0',
  letter: 'acknowledgement',
  came: { outcome: 'trouble', reason: 'no-mail-address' },
  by: duly,
};

const open = (by: Actor, request: KnownRequest, at = now): readonly StepName[] =>
  stepNames.filter((name) => whyNotNow(name, request, by, at) === undefined);

const always = ['withdrawal', 'advice', 'contact', 'owner', 'notes'] as const;
/** Once it is known which right the message invokes. */
const onceClassified = ['further-rights', ...always] as const;

/** Every phase, and exactly what the law allows in it. */
const phases: readonly (readonly [
  string,
  Partial<Registration>,
  readonly RequestCommand[],
  Actor,
  readonly StepName[],
])[] = [
  ['toRead', { right: undefined, readable: false }, [], operator, ['classify', 'set-aside', ...always]],
  ['toClassify', { right: undefined }, [], operator, ['classify', 'set-aside', ...always]],
  [
    'deciding',
    {},
    [],
    operator,
    ['classify', 'identity-request', 'identity-decision', 'extension', 'refusal', 'answer', ...onceClassified],
  ],
  [
    'identityAsked',
    {},
    [asked],
    operator,
    ['classify', 'identity-decision', 'extension', 'refusal', 'answer', ...onceClassified],
  ],
  [
    'deciding',
    {},
    [confirmed],
    operator,
    ['classify', 'extension', 'acceptance', 'refusal', 'answer', 'answer-given', ...onceClassified],
  ],
  [
    'gathering',
    {},
    [confirmed, accepted],
    operator,
    ['classify', 'extension', 'acceptance', 'refusal', 'answer', 'answer-given', ...onceClassified],
  ],
  [
    'readyToAnswer',
    {},
    [confirmed, accepted, attached],
    operator,
    [
      'classify',
      'extension',
      'acceptance',
      'refusal',
      'answer',
      'answer-removal',
      'fulfilment',
      'answer-given',
      ...onceClassified,
    ],
  ],
  ['answering', {}, [confirmed, accepted, attached, fulfilled], operator, onceClassified],
  ['refusalProposed', {}, [confirmed, refusal], decider, ['extension', 'approval', 'answer', ...onceClassified]],
  ['refusalProposed', {}, [confirmed, refusal], operator, ['extension', 'answer', ...onceClassified]],
  ['refusing', {}, [confirmed, refusal, approved], operator, onceClassified],
  ['settled', {}, [withdrawn], operator, ['further-rights', 'contact', 'owner', 'notes']],
  ['closed', {}, [withdrawn, closing], operator, []],
];

describe('exactly what the law allows now', () => {
  test.each(phases)('in the phase %s, %#', (phase, registration, commands, by, steps) => {
    const request = requestAfter(registration, commands);

    expect(phaseOf(request)).toBe(phase);
    expect(new Set(open(by, request))).toEqual(new Set(steps));
  });

  it('Art. 12(3): on erasure no step leads to a letter that says it was done, and one leads to the end', () => {
    const request = requestAfter({ right: 'erasure' }, [confirmed]);
    const view = stepsView({ caseId: 'c', request, by: operator, now, notYours: {} });
    const closed = view.refused.filter(({ reason }) =>
      reason.startsWith('Duly writes the answer to an access request'),
    );

    expect(view.open[0]).toMatchObject({ name: 'answer-given', isNext: true });
    expect(closed.map(({ name, article }) => [name, article])).toEqual([
      ['answer', 'GDPR Art. 12(3)'],
      ['fulfilment', 'GDPR Art. 12(3)'],
    ]);
    expect(view.open.find(({ name }) => name === 'acceptance')?.title).toBe('Decide that no data are held');
    const [field] = acceptanceFields(request);
    expect(field?.choices?.map(([acceptance]) => acceptance)).toEqual(['noDataHeld']);
    expect(field?.hint).toContain('record the answer you gave');
  });

  it('a request that is accepted is not offered again to be accepted, and says what another decision would change', () => {
    const request = requestAfter({}, [confirmed, accepted, attached]);
    const step = stepsView({ caseId: 'c', request, by: operator, now, notYours: {} }).open.find(
      ({ name }) => name === 'acceptance',
    );

    expect(step).toMatchObject({
      title: 'Change the decision',
      hint: expect.stringContaining('we will answer') as string,
    });
    const [field] = acceptanceFields(request);
    expect(field?.choices?.map(([acceptance]) => acceptance)).toEqual(['noDataHeld']);
    expect(field?.hint).toBe(
      'Decided so far: we will do what they ask. This takes its place. Files that are attached will not leave.',
    );
  });

  it('a letter that nobody could send opens the step for sending it by hand', () => {
    expect(open(operator, requestAfter({}, [lost]))).toContain('letter-sent');
  });

  it('Art. 7(3): no ground stands against the withdrawal of consent', () => {
    const request = requestAfter({ right: 'consentWithdrawal' }, []);

    expect(whyNotNow('refusal', request, operator, now)?.type).toBe('GroundNotForRight');
  });

  it('Art. 12(3): after the first month the extension is shown as refused, with the article', () => {
    const view = stepsView({
      caseId: 'c',
      request: requestAfter({}, []),
      by: operator,
      now: afterTheMonth,
      notYours: {},
    });

    expect(view.refused.find(({ name }) => name === 'extension')).toEqual({
      name: 'extension',
      title: 'Extend the period',
      because: 'not possible',
      reason: 'Too late: the first month has ended.',
      article: 'GDPR Art. 12(3)',
    });
  });

  it('every step stands on the page once, open or refused', () => {
    const view = stepsView({ caseId: 'c', request: requestAfter({}, []), by: operator, now, notYours: {} });

    expect([...view.open, ...view.refused].map(({ name }) => name).sort()).toEqual([...stepNames].sort());
  });

  it('what usually comes next stands first', () => {
    const view = stepsView({
      caseId: 'c',
      request: requestAfter({}, [confirmed, accepted, attached]),
      by: operator,
      now,
      notYours: {},
    });

    expect(view.open[0]).toMatchObject({ name: 'fulfilment', isNext: true });
  });

  it('a step of another role is told as such, and the law comes first', () => {
    const notYours = { 'set-aside': 'Needs the role operator.', extension: 'Needs the role operator.' };
    const view = stepsView({ caseId: 'c', request: requestAfter({}, []), by: decider, now, notYours });

    expect(view.refused.find(({ name }) => name === 'extension')?.because).toBe('not your role');
    expect(view.refused.find(({ name }) => name === 'set-aside')?.because).toBe('not possible');
  });

  it('the same person does not approve what they proposed', () => {
    expect(whyNotNow('approval', requestAfter({}, [confirmed, refusal]), operator, now)?.type).toBe('SamePerson');
  });
});
