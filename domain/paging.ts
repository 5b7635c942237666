import type { StaffLetterName } from './letter.js';
import { deputiesOf, personOf } from './organisation.js';
import type { AboutAlert, OrganisationFile, Person } from './organisation.js';
import type { Page } from './ports/pager.js';

/** Who is called, one circle after the other: who answers for it, who stands in, the incident managers, the DPO. */
export function circlesOf(
  org: OrganisationFile,
  { owner, services = [], on }: AboutAlert,
): readonly (readonly Person[])[] {
  const concerned = org.services.filter(({ id }) => services.includes(id));
  const withStandIns = (ids: readonly string[]) =>
    ids.flatMap((id) => [personOf(org, id) ?? [], deputiesOf(org, id, on)].flat());
  const holders = (role: 'incident-manager' | 'dpo') => org.people.filter(({ roles }) => roles.includes(role));
  const circles = [
    withStandIns([...(owner === undefined ? [] : [owner]), ...concerned.map((service) => service.owner)]),
    withStandIns(concerned.flatMap(({ deputies }) => deputies)),
    holders('incident-manager'),
    holders('dpo'),
  ];
  return circles.map((circle) => [...new Set(circle)]).filter((circle) => circle.length > 0);
}

/** At each rung one circle more; nobody who was called before is left out. */
export function calledAt(org: OrganisationFile, about: AboutAlert, rung = 0): readonly Person[] {
  return [
    ...new Set(
      circlesOf(org, about)
        .slice(0, rung + 1)
        .flat(),
    ),
  ];
}

/** What wakes somebody at night; the rest waits until they look. */
export function urgencyOf(alert: StaffLetterName): Page['urgency'] {
  return alert === 'clock-soon' || alert === 'handed-over' ? 'low' : 'high';
}
