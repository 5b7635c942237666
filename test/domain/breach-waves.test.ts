import { expect, test } from 'vitest';
import { contentFor } from '../../domain/breach.communication.js';
import type { CommunicationContent, CommunicationOrder } from '../../domain/breach.communication.js';
import { breachPhaseOf } from '../../domain/breach.standing.js';
import { orderedForFew, whyNotOrderCommunication } from '../../domain/breach.waves.js';
import { hoursAfter } from '../../domain/time.js';
import { anAwareBreach, assess, computed, informedAt, known, manager, reasons, submit } from './a-breach.js';
import type { Asked } from './a-breach.js';

const now = hoursAfter(informedAt, 2);
const highRisk = [assess('high-risk'), now] as const;
const content: CommunicationContent = {
  text: 'Somebody opened the mailbox of the payroll team from abroad.',
  consequences: 'Your bank account number may be used by others.',
  measures: 'The mailbox is closed and the police is informed.',
  contactPoint: 'privacy@example.org, +31 20 555 01 00',
};
function order(overrides: Partial<CommunicationOrder> = {}, listed = 1_200, reference = 'B-2026-0007'): Asked {
  return { type: 'orderCommunication', order: { ...content, ...overrides }, reference, listed };
}
const batch = (number: number, effect: string, sent = 500, refused = 0): Asked => ({
  ...{ type: 'noteWaveBatch', effect, batch: number, sent, refused, unknown: 0 },
});
const hold = (until: string, why = reasons): Asked => ({
  type: 'holdCommunication',
  hold: { requestedBy: 'Public prosecutor Amsterdam', reasons: why, until },
});
const ask = (breach: ReturnType<typeof anAwareBreach>, command: Asked, at = now) =>
  breach.when({ ...command, by: manager }, at);
const waveOf = (breach: ReturnType<typeof anAwareBreach>) => known(breach.state).wave;

test('an order begins with the first five hundred on the list, and each batch with the end of the one before', () => {
  const { facts, effects } = ask(anAwareBreach({}, highRisk), order());
  expect(facts).toMatchObject([{ type: 'communicationOrdered', from: 1, to: 1_200 }]);
  expect(effects).toMatchObject([{ type: 'sendWaveBatch', batch: 0, from: 1, to: 500, drill: false, ...content }]);

  const second = ask(anAwareBreach({}, highRisk, [order(), now]), batch(0, '7.0'));
  expect(second.effects).toMatchObject([{ type: 'sendWaveBatch', batch: 1, from: 501, to: 1_000 }]);
  const third = ask(anAwareBreach({}, highRisk, [order(), now], [batch(0, '7.0'), now]), batch(1, '8.0'));
  expect(third.effects).toMatchObject([{ type: 'sendWaveBatch', batch: 2, from: 1_001, to: 1_200 }]);
});

test('GDPR Art. 34(1): the last batch records the communication and ends its clock', () => {
  const begun = anAwareBreach({}, highRisk, [order(), now], [batch(0, '7.0'), now], [batch(1, '8.0', 499, 1), now]);
  expect(computed(begun, 'gdpr-34').metAt).toBeUndefined();
  const end = hoursAfter(now, 1);
  const { facts, effects } = ask(begun, batch(2, '9.0', 200), end);
  expect(facts).toMatchObject([
    { type: 'waveBatchSent', batch: 2, sent: 200 },
    { type: 'communicationRecorded', communication: { way: 'individual', recipients: 1_199, at: end } },
    { type: 'clocksComputed' },
  ]);
  // One letter of the second batch was refused: somebody must reach that person otherwise.
  expect(effects).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
});

test('GDPR Art. 34(1): letters to fewer than are known to be concerned tell not all of them, and the clock goes on', () => {
  const extent = (count: number): Asked => ({
    type: 'recordExtent',
    extent: {
      dataSubjects: { count, precision: 'exact' },
      ...{ records: 'unknown', dataSubjectKinds: [], dataTypes: [], encryption: 'none' },
    },
  });
  const few = [highRisk, [extent(40), now], [order({}, 5), now]] as const;
  const written = anAwareBreach({}, ...few, [batch(0, '8.0', 5), now]);
  expect(computed(written, 'gdpr-34').metAt).toBeUndefined();
  expect(orderedForFew(known(written.state))).toBe(5);

  const { facts } = ask(
    anAwareBreach({}, ...few, [batch(0, '8.0', 5), now], [order({}, 40), now]),
    batch(0, '10.0', 34, 1),
  );
  expect(facts).toMatchObject([
    { type: 'waveBatchSent' },
    { type: 'communicationRecorded', communication: { recipients: 39 } },
    { type: 'clocksComputed' },
  ]);
});

