import { createPost } from '../../activities/letters/post.js';
import { createPace } from '../../activities/waves/pace.js';
import { createWaves } from '../../activities/waves/wave-sender.js';
import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { createWaveOutbox } from '../../database/wave-outbox.js';
import type { CommunicationWaves } from '../../domain/ports/communication-waves.js';
import type { LetterCarrier, SentLookup } from '../../domain/ports/letter-carrier.js';
import { shippedWriter } from '../../letters/render.js';
import { readOrganisation } from '../../organisation/read.js';

interface TestWavesOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly carrier: LetterCarrier;
  readonly lookup?: SentLookup;
  readonly drillCarrier?: LetterCarrier;
}

/** The real ones, as fast as the mail server takes them. */
export async function testWaves({ pool, keys, carrier, ...others }: TestWavesOptions): Promise<CommunicationWaves> {
  const lookup = others.lookup ?? { find: () => Promise.resolve('unknown' as const) };
  const now = () => Date.now();
  const letters = { outbox: createWaveOutbox(pool), lookup, now, settleMs: 100 };
  return createWaves({
    ...{ pool, keys, organisation: await readOrganisation('examples/organisation.yaml'), writer: shippedWriter() },
    post: createPost({ ...letters, carrier }),
    drillPost: createPost({ ...letters, carrier: others.drillCarrier ?? taking }),
    ...{ pace: createPace(100_000, now), now },
  });
}

/** Says that it sent, and reaches nobody. */
export const taking: LetterCarrier = { carry: () => Promise.resolve({ outcome: 'sent', response: '250' }) };
