import type { Request, Response } from 'express';
import { z } from 'zod';
import { languages } from '../../domain/letter.js';
import type { Language } from '../../domain/letter.js';
import { controllerOf } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import {
  askedBy,
  firstFaultyScreen,
  portalChannels,
  portalFaults,
  choiceOf,
  screens,
} from '../../pages/portal-faults.js';
import type { PortalTyped, Screen } from '../../pages/portal-faults.js';
import { portalView } from '../../pages/portal.view.js';
import { showPage } from '../pages.js';
import { languageField, PORTAL_UPLOAD_LIMIT, preferredLanguage, statusPath } from '../portal.js';
import type { PortalDependencies, PortalRequest } from '../portal.js';
import { BadRequest } from '../problem.js';
import { KeyReused } from '../problem.js';
import type { Resource } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { SentForm, Upload } from '../uploads.js';

const startQuery = z.object({ language: languageField, controller: z.string().max(100).optional().catch(undefined) });
/** However long: what is too long comes back to its field, with every word kept. */
const textField = z.string().optional();
const screenForm = z.object({
  screen: z.coerce.number().pipe(z.literal(screens)),
  shown: z.enum(languages),
  language: languageField,
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

/** Four screens, one question each; what was typed travels along, and nothing is kept before it is sent. */
export function addScreens(portal: Resource, dependencies: PortalDependencies): void {
  const { limit, newNonce, organisation } = dependencies;
  const page = { action: 'portal.ask', page: true, ...(limit && { limit }) } as const;
  portal.route(
    'get',
    '/',
    { ...page, summary: 'Ask for a right: the first question.', query: startQuery, answers: { 200: 'text' } },
    ({ request, response, query }) => {
      const language = query.language ?? preferredLanguage(request, organisation());
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
  return { fields: await readTextForm(request), files: [], hasEmptyFile: false };
}

/** Of a whole form, as it travels: ten thousand characters of any script fit several times. */
const FORM_LIMIT = 1024 * 1024;

async function readTextForm(request: Request): Promise<Readonly<Record<string, string>>> {
  const tooLarge = new BadRequest('TooLarge', 'Send at most 1 MB of text.', 413);
  if (Number(request.headers['content-length'] ?? 0) > FORM_LIMIT) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_LIMIT) throw tooLarge;
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
  readonly filesAgain?: boolean;
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
  const faulty = screen === 4 ? firstFaultyScreen(typed, language) : screen;
  const faults = faulty === undefined ? {} : portalFaults(faulty, typed, language);
  if (faulty !== undefined && Object.keys(faults).length > 0) {
    showScreen(dependencies, response, { ...here, screen: faulty, faults, filesAgain: files.length > 0 }, 422);
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
    // The same nonce: what was registered after all is registered once. Other words after it are another request.
    const nonce = error instanceof KeyReused ? dependencies.newNonce() : shown.nonce;
    showScreen(dependencies, response, { ...shown, nonce, notSent: true, filesAgain: files.length > 0 }, status);
  }
}

function requestOf({ typed, nonce, controller, language }: Shown, files: readonly Upload[]): PortalRequest {
  const choice = choiceOf(typed);
  const channel = portalChannels.find((known) => known === typed.channel);
  if (choice === undefined || channel === undefined) throw new Error('a request is sent only when it is whole');
  return {
    nonce,
    controller,
    ...askedBy(choice),
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