test('found to be no breach, the letters that have not begun stay unsent', () => {
  const begun = anAwareBreach({}, highRisk, [order(), now], [batch(0, '7.0'), now]);
  const decision = { outcome: 'notABreach', reasons } as const;
  const ended = anAwareBreach(
    {},
    highRisk,
    [order(), now],
    [batch(0, '7.0'), now],
    [{ type: 'decideAwareness', decision }, now],
  );
  expect(ask(begun, batch(1, '8.0')).effects).toMatchObject([{ type: 'sendWaveBatch', batch: 2 }]);
  expect(ask(ended, batch(1, '8.0')).effects).toEqual([]);
  expect(ask(ended, { type: 'close' }).refused).toBe('WaveUnderWay');
});

test('whoever was put on the list later is written to before the case is closed', () => {
  const sent = submit('authority-notification', now);
  const told = anAwareBreach({}, highRisk, [order({}, 2), now], [batch(0, '7.0', 2), now], [sent, now]);
  expect(ask(told, { type: 'close', listed: 3 }).refused).toBe('WaveUnderWay');
  expect(ask(told, { type: 'close', listed: 2 }).refused).toBeUndefined();
});

test('a wave that reached nobody tells nobody', () => {
  const { facts } = ask(anAwareBreach({}, highRisk, [order({}, 2), now]), batch(0, '7.0', 0, 2));
  expect(facts.map(({ type }) => type)).toEqual(['waveBatchSent']);
});

test.each([
  ['text', 'GDPR Art. 34(2)'],
  ['contactPoint', 'GDPR Art. 33(3)(b)'],
  ['consequences', 'GDPR Art. 33(3)(c)'],
  ['measures', 'GDPR Art. 33(3)(d)'],
])('GDPR Art. 34(2): a letter without its %s is not ordered: CommunicationIncomplete', (part, article) => {
  const asked = { order: { ...content, [part]: ' ' }, reference: 'B-2026-0007', listed: 5 };
  const refusal = whyNotOrderCommunication(anAwareBreach({}, highRisk).state, asked);
  expect(refusal).toMatchObject({ type: 'CommunicationIncomplete', article });
});

test.each([
  ['text', 'GDPR Art. 34(2)'],
  ['contactPoint', 'GDPR Art. 33(3)(b)'],
  ['consequences', 'GDPR Art. 33(3)(c)'],
  ['measures', 'GDPR Art. 33(3)(d)'],
])('GDPR Art. 34(2): a letter in a second language does not go without its %s either', (part, article) => {
  const translations = { de: content, nl: { ...content, [part]: ' ' } };
  const asked = { order: { ...content, translations }, reference: 'B-2026-0007', listed: 5 };
  const refusal = whyNotOrderCommunication(anAwareBreach({}, highRisk).state, asked);
  expect(refusal).toMatchObject({ type: 'CommunicationIncomplete', article });
  expect(refusal?.message).toContain('The letter in Dutch does not say');
});

test('GDPR Art. 12(1): who reads a language that somebody wrote gets those words, and nothing of the others', () => {
  const nl = { ...content, text: 'Iemand opende van buiten de mailbox van de salarisadministratie.' };
  const advised = { ...nl, recommendations: 'Wijzig uw wachtwoord.' };
  const ordered = { ...content, recommendations: 'Change your password.', translations: { nl: advised } };
  expect(contentFor(ordered, 'nl')).toEqual(advised);
  for (const other of ['en', 'de', 'fr'] as const)
    expect(contentFor(ordered, other)).toEqual({ ...content, recommendations: 'Change your password.' });

  const { effects } = ask(anAwareBreach({}, highRisk), order({ language: 'en', translations: { nl } }));
  expect(effects).toMatchObject([{ type: 'sendWaveBatch', ...content, translations: { nl } }]);
});

