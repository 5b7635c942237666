import { describe, expect, test } from 'vitest';
import { languages, letterNames, requiredStaffPartsOf, staffLetterNames } from '../../domain/letter.js';
import { letterWriter, renderInformation, renderLetter, renderStaffLetter } from '../../letters/render.js';
import { anAnswer, aLetter, anInformation, aRefusal, aStaffLetter } from './a-letter.js';
import { changed, missingIn } from './templates.js';

const everyLetter = languages.flatMap((language) => letterNames.map((letter) => [letter, language] as const));

describe('letters to the person who asked', () => {
  test.each(everyLetter)('the %s letter in %s is complete and leaves nothing unsaid in braces', (letter, language) => {
    const rendered = renderLetter(aLetter(letter, language));

    expect(rendered.text).not.toMatch(/[{}⟦⟧]|undefined|null|\[object/);
    expect(rendered.subject).toContain('S-2026-0031');
    expect(rendered.text).toContain('https://duly.example.org/portal/abc');
    expect(rendered).toMatchObject({ template: letter, language });
    expect(rendered.version).toMatch(/^[0-9a-f]{64}$/);
  });

  test('EDPB 01/2022, para. 57: the acknowledgement names the first and the last day of the period, in every language', () => {
    const said = languages.map((language) => renderLetter(aLetter('acknowledgement', language)).text);

    expect(said[0]).toContain('between Tuesday 3 March 2026 and Friday 3 April 2026');
    expect(said[1]).toContain('tussen dinsdag 3 maart 2026 en vrijdag 3 april 2026');
    expect(said[2]).toContain('von Dienstag, 3. März 2026 bis Freitag, 3. April 2026');
    expect(said[3]).toContain('du mardi 3 mars 2026 au vendredi 3 avril 2026');
  });

  test.each(languages)('Art. 12(3): the extension letter in %s names the reasons and the new date', (language) => {
    const { text } = renderLetter(aLetter('extension', language));

    expect(text).toContain('Your files lie in eleven archives.');
    expect(text).toMatch(/3\.? (June|juni|Juni|juin) 2026/);
  });

  test.each(languages)('Art. 12(4): a refusal in %s names reasons, complaint and court', (language) => {
    const { text } = renderLetter(aRefusal(language));

    expect(text).toContain('Grounds of the refusal.');
    expect(text).toContain('Autoriteit Persoonsgegevens');
    expect(text).toContain('https://www.autoriteitpersoonsgegevens.nl');
    expect(text).toContain('You can ask the Rechtbank Amsterdam to decide.');
    expect(text).toMatch(/complaint|klacht|beschweren|réclamation/);
    expect(text).toMatch(/court|rechter|Gericht|juridictionnel/);
  });

  test.each(languages)('whoever disagrees reads in %s at which address they can tell us so', (language) => {
    const refused = renderLetter(aRefusal(language)).text;
    const beforeTheClosing = refused.slice(0, refused.indexOf('https://www.autoriteitpersoonsgegevens.nl'));
    expect(beforeTheClosing).toContain('privacy@example.org');
    expect(beforeTheClosing).toContain('dpo@example.org');

    const extended = renderLetter(aLetter('extension', language)).text;
    expect(extended.split('privacy@example.org')).toHaveLength(3);
  });

  test.each(languages)('Art. 15(1) and (2): an answer in %s says everything about the processing', (language) => {
    const { text } = renderLetter(anAnswer(language));
    const { activities } = anInformation;

    const texts = activities.flatMap((activity) => [
      ...[activity.name, activity.legalBasis, activity.period],
      ...[activity.purposes, activity.dataCategories, activity.recipients, activity.sources].flat(),
      ...activity.transfers.map(({ safeguard }) => safeguard),
      ...activity.automatedDecisions.flatMap(({ logic, significance, consequences }) => [
        logic,
        significance,
        consequences,
      ]),
    ]);
    for (const said of texts) expect(text).toContain(said);
    expect(text).toMatch(/United States|Verenigde Staten|Vereinigte Staaten|États-Unis/);
  });

  test('Art. 15(3): an answer carries a link that ends, and the end is told in the controller’s zone', () => {
    const { text } = renderLetter(anAnswer('en'));

    expect(text).toContain('https://duly.example.org/download/xyz');
    expect(text).toContain('The link works until Sunday 3 May 2026, 24:00');
  });

  test('Art. 15(1): where nothing is held the answer says so, names no processing and needs no download', () => {
    const { downloadUrl: _url, downloadUntil: _until, ...answer } = anAnswer('en', { noDataHeld: true });
    const { text } = renderLetter(answer);

    expect(text).toContain('found none');
    expect(text).not.toContain('Customer care');
    expect(text).not.toContain('https://duly.example.org/download');
  });

  test('information that lies in the package is not in the mail, and is still checked', () => {
    const { text } = renderLetter(anAnswer('nl', { informationPlace: 'package' }));
    const emptied = { ...anInformation, activities: [] };

    expect(text).not.toContain('Customer care');
    expect(text).toContain('Bij de bestanden vindt u');
    expect(renderInformation({ ...anInformation, language: 'nl' })).toContain('Customer care');
    expect(
      missingIn(() => renderLetter(anAnswer('nl', { informationPlace: 'package', information: emptied }))),
    ).toEqual({
      part: 'information',
      article: 'GDPR Art. 15(1)(a)',
    });
  });

  test.each(languages)('an answer in %s that is late or partial says why', (language) => {
    const { text } = renderLetter(
      anAnswer(language, { lateReasons: 'The archive was flooded.', partlyRefusedReasons: 'Page 3 is about others.' }),
    );

    expect(text).toContain('The archive was flooded.');
    expect(text).toContain('Page 3 is about others.');
  });

  test('a letter to somebody without a name, about a message nobody has read yet, is still a letter', () => {
    const { recipientName: _name, right: _right, portalUrl: _url, ...data } = aLetter('acknowledgement', 'fr');
    const { text } = renderLetter(data);

    expect(text).toContain('Madame, Monsieur,');
    expect(text).toContain('Objet : votre message');
  });

  test('the first of a month and the 24th hour are written as people write them', () => {
    expect(renderLetter({ ...aLetter('acknowledgement', 'fr'), answerBy: '2026-06-01' }).text).toContain(
      'lundi 1er juin 2026',
    );
    expect(renderLetter(anAnswer('de', { downloadUntil: '2026-05-03T10:30:00Z' })).text).toContain(
      'Sonntag, 3. Mai 2026, 12:30 Uhr',
    );
  });
});

describe('versions', () => {
  test('the version changes with the letter’s own text and with shared parts, not with other letters', () => {
    const version = renderLetter(aRefusal('en')).version;
    const after = (name: string): string =>
      letterWriter(changed(name, 'en', (text) => `${text}\nMore.`)).letter(aRefusal('en')).version;

    expect(after('refusal')).not.toBe(version);
    expect(after('remedies')).not.toBe(version);
    expect(after('answer')).toBe(version);
  });
});

describe('letters to our own people', () => {
  const everyStaffLetter = languages.flatMap((language) =>
    staffLetterNames.map((letter) => [letter, language] as const),
  );

  test.each(everyStaffLetter)('the %s alert in %s names the case, its clock and where to go', (letter, language) => {
    const { text, subject } = renderStaffLetter(aStaffLetter(letter, language));

    expect(subject).toContain('S-2026-0031');
    expect(text).toContain('https://duly.example.org/operations/S-2026-0031');
    const wanted = requiredStaffPartsOf(letter).map(({ part }) => part);
    expect(/3\.? (April|april|avril) 2026, 24:00/.test(text)).toBe(wanted.includes('dueAt'));
    expect(text.includes('GDPR Art. 33(1)')).toBe(wanted.includes('clock'));
  });

  test('an alert without its link is refused', () => {
    const writer = letterWriter(changed('warning', 'en', (text) => text.replace('{{ caseUrl }}', '')));

    expect(missingIn(() => writer.staffLetter(aStaffLetter('warning', 'en')))?.part).toBe('caseUrl');
  });
});
