import type { Role } from '../../domain/actor.js';
import type { Organisation } from '../../domain/organisation.js';
import { homelessView } from '../../pages/homeless.view.js';
import { identityOf } from '../auth/authenticate.js';
import { permittedRole } from '../auth/permissions.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { frameFor, viewerOf } from '../viewer.js';

export interface StartDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
}

/** The address without a path: everybody is led to where they work, or told why Duly has no page for them. */
export function startRoutes(dependencies: StartDependencies): Mount {
  const { pages, organisation, now } = dependencies;
  const start = resource('/');
  start.route(
    'get',
    '/',
    { action: 'sign-in', page: true, summary: 'Lead to where one works.', answers: { 200: 'text', 303: 'nothing' } },
    ({ request, response, actor }) => {
      const held = identityOf(request)?.roles;
      const home = held === undefined ? '/sign-in' : homeOf(held);
      if (home !== undefined) {
        response.redirect(303, home);
        return;
      }
      const viewer = viewerOf(request, actor, organisation());
      const view = homelessView(viewer.roles);
      const frame = frameFor(dependencies, { viewer, now: now().toISOString(), here: 'start', title: view.title });
      showPage(response, pages.render('homeless', { ...view, frame }));
    },
  );
  return start;
}

/** The first of our pages that somebody may open. A service is a program, and reads none. */
function homeOf(held: readonly Role[]): string | undefined {
  const people = held.filter((role) => role !== 'service');
  if (permittedRole('board.read', people) !== undefined) return '/operations';
  if (permittedRole('subject-request.open', people) !== undefined) return '/operations/new';
  return permittedRole('breach.report', people) === undefined ? undefined : '/operations/breaches/new';
}
