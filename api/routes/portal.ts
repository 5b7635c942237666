import type { PortalDependencies } from '../portal.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { addAnswer } from './portal-answers.js';
import { addStatus } from './portal-follow.js';
import { addScreens } from './portal-screens.js';

export type { OfferedAnswer, PortalDependencies, PortalMessage, PortalReceipt, PortalRequest } from '../portal.js';

/** Where people ask for their rights: four screens without an account, and a page to follow the request. */
export function portalRoutes(dependencies: PortalDependencies): Mount {
  const portal = resource('/portal');
  addScreens(portal, dependencies);
  addStatus(portal, dependencies);
  addAnswer(portal, dependencies);
  return portal;
}
