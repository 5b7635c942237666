import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { languages } from '../../domain/letter.js';
import type { Language } from '../../domain/letter.js';
import type { Organisation } from '../../domain/organisation.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Right } from '../../domain/right.js';
import type { KnownRequest } from '../../domain/subject-request.js';
import type { Instant } from '../../domain/time.js';
import { answerView, statusView, told } from '../../pages/portal-status.view.js';
import type { OfferedFile, StatusInput, Told } from '../../pages/portal-status.view.js';
import {
  firstFaultyScreen,
  portalChannels,
  portalFaults,
  portalView,
  rightOf,
  screens,
} from '../../pages/portal.view.js';
import type { PortalChannel, PortalTyped, Screen } from '../../pages/portal.view.js';
import { sizeWords } from '../../pages/case.view.js';
import { portalWords } from '../../pages/words/languages.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Mount, Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { SentForm, Upload } from '../uploads.js';

/** What somebody asks through the portal. */
export interface PortalRequest {
  readonly nonce: string;
  readonly controller: string;
  readonly right: Right;
  readonly language: Language;
  readonly name: string | undefined;
  readonly channel: PortalChannel;
  readonly mail: string | undefined;
  readonly phone: string | undefined;
  readonly postalAddress: string | undefined;
  readonly text: string;
  readonly files: readonly Upload[];
}

export interface PortalReceipt {
  readonly caseId: string;
  /** Lets its bearer follow the case. */
  readonly token: string;
}

export interface PortalMessage {
  readonly caseId: string;
  readonly nonce: string;
  readonly text: string;
  readonly files: readonly Upload[];
}

export interface OfferedAnswer {
  readonly reference: string;
  readonly controller: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly until: Instant;
  readonly files: readonly (Omit<OfferedFile, 'size'> & { readonly size: number })[];
}

export interface Download {
  readonly name: string;
  readonly bytes: Readable;
}

export interface PortalDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly now: () => Date;
  readonly newNonce: () => string;
  /** Stricter than the general limit, per address. */
  readonly limit?: RequestHandler;
  /** Registers; resolves when the case is on record, and again with the same receipt for the same nonce. */
  readonly receive: (asked: PortalRequest) => Promise<PortalReceipt>;
  /** Undefined for a wrong token as for a case that is not there: the page says the same. */
  readonly follow: (caseId: string, token: string) => Promise<KnownRequest | undefined>;
  /** The token has been checked. */
  readonly withdraw: (asked: { readonly caseId: string; readonly nonce: string }) => Promise<unknown>;
  /** The token has been checked. */
  readonly add: (message: PortalMessage) => Promise<unknown>;
  /** Undefined where the token is wrong or over. */
  readonly answerOf: (caseId: string, token: string) => Promise<OfferedAnswer | undefined>;
  /** The token has been checked; undefined for a file that is not of this answer. */
  readonly download: (caseId: string, documentId: string) => Promise<Download | undefined>;
}

export const PORTAL_UPLOAD_LIMIT = 20 * 1024 * 1024;

const languageOf = z.enum(languages).optional().catch(undefined);
const startQuery = z.object({ language: languageOf, controller: z.string().max(100).optional().catch(undefined) });
const textField = z.string().max(20_000).optional();
const screenForm = z.object({
  screen: z.coerce.number().pipe(z.literal(screens)),
  shown: z.enum(languages),
  language: languageOf,
  go: z.enum(['next', 'back']).optional(),
  to: z.coerce.number().pipe(z.literal(screens)).optional().catch(undefined),
  nonce: z.string().regex(/^[\w-]{16,100}$/),
  controller: z.string().max(100),
  right: textField,
  name: textField,
  channel: textField,
  mail: textField,
  address: textField,
  phone: textField,
  text: textField,
});
type ScreenForm = z.infer<typeof screenForm>;

const caseParams = z.object({ caseId: z.string().max(100), token: z.string().max(200) });
const statusQuery = z.object({ language: languageOf, told: z.enum(told).optional().catch(undefined) });
const nonceOf = z.string().regex(/^[\w-]{16,110}$/);

/** Where people ask for their rights: four screens without an account, and a page to follow the request. */
export function portalRoutes(dependencies: PortalDependencies): Mount {
  const portal = resource('/portal');
  addScreens(portal, dependencies);
  addStatus(portal, dependencies);
  addAnswer(portal, dependencies);
  return portal;
}

function addScreens(portal: Resource, dependencies: PortalDependencies): void {
  const { limit, newNonce, organisation } = dependencies;
  const page = { action: 'portal.ask', page: true, ...(limit && { limit }) } as const;
  portal.route(
    'get',
    '/',
    { ...page, summary: 'Ask for a right: the first question.', query: startQuery, answers: { 200: 'text' } },
    ({ request, response, query }) => {
      const language = query.language ?? languageFor(request, organisation());
      const controller = knownController(organisation(), query.controller);
      showScreen(dependencies, response, { language, controller, screen: 1, typed: {}, nonce: newNonce() });
    },
  );
  portal.route(
    'post',
    '/',
    {
      ...page,
      summary: 'Go on, or send the request.',
      accepts: 'stream',
      answers: { 200: 'text', 303: 'nothing', 422: 'text' },
    },
    async ({ request, response }) => {
      const { fields, files } = await readPortalForm(request);
      const form = screenForm.safeParse(fields);
      if (!form.success) {
        response.redirect(303, '/portal');
        return;
      }
      await goOn(dependencies, response, form.data, files);
    },
  );
}

