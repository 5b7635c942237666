import { z } from 'zod';
import { languages } from '../domain/letter.js';
import { outsideController } from '../organisation/schema.js';
import { instant, words } from './subject-request-schemas.js';

/** As many as one call takes: enough for a whole house of customers. */
const AT_ONCE = 2_000;
const id = z.string().min(1).max(60);
const said = words.pipe(z.string().min(1));

/** Controllers for whom we process, put in by the hundreds; the same id again replaces what is known. */
export const putControllers = z
  .strictObject({ controllers: z.array(outsideController).min(1).max(AT_ONCE) })
  .superRefine(({ controllers }, context) => {
    const ids = controllers.map((controller) => controller.id);
    for (const [index, known] of ids.entries())
      if (ids.indexOf(known) !== index)
        context.addIssue({ code: 'custom', path: ['controllers', index, 'id'], message: 'this id is given twice' });
  });

export const removeControllers = z.strictObject({ ids: z.array(id).min(1).max(AT_ONCE) });

export const knownController = z.object({
  ...{ id: z.string(), name: z.string(), services: z.array(z.string()) },
  ...{ maxNotify: z.string(), lastCheckedOn: z.string().optional(), language: z.enum(languages).optional() },
});

export const confirmControllers = z.strictObject({
  services: z
    .array(id)
    .max(100)
    .default([])
    .describe('Services and systems concerned: their controllers are proposed.'),
  text: said.describe('What each of them is told: nature, consequences, measures, as far as known. GDPR Art. 33(3).'),
  affected: z
    .array(
      z.strictObject({
        controller: id,
        particulars: words.optional().describe('Its own kinds of data and numbers, for its eyes alone.'),
      }),
    )
    .max(AT_ONCE),
  excluded: z
    .array(z.strictObject({ controller: id, reasons: said }))
    .max(AT_ONCE)
    .default([]),
  knownAt: instant.optional().describe('Since when it is known of these, if later than awareness.'),
  reasons: words.optional().describe('Why these were found later.'),
});
export const informControllers = z.strictObject({ text: said });

export const toldController = z.strictObject({
  toldAt: instant,
  words: said.describe('How, whom, and what was answered.'),
});
export const acknowledgedByController = z.strictObject({ words: said.describe('Who acknowledged it, and how.') });
