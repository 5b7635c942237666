import type { Schema } from './described.js';

/** One row of a table of fields; nested ones are named by their path, `contact.mail`, `steps[].text`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly meaning: string;
}

/** One way in which a body may look. */
export interface Shape {
  readonly title: string;
  readonly fields: readonly Field[];
}

export function shapesOf(schema: Schema): readonly Shape[] {
  const branches = branchesOf(schema);
  if (branches.length === 0) return [shapeOf(schema)];
  return branches.map((branch, index) => {
    const earlier = branches.slice(0, index);
    const { title, fields } = isListOfAny(branch, earlier) ? { title: listOf(branch), fields: [] } : shapeOf(branch);
    return { title: `${index === 0 ? 'Either' : 'Or'} ${title}${choiceIn(branch)}`, fields };
  });
}

function shapeOf(schema: Schema): Shape {
  if (schema.items !== undefined) return { title: listOf(schema), fields: fieldsOf(schema.items) };
  return { title: isObject(schema) ? 'an object' : typeOf(schema), fields: fieldsOf(schema) };
}

function isListOfAny({ items }: Schema, others: readonly Schema[]): boolean {
  const listed = JSON.stringify(items);
  return items !== undefined && others.some((other) => JSON.stringify(other) === listed);
}

function listOf({ minItems, maxItems }: Schema): string {
  const count = range(minItems, maxItems);
  return count === '' ? 'a list of them' : `a list of them, ${count}`;
}

/** What tells one alternative from the others: a field with one value only. */
function choiceIn({ properties = {}, required = [] }: Schema): string {
  const [choice] = Object.entries(properties).filter(([name, { enum: values }]) => {
    return required.includes(name) && values?.length === 1;
  });
  return choice === undefined ? '' : `, with ${choice[0]} ${valueIn(choice[1].enum?.[0])}`;
}

function fieldsOf(schema: Schema, prefix = ''): readonly Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => [
    { name: `${prefix}${name}`, type: typeOf(field), isRequired: required.includes(name), meaning: meaningOf(field) },
    ...nestedIn(field, `${prefix}${name}`),
  ]);
}

function nestedIn(field: Schema, name: string): readonly Field[] {
  if (field.items !== undefined) return nestedIn(field.items, `${name}[]`);
  return [field, ...branchesOf(field)].flatMap((each) => fieldsOf(each, `${name}.`));
}

function branchesOf({ anyOf, oneOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? [];
}

function isObject({ type, properties }: Schema): boolean {
  return type === 'object' || properties !== undefined;
}

const formats: Readonly<Record<string, string>> = { 'date-time': 'instant' };

export function typeOf(schema: Schema): string {
  const { type, format, items, additionalProperties } = schema;
  const branches = branchesOf(schema);
  if (branches.length > 0) return [...new Set(branches.map(typeOf))].join(' or ');
  if (items !== undefined) return `list of ${typeOf(items)}`;
  if (typeof additionalProperties === 'object' && typeOf(additionalProperties) !== 'anything') {
    return `object of ${typeOf(additionalProperties)}`;
  }
  const name = typeof type === 'object' ? type.join(' or ') : (type ?? 'anything');
  return format === undefined ? name : `${name}: ${formats[format] ?? format}`;
}

export function meaningOf(schema: Schema): string {
  const { description, enum: values, minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
  const list = values?.map(valueIn).join(', ');
  const parts = [
    description,
    list && (values?.length === 1 ? `Always ${list}.` : `One of ${list}.`),
    'default' in schema ? `Default: ${valueIn(schema.default)}.` : undefined,
    sentence(range(minLength, maxLength), 'characters'),
    sentence(range(minItems, maxItems), 'entries'),
    sentence(range(minimum, maximum)),
    values === undefined && schema.pattern !== undefined ? `Form: ${schema.pattern}` : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function valueIn(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function sentence(count: string, unit = ''): string {
  const text = unit === '' ? count : `${count} ${unit}`;
  return count === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A bound that no number reaches is none. */
function range(least: number | undefined, most: number | undefined): string {
  const hasLeast = least !== undefined && least > 0;
  if (most === undefined || most >= Number.MAX_SAFE_INTEGER) return hasLeast ? `at least ${least}` : '';
  return hasLeast ? `${least} to ${most}` : `at most ${most}`;
}
