import { expect, test } from 'vitest';
import { readersText, translationViews } from '../../pages/communication-fields.js';
import { previewView } from '../../pages/communication.view.js';

const timeZone = 'Europe/Amsterdam';
const readers = [
  { language: 'nl', recipients: 12 },
  { language: 'en', recipients: 3 },
  { language: 'fr', recipients: 1 },
] as const;

test('a letter is shown to whoever orders it with its readers, and says whose language nobody wrote', () => {
  const text = 'Reference: B-2026-0007\n\nBeste heer,\n';
  const letters = [
    { ...readers[0], wordsIn: 'nl', subject: 'Wat er is gebeurd', text },
    { ...readers[1], wordsIn: 'en', subject: 'What happened', text },
    { ...readers[2], wordsIn: 'en', subject: 'Ce qui s’est passé', text },
  ] as const;
  const shown = previewView(letters, { timeZone });

  expect(shown.told).toContain('16 recipients would be written to');
  expect(shown.told).not.toContain('wait');
  const communicationHold = { requestedBy: 'Police', reasons: 'Named.', until: '2026-11-24T11:00:00.000Z' };
  expect(previewView(letters, { timeZone, communicationHold }).told).toContain('They would wait until Tue 24 Nov');
  expect(shown.letters.map(({ title, warning }) => [title, warning])).toEqual([
    ['In Dutch, to 12 recipients', undefined],
    ['In English, to 3 recipients', undefined],
    ['In French, to 1 recipient', '1 recipient reads French and gets your words in English.'],
  ]);
  expect(shown.letters[0]?.paragraphs).toEqual(['Reference: B-2026-0007', 'Beste heer,\n']);
});

test('every language that is read on the list is asked for, whichever one the words are written in', () => {
  const asked = { readers, preset: 'en', typed: {}, wrong: {} } as const;
  const summaries = (typed: Record<string, string>) =>
    translationViews({ ...asked, typed }).map(({ summary, isOpen }) => [summary, isOpen]);

  expect(summaries({})).toEqual([
    ['If you choose another language above: write it in English too, for 3 recipients', false],
    ['Write it in Dutch too, for 12 recipients', false],
    ['Write it in French too, for 1 recipient', false],
  ]);
  expect(summaries({ language: 'nl', 'fr-text': 'Quelqu’un' })).toEqual([
    ['Write it in English too, for 3 recipients', false],
    ['If you choose another language above: write it in Dutch too, for 12 recipients', false],
    ['Write it in French too, for 1 recipient', true],
  ]);
  // What somebody wrote is never out of sight.
  expect(summaries({ 'de-text': 'Jemand' })).toContainEqual(['Write it in German too', true]);
});

test('who may get words that they do not read is said before the letters go, looked at or not', () => {
  expect(readersText(readers)).toContain(
    'English by 3 recipients, French by 1 recipient. Whoever reads a language in which nothing is written',
  );
  expect(readersText([])).toBeUndefined();
});
