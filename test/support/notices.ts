import type { CaseKeys } from '../../database/keys.js';
import { createOutsideControllers } from '../../database/outside-controllers.js';
import type { Pool } from '../../database/pool.js';
import type { ControllerNotices } from '../../domain/ports/controller-notices.js';
import type { NoticeDesk } from '../../intake/case-desk.js';
import { createControllerNotices } from '../../intake/controller-notices.js';
import { readOrganisation } from '../../organisation/read.js';

interface TestNoticesOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: NoticeDesk;
  readonly serverKey?: Uint8Array;
}

export const testServerKey = Buffer.alloc(32, 7);

/** The real ones, with the controllers of the example organisation and those that a test puts in. */
export async function testNotices({
  serverKey = testServerKey,
  ...parts
}: TestNoticesOptions): Promise<ControllerNotices> {
  const organisation = await readOrganisation('examples/organisation.yaml');
  const controllers = createOutsideControllers(parts.pool, serverKey, organisation.controllers);
  return createControllerNotices({ ...parts, organisation, controllers, serverKey });
}
