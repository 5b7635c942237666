import { z } from 'zod';
import { recordAccess } from '../../database/access-records.js';
import type { BreachFact, KnownBreach } from '../../domain/breach.js';
import type { Recorded } from '../../domain/decider.js';
import { payloadOf } from '../../domain/notification.payload.js';
import { notificationPdf } from '../../reports/notification-pdf.js';
import { notificationText } from '../../reports/notification-text.js';
import type { BreachStepDependencies } from '../breach-steps.js';
import { draftOf, versionsOf } from '../notifying.js';
import type { Draft } from '../notifying.js';
import { NotFound } from '../problem.js';
import type { Resource } from '../route.js';
import { caseParams } from '../subject-request-schemas.js';

interface FoundBreach {
  readonly breach: KnownBreach;
  readonly facts: readonly Recorded<BreachFact>[];
}
type Find = (caseId: string) => Promise<FoundBreach>;

const answersShown = z.record(z.string(), z.unknown());
const gapShown = z.object({ field: z.int(), why: z.string() });
const filingShown = z.object({ subtype: z.string(), isFollowUp: z.boolean(), at: z.string() });
const shown = z.object({
  filing: filingShown,
  answers: answersShown.describe('As they would be filed now: what was typed over what the case knows.'),
  typed: answersShown.describe('What people typed, asked now or not.'),
  gaps: z.object({ incomplete: z.array(gapShown), complete: z.array(gapShown) }),
  versions: z.array(
    z.object({
      version: z.int(),
      filing: filingShown,
      frozenBy: z.object({ role: z.string(), id: z.string() }),
      sentAt: z.string().optional(),
      difference: z
        .object({ added: z.array(z.int()), changed: z.array(z.int()), removed: z.array(z.int()) })
        .optional(),
      answers: answersShown,
    }),
  ),
});
const fileParams = caseParams.extend({
  file: z.string().regex(/^(draft|[1-9]\d{0,3})\.(txt|json|pdf)$/, 'expected draft.pdf, 1.pdf, 1.json or 1.txt'),
});

/** The notification to the authority: as it would be filed now, and as it was frozen. GDPR Art. 33(3), 33(4). */
export function addNotification(breaches: Resource, dependencies: BreachStepDependencies, find: Find): void {
  const { pool, organisation, now } = dependencies;
  const action = 'breach.read';
  breaches.route(
    'get',
    '/:caseId/notification',
    {
      action,
      summary: 'Read the notification as it would be filed now, what it lacks, and its frozen versions.',
      params: caseParams,
      answers: { 200: shown },
    },
    async ({ response, actor: by, params: { caseId } }) => {
      const { breach, facts } = await find(caseId);
      const at = now().toISOString();
      await recordAccess(pool, { access: 'case-opened', actor: by, caseId, at: now() });
      const [incomplete, complete] = (['incomplete', 'complete'] as const).map((subtype) =>
        draftOf(breach, organisation, { subtype, by, at }),
      );
      response.json({
        ...{ filing: incomplete?.filing, answers: incomplete?.answers, typed: breach.notificationAnswers ?? {} },
        gaps: { incomplete: incomplete?.gaps, complete: complete?.gaps },
        versions: versionsOf(breach, facts),
      });
    },
  );

  breaches.route(
    'get',
    '/:caseId/notification/:file',
    {
      action,
      summary: 'Download a version, or the draft, as text, JSON or PDF; leaves an access record.',
      params: fileParams,
      answers: { 200: 'bytes' },
    },
    async ({ response, actor: by, params: { caseId, file } }) => {
      const { breach, facts } = await find(caseId);
      const [name = '', form = ''] = file.split('.');
      const draft = draftOf(breach, organisation, { subtype: 'incomplete', by, at: now().toISOString() });
      const version = versionsOf(breach, facts).find((known) => String(known.version) === name);
      if (name !== 'draft' && version === undefined) throw new NotFound('This notification has no such version.');
      await recordAccess(pool, { access: 'document-downloaded', actor: by, caseId, at: now() });
      const title = version === undefined ? 'Draft, not frozen: it can still change' : `Version ${version.version}`;
      const bytes = await written[form as Form]({
        breach,
        title,
        isDraft: version === undefined,
        ...(version ?? draft),
      });
      const type = form === 'txt' ? 'text/plain; charset=utf-8' : form;
      response.attachment(`${breach.reference}-notification-${file}`).type(type).set('cache-control', 'no-store');
      response.send(bytes);
    },
  );
}

type Form = 'txt' | 'json' | 'pdf';
type Writing = Pick<Draft, 'answers' | 'filing'> & {
  readonly breach: KnownBreach;
  readonly title: string;
  readonly isDraft: boolean;
};

/** A draft says so in each form; the schema of the template takes none of them for a notification. */
const written: Readonly<Record<Form, (asked: Writing) => Promise<Buffer> | Buffer>> = {
  txt: ({ breach, title, answers, filing }) =>
    Buffer.from(`${breach.reference}: ${title}\n\n\n${notificationText(answers, filing, breach.timeZone)}`),
  json: ({ answers, filing, isDraft }) =>
    Buffer.from(`${JSON.stringify({ ...(isDraft && { isDraft }), ...payloadOf(answers, filing) }, null, 1)}\n`),
  pdf: async ({ breach, title, answers, filing }) =>
    Buffer.from(await notificationPdf(`${breach.reference}: ${title}`, answers, filing, breach.timeZone)),
};
