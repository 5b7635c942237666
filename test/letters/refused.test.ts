import { describe, expect, test } from 'vitest';
import { languages, letterNames, requiredPartsOf } from '../../domain/letter.js';
import { letterWriter, renderLetter } from '../../letters/render.js';
import { anAnswer, aLetter, aRefusal } from './a-letter.js';
import { changed, missingIn, shipped } from './templates.js';

describe('what cannot be sent', () => {
  const everyPart = languages.flatMap((language) =>
    letterNames.flatMap((letter) =>
      requiredPartsOf(aLetter(letter, language)).map(({ part, article }) => [letter, language, part, article] as const),
    ),
  );

  test.each(everyPart)('a %s template in %s from which %s was removed is refused: %s', (letter, language, part) => {
    const without = (source: string): string =>
      source
        .replaceAll(new RegExp(`{{ ${part}(\\.[a-z]+)? }}`, 'gi'), '')
        .replaceAll(part === 'information' ? '{% include information %}' : '{{ nothing }}', '');
    const edited = Object.fromEntries(Object.entries(shipped[language]).map(([name, text]) => [name, without(text)]));
    const writer = letterWriter({ ...shipped, [language]: edited });

    expect(missingIn(() => writer.letter(aLetter(letter, language)))?.part).toBe(part);
  });

  test('the same words elsewhere in the letter do not stand in for a part that was removed', () => {
    const writer = letterWriter(changed('remedies', 'en', (text) => text.replace('{{ remedy }}', '')));
    const quoting = aRefusal('en', { reasons: 'You can ask the Rechtbank Amsterdam to decide.' });

    expect(missingIn(() => writer.letter(quoting))).toEqual({ part: 'remedy', article: 'GDPR Art. 12(4)' });
  });

  test('a part that a filter cuts short counts as removed', () => {
    const writer = letterWriter(
      changed('refusal', 'en', (text) => text.replace('{{ reasons }}', '{{ reasons | slice: 0, 9 }}')),
    );

    expect(missingIn(() => writer.letter(aRefusal('en')))?.part).toBe('reasons');
  });

  test('an empty part is named with its article, and nothing of the letter is repeated in the error', () => {
    const attempt = () => renderLetter(aRefusal('en', { remedy: ' ', reasons: 'She owes money.' }));

    expect(missingIn(attempt)).toEqual({ part: 'remedy', article: 'GDPR Art. 12(4)' });
    expect(attempt).toThrow('The letter refusal (en) lacks remedy: GDPR Art. 12(4)');
  });

  test.each([
    ['reasons', { reasons: '' }],
    ['reasons', { reasons: '\u200b\u202e \n' }],
    ['authority', { authority: { name: '', url: 'https://authority.example' } }],
    ['authority', { authority: { name: 'Authority', url: '' } }],
  ])('a refusal without %s is refused: %j', (part, more) => {
    expect(missingIn(() => renderLetter(aRefusal('de', more)))?.part).toBe(part);
  });

  test('Art. 15(1): an access answer without information or link is refused', () => {
    const { information: _information, ...uninformed } = anAnswer('en');
    const { downloadUrl: _url, ...unlinked } = anAnswer('en');

    expect(missingIn(() => renderLetter(uninformed))?.part).toBe('information');
    expect(missingIn(() => renderLetter({ ...uninformed, informationPlace: 'package' }))?.part).toBe('information');
    expect(missingIn(() => renderLetter(unlinked))?.part).toBe('downloadUrl');
  });

  test.each([
    ['an unknown variable', '{{ remedies }}'],
    ['an unknown filter', '{{ reference | shout }}'],
    ['a file outside the letters', '{% include ../../package.json %}'],
    ['a file by a name from the letter', '{% include reasons %}'],
    ['a property of the language itself', '{{ controller.constructor }}'],
  ])('a template that asks for %s is not rendered', (_what, tag) => {
    const writer = letterWriter(changed('refusal', 'en', (text) => `${text}${tag}`));

    expect(() => writer.letter(aRefusal('en'))).toThrow();
  });
});
