import { describe, expect, test } from 'vitest';
import { readConfig } from '../../api/config.js';

const serverKey = Buffer.alloc(32, 1).toString('base64url');
const needed = {
  DATABASE_URL: 'postgres://duly_app:secret-word@127.0.0.1/duly',
  DULY_SERVER_KEY: serverKey,
  DULY_KEY_ENCRYPTION_KEYS: 'k1:secret-word',
};
const local = { ...needed, DULY_LOCAL_ISSUER: 'true' };
const oidc = {
  ...needed,
  HOST: '0.0.0.0',
  DULY_PUBLIC_URL: 'https://duly.example.org',
  OIDC_ISSUER: 'https://login.example.org',
  OIDC_AUDIENCE: 'duly-api',
  OIDC_CLIENT_ID: 'duly-pages',
};

describe('the configuration of the api', () => {
  test('on one machine needs a database, keys and the local issuer', () => {
    expect(readConfig(local)).toMatchObject({
      host: '127.0.0.1',
      port: 7070,
      signIn: 'local',
      publicUrl: new URL('http://127.0.0.1:7070'),
      state: '.duly',
    });
  });

  test('in production names the identity provider', () => {
    expect(readConfig(oidc).signIn).toEqual({
      issuer: 'https://login.example.org',
      audience: 'duly-api',
      clientId: 'duly-pages',
    });
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(local))).toBe(true);
  });

  test.each(Object.keys(needed))('without %s the start stops and names it', (name) => {
    const rest = Object.fromEntries(Object.entries(local).filter(([key]) => key !== name));

    expect(() => readConfig(rest)).toThrow(name);
    expect(() => readConfig({ ...local, [name]: '' })).toThrow(name);
  });

  test.each([
    ['DULY_SERVER_KEY', { ...local, DULY_SERVER_KEY: 'c2hvcnQ' }],
    ['DULY_LOCAL_ISSUER', { ...local, DULY_LOCAL_ISSUER: 'perhaps' }],
    ['DULY_LOCAL_ISSUER', { ...local, HOST: '0.0.0.0' }],
    ['DULY_PUBLIC_URL', { ...local, DULY_PUBLIC_URL: 'http://duly.example.org' }],
    ['OIDC_ISSUER', { ...needed, DULY_LOCAL_ISSUER: 'false' }],
    ['OIDC_ISSUER', { ...oidc, OIDC_ISSUER: 'http://login.example.org' }],
    ['OIDC_AUDIENCE', { ...oidc, OIDC_AUDIENCE: '' }],
    ['OIDC_AUDIENCE', { ...oidc, OIDC_AUDIENCE: 'duly-pages' }],
    ['PORT', { ...local, PORT: '70700' }],
    ['LOG_LEVEL', { ...local, LOG_LEVEL: 'loud' }],
  ])('a wrong %s stops the start and is named, without any value (%#)', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name);
    expect(() => readConfig(environment)).not.toThrow(/secret-word|c2hvcnQ|perhaps/);
  });
});