/** The first three screens send text, the last one files too. */
async function readPortalForm(request: Request): Promise<SentForm> {
  if (request.is('multipart/form-data')) return readSentForm(request, PORTAL_UPLOAD_LIMIT);
  return { fields: await readTextForm(request), files: [] };
}

const TEXT_LIMIT = 200_000;

async function readTextForm(request: Request): Promise<Readonly<Record<string, string>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > TEXT_LIMIT) break;
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

interface Shown {
  readonly language: Language;
  readonly controller: string;
  readonly screen: Screen;
  readonly typed: PortalTyped;
  readonly nonce: string;
  readonly faults?: ReturnType<typeof portalFaults>;
  readonly notSent?: boolean;
}

async function goOn(
  dependencies: PortalDependencies,
  response: Response,
  form: ScreenForm,
  files: readonly Upload[],
): Promise<void> {
  const { screen, shown, language = shown, go, to, nonce, controller: _given, ...typed } = form;
  const controller = knownController(dependencies.organisation(), form.controller);
  const here = { language, controller, typed, nonce };
  if (to !== undefined) {
    showScreen(dependencies, response, { ...here, screen: to });
    return;
  }
  if (go === 'back') {
    showScreen(dependencies, response, { ...here, screen: before(screen) });
    return;
  }
  if (go === undefined) {
    showScreen(dependencies, response, { ...here, screen });
    return;
  }
  const words = portalWords[language];
  const faulty = screen === 4 ? firstFaultyScreen(typed, words) : screen;
  const faults = faulty === undefined ? {} : portalFaults(faulty, typed, words);
  if (faulty !== undefined && Object.keys(faults).length > 0) {
    showScreen(dependencies, response, { ...here, screen: faulty, faults }, 422);
    return;
  }
  if (screen === 4) await send(dependencies, response, { ...here, screen }, files);
  else showScreen(dependencies, response, { ...here, screen: after(screen) });
}

function before(screen: Screen): Screen {
  return screens.find((each) => each === screen - 1) ?? 1;
}

function after(screen: Screen): Screen {
  return screens.find((each) => each === screen + 1) ?? 4;
}

async function send(
  dependencies: PortalDependencies,
  response: Response,
  shown: Shown,
  files: readonly Upload[],
): Promise<void> {
  const asked = requestOf(shown, files);
  try {
    const { caseId, token } = await dependencies.receive(asked);
    response.redirect(303, `${statusPath(caseId, token)}?told=received&language=${shown.language}`);
  } catch (error) {
    const { status } = toProblem(error);
    if (status >= 500 && status !== 503 && status !== 504) throw error;
    // The same nonce: what was registered after all is registered once.
    showScreen(dependencies, response, { ...shown, notSent: true }, status);
  }
}

