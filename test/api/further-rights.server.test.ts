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
  ...{ right: 'access', channel: 'letter', receivedOn: '2026-11-03', text: 'Send me my data, then erase them.' },
  contact: { name: 'Ilse Terpstra', mail: 'ilse@example.com' },
};

async function opened(): Promise<{ readonly caseId: string; readonly reference: string; readonly dueOn: string }> {
  const { caseId, reference, dueOn } = await system.json(201, 'POST', path, { as: 'r-visser', body: asked });
  return { caseId: String(caseId), reference: String(reference), dueOn: String(dueOn) };
}

const further = (status: number, caseId: string, right: string, key?: string, as = 'r-visser') =>
  system.json(status, 'POST', `${path}/${caseId}/further-rights`, { as, body: { right }, ...(key && { key }) });

const page = async (address: string) => {
  const answer = await system.ask('GET', address, { as: 'r-visser', headers: { accept: 'text/html' } });
  return answer.text();
};

test('Art. 12(2): a further right of a message has a case, a reference and a letter of its own, and the clock of its receipt', async () => {
  const { caseId, reference, dueOn } = await opened();
  const key = randomUUID();
  const answer = await further(201, caseId, 'erasure', key);
  const second = String(answer['caseId']);

  expect(answer).toEqual({ caseId: second, reference: expect.stringMatching(/^S-2026-/) as string, dueOn });
  expect(answer['reference']).not.toBe(reference);
  expect(await further(201, caseId, 'erasure', key)).toEqual(answer);
  await system.until(second, 'requestAcknowledged');
  const letters = system.letters.filter((letter) => letter.caseId === second);
  expect(letters.map(({ to }) => to.address)).toEqual(['ilse@example.com']);
  expect(JSON.stringify(letters)).toContain(String(answer['reference']));
});

test('what is refused is refused by type: the same right twice, the right of the case, from a further case, unclassified', async () => {
  const { caseId } = await opened();
  const { caseId: second } = await further(201, caseId, 'erasure');
  const { right: _right, ...unclassified } = asked;
  const { caseId: message } = await system.json(201, 'POST', path, { as: 'r-visser', body: unclassified });

  for (const [of, right, type] of [
    [caseId, 'erasure', 'AlreadyClassified'],
    [caseId, 'access', 'AlreadyClassified'],
    [String(second), 'objection', 'AlreadyClassified'],
    [String(message), 'objection', 'NotClassified'],
  ] as const)
    expect(await further(409, of, right)).toMatchObject({ type: `urn:duly:problem:${type}` });
  expect(await further(404, 'z'.repeat(26), 'erasure')).toMatchObject({ type: 'urn:duly:problem:CaseNotFound' });
  await further(403, caseId, 'objection', undefined, 'n-okafor');
  await further(422, caseId, 'forgetting');
});

test('the page opens the case once per form, and the two cases lead to each other', async () => {
  const { caseId, reference } = await opened();
  const address = `/operations/cases/${caseId}/further-rights`;
  const form = await page(address);
  expect(form).toContain('This message asks for another right too');
  expect(form).toContain('Send me my data, then erase them.');
  expect(form).not.toContain('id="f-right-access"');

  const nonce = randomUUID();
  const send = (fields: Readonly<Record<string, string>>) =>
    system.ask('POST', address, {
      as: 'r-visser',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: new URLSearchParams({ nonce, go: 'do', ...fields }).toString(),
    });
  expect((await send({})).status).toBe(422);
  for (let click = 0; click < 2; click += 1) {
    const answer = await send({ right: 'erasure' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/operations/cases/${caseId}?done=further-rights`,
    ]);
  }

  const { furtherRights } = (await system.json(200, 'GET', `${path}/${caseId}`, { as: 'r-visser' })) as {
    furtherRights: readonly { readonly caseId: string; readonly right: string }[];
  };
  expect(furtherRights.map(({ right }) => right)).toEqual(['erasure']);
  const second = String(furtherRights[0]?.caseId);
  expect(await page(`/operations/cases/${caseId}`)).toMatch(
    new RegExp(`The same message asks for erasure too: <a href="/operations/cases/${second}">S-2026-`),
  );
  expect(await page(`/operations/cases/${second}`)).toContain(
    `The message opened <a href="/operations/cases/${caseId}">${reference}</a> first`,
  );
});
