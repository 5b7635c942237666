import type { Pager } from '../../domain/ports/pager.js';
import { call } from '../call.js';
import type { PagerAt } from './webhook.js';

export const PAGERDUTY = 'https://events.pagerduty.com';
const LEAST_WAIT_MS = 30_000;

/** Events API v2: 202 says that the event was taken, not that anybody was paged. */
export function pagerduty({ url, key, timeoutMs }: PagerAt): Pager {
  const address = new URL('/v2/enqueue', url);
  return {
    async page({ dedupKey, summary, urgency, caseUrl }, signal) {
      const severity = urgency === 'high' ? 'critical' : 'warning';
      const body = JSON.stringify({
        ...{ routing_key: key, event_action: 'trigger', dedup_key: dedupKey.slice(0, 255) },
        payload: { summary: summary.slice(0, 1024), source: 'Duly', severity },
        links: [{ href: caseUrl, text: 'Duly' }],
      });
      const headers = { 'content-type': 'application/json' };
      const { status } = await call({
        whose: 'Pager',
        url: address,
        headers,
        body,
        timeoutMs,
        signal,
        leastWaitMs: LEAST_WAIT_MS,
      });
      if (status === 202) return { outcome: 'accepted' };
      return status < 300 ? { outcome: 'unknown' } : { outcome: 'refused', code: status };
    },
  };
}
