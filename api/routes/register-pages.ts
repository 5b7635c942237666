import { z } from 'zod';
import type { RegisterRow } from '../../domain/breach.register-row.js';
import { figuresOf, statisticsOf } from '../../domain/breach.statistics.js';
import type { EntryFigures } from '../../domain/breach.statistics.js';
import type { Organisation } from '../../domain/organisation.js';
import type { Instant } from '../../domain/time.js';
import { registerPath, registerView } from '../../pages/register.view.js';
import type { RegisterInput, RegisterQuery } from '../../pages/register.view.js';
import { showPage } from '../pages.js';
import type { Pages } from '../pages.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import { frameFor, viewerOf } from '../viewer.js';
import { noteRegisterRead } from './breach-register.js';
import type { RegisterDependencies } from './breach-register.js';

export interface RegisterPageDependencies extends Pick<RegisterDependencies, 'readRegister' | 'recordAccess' | 'now'> {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly version: string;
}

const PAGE_ROWS = 50;

/** An empty field is no choice, and a date that is none is forgiven. */
const day = z.iso.date().optional().catch(undefined);
const word = z
  .string()
  .max(100)
  .transform((text) => (text === '' ? undefined : text))
  .optional()
  .catch(undefined);
const query: z.ZodType<RegisterQuery> = z.object({ from: day, to: day, controller: word, after: word });

/** The register for people, with its statistics. GDPR Art. 33(5). */
export function registerPageRoutes(dependencies: RegisterPageDependencies): Mount {
  const { pages, organisation, now } = dependencies;
  const register = resource(registerPath);
  register.route(
    'get',
    '/',
    {
      action: 'breach.register',
      page: true,
      summary: 'Show the register of breaches.',
      query,
      answers: { 200: 'text' },
    },
    async ({ request, response, actor, query: asked }) => {
      const at = now().toISOString();
      await noteRegisterRead(dependencies, actor);
      const view = registerView({
        ...(await readPage(dependencies, asked, at)),
        query: asked,
        organisation: organisation(),
      });
      const viewer = viewerOf(request, actor, organisation());
      const frame = frameFor(dependencies, { viewer, now: at, here: 'register', title: 'Register of breaches' });
      showPage(response, pages.render('register', { ...view, frame }));
    },
  );
  return register;
}

/** The rows of one page, and the figures of all of them. */
async function readPage(
  { readRegister }: RegisterPageDependencies,
  { after = '', ...filter }: RegisterQuery,
  at: Instant,
): Promise<Pick<RegisterInput, 'rows' | 'statistics' | 'forgotten' | 'next'>> {
  const rows: RegisterRow[] = [];
  const figures: EntryFigures[] = [];
  let forgotten = 0;
  for await (const row of readRegister(filter, at)) {
    if (row.kind === 'keyDestroyed') forgotten += 1;
    else figures.push(figuresOf(row));
    if (row.reference > after && rows.length <= PAGE_ROWS) rows.push(row);
  }
  const shown = rows.slice(0, PAGE_ROWS);
  const next = rows.length > PAGE_ROWS ? shown.at(-1)?.reference : undefined;
  return { rows: shown, statistics: statisticsOf(figures), forgotten, next };
}
