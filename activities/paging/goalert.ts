import { z } from 'zod';
import type { Paged, Pager } from '../../domain/ports/pager.js';
import { call } from '../call.js';
import type { CallAnswer } from '../call.js';
import type { PagerAt } from './webhook.js';

const opened = z.object({ AlertID: z.union([z.number(), z.string()]), IsNew: z.boolean() });

/** The generic integration of a GoAlert service: `dedup` joins an alert that is open. */
export function goalert({ url, key, timeoutMs }: PagerAt): Pager {
  const address = new URL('api/v2/generic/incoming', url.endsWith('/') ? url : `${url}/`);
  address.searchParams.set('token', key);
  return {
    async page({ dedupKey, summary, caseUrl }, signal) {
      const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
      const fields = { summary: summary.slice(0, 1024), details: caseUrl, dedup: dedupKey };
      const body = new URLSearchParams(fields).toString();
      return read(await call({ whose: 'Pager', url: address, headers, body, timeoutMs, signal }));
    },
  };
}

/** A login page in between answers 200 as well. */
function read({ status, text }: CallAnswer): Paged {
  if (status === 204) return { outcome: 'accepted' };
  if (status !== 200) return { outcome: 'refused', code: status };
  return opened.safeParse(parsed(text)).success ? { outcome: 'accepted' } : { outcome: 'unknown' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
