import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mendedSchema } from '../../reports/notification-schema.js';
import { completeAnswers } from '../domain/a-notification.js';
import { textOfPdf } from '../support/pdf-text.js';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
const HOUR = 60 * 60 * 1000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const manager = 'm-adeyemi';
const reasons = 'a mailbox of the payroll team was opened from abroad';
/** All that people say of it: the rest is of the filing. */
const { 3: _kind, 4: _subtype, 48: _aware, ...answers } = completeAnswers;

const byMail = (example: string) =>
  example.replace('  - id: de-be', '    notification: { by: mail, mail: breaches@authority.example }\n  - id: de-be');

beforeAll(async () => {
  system = await startSystem({ organisation: byMail });
});

afterAll(async () => {
  await system.close();
});

async function anAwareBreach(controller = 'example-cloud'): Promise<string> {
  const body = {
    controller,
    ...{ roles: ['controller'], summary: 'A mailbox was opened from abroad.', aspects: ['confidentiality'] },
    anchors: { firstInformedAt: { at: ago(3), source: 'ownDetection' } },
  };
  const { caseId } = await system.json(201, 'POST', '/v1/breaches', { as: manager, body });
  await take(String(caseId), 'awareness', { outcome: 'aware', anchor: { at: ago(2), source: 'logs' }, reasons });
  return String(caseId);
}

const take = (caseId: string, step: string, body: object, status = 200, as = manager) =>
  system.json(status, 'POST', `/v1/breaches/${caseId}/${step}`, { as, body });

interface Notification {
  readonly answers: Record<string, unknown>;
  readonly typed: Record<string, unknown>;
  readonly gaps: Record<'incomplete' | 'complete', { field: number; why: string }[]>;
  readonly versions: { version: number; sentAt?: string; difference?: object; answers: object }[];
}
async function notificationOf(caseId: string, as = manager): Promise<Notification> {
  const shown = await system.json(200, 'GET', `/v1/breaches/${caseId}/notification`, { as });
  return shown as unknown as Notification;
}
const download = (caseId: string, file: string, as = manager) =>
  system.ask('GET', `/v1/breaches/${caseId}/notification/${file}`, { as });
const fieldsOf = (gaps: readonly { field: number }[]) => gaps.map(({ field }) => field);

describe('a notification in two phases', () => {
  test('Art. 33(4): incomplete, sent, answered, complete, sent; each version stays as it was', async () => {
    const caseId = await anAwareBreach();
    await take(caseId, 'notification-answers', { answers: { 62: 'In our own words.', 67: 'd', 66: 'Employees.' } });
    const first = await notificationOf(caseId);
    expect(first.answers).toMatchObject({ 3: 'a', 4: 'b', 12: 'Example Cloud BV', 62: 'In our own words.', 67: 'd' });
    expect(first.typed).toEqual({ 62: 'In our own words.', 66: 'Employees.', 67: 'd' });
    expect(fieldsOf(first.gaps.complete)).toEqual(expect.arrayContaining([63, 67]));
    expect(fieldsOf(first.gaps.incomplete)).not.toContain(67);

    const refused = await take(caseId, 'notification-versions', { subtype: 'complete' }, 409);
    expect(refused).toMatchObject({ type: 'urn:duly:problem:NotificationIncomplete', article: 'GDPR Art. 33(4)' });
    expect(refused['detail']).toMatch(new RegExp(`^${String(first.gaps.complete.length)} answers are missing`));
    await take(caseId, 'notification-versions', { subtype: 'incomplete' });
    const about = { kind: 'authority-notification', receipt: 'AP-2026-5150' };
    const sent = { ...about, submittedAt: new Date().toISOString(), version: 1 };
    expect(await take(caseId, 'submissions', sent)).toMatchObject({ phase: 'toAssess' });
    await take(caseId, 'risk-assessment', { level: 'risk', reasons });

    await take(caseId, 'notification-answers', { answers });
    expect((await notificationOf(caseId)).gaps.complete).toEqual([]);
    await take(caseId, 'notification-versions', { subtype: 'complete' });
    const rest = { ...about, submittedAt: new Date().toISOString(), version: 2, isComplete: false };
    await take(caseId, 'submissions', rest);

    const { versions } = await notificationOf(caseId);
    expect(versions.map(({ version, sentAt }) => [version, sentAt])).toEqual([
      [1, sent.submittedAt],
      [2, rest.submittedAt],
    ]);
    expect(versions[0]?.answers).toMatchObject({ 3: 'a', 4: 'b', 67: 'd' });
    expect(versions[1]?.answers).toMatchObject({ 3: 'b', 4: 'a', 6: 'AP-2026-5150', 67: 'b', 68: 120 });
    expect(versions[1]?.difference).toMatchObject({
      added: expect.arrayContaining([6, 63, 68]) as number[],
      changed: expect.arrayContaining([3, 4, 62, 67]) as number[],
    });
    const { submissions } = await system.json(200, 'GET', `/v1/breaches/${caseId}`, { as: manager });
    expect((submissions as { isComplete: boolean }[]).map(({ isComplete }) => isComplete)).toEqual([false, true]);
  });

  test('a version is downloaded as text, JSON that the schema takes, and PDF; a draft is told apart in each', async () => {
    const caseId = await anAwareBreach();
    await take(caseId, 'risk-assessment', { level: 'risk', reasons });
    await take(caseId, 'notification-answers', { answers });
    await take(caseId, 'notification-versions', { subtype: 'complete' });

    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const isValid = ajv.compile(mendedSchema('complete'));
    expect(isValid(await (await download(caseId, '1.json')).json()), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid(await (await download(caseId, 'draft.json')).json())).toBe(false);
    const text = await download(caseId, '1.txt');
    expect(text.headers.get('content-disposition')).toMatch(/attachment; filename=B-\d{4}-\d{4}-notification-1\.txt/);
    expect(text.headers.get('cache-control')).toBe('no-store');
    const words = await text.text();
    expect(words).toMatch(/^B-\d{4}-\d{4}: Version 1\n/);
    expect(words).toContain('The mailbox of the payroll team was opened from abroad.');
    expect(await (await download(caseId, 'draft.txt')).text()).toMatch(/^B-\d{4}-\d{4}: Draft, not frozen/);
    const paper = textOfPdf(new Uint8Array(await (await download(caseId, 'draft.pdf')).arrayBuffer()));
    expect(paper).toContain('Draft, not frozen');
    expect(paper).toContain('The mailbox of the payroll team was opened from abroad.');
  });

  test('whoever reads or downloads it is on record', async () => {
    const caseId = await anAwareBreach();
    await notificationOf(caseId, 'r-visser');
    await download(caseId, 'draft.txt', 'r-visser');

    const page = await system.ask('GET', `/operations/cases/${caseId}/accesses`, { as: 'j-smit' });

    const html = await page.text();
    expect(html).toContain('opened it');
    expect(html).toContain('downloaded a document');
  });
});

