import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig as readApiConfig } from '../../api/config.js';
import { readMigrationConfig } from '../../cli/config.js';
import { parseKeyEncryptionKeys } from '../../database/key-encryption.js';
import { readConfig as readWorkerConfig } from '../../workers/config.js';
import packageFile from '../../package.json' with { type: 'json' };
import { compose, composeText, exampleNames, filledIn, root } from './compose.js';

test('every variable of docker-compose.yml is required, and stands in deploy/example.env', async () => {
  const text = await composeText();
  const used = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)];

  expect(used.filter(([, name = '', rule]) => rule !== `:?set ${name} in .env`)).toEqual([]);
  expect([...new Set(used.map(([, name = '']) => name))].sort()).toEqual([...(await exampleNames())].sort());
});

test('the example tells no secret, so that nobody runs with one that is published', () => {
  const text = fs.readFileSync(path.join(root, 'deploy/example.env'), 'utf8');
  const secrets = /^(?:\w+_PASSWORD|DULY_SERVER_KEY|DULY_KEY_ENCRYPTION_KEYS|OIDC_CLIENT_SECRET)=(.*)$/gm;

  const given = [...text.matchAll(secrets)].map(([, value]) => value);

  expect(given.length).toBeGreaterThan(6);
  expect(new Set(given)).toEqual(new Set(['']));
});

test('images have exact tags, and ours has the version of package.json', async () => {
  const { services } = await compose(await filledIn());
  const images = Object.values(services).map(({ image }) => image);

  expect(images.filter((image) => !/:\d/.test(image))).toEqual([]);
  expect(images).toContain(`duly:${packageFile.version}`);
});

test('what is published is published on loopback, and Postgres and Temporal not at all', async () => {
  const { services } = await compose(await filledIn());
  const published = Object.entries(services).filter(([, { ports }]) => ports.length > 0);

  expect(published.map(([name]) => name).sort()).toEqual(['api', 'temporal-ui', 'workers']);
  expect(published.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('our processes run as nobody special, without capabilities, on a file system they cannot write', async () => {
  const { services } = await compose(await filledIn());

  for (const name of ['api', 'workers', 'migrate']) {
    expect(services[name]).toMatchObject({ user: 'node', read_only: true, cap_drop: ['ALL'] });
  }
});

test('what runs on is restarted and watched', async () => {
  const { services } = await compose(await filledIn());

  for (const name of ['postgres', 'temporal', 'api', 'workers']) {
    expect(services[name]).toMatchObject({
      restart: 'unless-stopped',
      healthcheck: { test: expect.any(Array) as unknown },
    });
  }
});

test('the Temporal UI cannot act, and asks the api to decode', async () => {
  const { services } = await compose(await filledIn());

  expect(services['temporal-ui']?.environment).toMatchObject({
    TEMPORAL_DISABLE_WRITE_ACTIONS: 'true',
    TEMPORAL_CODEC_ENDPOINT: 'https://privacy.example.org/codec',
    TEMPORAL_CODEC_INCLUDE_CREDENTIALS: 'true',
  });
});

test('the number of history shards, which can never change, is not left at four', async () => {
  const { services } = await compose(await filledIn());

  expect(services.temporal?.environment.NUM_HISTORY_SHARDS).toBe('512');
});

test('api, workers and migrations accept exactly what compose passes them', async () => {
  const { services } = await compose(await filledIn());
  const api = readApiConfig(services.api?.environment);
  const workers = readWorkerConfig(services.workers?.environment);

  expect(api).toMatchObject({ host: '0.0.0.0', port: 7070, signIn: { audience: 'duly-api' }, trustedProxies: 1 });
  expect(workers).toMatchObject({ INTAKE_SMTP_PORT: 2526, SMTP_REQUIRE_TLS: true });
  expect(parseKeyEncryptionKeys(workers.DULY_KEY_ENCRYPTION_KEYS)).toBeDefined();
  expect(readMigrationConfig(services.migrate?.environment).DATABASE_OWNER_URL).toContain('//duly_owner:');
});

test('files that compose mounts and builds from are there', async () => {
  const text = await composeText();
  const mounted = [...text.matchAll(/- \.\/([\w./-]+):/g)].map(([, file]) => file ?? '');

  expect(mounted.length).toBeGreaterThan(4);
  expect([...mounted, 'Dockerfile', '.dockerignore'].filter((file) => !fs.existsSync(path.join(root, file)))).toEqual(
    [],
  );
});

const isInstalled = spawnSync('docker-compose', ['version']).status === 0;

test.skipIf(!isInstalled && process.env.CI === undefined)(
  'docker-compose accepts the file, and without secrets names the one that is missing',
  async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-compose-'));
    const file = path.join(directory, 'env');
    const variables = await filledIn();
    const config = () => execFileSync('docker-compose', ['--env-file', file, 'config'], { cwd: root, stdio: 'pipe' });
    const write = (left: Readonly<Record<string, string>>) => {
      const lines = Object.entries(left).map(([name, value]) => `${name}=${value}`);
      fs.writeFileSync(file, lines.join('\n'));
    };

    write(variables);
    const resolved = config().toString();
    const { DULY_SERVER_KEY: _, ...withoutKey } = variables;
    write(withoutKey);

    expect(resolved).toContain('127.0.0.1:7070:7070');
    expect(config).toThrow(/set DULY_SERVER_KEY in \.env/);
    fs.rmSync(directory, { recursive: true });
  },
);
