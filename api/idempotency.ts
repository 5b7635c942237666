import { createHmac } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { QuestionStore } from '../database/idempotency.js';
import type { Actor } from '../domain/actor.js';
import { actorOf } from './auth/authenticate.js';
import { BadRequest, KeyReused } from './problem.js';
import { waitIn, within } from './waiting.js';

/** What makes two requests the same request. */
export interface Step {
  readonly actor: Actor;
  /** Method and path: `POST /v1/subject-requests`. */
  readonly route: string;
  readonly key: string;
}

/** An answer that is given again word for word. It holds no personal data. */
export const keptAnswer = z.object({
  status: z.number().int(),
  location: z.string().optional(),
  body: z.unknown(),
});
export type KeptAnswer = z.infer<typeof keptAnswer>;

export interface Question {
  readonly keyHash: string;
  /** For the case that this step opens. */
  readonly caseId: string;
  /** For the update that this step sends. */
  readonly updateId: string;
  readonly earlierAnswer?: KeptAnswer;
}

export interface Questions {
  /** For a route that has let its caller through and parsed the body; one that streams it names what it knows. */
  remember(request: Request, body?: unknown): Promise<Question>;
  /** For forms, whose hidden nonce is the key. */
  rememberStep(step: Step, body: unknown): Promise<Question>;
  answered(question: Question, answer: KeptAnswer): Promise<void>;
}

/** People who have not signed in share one actor, so their keys must not meet by chance. */
const SHORTEST_ANONYMOUS_KEY = 16;
const tooShort = new BadRequest(
  'IdempotencyKeyInvalid',
  'Without signing in, Idempotency-Key takes 16 characters or more.',
);

export function createQuestions(store: QuestionStore, serverKey: Uint8Array): Questions {
  const rememberStep = async (step: Step, body: unknown): Promise<Question> => {
    if (step.actor.role === 'data-subject' && step.key.length < SHORTEST_ANONYMOUS_KEY) throw tooShort;
    const keyHash = keyHashFor(serverKey, step);
    const bodyHash = bodyHashFor(serverKey, step, body);
    const caseId = caseIdFor(serverKey, step);
    const known = await store.remember({ keyHash, bodyHash, caseId });
    if (known.bodyHash !== bodyHash) throw new KeyReused();
    const question = { keyHash, caseId, updateId: updateIdFor(serverKey, step) };
    return known.answer === undefined ? question : { ...question, earlierAnswer: keptAnswer.parse(known.answer) };
  };
  return {
    rememberStep,
    remember: (request, body = request.body) => rememberStep(stepOf(request), body),
    answered: (question, answer) => store.answered(question.keyHash, answer),
  };
}

/** Sends what was answered before, marked as such. */
export function repeatAnswer(response: Response, answer: KeptAnswer): void {
  give(response.set('idempotency-replayed', 'true'), answer);
}

/** What a case has yet to answer, and which. */
export interface StillToCome {
  readonly caseId: string;
  readonly answer: Promise<KeptAnswer>;
}

/**
 * The same question again gets the same answer, word for word. For the answer of a case a caller may wait less long than
 * it takes: the step is taken all the same, and whoever asks again under the same key hears what became of it.
 */
export async function answerOnce(
  questions: Questions,
  request: Request,
  response: Response,
  work: (question: Question) => Promise<KeptAnswer | StillToCome>,
): Promise<void> {
  const question = await questions.remember(request);
  if (question.earlierAnswer !== undefined) {
    repeatAnswer(response, question.earlierAnswer);
    return;
  }
  const kept = async (answer: KeptAnswer): Promise<KeptAnswer> => {
    await questions.answered(question, answer);
    return answer;
  };
  const outcome = await work(question);
  if (!('answer' in outcome)) give(response, await kept(outcome));
  else await giveInTime(request, response, { ...outcome, answer: outcome.answer.then(kept) });
}

async function giveInTime(request: Request, response: Response, { caseId, answer }: StillToCome): Promise<void> {
  const wait = waitIn(request);
  if (wait !== undefined) response.set('preference-applied', `wait=${wait}`);
  const soon = wait === undefined ? await answer : await within(wait, answer, request);
  give(response, soon ?? { status: 202, location: `${request.baseUrl}/${caseId}`, body: { caseId } });
}

function give(response: Response, { status, location, body }: KeptAnswer): void {
  if (location !== undefined) response.location(location);
  response.status(status).json(body);
}

export const requireIdempotencyKey: RequestHandler = (request, _response, next) => {
  keyIn(request);
  next();
};

function stepOf(request: Request): Step {
  return { actor: actorOf(request), route: `${request.method} ${request.baseUrl}${request.path}`, key: keyIn(request) };
}

function keyIn(request: Request): string {
  const key = request.get('idempotency-key');
  if (key === undefined) {
    throw new BadRequest(
      'IdempotencyKeyMissing',
      'Send the header Idempotency-Key with a value of your own for each new step, and the same value to repeat one.',
    );
  }
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw new BadRequest('IdempotencyKeyInvalid', 'Idempotency-Key takes 1 to 200 printable ASCII characters.');
  }
  return key;
}

/** Without the route, so that the same key for another step is found, and refused. */
export function keyHashFor(serverKey: Uint8Array, { actor, key }: Step): string {
  return keyed(serverKey, 'key', [actor.id, key]).toString('base64url');
}

/** Keyed, because a body holds personal data that could be guessed from a plain hash. */
export function bodyHashFor(serverKey: Uint8Array, { route }: Step, body: unknown): string {
  return keyed(serverKey, 'body', [route, canonical(body)]).toString('base64url');
}

/** Opaque: nothing that a client wrote can be read from it, and the same step always gives the same case. */
export function caseIdFor(serverKey: Uint8Array, step: Step): string {
  return shortId(keyed(serverKey, 'case', [step.actor.id, step.route, step.key]));
}

export function updateIdFor(serverKey: Uint8Array, step: Step): string {
  return shortId(keyed(serverKey, 'update', [step.actor.id, step.route, step.key]));
}

function keyed(serverKey: Uint8Array, purpose: string, parts: readonly string[]): Buffer {
  return createHmac('sha256', serverKey)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();
}

/** Without letters that are read as digits; in lower case, as people dictate ids. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 26;

/** 130 bits in base 32: safe in addresses and file names, the same in either case. */
function shortId(mac: Buffer): string {
  const bits = [...mac].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: ID_LENGTH }, (_, index) =>
    alphabet.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('');
}

/** The same content gives the same text, whatever the order of its fields. Bodies are shallow: the parser saw to that. */
function canonical(value: unknown): string {
  return JSON.stringify({ body: value }, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
