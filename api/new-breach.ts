import { isOurRole } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { permittedRole } from './auth/permissions.js';
import { Forbidden } from './problem.js';
import type { Anchor } from '../domain/breach.anchors.js';
import type { Organisation } from '../domain/organisation.js';
import type { BreachRegistrar, NewBreach } from '../intake/breach-registrar.js';
import type { BreachDesk } from '../intake/case-desk.js';
import type { AskedBreach } from './breach-schemas.js';
import { anchorFrom } from './breach-steps.js';
import type { Questions } from './idempotency.js';
import { mustBeController, mustBePerson } from './named.js';

/** What opens the case of an incident, whichever door it came through. */
export interface Reporting {
  readonly breachRegistrar: BreachRegistrar;
  readonly breachDesk: BreachDesk;
  readonly organisation: Organisation;
  readonly questions: Questions;
}

export function newBreachFrom(
  body: AskedBreach,
  caseId: string,
  by: Actor,
  { organisation }: Pick<Reporting, 'organisation'>,
): NewBreach {
  if (body.drill && permittedRole('breach.decide', [by.role].filter(isOurRole)) === undefined)
    throw new Forbidden('Whoever decides on breaches may rehearse one.');
  const controller = mustBeController(organisation, body.controller);
  const anchors = Object.entries(body.anchors).map(([name, anchor]): [string, Anchor] => [
    name,
    anchorFrom(anchor, controller.timeZone),
  ]);
  return {
    ...body,
    caseId,
    by,
    controller,
    anchors: Object.fromEntries(anchors),
    owner: ownerFor(organisation, body, by),
  };
}

/** An incident manager who reports it owns it, until somebody else does; else all of them are told. */
function ownerFor(organisation: Organisation, { owner }: AskedBreach, by: Actor): string | undefined {
  if (owner === undefined) return by.role === 'incident-manager' ? by.id : undefined;
  return mustBePerson(organisation, 'owner', owner);
}

export interface ReportedByForm {
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
  readonly body: AskedBreach;
}

/** An incident that somebody reports by a form: sent twice, it is one case. */
export async function openReported(
  reporting: Reporting,
  { actor, nonce, body }: ReportedByForm,
): Promise<{ readonly caseId: string }> {
  const { questions, breachRegistrar, breachDesk } = reporting;
  const route = 'POST /operations/breaches/new';
  const question = await questions.rememberStep({ actor, route, key: nonce }, body);
  const { caseId } = question;
  if (question.earlierAnswer !== undefined) return { caseId };
  await breachDesk.open(caseId, await breachRegistrar.prepare(newBreachFrom(body, caseId, actor, reporting)));
  await questions.answered(question, { status: 201, body: { caseId } });
  return { caseId };
}
