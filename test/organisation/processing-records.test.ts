import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { whatInformationLacks } from '../../domain/letter.js';
import type { Organisation } from '../../domain/organisation.js';
import { articleFifteenInformation } from '../../domain/processing-record.js';
import { renderInformation } from '../../letters/render.js';
import {
  parseProcessingRecords,
  ProcessingRecordsRefused,
  readProcessingRecords,
} from '../../organisation/processing-records.js';
import { readOrganisation } from '../../organisation/read.js';

const example = readFileSync('examples/processing-records.json', 'utf8');
let org: Organisation;
beforeAll(async () => {
  org = await readOrganisation('examples/organisation.yaml');
});

function refusalOf(text: string): string {
  try {
    parseProcessingRecords(text, org);
    return '';
  } catch (error) {
    if (!(error instanceof ProcessingRecordsRefused)) throw error;
    return error.problems.map(({ line, pointer, message }) => `${line} ${pointer}: ${message}`).join('\n');
  }
}

describe('records of processing activities', () => {
  test('Art. 15(1): the example can be told whole in every language of the organisation', async () => {
    const records = await readProcessingRecords('examples/processing-records.json', org);
    const [authority] = org.supervisoryAuthorities;
    if (authority === undefined) throw new Error('The example has no authority');

    for (const language of org.organisation.languages) {
      const recipients = [...org.recipients, ...org.processors];
      const information = articleFifteenInformation(records, recipients, authority, language);
      expect(whatInformationLacks(information)).toBeUndefined();
      expect(renderInformation(information)).toContain('Voorbeeld Incasso BV');
    }
  });

  test.each([
    ['a recipient nobody knows', '"northmail"', '"southmail"', '/0/recipients/0: names nothing'],
    ['a system nobody knows', '"rt-main"', '"rt-other"', '/0/systems/0: names nothing'],
    ['a controller nobody knows', '"example-cloud"', '"example"', '/0/controllers/0: names nothing'],
    ['an unknown key', '"purposes"', '"goal": "x", "purposes"', '/0/goal: there is no such key'],
    ['a text missing in a language', /"nl": "Klantenservice",\s*/, '', '/0/name/nl: expected a text in nl'],
    ['an id given twice', '"id": "invoicing"', '"id": "customer-care"', '/1/id: this id is given twice'],
    ['a basis that the article does not know', '6(1)(b)', '6(1)(g)', '/0/legalBasis/article'],
    ['broken JSON', '[', '', '1 '],
  ])('%s is refused with line and pointer', (_what, from, to, problem) => {
    expect(refusalOf(example.replace(from, to))).toContain(problem);
  });
});
