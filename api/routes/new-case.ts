import { z } from 'zod';
import type { Actor } from '../../domain/actor.js';
import { languages } from '../../domain/letter.js';
import type { Language } from '../../domain/letter.js';
import { isMailAddress } from '../../domain/mail.js';
import type { Organisation } from '../../domain/organisation.js';
import { rights } from '../../domain/right.js';
import type { Right } from '../../domain/right.js';
import type { Instant } from '../../domain/time.js';
import { casePath } from '../../pages/case-path.js';
import { newCaseView, registeredChannels } from '../../pages/new-case.view.js';
import type { NewCaseInput, RegisteredChannel } from '../../pages/new-case.view.js';
import { localMoment, wrongIn } from '../case-forms.js';
import type { Form } from '../case-forms.js';
import { showPage } from '../pages.js';
import { resource } from '../route.js';
import type { Asked, Mount } from '../route.js';
import { toProblem } from '../to-problem.js';
import { readSentForm } from '../uploads.js';
import type { Upload } from '../uploads.js';
import { frameFor, mayDo, viewerOf } from '../viewer.js';
import { addReceipt, receiptPath } from './receipt.js';
import type { ReceiptDependencies } from './receipt.js';

/** A request that a person of ours took down. */
export interface TakenDown {
  readonly actor: Actor;
  readonly nonce: string;
  readonly channel: RegisteredChannel;
  readonly receivedAt: Instant;
  readonly controller: string;
  readonly right: Right | undefined;
  readonly language: Language;
  readonly name: string | undefined;
  readonly mail: string | undefined;
  readonly phone: string | undefined;
  readonly postalAddress: string | undefined;
  readonly text: string;
  readonly files: readonly Upload[];
}

export interface NewCaseDependencies extends ReceiptDependencies {
  readonly newNonce: () => string;
  /** Registers it, once per nonce; resolves when it is on record. */
  readonly openCase: (asked: TakenDown) => Promise<{ readonly caseId: string }>;
}

const line = z
  .string()
  .trim()
  .max(500, 'At most 500 characters.')
  .transform((text) => (text === '' ? undefined : text))
  .optional();

function formSchema(organisation: Organisation, now: Instant) {
  const ids = organisation.controllersInHouse.map(({ id }) => id);
  const timeZone = organisation.controllersInHouse[0]?.timeZone ?? 'UTC';
  return z.object({
    nonce: z.string().regex(/^[\w-]{16,100}$/, 'This page was too old. Look at it once more.'),
    channel: z.enum(registeredChannels, { error: 'Choose one.' }),
    receivedAt: localMoment(timeZone).refine(
      (instant) => instant <= now,
      'A request cannot be received in the future.',
    ),
    controller: z.string().refine((id) => ids.includes(id), 'Choose one.'),
    right: z
      .enum(['', ...rights])
      .transform((right) => (right === '' ? undefined : right))
      .optional(),
    language: z.enum(languages, { error: 'Choose one.' }),
    name: line,
    mail: line.refine((mail) => mail === undefined || isMailAddress(mail), 'Write an address like name@example.org.'),
    phone: line,
    postalAddress: line,
    text: z.string().trim().min(1, 'Write what they asked.').max(20_000, 'At most 20,000 characters.'),
  });
}

/** Where people take down what came by telephone, by letter or at the counter. */
export function newCaseRoutes(dependencies: NewCaseDependencies): Mount {
  const { organisation, now } = dependencies;
  const routes = resource('/operations/new');
  const page = { action: 'subject-request.open', page: true } as const;
  routes.route('get', '/', { ...page, summary: 'Show the form for a new case.', answers: { 200: 'text' } }, (asked) => {
    show(dependencies, asked, { typed: {}, wrong: {} });
  });
  routes.route(
    'post',
    '/',
    { ...page, summary: 'Open a case.', accepts: 'stream', answers: { 303: 'nothing', 422: 'text' } },
    async (asked) => {
      const { fields, files } = await readSentForm(asked.request);
      const read = formSchema(organisation(), now().toISOString()).safeParse(fields);
      if (!read.success) {
        const wrong = wrongIn(read.error);
        show(dependencies, asked, { typed: fields, wrong, isSpent: 'nonce' in wrong }, 422);
        return;
      }
      await open(dependencies, asked, fields, { ...read.data, right: read.data.right, actor: asked.actor, files });
    },
  );
  addReceipt(routes, dependencies);
  return routes;
}

type AskedHere = Pick<Asked<unknown, unknown, unknown>, 'request' | 'response' | 'actor'>;
type Partly<T> = { [Key in keyof T]?: T[Key] | undefined };

async function open(
  dependencies: NewCaseDependencies,
  asked: AskedHere,
  typed: Form,
  taken: Partly<TakenDown> & Omit<TakenDown, 'name' | 'mail' | 'phone' | 'postalAddress' | 'right'>,
): Promise<void> {
  const { name, mail, phone, postalAddress, right, ...rest } = taken;
  try {
    const { caseId } = await dependencies.openCase({ ...rest, name, mail, phone, postalAddress, right });
    const viewer = viewerOf(asked.request, asked.actor, dependencies.organisation());
    asked.response.redirect(303, mayDo(viewer, 'case.read') ? casePath(caseId) : receiptPath(caseId));
  } catch (error) {
    const { status, title, detail, article } = toProblem(error);
    if (status !== 409 && status !== 422) throw error;
    show(
      dependencies,
      asked,
      { typed, wrong: {}, isSpent: true, problem: { message: detail ?? title, article } },
      status,
    );
  }
}

function show(
  dependencies: NewCaseDependencies,
  { request, response, actor }: AskedHere,
  {
    typed,
    isSpent = false,
    ...shown
  }: Pick<NewCaseInput, 'typed' | 'wrong' | 'problem'> & { readonly isSpent?: boolean },
  status = 200,
): void {
  const { pages, organisation, now, newNonce } = dependencies;
  const at = now().toISOString();
  const nonce = isSpent || typed['nonce'] === undefined ? newNonce() : typed['nonce'];
  const view = newCaseView({ ...shown, typed, organisation: organisation(), now: at, nonce });
  const viewer = viewerOf(request, actor, organisation());
  const frame = frameFor(dependencies, { viewer, now: at, here: 'new', title: 'Open a case' });
  const mayReadBoard = mayDo(viewer, 'board.read');
  showPage(response, pages.render('new-case', { ...view, frame, mayReadBoard }), status);
}
