import type { PayloadCodec } from '@temporalio/common';
import { recordAccess } from '../../database/access-records.js';
import type { Pool } from '../../database/pool.js';
import { identityOf } from '../auth/authenticate.js';
import { permittedRole } from '../auth/permissions.js';
import type { Mount } from '../route.js';
import { codecRoutes } from './codec.js';

export interface CodecMount {
  readonly pool: Pool;
  readonly codec: PayloadCodec;
  /** Without a Temporal UI no page may ask. */
  readonly uiOrigin: string | undefined;
  readonly now: () => Date;
}

/** What a DPO decodes in the Temporal UI is an access record of the case it belongs to. */
export function codecMount({ pool, codec, uiOrigin, now }: CodecMount): Mount {
  const router = codecRoutes({
    codec,
    uiOrigin: uiOrigin ?? 'null',
    authorise: (request) => {
      const identity = identityOf(request);
      const role = identity && permittedRole('codec.decode', identity.roles);
      return role && { role, id: identity.id };
    },
    async recordAccess({ actor, keyIds }) {
      const { rows } = await pool.query<{ case_id: string }>(
        'SELECT case_id FROM duly.case_key WHERE key_id = ANY($1::uuid[])',
        [keyIds],
      );
      for (const { case_id: caseId } of rows) {
        await recordAccess(pool, { access: 'payload-decoded', actor, caseId, at: now() });
      }
    },
  });
  return { path: '/codec', router };
}
