import { beforeAll, describe, expect, test } from 'vitest';
import { languages, letterNames } from '../../domain/letter.js';
import type { Organisation } from '../../domain/organisation.js';
import type { ProcessingRecord } from '../../domain/processing-record.js';
import { rights } from '../../domain/right.js';
import type { LetterOrder } from '../../domain/subject-request.js';
import { letterDataOf } from '../../letters/letter-data.js';
import { createLinks } from '../../letters/links.js';
import { renderLetter } from '../../letters/render.js';
import { readProcessingRecords } from '../../organisation/processing-records.js';
import { readOrganisation } from '../../organisation/read.js';

let organisation: Organisation;
let processingRecords: readonly ProcessingRecord[];
beforeAll(async () => {
  organisation = await readOrganisation('examples/organisation.yaml');
  processingRecords = await readProcessingRecords('examples/processing-records.json', organisation);
});

const inTime = '2026-03-20T09:00:00.000Z';
const tooLate = '2026-11-20T09:00:00.000Z';

/** The letter as it would leave, by the way that every letter goes. */
function written(order: Partial<LetterOrder>, now = inTime): string {
  const links = createLinks('https://privacy.example.org', Buffer.alloc(32, 7));
  const whole: LetterOrder = {
    letter: 'answer',
    language: 'en',
    reference: 'S-2026-0031',
    controller: 'example-cloud',
    right: 'access',
    receivedOn: '2026-03-03',
    answerBy: '2026-04-03',
    timeZone: 'Europe/Amsterdam',
    drill: false,
    reasons: '#',
    ...(order.letter === 'extension' && { extendedAnswerBy: '2026-06-03' }),
    ...order,
  };
  const context = { caseId: 'c', key: '7.0', contact: { name: 'Ilse' }, organisation, processingRecords, links, now };
  return renderLetter(letterDataOf(whole, context)).text;
}

const files = /\bfiles?\b|bestand|datei|fichier/i;

const held = { answerFiles: ['d1'], noDataHeld: false };
const none = { answerFiles: [], noDataHeld: true };
const particulars = [{}, { lateReasons: '#' }] as const;
const situations: readonly (readonly [string, Partial<LetterOrder>])[] = [
  ...letterNames.filter((letter) => letter !== 'answer').map((letter) => [letter, { letter }] as const),
  ...rights.map((right) => [`no data held, ${right}`, { ...none, right }] as const),
  ['files', { ...held }],
  ['files, in part', { ...held, partlyRefusedReasons: '#' }],
];
const everySituation = languages.flatMap((language) =>
  situations.flatMap(([name, order]) =>
    particulars.map((more) => [name, Object.keys(more).join(), { ...order, ...more, language }] as const),
  ),
);

describe('what a letter says is so', () => {
  test.each(everySituation)('a letter speaks of files where there are some, and nowhere else: %s %s %j', (...given) => {
    const [, , order] = given;

    const text = written(order);

    expect(files.test(text)).toBe((order.answerFiles ?? []).length > 0);
    expect(text.includes('/portal/answers/')).toBe((order.answerFiles ?? []).length > 0);
  });

  test.each([
    ['en', 'we are late', /You will hear from us between|need more time/],
    ['nl', 'wij zijn te laat', /U hoort van ons tussen|meer tijd nodig/],
    ['de', 'Wir sind zu spät', /Sie hören von uns in der Zeit|mehr Zeit brauchen/],
    ['fr', 'nous sommes en retard', /Vous recevrez notre réponse dans la période|plus de temps/],
  ] as const)(
    'Art. 12(3): who is acknowledged late in %s is told so, and promised no day',
    (language, late, promise) => {
      const [before, after] = [inTime, tooLate].map((now) => written({ letter: 'acknowledgement', language }, now));

      expect(before).not.toContain(late);
      expect(before).toMatch(promise);
      expect(after).toContain(late);
      expect(after).not.toMatch(promise);
      for (const text of [before, after]) expect(text).toMatch(/3\.? (?:March|maart|März|mars) 2026[^]*3\.? (?:A|a)/u);
    },
  );

  test.each([
    ['in time', '2026-04-03T21:59:59.000Z', false],
    ['late', '2026-04-03T22:00:00.000Z', true],
  ])('the last day lasts until midnight in the zone of the controller: %s', (_when, now, isLate) => {
    expect(written({ letter: 'acknowledgement' }, now).includes('we are late')).toBe(isLate);
  });

  test.each([
    ['en', 'is Friday 3 April 2026. It does not move while we wait', 'was Friday 3 April 2026'],
    ['nl', 'is vrijdag 3 april 2026. Die dag schuift niet op terwijl', 'was vrijdag 3 april 2026'],
    ['de', 'ist: Freitag, 3. April 2026. Er verschiebt sich nicht', 'war: Freitag, 3. April 2026'],
    ['fr', 'est le vendredi 3 avril 2026. Il ne change pas pendant', 'était le vendredi 3 avril 2026'],
  ] as const)(
    'Art. 12(6): the question about identity in %s moves no date, as the portal says',
    (language, said, late) => {
      const letter = { letter: 'identity-request', language } as const;

      expect(written(letter)).toContain(said);
      expect(written(letter, tooLate)).toContain(late);
    },
  );

  test.each([
    ['en', 'Netherlands', 'Germany'],
    ['nl', 'Nederland', 'Duitsland'],
    ['de', 'Niederlande', 'Deutschland'],
    ['fr', 'Pays-Bas', 'Allemagne'],
  ] as const)('addresses in %s end with the country in that language', (language, here, there) => {
    const addresses = (order: Partial<LetterOrder>) => {
      const text = written({ letter: 'refusal', language, ...order });
      return text.split('\n').filter((line) => /^(?:Voorbeeldkade|Postbus|Musterufer|Alt-Moabit)/.test(line));
    };

    expect(addresses({})).toEqual([
      `Postbus 93374, 2509 AJ Den Haag, ${here}`,
      `Voorbeeldkade 1, 1011 AA Amsterdam, ${here}`,
    ]);
    expect(addresses({ controller: 'example-cloud-berlin' })).toEqual([
      `Alt-Moabit 59-61, 10555 Berlin, ${there}`,
      `Musterufer 2, 10179 Berlin, ${there}`,
    ]);
  });
});
