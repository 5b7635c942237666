import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem } from '../support/system.js';
import type { TestSystem } from '../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const path = '/v1/subject-requests';
const asked = {
  ...{ right: 'erasure', channel: 'letter', receivedOn: '2026-03-03', text: 'Wis al mijn gegevens.' },
  contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
};
const whileDoing = { way: 'letter', givenAt: new Date().toISOString(), lateReasons: 'The archive was being moved.' };

const step = (status: number, caseId: string, name: string, body: object) =>
  system.json(status, 'POST', `${path}/${caseId}/${name}`, { as: 'r-visser', body });

async function opened(): Promise<{ readonly caseId: string; readonly reference: string }> {
  const { caseId, reference } = await system.json(201, 'POST', path, { as: 'r-visser', body: asked });
  await step(200, String(caseId), 'identity-decision', { outcome: 'confirmed', method: 'account' });
  return { caseId: String(caseId), reference: String(reference) };
}

async function stored(caseId: string, kind: string): Promise<string> {
  const headers = {
    ...{ authorization: `Bearer ${system.tokenOf('r-visser')}`, 'content-type': 'text/plain' },
    'idempotency-key': randomUUID(),
  };
  const address = new URL(`/v1/documents?caseId=${caseId}&kind=${kind}&name=letter.txt`, system.url);
  const answer = await fetch(address, { method: 'POST', headers, body: 'We have erased all of it.' });
  return ((await answer.json()) as { documentId: string }).documentId;
}

const lettersTo = (caseId: string) =>
  system.letters.filter((letter) => letter.caseId === caseId && letter.to.address === 'ilse@example.com');

test('Art. 12(3): an erasure ends with the answer that people gave, and with no letter that says so in their place', async () => {
  const { caseId } = await opened();

  for (const [name, body] of [
    ['acceptance', { outcome: 'accepted' }],
    ['fulfilment', { lateReasons: 'The archive was being moved.' }],
  ] as const)
    expect(await step(409, caseId, name, body)).toMatchObject({ type: 'urn:duly:problem:AnswerNotBuilt' });

  const given = { ...whileDoing, done: 'erased' };
  const answer = await stored(caseId, 'answer');
  expect(await step(422, caseId, 'answer-given', { ...given, documents: [answer] })).toMatchObject({
    type: 'urn:duly:problem:DocumentUnknown',
  });
  const evidence = await stored(caseId, 'evidence');
  expect(await step(200, caseId, 'answer-given', { ...given, documents: [evidence] })).toMatchObject({
    phase: 'settled',
  });
  await system.until(caseId, 'requestAcknowledged');
  expect(lettersTo(caseId)).toHaveLength(1);
});

test('the page asks for the answer, shows what will happen, and keeps what shows it with the case', async () => {
  const { caseId, reference } = await opened();
  const send = async (fields: Readonly<Record<string, string>>, files: readonly File[] = []) => {
    const body = new FormData();
    const form = { nonce, done: 'erased', way: 'mail', givenAt: '2026-03-20T10:00', ...fields };
    for (const [name, value] of Object.entries(form)) body.append(name, value);
    for (const file of files) body.append('files', file);
    const headers = { authorization: `Bearer ${system.tokenOf('r-visser')}` };
    const address = new URL(`/operations/cases/${caseId}/answer-given`, system.url);
    return fetch(address, { method: 'POST', redirect: 'manual', body, headers });
  };
  const nonce = randomUUID();
  const letter = new File(['We have erased all of it.'], 'our-letter.txt');

  const looked = await (await send({ go: 'look' })).text();
  expect(looked).toContain('None is sent: they have your answer.');
  expect(looked).toContain('What shows it?');
  const unshown = await send({ go: 'do', confirmReference: reference });
  expect([unshown.status, (await unshown.text()).includes('Choose at least one file.')]).toEqual([422, true]);
  expect((await send({ go: 'do', confirmReference: reference }, [letter])).status).toBe(303);

  const { facts } = (await system.json(200, 'GET', `${path}/${caseId}/facts`, { as: 'r-visser' })) as {
    facts: readonly Record<string, unknown>[];
  };
  expect(facts.at(-1)).toMatchObject({ type: 'answerGiven', done: 'erased', way: 'mail' });
  const [documentId] = facts.at(-1)?.['documents'] as readonly string[];
  const kept = await system.ask('GET', `/v1/documents/${String(documentId)}?caseId=${caseId}`, { as: 'r-visser' });
  expect(await kept.text()).toBe('We have erased all of it.');
});
