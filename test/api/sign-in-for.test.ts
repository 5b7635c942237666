import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signInFor } from '../../api/auth/sign-in-for.js';
import { readOrganisation } from '../../organisation/read.js';
import { signInsInMemory, testServerKey } from '../support/api.js';

test('whoever signs in with another account of theirs is the same person, and cannot be the second one', async () => {
  const state = await mkdtemp(path.join(os.tmpdir(), 'duly-sign-in-'));
  const now = () => new Date('2026-08-10T10:00:00.000Z');
  const publicUrl = new URL('http://127.0.0.1:7070');
  const config = { state, host: '127.0.0.1', signIn: 'local', serverKey: testServerKey, publicUrl } as const;
  const organisation = await readOrganisation('examples/organisation.yaml');

  const { sign, issuer } = await signInFor(config, organisation, signInsInMemory(), now);
  const idOf = async (id: string) => {
    const token = await issuer?.mint({ id, roles: ['operator'] }, now());
    return (await sign.verify(token ?? '')).id;
  };

  expect(await idOf('s-haddad-admin')).toBe('s-haddad');
  expect(await idOf('s-haddad')).toBe('s-haddad');
  await rm(state, { recursive: true });
});
