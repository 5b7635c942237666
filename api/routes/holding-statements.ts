import { z } from 'zod';
import type { StatedBreach } from '../../database/holding-statements.js';
import { statementAt } from '../../domain/breach.reporter.js';
import type { Organisation } from '../../domain/organisation.js';
import type { Instant } from '../../domain/time.js';
import { breachStepWords } from '../../pages/breach-steps.words.js';
import { holdingStatementsPath, holdingStatementsView } from '../../pages/holding-statements.view.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Mount, Resource } from '../route.js';
import { frameFor, viewerOf, whyNotRole } from '../viewer.js';

export interface StatementDependencies {
  readonly statedBreaches: () => Promise<readonly StatedBreach[]>;
  readonly now: () => Date;
}

export interface StatementPageDependencies extends StatementDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
}

const statement = z.object({
  caseId: z.string(),
  reference: z.string(),
  text: z.string().describe('What everybody who is asked may say.'),
  validFrom: z.string(),
  drill: z.boolean(),
});
export type ShownStatement = z.infer<typeof statement>;
export const shownStatement = statement;

/** What may be said of a breach now, and nothing else of it. */
export function statementOf({ caseId, breach }: StatedBreach, now: Instant): ShownStatement | undefined {
  const current = statementAt(breach, now);
  if (current === undefined) return undefined;
  const { text, validFrom } = current;
  return { caseId, reference: breach.reference, text, validFrom, drill: breach.drill };
}

/** For the service desk, which is asked first and reads no breach. */
export function holdingStatementRoutes({ statedBreaches, now }: StatementDependencies): Resource {
  const statements = resource('/v1/holding-statements');
  statements.route(
    'get',
    '/',
    {
      action: 'holding-statement.read',
      summary: 'List what may be said of each open breach, and since when.',
      answers: { 200: z.object({ items: z.array(statement) }) },
    },
    async ({ response }) => {
      const at = now().toISOString();
      const items = (await statedBreaches()).flatMap((stated) => statementOf(stated, at) ?? []);
      response.json({ items });
    },
  );
  return statements;
}

/** A first contact comes back here from the one step that they may take. */
const doneQuery = z.object({ done: z.literal('contact-reports').optional().catch(undefined) });

/** The same for people. */
export function holdingStatementPageRoutes(dependencies: StatementPageDependencies): Mount {
  const { statedBreaches, pages, organisation, now } = dependencies;
  const statements = resource(holdingStatementsPath);
  statements.route(
    'get',
    '/',
    {
      ...{ action: 'holding-statement.read', page: true },
      summary: 'Show what may be said of each open breach.',
      query: doneQuery,
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, query: { done } }) => {
      const at = now().toISOString();
      const stated = await statedBreaches();
      const viewer = viewerOf(request, actor, organisation());
      const contact = whyNotRole(viewer, 'breach.contact') === undefined ? actor.id : undefined;
      const view = holdingStatementsView(stated, contact, at);
      const frame = frameFor(dependencies, { viewer, now: at, here: 'statements', title: 'What may be said' });
      showPage(
        response,
        pages.render('holding-statements', {
          ...view,
          frame,
          ...(done && { done: `Done: ${breachStepWords[done].title}.` }),
        }),
      );
    },
  );
  return statements;
}