test('GDPR Art. 34(2): what people can do themselves is said in every language or in none', () => {
  const advised = { ...content, recommendations: 'Change your password.' };
  const whyNot = (asked: CommunicationOrder) =>
    whyNotOrderCommunication(anAwareBreach({}, highRisk).state, { order: asked, reference: 'B-2026-0007', listed: 5 });
  const lacking = (letter: string) => ({
    ...{ type: 'CommunicationIncomplete', article: 'Recital 86' },
    message: `${letter} does not say what people can do themselves, as it does in another language.`,
  });

  for (const recommendations of [undefined, ' '])
    expect(whyNot({ ...advised, translations: { de: advised, nl: { ...content, recommendations } } })).toEqual(
      lacking('The letter in Dutch'),
    );
  expect(whyNot({ ...content, translations: { nl: advised } })).toEqual(lacking('The letter'));
  expect(whyNot({ ...advised, translations: { nl: advised } })).toBeUndefined();
  expect(whyNot({ ...content, translations: { nl: content } })).toBeUndefined();
});

test('without a high risk letters are a deliberate choice with its reasons', () => {
  expect(ask(anAwareBreach({}, [assess('risk'), now]), order()).refused).toBe('CommunicationNotOwed');
  const chosen = ask(anAwareBreach({}, [assess('risk'), now]), order({ voluntaryReasons: reasons }));
  expect(chosen.effects).toHaveLength(1);
  const processor = ask(anAwareBreach({ roles: ['processor'] }, highRisk), order({ voluntaryReasons: reasons }));
  expect(processor.refused).toBe('CommunicationNotOwed');
});

test('letters are ordered by typing the reference of the case: ReferenceDiffers', () => {
  expect(ask(anAwareBreach({}, highRisk), order({}, 5, 'B-2026-0008')).refused).toBe('ReferenceDiffers');
  expect(ask(anAwareBreach({}, highRisk), order({}, 5, ' b-2026-0007')).refused).toBeUndefined();
});

test('nobody is written to twice, and nobody while others are: NoRecipients, WaveUnderWay', () => {
  expect(ask(anAwareBreach({}, highRisk), order({}, 0)).refused).toBe('NoRecipients');
  const begun = anAwareBreach({}, highRisk, [order({}, 600), now]);
  expect(ask(begun, order({}, 900)).refused).toBe('WaveUnderWay');
  expect(ask(begun, { type: 'close' }).refused).not.toBeUndefined();
  const done = anAwareBreach({}, highRisk, [order({}, 3), now], [batch(0, '7.0', 3), now]);
  expect(ask(done, order({}, 3)).refused).toBe('NoRecipients');
  expect(ask(done, order({}, 5)).effects).toMatchObject([{ batch: 0, from: 4, to: 5 }]);
});

test('Recital 86: a hold lets the batch that began end, and the next begins when the hold ends by itself', () => {
  const until = hoursAfter(now, 24);
  const held = anAwareBreach({}, highRisk, [order(), now], [hold(until), now]);
  expect(ask(held, batch(0, '7.0')).effects).toEqual([]);

  const waiting = anAwareBreach({}, highRisk, [order(), now], [hold(until), now], [batch(0, '7.0'), now]);
  const ended = ask(waiting, { type: 'passHoldEnd', until }, until);
  expect(ended.facts).toMatchObject([{ type: 'communicationHoldEnded', resumes: true }]);
  expect(ended.effects).toMatchObject([{ type: 'sendWaveBatch', batch: 1, from: 501 }]);
});

test('a hold that ends while its batch is still on the way sends nothing twice', () => {
  const until = hoursAfter(now, 1);
  const held = anAwareBreach({}, highRisk, [order(), now], [hold(until), now]);
  expect(ask(held, { type: 'passHoldEnd', until }, until).effects).toEqual([]);
  const ended = anAwareBreach(
    {},
    highRisk,
    [order(), now],
    [hold(until), now],
    [{ type: 'passHoldEnd', until }, until],
  );
  expect(ask(ended, batch(0, '7.0'), until).effects).toMatchObject([{ batch: 1 }]);
});

