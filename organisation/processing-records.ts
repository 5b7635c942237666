import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Language, Localised } from '../domain/letter.js';
import { recipientOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { legalBases, transferArticles } from '../domain/processing-record.js';
import type { ProcessingRecord } from '../domain/processing-record.js';
import * as field from './fields.js';
import { locatedYaml } from './located.js';
import type { Finding, Path, Problem } from './located.js';
import { findingsOf } from './read.js';

const texts = z.array(field.localised);
const written = texts.min(1, 'expected at least one');

const processingRecord: z.ZodType<ProcessingRecord> = z.strictObject({
  id: field.id,
  controllers: z.array(field.id).min(1, 'expected at least one'),
  name: field.localised,
  purposes: written,
  legalBasis: z.strictObject({ article: z.enum(legalBases), text: field.localised }),
  dataSubjects: written,
  dataCategories: written,
  recipients: z.array(field.id),
  period: field.localised,
  sources: texts,
  transfers: z.array(
    z.strictObject({
      recipient: field.id,
      country: field.country,
      article: z.enum(transferArticles),
      safeguard: field.localised,
    }),
  ),
  automatedDecisions: z.array(
    z.strictObject({ logic: field.localised, significance: field.localised, consequences: field.localised }),
  ),
  systems: z.array(field.id),
});

export const processingRecords = z.array(processingRecord).min(1, 'expected at least one processing activity');

export class ProcessingRecordsRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ line, pointer, message }) => `line ${line}: ${pointer || '/'}: ${message}`);
    super(`The records of processing activities cannot be used:\n${lines.join('\n')}`);
    this.name = 'ProcessingRecordsRefused';
    this.problems = problems;
  }
}

export async function readProcessingRecords(file: string, org: OrganisationFile): Promise<readonly ProcessingRecord[]> {
  return parseProcessingRecords(await readFile(file, 'utf8'), org);
}

export function parseProcessingRecords(text: string, org: OrganisationFile): readonly ProcessingRecord[] {
  // JSON is YAML, and this reader knows its lines.
  const { value, broken, locate } = locatedYaml(text);
  if (broken.length > 0) throw new ProcessingRecordsRefused(broken);
  const parsed = processingRecords.safeParse(value);
  if (!parsed.success) throw new ProcessingRecordsRefused(parsed.error.issues.flatMap(findingsOf).map(locate));
  const findings = [
    ...twice(parsed.data),
    ...parsed.data.flatMap((record, index) => recordFindings(record, index, org)),
  ];
  if (findings.length > 0) throw new ProcessingRecordsRefused(findings.map(locate));
  return parsed.data;
}

function twice(records: readonly ProcessingRecord[]): readonly Finding[] {
  const ids = records.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [{ path: [index, 'id'], message: 'this id is given twice' }] : [],
  );
}

function recordFindings(record: ProcessingRecord, index: number, org: OrganisationFile): readonly Finding[] {
  const has = (known: readonly { readonly id: string }[]) => (id: string) => known.some((one) => one.id === id);
  const receives = (id: string): boolean => recipientOf(org, id) !== undefined;
  return [
    ...unknownIds(record.controllers, [index, 'controllers'], has(org.controllersInHouse)),
    ...unknownIds(record.systems, [index, 'systems'], has(org.systems)),
    ...unknownIds(record.recipients, [index, 'recipients'], receives),
    ...unknownIds(
      record.transfers.map(({ recipient }) => recipient),
      [index, 'transfers'],
      (id) => record.recipients.includes(id),
    ),
    ...missingTexts(record, [index], org.organisation.languages),
  ];
}

function unknownIds(ids: readonly string[], path: Path, isKnown: (id: string) => boolean): readonly Finding[] {
  return ids.flatMap((id, place) =>
    isKnown(id) ? [] : [{ path: [...path, place], message: 'names nothing that the organisation file knows' }],
  );
}

/** An answer must be intelligible to its reader. GDPR Art. 12(1). */
function missingTexts(value: object, path: Path, languages: readonly Language[]): readonly Finding[] {
  if (isLocalised(value)) {
    return languages
      .filter((language) => value[language] === undefined)
      .map((language) => ({ path: [...path, language], message: `expected a text in ${language}` }));
  }
  const children: readonly (readonly [string, unknown])[] = Object.entries(value);
  return children.flatMap(([key, child]) =>
    typeof child === 'object' && child !== null
      ? missingTexts(child, [...path, Array.isArray(value) ? Number(key) : key], languages)
      : [],
  );
}

function isLocalised(value: object): value is Localised {
  const keys = Object.keys(value);
  return !Array.isArray(value) && keys.every((key) => key in field.localised.shape);
}
