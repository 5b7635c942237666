import { z } from 'zod';
import { languages } from '../domain/letter.js';

/** The copy of a letter as it is kept with the case, and shown on its page. */
export const keptLetter = z.object({
  letter: z.string(),
  to: z.string().optional(),
  name: z.string().optional(),
  inReplyTo: z.string().optional(),
  subject: z.string(),
  text: z.string(),
  date: z.string(),
  language: z.enum(languages),
  template: z.string(),
});
export type KeptLetter = z.infer<typeof keptLetter>;