function requestOf({ typed, nonce, controller, language }: Shown, files: readonly Upload[]): PortalRequest {
  const right = rightOf(typed);
  const channel = portalChannels.find((known) => known === typed.channel);
  if (right === undefined || channel === undefined) throw new Error('a request is sent only when it is whole');
  return {
    nonce,
    controller,
    right,
    language,
    name: filled(typed.name),
    channel,
    mail: channel === 'mail' ? filled(typed.mail) : undefined,
    phone: channel === 'phone' ? filled(typed.phone) : undefined,
    postalAddress: channel === 'letter' ? filled(typed.address) : undefined,
    text: typed.text ?? '',
    files,
  };
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function showScreen({ pages, organisation }: PortalDependencies, response: Response, shown: Shown, status = 200): void {
  const { faults = {}, notSent = false, ...rest } = shown;
  const name = controllerOf(organisation(), shown.controller)?.name ?? organisation().organisation.name;
  showPage(response, pages.render('portal', portalView({ ...rest, faults, notSent, organisation: name })), status);
}

/** An unknown controller is the first one: an old link still opens the portal. */
function knownController(organisation: Organisation, id: string | undefined): string {
  const known = organisation.controllersInHouse;
  return (known.find((each) => each.id === id) ?? known[0])?.id ?? '';
}

/** What the browser prefers among the languages we write; else our first. */
function languageFor(request: Request, organisation: Organisation): Language {
  const accepted = request.acceptsLanguages([...languages]);
  return languages.find((known) => known === accepted) ?? organisation.organisation.languages[0] ?? 'en';
}

export function statusPath(caseId: string, token: string): string {
  return `/portal/requests/${encodeURIComponent(caseId)}/${encodeURIComponent(token)}`;
}

function addStatus(portal: Resource, dependencies: PortalDependencies): void {
  const { limit, withdraw, add } = dependencies;
  const page = { action: 'portal.follow', page: true, params: caseParams, ...(limit && { limit }) } as const;
  const path = '/requests/:caseId/:token';
  portal.route(
    'get',
    path,
    { ...page, summary: 'Follow a request.', query: statusQuery, answers: { 200: 'text', 404: 'text' } },
    async ({ response, params, query }) => {
      const request = await followed(dependencies, params);
      showStatus(dependencies, response, params, {
        request,
        language: query.language ?? request.language,
        told: query.told,
      });
    },
  );
  portal.route(
    'post',
    `${path}/withdrawal`,
    {
      ...page,
      summary: 'Withdraw a request.',
      accepts: 'form',
      body: z.object({ nonce: nonceOf, language: languageOf }),
      answers: { 303: 'nothing' },
    },
    async ({ response, params, body }) => {
      await followed(dependencies, params);
      await withdraw({ caseId: params.caseId, nonce: body.nonce });
      backTo(response, params, 'withdrawn', body.language);
    },
  );
  portal.route(
    'post',
    `${path}/messages`,
    { ...page, summary: 'Add something to a request.', accepts: 'stream', answers: { 303: 'nothing', 422: 'text' } },
    async ({ request, response, params }) => {
      const known = await followed(dependencies, params);
      const { fields, files } = await readSentForm(request, PORTAL_UPLOAD_LIMIT);
      const language = languageOf.parse(fields['language']) ?? known.language;
      const text = (fields['text'] ?? '').slice(0, 10_000);
      const nonce = nonceOf.safeParse(fields['nonce']);
      if (!nonce.success || (text.trim() === '' && files.length === 0)) {
        const problem = portalWords[language].addEmpty;
        showStatus(dependencies, response, params, { request: known, language, problem, typed: text }, 422);
        return;
      }
      await add({ caseId: params.caseId, nonce: nonce.data, text, files });
      backTo(response, params, 'added', language);
    },
  );
}

type CaseParams = z.infer<typeof caseParams>;

async function followed({ follow }: PortalDependencies, { caseId, token }: CaseParams): Promise<KnownRequest> {
  const request = await follow(caseId, token);
  if (request === undefined) throw new NotFound('This address opens nothing. Look whether it is complete.');
  return request;
}

function showStatus(
  { pages, organisation, now, newNonce }: PortalDependencies,
  response: Response,
  { caseId, token }: CaseParams,
  shown: Pick<StatusInput, 'request' | 'language' | 'told' | 'problem' | 'typed'>,
  status = 200,
): void {
  const view = statusView({
    ...shown,
    organisation: organisation(),
    path: statusPath(caseId, token),
    now: now().toISOString(),
    nonce: newNonce(),
  });
  keepTokenIn(response);
  showPage(response, pages.render('portal-status', view), status);
}

function backTo(response: Response, { caseId, token }: CaseParams, reason: Told, language: Language | undefined): void {
  const query = new URLSearchParams({ told: reason, ...(language && { language }) });
  response.redirect(303, `${statusPath(caseId, token)}?${query.toString()}`);
}

/** The address is the key: it goes to nobody whom the page links to. */
function keepTokenIn(response: Response): void {
  response.set('referrer-policy', 'same-origin').set('x-robots-tag', 'noindex, nofollow');
}

function addAnswer(portal: Resource, dependencies: PortalDependencies): void {
  const { pages, limit, organisation, answerOf, download } = dependencies;
  const page = { action: 'portal.follow', page: true, params: caseParams, ...(limit && { limit }) } as const;
  const path = '/answers/:caseId/:token';
  const offered = async ({ caseId, token }: CaseParams): Promise<OfferedAnswer> => {
    const answer = await answerOf(caseId, token);
    if (answer === undefined) throw new NotFound('This address opens nothing, or its time is over.');
    return answer;
  };
  portal.route(
    'get',
    path,
    {
      ...page,
      summary: 'Show the files of an answer; nothing is downloaded.',
      query: statusQuery,
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, query }) => {
      const answer = await offered(params);
      const view = answerView({
        ...answer,
        language: query.language ?? answer.language,
        organisation: controllerOf(organisation(), answer.controller)?.name ?? organisation().organisation.name,
        path: `/portal/answers/${encodeURIComponent(params.caseId)}/${encodeURIComponent(params.token)}`,
        files: answer.files.map((file) => ({ ...file, size: sizeWords(file.size) })),
      });
      keepTokenIn(response);
      showPage(response, pages.render('portal-answer', view));
    },
  );
  portal.route(
    'post',
    path,
    {
      ...page,
      summary: 'Download a file of an answer.',
      accepts: 'form',
      body: z.object({ file: z.string().max(100) }),
      answers: { 200: 'text', 404: 'text' },
    },
    async ({ response, params, body }) => {
      const { files } = await offered(params);
      const isOffered = files.some(({ documentId }) => documentId === body.file);
      const found = isOffered ? await download(params.caseId, body.file) : undefined;
      if (found === undefined) throw new NotFound('This answer has no such file.');
      keepTokenIn(response);
      // Never shown in our origin: a file from outside may be meant for a browser.
      response.attachment(found.name).type('application/octet-stream').set('cache-control', 'no-store');
      await pipeline(found.bytes, response);
    },
  );
}
