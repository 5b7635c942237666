import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OrganisationRefused, parseOrganisation } from '../../organisation/read.js';

const example = readFileSync('examples/organisation.yaml', 'utf8');

test('Art. 26(3): a data subject may turn to each joint controller, so each names the other', () => {
  const oneSided = example.replace('jointWith: [voorbeeldstad-college]', 'jointWith: []');

  expect(() => parseOrganisation(example)).not.toThrow();
  expect(() => parseOrganisation(oneSided)).toThrow(OrganisationRefused);
});
