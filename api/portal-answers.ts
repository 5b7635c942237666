import { Readable } from 'node:stream';
import { readRequest } from '../database/case-reader.js';
import type { ReadRequest } from '../database/case-reader.js';
import { documentOf, documentsOf, readDocument } from '../database/documents.js';
import { controllerOf } from '../domain/organisation.js';
import { hoursAfter } from '../domain/time.js';
import type { Instant } from '../domain/time.js';
import { DOWNLOAD_DAYS } from '../letters/letter-data.js';
import type { PageServices } from './page-services.js';
import type { OfferedAnswer, PortalDependencies } from './portal.js';

type AnswerServices = Pick<PageServices, 'pool' | 'keys' | 'links' | 'organisation' | 'now'>;

/** GDPR Art. 15(3): the files of an answer, behind the link of the letter that answered, for as long as it said. */
export function portalAnswers(services: AnswerServices): Pick<PortalDependencies, 'answerOf' | 'download'> {
  const { pool, keys, links } = services;
  return {
    /** A made up link is told from a sent one before anything is read: it learns nothing of what is here. */
    async answerOf(caseId, token) {
      const letter = links.answerLetter(caseId, token);
      return letter === undefined ? undefined : offered(services, caseId, letter);
    },
    async download(caseId, documentId) {
      const key = await keys.ofCase(caseId);
      const found = await documentOf(pool, key, documentId);
      return found && { name: found.name, bytes: Readable.from(readDocument(pool, key, documentId)) };
    },
  };
}

async function offered(
  { pool, keys, organisation, now }: AnswerServices,
  caseId: string,
  letter: string,
): Promise<OfferedAnswer | undefined> {
  const read = await readRequest(pool, keys, caseId);
  if (read === undefined || read.folded.state.phase === 'new') return undefined;
  const request = read.folded.state;
  const at = now().toISOString();
  const until = opensUntil(read, letter, at);
  if (until === undefined || at >= until) return undefined;
  const documents = (await documentsOf(pool, await keys.ofCase(caseId))).filter(
    ({ documentId, kind }) => request.answerFiles.includes(documentId) || kind === 'information',
  );
  return {
    reference: request.reference,
    controller: controllerOf(organisation, request.controller)?.name ?? organisation.organisation.name,
    language: request.language,
    timeZone: request.timeZone,
    until,
    files: documents.map(({ documentId, name, size }) => ({ documentId, name, size })),
  };
}

/**
 * A letter may have arrived before its fact is on record, and also where nobody knows what became of it. Only one that
 * came back opens nothing any more: it lies with strangers.
 */
function opensUntil({ entries, folded }: ReadRequest, letter: string, now: Instant): Instant | undefined {
  const told = entries.flatMap(({ fact }) => ('effect' in fact && fact.effect === letter ? [fact] : [])).at(-1);
  if (told === undefined)
    return folded.due.some(({ key, effect }) => key === letter && isAnswer(effect)) ? daysAfter(now) : undefined;
  if (told.type === 'answerSent') return daysAfter(told.sentAt);
  const needsPerson = told.type === 'letterNeedsPerson' || told.type === 'effectFailed';
  return needsPerson && isAnswer(told) ? daysAfter(told.at) : undefined;
}

const isAnswer = (letter: object): boolean => 'letter' in letter && letter.letter === 'answer';
const daysAfter = (instant: Instant): Instant => hoursAfter(instant, DOWNLOAD_DAYS * 24);