test('letters that are ordered under a hold wait for its end', () => {
  const until = hoursAfter(now, 1);
  const held = anAwareBreach({}, highRisk, [hold(until), now]);
  expect(ask(held, order()).effects).toEqual([]);
  const ordered = anAwareBreach({}, highRisk, [hold(until), now], [order(), now]);
  expect(waveOf(ordered)?.isUnderWay).toBe(false);
  expect(ask(ordered, { type: 'passHoldEnd', until }, until).effects).toMatchObject([{ batch: 0 }]);
});

test('the case wakes at the end of a hold; a later hold takes the place of an earlier one', () => {
  const [first, second] = [hoursAfter(now, 1), hoursAfter(now, 2)];
  const twice = anAwareBreach({}, highRisk, [hold(first), now], [hold(second), now]);
  expect(ask(twice, { type: 'passHoldEnd', until: first }, first).facts).toEqual([]);
  expect(ask(twice, { type: 'passHoldEnd', until: second }, second).facts).toMatchObject([
    { type: 'communicationHoldEnded', until: second, resumes: false },
  ]);
  expect(twice.nextMilestone?.at).toBe(second);
});

test('a hold says who asked, why, and until when: HoldNotAhead', () => {
  expect(ask(anAwareBreach({}, highRisk), hold(now)).refused).toBe('HoldNotAhead');
  expect(ask(anAwareBreach({}, highRisk), hold(hoursAfter(now, 1), '-')).refused).toBe('ReasonsMissing');
  const told = anAwareBreach({}, highRisk, [order({}, 3), now], [batch(0, '7.0', 3), now]);
  expect(ask(told, hold(hoursAfter(now, 1))).refused).toBe('CommunicationNotOwed');
});

test('GDPR Art. 33(1): a hold on the letters delays no notification to the authority', () => {
  const before = computed(anAwareBreach({}, highRisk), 'gdpr-33-sa');
  const held = anAwareBreach({}, highRisk, [hold(hoursAfter(now, 200)), now]);
  expect(computed(held, 'gdpr-33-sa')).toEqual(before);
  expect(held.nextMilestone?.at).toBe(anAwareBreach({}, highRisk).nextMilestone?.at);
  expect(ask(held, submit('authority-notification', now)).refused).toBeUndefined();
});

test('GDPR Art. 34(3)(c): without a communication in public the case stays open: PublicCommunicationMissing', () => {
  const exempt: Asked = {
    type: 'recordCommunication',
    communication: { outcome: 'exempt', ground: 'c', at: now, reasons },
  };
  const communication = { outcome: 'communicated', way: 'public', at: now, recipients: 0, documents: ['d'] } as const;
  const inPublic: Asked = { type: 'recordCommunication', communication };
  const notified = [submit('authority-notification', now), now] as const;
  const close: Asked = { type: 'close' };
  const silent = anAwareBreach({}, highRisk, notified, [exempt, now]);
  expect(computed(silent, 'gdpr-34').metAt).toBeUndefined();
  expect(breachPhaseOf(known(silent.state))).toBe('toCommunicate');
  expect(ask(silent, close).refused).toBe('PublicCommunicationMissing');
  for (const steps of [
    [exempt, inPublic],
    [inPublic, exempt],
  ] as const) {
    const told = anAwareBreach({}, highRisk, notified, ...steps.map((step) => [step, now] as const));
    expect(computed(told, 'gdpr-34').metAt).toBe(now);
    expect(ask(told, close).refused).toBeUndefined();
  }
});

test('a batch that failed for good is told to our people, and the wave begins it again after the next hold', () => {
  const begun = anAwareBreach({}, highRisk, [order(), now]);
  const failed: Asked = { type: 'noteEffectFailed', effect: '7.0', what: 'sendWaveBatch' };
  expect(ask(begun, failed).effects).toMatchObject([{ type: 'alertStaff', alert: 'breach-needs-person' }]);
  const until = hoursAfter(now, 1);
  const again = anAwareBreach({}, highRisk, [order(), now], [failed, now], [hold(until), now]);
  expect(ask(again, { type: 'passHoldEnd', until }, until).effects).toMatchObject([{ batch: 0, from: 1 }]);
});
