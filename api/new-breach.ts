import { isOurRole, isPerson } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';
import { permittedRole } from './auth/permissions.js';
import { Forbidden } from './problem.js';
import type { Anchor } from '../domain/breach.anchors.js';
import type { TellingProcessor } from '../domain/breach.js';
import { civilDateIn } from '../domain/civil-date.js';
import { ownerByService } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import type { CivilDate } from '../domain/time.js';
import type { BreachRegistrar, NewBreach } from '../intake/breach-registrar.js';
import type { BreachDesk } from '../intake/case-desk.js';
import type { AskedBreach } from './breach-schemas.js';
import { anchorFrom } from './breach-steps.js';
import type { Questions } from './idempotency.js';
import { invalidField } from './input.js';
import { mustBeController, mustBePerson, mustBeProcessor, mustBeServices } from './named.js';

/** What opens the case of an incident, whichever door it came through. */
export interface Reporting {
  readonly breachRegistrar: BreachRegistrar;
  readonly breachDesk: BreachDesk;
  readonly organisation: Organisation;
  readonly questions: Questions;
  readonly now: () => Date;
}

export function newBreachFrom(
  body: AskedBreach,
  caseId: string,
  by: Actor,
  { organisation, now }: Pick<Reporting, 'organisation' | 'now'>,
): NewBreach {
  if (body.drill && permittedRole('breach.decide', [by.role].filter(isOurRole)) === undefined)
    throw new Forbidden('Whoever decides on breaches may rehearse one.');
  const controller = mustBeController(organisation, body.controller);
  const anchors = Object.entries(body.anchors).map(([name, anchor]): [string, Anchor] => [
    name,
    anchorFrom(anchor, controller.timeZone),
  ]);
  mustBeServices(organisation, body.services ?? []);
  const toldBy = tellingProcessor(organisation, body);
  return {
    ...body,
    caseId,
    by,
    controller,
    anchors: Object.fromEntries(anchors),
    toldBy,
    owner: ownerFor(organisation, body, by, civilDateIn(now().toISOString(), controller.timeZone)),
    firstContact: firstContactFor(organisation, body, by),
  };
}

function tellingProcessor(organisation: Organisation, { toldBy, channel }: AskedBreach): TellingProcessor | undefined {
  if (toldBy === undefined) return undefined;
  if (channel !== 'processor') throw invalidField('toldBy', 'expected with the channel `processor` only', 'body');
  return mustBeProcessor(organisation, toldBy);
}

/** Whoever answers for the service; else an incident manager who reports it owns it; else all of them are told. */
function ownerFor(
  organisation: Organisation,
  { owner, services = [] }: AskedBreach,
  by: Actor,
  on: CivilDate,
): string | undefined {
  if (owner !== undefined) return mustBePerson(organisation, 'owner', owner);
  return ownerByService(organisation, services, on) ?? (by.role === 'incident-manager' ? by.id : undefined);
}

/** Whoever took the report, unless another one did; a machine takes none. */
function firstContactFor(organisation: Organisation, { firstContact }: AskedBreach, by: Actor): string | undefined {
  if (firstContact !== undefined) return mustBePerson(organisation, 'firstContact', firstContact);
  return isPerson(by) ? by.id : undefined;
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
