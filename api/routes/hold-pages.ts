import { z } from 'zod';
import type { KeyRefusal } from '../../domain/key-destruction.js';
import { holdGrounds } from '../../domain/key-destruction.js';
import type { HoldsOfCase, LegalHolds } from '../../database/legal-holds.js';
import type { Refusal } from '../../domain/refusal.js';
import { casePath } from '../../pages/case-path.js';
import { holdPage } from '../../pages/holds.view.js';
import type { HeldKind, HoldPageInput, ShownHold } from '../../pages/holds.view.js';
import { caseParams, frameOf } from '../case-page.js';
import type { CasePageDependencies, CaseParams } from '../case-page.js';
import { wrongIn } from '../case-forms.js';
import type { Form } from '../case-forms.js';
import type { Questions } from '../idempotency.js';
import { showPage } from '../pages.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Asked, Mount } from '../route.js';
import { viewerOf } from '../viewer.js';

export interface HoldPageDependencies extends Pick<
  CasePageDependencies,
  'pages' | 'organisation' | 'version' | 'now' | 'newNonce' | 'recordAccess'
> {
  /** Undefined for a case of this kind that is not there. */
  readonly readHeld: (caseId: string) => Promise<HeldCase | undefined>;
  readonly holds: LegalHolds;
  readonly questions: Questions;
}

/** What a page of holds tells of its case, whichever kind it is. */
interface HeldCase {
  readonly reference: string;
  readonly timeZone: string;
  readonly drill: boolean;
}

const sentForm = z.record(z.string(), z.string());
const holdParams = caseParams.extend({ holdId: z.string().min(1).max(100) });
const nonce = z.string().regex(/^[\w-]{16,100}$/, 'This page was too old. Look at it once more.');
const reasons = z.string().trim().min(1, 'Write something here.').max(10_000, 'At most 10,000 characters.');
const placing = z.object({ nonce, ground: z.enum(holdGrounds, { error: 'Choose one.' }), reasons });

/** Where a hold on the data of a case is placed, and where it is lifted. */
export function holdPageRoutes(kind: HeldKind, dependencies: HoldPageDependencies): Mount {
  const { holds, questions, now } = dependencies;
  const routes = resource(kind === 'breach' ? '/operations/breaches' : '/operations/cases');
  const page = { page: true, answers: { 200: 'text' } } as const;
  const form = { page: true, accepts: 'form', body: sentForm, answers: { 303: 'nothing', 409: 'text' } } as const;
  const path = '/:caseId/holds';
  const lifting = `${path}/:holdId/lifting`;

  routes.route(
    'get',
    path,
    { ...page, action: 'keys.hold', summary: 'Show the form of a hold.', params: caseParams },
    async (asked) => {
      show(dependencies, asked, await shownFor(dependencies, kind, asked), {});
    },
  );
  routes.route(
    'post',
    path,
    { ...form, action: 'keys.hold', summary: 'Place a hold.', params: caseParams },
    async (asked) => {
      const {
        actor,
        body,
        params: { caseId },
      } = asked;
      const shown = await shownFor(dependencies, kind, asked);
      await decide(dependencies, asked, shown, placing.safeParse(body), async ({ nonce: key, ...hold }) => {
        const step = { actor, route: `POST ${casePath(caseId, kind)}/holds`, key };
        const { updateId: holdId } = await questions.rememberStep(step, body);
        return holds.place({ ...hold, caseId, holdId, by: actor, at: now().toISOString() });
      });
    },
  );
  routes.route(
    'get',
    lifting,
    { ...page, action: 'keys.lift', summary: 'Show the form of the end of a hold.', params: holdParams },
    async (asked) => {
      show(dependencies, asked, await shownFor(dependencies, kind, asked, asked.params.holdId), {});
    },
  );
  routes.route(
    'post',
    lifting,
    { ...form, action: 'keys.lift', summary: 'Lift a hold.', params: holdParams },
    async (asked) => {
      const { actor, body, params } = asked;
      const shown = await shownFor(dependencies, kind, asked, params.holdId);
      const read = liftingOf(shown.held.reference).safeParse(body);
      await decide(dependencies, asked, shown, read, (lift) =>
        holds.lift({ ...params, reasons: lift.reasons, by: actor, at: now().toISOString() }),
      );
    },
  );
  return routes;
}

/** A destruction may follow at once, so the reference is typed as for everything that cannot be called back. */
function liftingOf(reference: string) {
  const typed = z.string().refine((text) => text.trim().toUpperCase() === reference.toUpperCase(), {
    message: `Type ${reference}, as it stands below the label.`,
  });
  return z.object({ nonce, reasons, confirmReference: typed });
}

interface Shown {
  readonly caseId: string;
  readonly kind: HeldKind;
  readonly held: HeldCase;
  readonly kept: HoldsOfCase;
  readonly lifting?: ShownHold | undefined;
}

async function shownFor(
  dependencies: HoldPageDependencies,
  kind: HeldKind,
  { actor, params: { caseId } }: Pick<Asked<CaseParams, unknown, unknown>, 'actor' | 'params'>,
  holdId?: string,
): Promise<Shown> {
  const held = await dependencies.readHeld(caseId);
  if (held === undefined) throw new NotFound('There is no such case.');
  await dependencies.recordAccess({ access: 'holds-read', actor, caseId, at: dependencies.now() });
  const kept = await dependencies.holds.of(caseId);
  if (holdId === undefined) return { caseId, kind, held, kept };
  const lifting = kept.holds.find((hold) => hold.holdId === holdId);
  if (lifting === undefined) throw new NotFound('The case has no such hold.');
  return { caseId, kind, held, kept, lifting };
}

type AskedHere = Pick<Asked<unknown, unknown, Form>, 'request' | 'response' | 'actor' | 'body'>;
type Outcome = object | { readonly refusal: KeyRefusal | Refusal };

async function decide<Read>(
  dependencies: HoldPageDependencies,
  asked: AskedHere,
  shown: Shown,
  read: z.ZodSafeParseResult<Read>,
  take: (decided: Read) => Promise<Outcome>,
): Promise<void> {
  if (!read.success) {
    show(dependencies, asked, shown, { wrong: wrongIn(read.error) }, 422);
    return;
  }
  const outcome = await take(read.data);
  if ('refusal' in outcome) {
    show(dependencies, asked, shown, { problem: outcome.refusal }, 409);
    return;
  }
  asked.response.redirect(303, `${casePath(shown.caseId, shown.kind)}#holds`);
}

function show(
  dependencies: HoldPageDependencies,
  { request, response, actor, body = {} }: Omit<AskedHere, 'body'> & { readonly body?: Form | undefined },
  { caseId, kind, held, kept, lifting }: Shown,
  { wrong = {}, problem }: Partial<Pick<HoldPageInput, 'wrong' | 'problem'>>,
  status = 200,
): void {
  const { pages, organisation, now, newNonce } = dependencies;
  const { reference, timeZone, drill } = held;
  const view = holdPage({
    ...{ caseId, kind, reference, timeZone, lifting, typed: body, wrong, problem },
    destructionDueAt: kept.destructionDueAt,
    now: now().toISOString(),
    nonce: problem !== undefined || 'nonce' in wrong ? newNonce() : (body['nonce'] ?? newNonce()),
  });
  const viewer = viewerOf(request, actor, organisation());
  const frame = frameOf(dependencies, viewer, { title: `${view.title} · ${reference}`, drill });
  showPage(response, pages.render('hold', { ...view, frame }), status);
}
