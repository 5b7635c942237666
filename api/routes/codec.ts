import type { Payload, PayloadCodec } from '@temporalio/common';
import express, { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Actor } from '../../domain/actor.js';
import { parseInput } from '../input.js';
import { Forbidden, NotFound } from '../problem.js';
import { keyIdOf } from '../../temporal/sealed-payload.js';

export interface Decoding {
  readonly actor: Actor;
  /** The keys under which something was read; each belongs to one case. */
  readonly keyIds: readonly string[];
}

export interface CodecRoutes {
  /** A reading codec: what was destroyed shows that it was. */
  readonly codec: PayloadCodec;
  /** Where the Temporal UI is served, the only page that may ask. */
  readonly uiOrigin: string;
  /** Who asks, if they may read cases. */
  readonly authorise: (request: Request) => Actor | undefined | Promise<Actor | undefined>;
  /** Nothing is shown before this is done. */
  readonly recordAccess: (decoding: Decoding) => Promise<void>;
}

const BODY_LIMIT = '4mb';
const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'base64');
const asked = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), base64).optional(), data: base64.nullish() }))
    .max(10_000),
});
type Asked = z.infer<typeof asked>;
const uuid = z.uuid();

/** The Temporal UI's codec endpoint. It opens payloads for people who may read cases, and seals none for anybody. */
export function codecRoutes({ codec, uiOrigin, authorise, recordAccess }: CodecRoutes): Router {
  const router = Router();
  router.use(onlyFrom(uiOrigin));
  router.post('/decode', express.json({ limit: BODY_LIMIT, inflate: false }), async (request, response) => {
    const actor = await authorise(request);
    if (actor === undefined) throw new Forbidden('Your role may not read payloads.');
    const payloads = parseInput(asked, request.body).payloads.map(fromJson);
    const keyIds = keyIdsOf(payloads);
    if (keyIds.length > 0) await recordAccess({ actor, keyIds });
    response.json({ payloads: (await codec.decode(payloads)).map(toJson) });
  });
  router.use(() => {
    throw new NotFound('This address only decodes.');
  });
  return router;
}

function onlyFrom(uiOrigin: string): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin').set('Cache-Control', 'no-store');
    if (origin !== undefined && origin !== uiOrigin) {
      throw new Forbidden('Of all pages only the Temporal UI may ask.');
    }
    if (origin === uiOrigin) {
      response.set({ 'Access-Control-Allow-Origin': uiOrigin, 'Access-Control-Allow-Credentials': 'true' });
    }
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response
      .set({
        'Access-Control-Allow-Methods': 'POST, OPTIONS',
        'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization',
        'Access-Control-Max-Age': '600',
      })
      .sendStatus(204);
  };
}

/** Only what can be a key of ours: nothing that a caller made up enters the records. */
function keyIdsOf(payloads: readonly Payload[]): readonly string[] {
  const named = payloads.map(keyIdOf).filter((keyId) => keyId !== undefined);
  return [...new Set(named)].filter((keyId) => uuid.safeParse(keyId).success);
}

function fromJson({ metadata = {}, data }: Asked['payloads'][number]): Payload {
  const entries = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')] as const);
  return { metadata: Object.fromEntries(entries), ...(data != null && { data: Buffer.from(data, 'base64') }) };
}

function toJson({ metadata, data }: Payload): object {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64Of(value)] as const);
  return { metadata: Object.fromEntries(entries), ...(data != null && { data: base64Of(data) }) };
}

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
