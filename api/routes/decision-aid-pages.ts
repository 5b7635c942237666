import { z } from 'zod';
import { decisionAidPath, decisionAidView } from '../../pages/decision-aid.view.js';
import type { Organisation } from '../../domain/organisation.js';
import { readDescription } from '../decision-aid-form.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Asked, Mount } from '../route.js';
import { frameFor, viewerOf } from '../viewer.js';

export interface DecisionAidDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
  readonly now: () => Date;
}

const sentForm = z.record(z.string(), z.string());

/** The aid for people. Facts are sent, not written into an address: addresses are kept by browsers and in logs. */
export function decisionAidPageRoutes(dependencies: DecisionAidDependencies): Mount {
  const aid = resource(decisionAidPath);
  const page = { action: 'breach.read', page: true } as const;
  aid.route('get', '/', { ...page, summary: 'Show the decision aid.', answers: { 200: 'text' } }, (asked) => {
    show(dependencies, asked, { typed: {}, wrong: {} });
  });
  aid.route(
    'post',
    '/',
    {
      ...{ ...page, summary: 'Show what facts speak for; nothing is stored.', accepts: 'form', body: sentForm },
      ...{ answers: { 200: 'text', 422: 'text' }, changes: false },
    },
    (asked) => {
      const read = readDescription(asked.body);
      if ('wrong' in read) show(dependencies, asked, { typed: asked.body, wrong: read.wrong }, 422);
      else show(dependencies, asked, { typed: asked.body, wrong: {}, described: read.described });
    },
  );
  return aid;
}

function show(
  dependencies: DecisionAidDependencies,
  { request, response, actor }: Pick<Asked<unknown, unknown, unknown>, 'request' | 'response' | 'actor'>,
  said: Parameters<typeof decisionAidView>[0],
  status = 200,
): void {
  const { pages, organisation, now } = dependencies;
  const viewer = viewerOf(request, actor, organisation());
  const about = { viewer, now: now().toISOString(), here: 'aid', title: 'Decision aid' } as const;
  const frame = frameFor(dependencies, about);
  showPage(response, pages.render('decision-aid', { ...decisionAidView(said), frame }), status);
}