describe('what is no answer is refused, and where it stands is told', () => {
  test.each([
    ['a letter that the field does not have', { 60: 'z' }, '/answers/60'],
    ['one letter where several are asked', { 55: 'a' }, '/answers/55'],
    ['a letter twice', { 55: ['a', 'a'] }, '/answers/55'],
    ['a field that the template does not have', { 999: 'a' }, '/answers/999'],
    ['what the filing says itself', { 4: 'a' }, '/answers/4'],
    ['part of a number', { 68: 1.5 }, '/answers/68'],
    ['a day that does not exist', { 52: '2026-02-30' }, '/answers/52'],
    ['a country outside of the EEA', { 116: ['GB'] }, '/answers/116/0'],
    ['a number of a country that there is not', { 117: { XX: 3 } }, '/answers/117/XX'],
    ['an empty text', { 62: '' }, '/answers/62'],
    ['nothing', {}, '/answers'],
  ])('%s', async (_what, wrong, pointer) => {
    const problem = await take('0'.repeat(26), 'notification-answers', { answers: wrong }, 422);

    expect((problem['errors'] as { pointer: string }[]).map((error) => error.pointer)).toEqual([pointer]);
  });

  test('no answer is kept of a question that has one that is wrong', async () => {
    const caseId = await anAwareBreach();
    await take(caseId, 'notification-answers', { answers: { 62: 'Kept?', 60: 'z' } }, 422);

    expect((await notificationOf(caseId)).typed).toEqual({});
  });

  test('a version that was never frozen is neither found nor sent', async () => {
    const caseId = await anAwareBreach();
    const submission = { kind: 'authority-notification', submittedAt: ago(0), receipt: 'AP-1', version: 1 };

    expect((await download(caseId, '1.pdf')).status).toBe(404);
    expect((await download(caseId, 'draft.exe')).status).toBe(422);
    expect(await take(caseId, 'submissions', submission, 422)).toMatchObject({
      type: 'urn:duly:problem:VersionUnknown',
    });
  });

  test('nothing that was never notified is withdrawn', async () => {
    const caseId = await anAwareBreach();

    const problem = await take(caseId, 'notification-versions', { subtype: 'withdrawn', reasons }, 409);

    expect(problem['type']).toBe('urn:duly:problem:NothingToWithdraw');
  });

  test('an agent neither reads nor answers it', async () => {
    const caseId = await anAwareBreach();

    await take(caseId, 'notification-answers', { answers: { 62: 'x' } }, 403, 'l-peeters');
    expect((await system.ask('GET', `/v1/breaches/${caseId}/notification`, { as: 'l-peeters' })).status).toBe(403);
  });
});

describe('a frozen version that Duly sends', () => {
  test('Art. 33(1): leaves by mail with both files, and its receipt is the evidence', async () => {
    const caseId = await anAwareBreach();
    await take(caseId, 'notification-versions', { subtype: 'incomplete' });

    await take(caseId, 'notification-sending', { version: 1 });
    await system.until(caseId, 'submissionEvidenced');

    const letter = system.letters.find(
      ({ to, caseId: of }) => to.address === 'breaches@authority.example' && of === caseId,
    );
    expect(letter?.attachments?.map(({ contentType }) => contentType)).toEqual(['application/pdf', 'application/json']);
    const { versions } = await notificationOf(caseId);
    expect(versions[0]?.sentAt).toBeDefined();
    const again = await take(caseId, 'notification-sending', { version: 1 }, 409);
    expect(again['type']).toBe('urn:duly:problem:AlreadySubmitted');
  });

  test('to an authority that takes its own form alone, or under a number that nobody froze, is refused', async () => {
    const caseId = await anAwareBreach('example-cloud-berlin');
    await take(caseId, 'notification-versions', { subtype: 'incomplete' });
    const form = await take(caseId, 'notification-sending', { version: 1 }, 409);
    expect(form['type']).toBe('urn:duly:problem:ChannelTakesNoSending');

    const unknown = await take(await anAwareBreach(), 'notification-sending', { version: 1 }, 422);
    expect(unknown['type']).toBe('urn:duly:problem:VersionUnknown');
  });

  test('is ordered by nobody who may not decide', async () => {
    await take(await anAwareBreach(), 'notification-sending', { version: 1 }, 403, 'r-visser');
  });
});
