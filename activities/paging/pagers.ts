import type { Person, PagerKind } from '../../domain/organisation.js';
import type { Pager } from '../../domain/ports/pager.js';
import { resolved } from '../secret.js';
import { goalert } from './goalert.js';
import { PAGERDUTY, pagerduty } from './pagerduty.js';
import { webhook } from './webhook.js';
import type { PagerAt } from './webhook.js';

const adapters: Readonly<Record<PagerKind, (at: PagerAt) => Pager>> = { goalert, pagerduty, webhook };

/** Everybody's own pager; a secret that is not there stops the worker at its start, and not an alert at night. */
export function createPager(people: readonly Person[], environment: NodeJS.ProcessEnv): Pager {
  const pagers = new Map(
    people.flatMap(({ id, pager }) => {
      if (pager === undefined) return [];
      const { by, key, url = PAGERDUTY } = pager;
      return [[id, adapters[by]({ url: resolved(url, environment), key: resolved(key, environment) })] as const];
    }),
  );
  return {
    async page(page, signal) {
      const pager = pagers.get(page.person);
      if (pager === undefined) throw new Error('Only whoever has a pager is paged');
      return pager.page(page, signal);
    },
  };
}

/** No real pager is reachable from a drill. */
export const drillPager: Pager = { page: () => Promise.resolve({ outcome: 'accepted' }) };
