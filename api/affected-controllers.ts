import type { OutsideControllers } from '../database/outside-controllers.js';
import type { ControllerConfirmation } from '../domain/breach.js';
import type { Organisation, OutsideController } from '../domain/organisation.js';
import type { CivilDate } from '../domain/time.js';
import { invalidField } from './input.js';

/** Whom services and systems lead to, while their contract is in force: by the services that run on a system. */
export function proposedControllers(
  organisation: Organisation,
  controllers: readonly OutsideController[],
  concerned: readonly string[],
  on: CivilDate,
): readonly OutsideController[] {
  const services = organisation.services.filter(
    ({ id, systems }) => concerned.includes(id) || systems.some((system) => concerned.includes(system)),
  );
  const ids = new Set(services.map(({ id }) => id));
  return controllers.filter(
    ({ services: used, contract }) =>
      contract.from <= on && on <= (contract.to ?? on) && used.some((service) => ids.has(service)),
  );
}

/** A slip of the pen tells nobody, or the wrong one. */
export async function confirmationOf(
  organisation: Organisation,
  known: OutsideControllers,
  confirmation: ControllerConfirmation,
  on: CivilDate,
): Promise<{ readonly confirmation: ControllerConfirmation; readonly proposed: readonly string[] }> {
  const controllers = await known.all();
  const ids = new Set(controllers.map(({ id }) => id));
  mustBeKnown(confirmation, ids);
  const names = new Set([...organisation.services, ...organisation.systems].map(({ id }) => id));
  const strange = confirmation.services.findIndex((id) => !names.has(id));
  if (strange >= 0) throw invalidField(['services', strange], 'expected a service or system of ours', 'body');
  const proposed = proposedControllers(organisation, controllers, confirmation.services, on).map(({ id }) => id);
  return { confirmation, proposed };
}

function mustBeKnown(confirmation: ControllerConfirmation, ids: ReadonlySet<string>): void {
  for (const list of ['affected', 'excluded'] as const) {
    const wrong = confirmation[list].findIndex(({ controller }) => !ids.has(controller));
    if (wrong >= 0)
      throw invalidField([list, wrong, 'controller'], 'expected a controller for whom we process', 'body');
  }
}
