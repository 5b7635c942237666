/** How a field is answered. */
export const answerForms = [
  'letter',
  'letters',
  'text',
  'texts',
  'count',
  'memberStates',
  'countPerState',
  'date',
  'instant',
  'yes',
] as const;
export type AnswerForm = (typeof answerForms)[number];

/** A field of the EDPB's common template for notifications under GDPR Art. 33, v1.0. Its words stand in the schema. */
export interface Field {
  readonly number: number;
  readonly form: AnswerForm;
  /** What a letter, or each of several, may be. */
  readonly letters: readonly string[];
  /** The letter that says: not known yet. */
  readonly toBeDetermined?: string;
}

const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz');

/** The last letter of each. */
const oneOf: Readonly<Record<number, string>> = {
  ...{ 3: 'b', 4: 'c', 10: 'c', 14: 'b', 15: 'd', 23: 'c', 29: 'b', 33: 'c', 38: 'b', 44: 'e', 50: 'f' },
  ...{ 56: 'e', 57: 'e', 58: 'c', 59: 'c', 60: 'y', 61: 'f', 67: 'd', 72: 'd', 87: 'd', 89: 'd', 97: 'e' },
  ...{ 100: 'c', 102: 'b', 104: 'c', 109: 'c', 110: 'c', 113: 'c', 120: 'c' },
};
const severalOf: Readonly<Record<number, string>> = {
  ...{ 55: 'c', 65: 'k', 70: 'u', 75: 'l', 79: 'e', 81: 'd', 83: 'd', 85: 'o', 94: 'o', 125: 'j' },
};

/** Communication on a date that is still open: a letter of its own, which the schema has fused into `b`. */
export const OPEN_DATE = 'b1';

const toBeDetermined: Readonly<Record<number, string>> = {
  ...{ 44: 'e', 56: 'e', 57: 'e', 60: 'x', 61: 'e', 65: 'k', 67: 'd', 70: 't', 72: 'd', 79: 'e', 81: 'd', 83: 'd' },
  ...{ 85: 'o', 87: 'd', 89: 'd', 97: 'c' },
};

const otherwise: Readonly<Partial<Record<AnswerForm, readonly number[]>>> = {
  text: [
    ...[5, 6, 7, 11, 12, 13, 16, 17, 18, 19, 21, 22, 24, 25, 26, 30, 31, 34, 35, 36, 49, 51, 53, 62, 63, 66, 71],
    ...[76, 80, 82, 84, 86, 90, 92, 95, 101, 103, 105, 106, 111, 114, 126],
  ],
  texts: [39, 40, 41, 118, 123],
  count: [68, 73],
  memberStates: [115, 116, 121],
  countPerState: [117, 122],
  date: [52, 98, 99],
  instant: [46, 47, 48],
  yes: [45],
};

export const fields: readonly Field[] = [
  ...Object.entries(oneOf).map(([number, last]) => choice(Number(number), 'letter', last)),
  ...Object.entries(severalOf).map(([number, last]) => choice(Number(number), 'letters', last)),
  ...answerForms.flatMap((form) => (otherwise[form] ?? []).map((number) => ({ number, form, letters: [] }))),
].sort((one, other) => one.number - other.number);

/** What the filing says itself: its kind, its subtype, the reasons of a withdrawal, and since when we are aware. */
const saidByFiling: readonly number[] = [3, 4, 5, 48];

/** The fields that people answer. */
export const answerable: readonly Field[] = fields.filter(({ number }) => !saidByFiling.includes(number));

const byNumber = new Map(fields.map((field) => [field.number, field]));

export function fieldOf(number: number): Field | undefined {
  return byNumber.get(number);
}

function choice(number: number, form: 'letter' | 'letters', last: string): Field {
  const open = toBeDetermined[number];
  const letters = number === 97 ? [...lettersTo(last), OPEN_DATE] : lettersTo(last);
  return { number, form, letters, ...(open !== undefined && { toBeDetermined: open }) };
}

function lettersTo(last: string): readonly string[] {
  return alphabet.slice(0, alphabet.indexOf(last) + 1);
}
