import { documentsOf, readDocument, storeDocument } from '../../database/documents.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { subjectOf } from '../../database/subjects.js';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Language } from '../../domain/letter.js';
import { isMailAddress } from '../../domain/mail.js';
import { recipientsOfAlert } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import type { ProcessingRecord } from '../../domain/processing-record.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import type { ComposedLetter, LetterDesk } from '../../domain/ports/letter-desk.js';
import type { AlertOrder } from '../../domain/subject-request.js';
import type { Instant } from '../../domain/time.js';
import { keptLetter } from '../../letters/kept-letter.js';
import type { KeptLetter } from '../../letters/kept-letter.js';
import type { Links } from '../../letters/links.js';
import type { LetterWriter, RenderedLetter } from '../../letters/render.js';
import { letterDataOf } from '../../letters/letter-data.js';
import { letterUuid, messageIdFor } from './message-id.js';

export interface LetterDeskOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly processingRecords: readonly ProcessingRecord[];
  readonly links: Links;
  readonly writer: LetterWriter;
  readonly now: () => Instant;
}

export function createLetterDesk(options: LetterDeskOptions): LetterDesk {
  const { pool, keys, organisation, processingRecords, links, writer, now } = options;
  const from = { name: organisation.organisation.name, address: organisation.contact.privacyMailbox };
  const domain = from.address.slice(from.address.indexOf('@') + 1);

  return {
    async compose(caseId, key, order) {
      const dataKey = await keys.ofCase(caseId);
      const earlier = await findCopy(pool, dataKey, key);
      if (earlier !== undefined) return addressed(caseId, key, earlier);
      const contact = await subjectOf(pool, dataKey);
      const data = letterDataOf(order, { caseId, key, contact, organisation, processingRecords, links, now: now() });
      const rendered = writer.letter(data);
      if (data.letter === 'answer' && data.information !== undefined) {
        await keepOnce(
          pool,
          dataKey,
          'information',
          INFORMATION_NAME,
          'text/plain; charset=utf-8',
          writer.information(data.information),
        );
      }
      const kept = keptFrom(rendered, now(), contact?.mail, contact?.name, contact?.inReplyTo);
      return addressed(caseId, key, { documentId: await keepCopy(pool, dataKey, key, kept), kept });
    },

    composeAlert: (caseId, key, order) =>
      Promise.resolve(
        recipientsOfAlert(organisation, { ...owned(order), on: civilDateIn(now(), order.timeZone) }).map(
          (person, index) => {
            const letterKey = `${key}.${index}`;
            const rendered = writer.staffLetter({
              letter: order.alert,
              language: organisation.organisation.languages[0] ?? 'en',
              reference: order.reference,
              kind: 'subject-request',
              dueAt: order.dueAt,
              timeZone: order.timeZone,
              caseUrl: links.operations(caseId),
            });
            const to = { name: person.name, address: person.mail };
            return outgoing(caseId, letterKey, to, { ...rendered, date: now() });
          },
        ),
      ),
  };

  function addressed(caseId: string, key: string, { documentId, kept }: Copy): ComposedLetter {
    const { to, name, inReplyTo } = kept;
    if (to === undefined || !isMailAddress(to)) return { documentId };
    const recipient = name === undefined ? { address: to } : { name, address: to };
    const letter = outgoing(caseId, key, recipient, kept);
    return { documentId, letter: inReplyTo === undefined ? letter : { ...letter, inReplyTo } };
  }

  function outgoing(
    caseId: string,
    key: string,
    to: OutgoingLetter['to'],
    text: { readonly subject: string; readonly text: string; readonly language: Language; readonly date: Instant },
  ): OutgoingLetter {
    const { subject, text: body, language, date } = text;
    const whole = `${caseId}:${key}`;
    const messageId = messageIdFor(whole, domain);
    return { key, messageId, caseId, to, from, subject, text: body, language, date, boundary: letterUuid(whole) };
  }
}

interface Copy {
  readonly documentId: string;
  readonly kept: KeptLetter;
}

/** GDPR Art. 15(1), 15(2): lies with the files, because even the purposes can tell much about a person. */
const INFORMATION_NAME = 'what-we-do-with-your-data.txt';

const copyName = (key: string): string => `letter-${key}.json`;

async function findCopy(pool: Pool, dataKey: DataKey, key: string): Promise<Copy | undefined> {
  const documents = await documentsOf(pool, dataKey);
  const found = documents.find(({ kind, name }) => kind === 'letter' && name === copyName(key));
  if (found === undefined) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of readDocument(pool, dataKey, found.documentId)) pieces.push(piece);
  return { documentId: found.documentId, kept: keptLetter.parse(JSON.parse(Buffer.concat(pieces).toString('utf8'))) };
}

function keepCopy(pool: Pool, dataKey: DataKey, key: string, kept: KeptLetter): Promise<string> {
  return keepOnce(pool, dataKey, 'letter', copyName(key), 'application/json', JSON.stringify(kept));
}

async function keepOnce(
  pool: Pool,
  dataKey: DataKey,
  kind: string,
  name: string,
  contentType: string,
  text: string,
): Promise<string> {
  const earlier = (await documentsOf(pool, dataKey)).find((known) => known.kind === kind && known.name === name);
  if (earlier !== undefined) return earlier.documentId;
  const bytes = once(Buffer.from(text));
  return (await storeDocument(pool, { key: dataKey, kind, name, contentType, bytes })).documentId;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

function keptFrom(rendered: RenderedLetter, date: Instant, to?: string, name?: string, inReplyTo?: string): KeptLetter {
  const { subject, text, template, version, language } = rendered;
  return { letter: template, to, name, inReplyTo, subject, text, date, language, template: `${template}@${version}` };
}

function owned({ owner }: AlertOrder): { readonly owner?: string } {
  return owner === undefined ? {} : { owner };
}
