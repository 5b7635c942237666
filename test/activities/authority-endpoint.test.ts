import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authorityEndpoint } from '../../activities/notifications/endpoint.js';
import { startTestAuthority } from '../../local/test-authority.js';
import type { TestAuthority } from '../../local/test-authority.js';

let authority: TestAuthority;
let key = '';
let count = 0;
beforeAll(async () => {
  authority = await startTestAuthority('the-token');
});
beforeEach(() => {
  count += 1;
  key = `a-key-of-a-version-${String(count)}`;
  authority.behave();
});
afterAll(() => authority.close());

const submit = (token = 'the-token') =>
  authorityEndpoint({ url: authority.url, token }).submit(key, '{"field_60":"a"}');
const taken = () => authority.taken.filter((one) => one.key === key);
const troubleOf = async (attempt: Promise<unknown>) => {
  await expect(attempt).rejects.toMatchObject({ nonRetryable: false });
  return attempt.catch((error: unknown) => (error as Error).message);
};

test('what the authority took has its reference and its time', async () => {
  const answer = await submit();

  const [one] = taken();
  expect(one?.body).toBe('{"field_60":"a"}');
  expect(answer).toMatchObject({ outcome: 'taken', reference: one?.reference, receivedAt: one?.receivedAt });
});

test('what it took without our hearing of it is read back, and taken once', async () => {
  authority.behave('take-and-hang-up');

  expect(await troubleOf(submit())).toBe('AuthorityAway');
  expect(await submit()).toMatchObject({ outcome: 'taken', reference: taken()[0]?.reference });
  expect(taken()).toHaveLength(1);
});

test('a refusal is final, with where it points to', async () => {
  authority.behave('refuse');

  const answer = await submit();

  expect(answer).toMatchObject({ outcome: 'refused', code: 422 });
  expect(answer.said).toContain('/field_60');
  expect(taken()).toEqual([]);
});

test('an authority that needs time is asked again until it has a receipt', async () => {
  authority.behave('delay');

  expect(await troubleOf(submit())).toBe('AuthorityPending');
  expect(await troubleOf(submit())).toBe('AuthorityPending');
  expect(await submit()).toMatchObject({ outcome: 'taken' });
  expect(taken()).toHaveLength(1);
});

test.each([429, 500, 503])('an authority that answers %d is asked again', async (code) => {
  authority.behave(code);

  expect(await troubleOf(submit())).toBe('AuthorityBusy');
  expect(await submit()).toMatchObject({ outcome: 'taken' });
});

test('an answer without a receipt is no evidence, and a token that is not known a final no', async () => {
  authority.behave('mumble');

  expect(await submit()).toMatchObject({ outcome: 'unresolved' });
  expect(await submit('another-token')).toMatchObject({ outcome: 'refused', code: 401 });
});
