import type { Pager } from '../../domain/ports/pager.js';
import { call } from '../call.js';

export interface PagerAt {
  readonly url: string;
  /** Resolved: never logged, never in a failure. */
  readonly key: string;
  readonly timeoutMs?: number | undefined;
}

/** Any system of one's own that takes JSON; `Idempotency-Key` says which calls are one. */
export function webhook({ url, key, timeoutMs }: PagerAt): Pager {
  return {
    async page({ drill: _drill, ...page }, signal) {
      const headers = {
        ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        'idempotency-key': page.dedupKey,
      };
      const { status } = await call({
        ...{ whose: 'Pager', url: new URL(url), headers, timeoutMs, signal },
        body: JSON.stringify(page),
      });
      return status >= 200 && status < 300 ? { outcome: 'accepted' } : { outcome: 'refused', code: status };
    },
  };
}
