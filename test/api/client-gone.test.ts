import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { resource } from '../../api/route.js';
import type { Asked, Mount } from '../../api/route.js';
import { readSentForm } from '../../api/uploads.js';
import { withApi } from '../support/api.js';
import { deferred } from '../support/deferred.js';

let folder: string;
let large: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duly-gone-'));
  large = path.join(folder, 'large.bin');
  await writeFile(large, Buffer.alloc(20_000_000));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Handler = (asked: Asked<unknown, unknown, unknown>) => Promise<void>;
const common = { action: 'portal.ask', summary: 'Probe.', answers: { 200: 'text' } } as const;

function probing(kind: object, handle: Handler): Mount {
  const probe = resource('/probe');
  probe.route('post', '/', { ...common, ...kind }, handle);
  return probe;
}

/** What is logged when somebody sends this and leaves: at once, or with the first byte of an answer. */
async function loggedOf(mount: Mount, contentType: string, leavesAt: 'once' | 'answer'): Promise<readonly string[]> {
  let logged: readonly string[] = [];
  await withApi({ mounts: [mount] }, async (api) => {
    const length = leavesAt === 'answer' ? 10 : 1_000;
    const head = `POST /probe HTTP/1.1\r\nhost: x\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}\r\n\r\n`;
    const socket = connect(Number(api.url.port), '127.0.0.1');
    await once(socket, 'connect');
    await new Promise((sent) => socket.write(`${head}{"a":"1234`, sent));
    if (leavesAt === 'answer') await once(socket, 'data');
    socket.destroy();
    await expect.poll(() => api.logged.join('')).toContain('"route":"/probe"');
    logged = api.logged;
    await othersFirst();
  });
  return logged;
}

const reading: Handler = async ({ request, response }) => {
  let size = 0;
  for await (const piece of request) size += (piece as Buffer).length;
  response.send(String(size));
};

const readingForm: Handler = async ({ request, response }) => {
  response.json(await readSentForm(request));
};

test.each([
  ['a stream', { accepts: 'stream' }, 'application/pdf', reading],
  ['a form with files', { accepts: 'stream' }, 'multipart/form-data; boundary=x', readingForm],
  ['JSON', { body: z.unknown() }, 'application/json', reading],
] as const)('a client that goes away while it sends %s is no defect', async (_what, kind, contentType, handle) => {
  const over = deferred<undefined>();
  const watched: Handler = (asked) =>
    handle(asked).finally(() => {
      over.resolve(undefined);
    });

  const logged = await loggedOf(probing(kind, watched), contentType, 'once');

  if ('accepts' in kind) await over.promise;
  await othersFirst();
  expect(logged.map((line) => z.object({ level: z.string() }).parse(JSON.parse(line)).level)).toEqual(['info']);
  expect(logged.join('')).not.toContain('defect');
});

test('a client that goes away while a file is sent to it is no defect', async () => {
  const over = deferred<unknown>();
  const mount = probing({ accepts: 'stream' }, ({ response }) => {
    return new Promise((_sent, fail) => {
      response.sendFile(large, (error) => {
        over.resolve(error);
        if (error) fail(error);
      });
    });
  });

  const logged = await loggedOf(mount, 'application/pdf', 'answer');

  expect(await over.promise).toMatchObject({ code: 'ECONNABORTED' });
  await othersFirst();
  expect(logged.join('')).toContain('the client went away');
  expect(logged.join('')).not.toContain('defect');
});

test('a database that breaks off is told as trouble, also where the client has gone meanwhile', async () => {
  const over = deferred<undefined>();
  const mount = probing({ accepts: 'stream' }, async ({ response }) => {
    await once(response, 'close');
    over.resolve(undefined);
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  });

  const logged = await loggedOf(mount, 'application/pdf', 'once');

  await over.promise;
  await expect.poll(() => logged.join('')).toContain('defect');
});
