import type { Request } from 'express';
import { isOurRole } from '../domain/actor.js';
import type { Actor, Role } from '../domain/actor.js';
import { personOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import { frameView, roleWords } from '../pages/frame.view.js';
import type { FrameInput, FrameView, Place, Viewer } from '../pages/frame.view.js';
import { identityOf } from './auth/authenticate.js';
import { grantOf, permittedRole } from './auth/permissions.js';
import type { Action } from './auth/permissions.js';

/** Who looks at a page; the route has let them through. */
export function viewerOf(request: Request, { id, role }: Actor, organisation: Organisation): Viewer {
  const roles = identityOf(request)?.roles ?? [];
  const [first] = roles;
  if (!isOurRole(role) || first === undefined) throw new Error('only people have this page');
  return { id, role, roles, name: personOf(organisation, id)?.name ?? 'Signed in' };
}

export function mayDo(viewer: Viewer, action: Action): boolean {
  return permittedRole(action, viewer.roles) !== undefined;
}

const actionOf: Readonly<Record<Place, Action>> = {
  board: 'board.read',
  new: 'subject-request.open',
  report: 'breach.report',
  aid: 'breach.read',
  statements: 'holding-statement.read',
  closed: 'board.read',
  register: 'breach.register',
  alarms: 'alarms.read',
  ledger: 'ledger.read',
};
const places = Object.keys(actionOf) as Place[];

/** What stands around a page for this person. */
export function frameFor(
  { organisation, version }: { readonly organisation: () => Organisation; readonly version: string },
  shown: Omit<FrameInput, 'organisation' | 'version' | 'mayVisit'>,
): FrameView {
  return frameView({
    ...shown,
    organisation: organisation().organisation.name,
    version,
    mayVisit: places.filter((place) => mayDo(shown.viewer, actionOf[place])),
  });
}

/** Why somebody's role does not take a step; undefined where it does. */
export function whyNotRole(viewer: Viewer, action: Action): string | undefined {
  const grant = grantOf(action);
  if (grant === 'public' || mayDo(viewer, action)) return undefined;
  const words = (roles: readonly Role[]) => roles.map((role) => roleWords[role]);
  return `This step needs the role ${words(grant).join(' or ')}. You are signed in as ${words(viewer.roles).join(' and ')}.`;
}
