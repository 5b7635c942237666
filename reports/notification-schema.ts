import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotificationSubtype } from '../domain/notification.js';
import { OPEN_DATE, fields } from '../domain/notification.fields.js';

/** What we read of the schema of the EDPB's common template; credit and licence stand in reports/README.md. */
export interface SchemaField {
  readonly type: 'string' | 'integer' | 'boolean';
  readonly title: string;
  readonly enum?: readonly string[];
  readonly 'x-options'?: Readonly<Record<string, string>>;
  readonly format?: string;
  readonly pattern?: string;
}
export interface NotificationSchema {
  readonly $id: string;
  readonly properties: Readonly<Record<string, SchemaField>>;
  readonly required: readonly string[];
}

const file = join(import.meta.dirname, 'edpb-breach-notification-v1.0.schema.json');
export const originalSchema = JSON.parse(readFileSync(file, 'utf8')) as NotificationSchema;

/** Where a true answer does not fit into the schema: which defect of README.md, and what a document may do instead. */
export interface Departure {
  readonly defect: number;
  readonly fields: readonly number[];
  readonly instead: 'notAlwaysRequired' | 'severalLetters' | 'moreLetters' | 'text';
}
export const departures: readonly Departure[] = [
  { defect: 2, fields: [89], instead: 'moreLetters' },
  { defect: 3, fields: [97], instead: 'moreLetters' },
  { defect: 6, fields: [118, 123], instead: 'text' },
  { defect: 7, fields: [29, 30, 31, 39, 40, 41, 73, 113, 120], instead: 'notAlwaysRequired' },
  { defect: 9, fields: [55, 65, 70, 75, 79, 81, 83, 85, 94, 125], instead: 'severalLetters' },
  { defect: 11, fields: [117, 122], instead: 'text' },
  { defect: 12, fields: [95], instead: 'text' },
];

/** A withdrawal says what is withdrawn and by whom; the schema asks for the whole breach again (defect 7). */
const requiredOfWithdrawal = [3, 4, 12, 13, 21, 22, 23].map(nameOf);

/** The schema without its defects: the documents that go out are valid against this one. */
export function mendedSchema(subtype: NotificationSubtype): NotificationSchema {
  const mended = departures.flatMap(({ fields: numbers, instead }) =>
    numbers.map((number) => [nameOf(number), mend[instead](schemaFieldOf(number), number)] as const),
  );
  const freed = departures.filter(({ instead }) => instead === 'notAlwaysRequired').flatMap(({ fields: all }) => all);
  const required = originalSchema.required.filter((name) => !freed.map(nameOf).includes(name));
  return {
    ...originalSchema,
    $id: `${originalSchema.$id}/mended/${subtype}`,
    properties: { ...originalSchema.properties, ...Object.fromEntries(mended) },
    required: subtype === 'withdrawn' ? requiredOfWithdrawal : required,
  };
}

const mend: Readonly<Record<Departure['instead'], (field: SchemaField, number: number) => SchemaField>> = {
  notAlwaysRequired: (field) => field,
  severalLetters: ({ enum: letters = [], ...field }) => {
    const letter = `[${letters.join('')}]`;
    return { ...field, pattern: `^${letter}(, ${letter})*$` };
  },
  moreLetters: (field, number) => ({ ...field, enum: lettersOf(number) }),
  text: ({ enum: _letters, format: _format, ...field }) => ({ ...field, type: 'string' }),
};

function lettersOf(number: number): readonly string[] {
  return fields.find((field) => field.number === number)?.letters ?? [];
}

export function nameOf(number: number): string {
  return `field_${number}`;
}

export function schemaFieldOf(number: number): SchemaField {
  const field = originalSchema.properties[nameOf(number)];
  if (field === undefined) throw new Error(`The template has no field ${number}`);
  return field;
}

const riskNotAssessed =
  'Additional information is needed to assess the risk to the rights and freedoms of natural persons';

/** Options whose words the schema has fused, numbered twice or left out. */
const mendedOptions: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  29: { a: 'Yes', b: 'No' },
  70: { s: 'User credentials (e.g. usernames, passwords, tokens)' },
  89: {
    c: 'The personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons',
    d: riskNotAssessed,
  },
  97: {
    b: 'No, but it will be communicated on a specific date',
    [OPEN_DATE]: 'No, but it will be communicated on a date to be determined',
  },
};

/** What a letter says in the template. */
export function wordsOf(number: number, letter: string): string {
  return mendedOptions[number]?.[letter] ?? schemaFieldOf(number)['x-options']?.[letter] ?? letter;
}
