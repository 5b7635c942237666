import { expect, test } from 'vitest';
import { languages } from '../../domain/letter.js';
import type { CommunicationLetterData } from '../../domain/letter.js';
import { LetterIncomplete, shippedWriter } from '../../letters/render.js';

const aLetter = (overrides: Partial<CommunicationLetterData> = {}): CommunicationLetterData => ({
  ...{ letter: 'breach-communication', language: 'en', reference: 'B-2026-0007' },
  controller: { name: 'Example Cloud BV', address: 'Keizersgracht 1, Amsterdam' },
  text: 'Somebody opened a mailbox of ours from abroad.',
  consequences: 'Your bank account number may be used by others.',
  measures: 'The mailbox is closed.',
  recommendations: 'Look through your bank statements.',
  contactPoint: 'privacy@example.org, +31 20 555 01 00',
  ...overrides,
});

test.each(languages)(
  'GDPR Art. 12(1), 34(2): in %s a data subject reads what happened, what follows and whom to ask',
  (language) => {
    const { subject, text } = shippedWriter().communication(aLetter({ language, recipientName: 'Noor de Vries' }));
    expect(subject).toContain('B-2026-0007');
    const { controller, recommendations = '', ...said } = aLetter();
    for (const part of [said.text, said.consequences, said.measures, recommendations, said.contactPoint])
      expect(text).toContain(part);
    expect(text).toContain(controller.name);
    expect(text).toContain('Noor de Vries');
  },
);

test.each(['text', 'consequences', 'measures', 'contactPoint'] as const)(
  'a communication without %s is not sent',
  (part) => {
    expect(() => shippedWriter().communication(aLetter({ [part]: ' ' }))).toThrow(LetterIncomplete);
  },
);

test('a communication to somebody without a name greets them all the same', () => {
  expect(shippedWriter().communication(aLetter()).text).toContain('Dear Sir or Madam,');
});
