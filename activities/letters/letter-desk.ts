import { documentIdFrom, DocumentDiffers, storeDocument } from '../../database/document-storing.js';
import type { NewDocument } from '../../database/document-storing.js';
import { documentOf, readWhole } from '../../database/documents.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { subjectOf } from '../../database/subjects.js';
import type { AlertOrder } from '../../domain/alert.js';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Language } from '../../domain/letter.js';
import { isMailAddress } from '../../domain/mail.js';
import { recipientsOfAlert } from '../../domain/organisation.js';
import type { AboutAlert, Organisation } from '../../domain/organisation.js';
import { calledAt, urgencyOf } from '../../domain/paging.js';
import type { ProcessingRecord } from '../../domain/processing-record.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import type { ComposedLetter, LetterDesk } from '../../domain/ports/letter-desk.js';
import type { Page } from '../../domain/ports/pager.js';
import type { Instant } from '../../domain/time.js';
import { keptLetter } from '../../letters/kept-letter.js';
import type { KeptLetter } from '../../letters/kept-letter.js';
import type { Links } from '../../letters/links.js';
import type { LetterWriter, RenderedLetter } from '../../letters/render.js';
import { letterDataOf } from '../../letters/letter-data.js';
import { noticeDataOf } from '../../letters/notice-data.js';
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
        await keepOnce(pool, informationFile(dataKey, writer.information(data.information)));
      }
      const kept = keptFrom(rendered, now(), contact?.mail, contact?.name, contact?.inReplyTo);
      return addressed(caseId, key, await keepCopy(pool, dataKey, key, kept));
    },

    async composeNotice(caseId, key, order) {
      const dataKey = await keys.ofCase(caseId);
      const earlier = await findCopy(pool, dataKey, key);
      if (earlier !== undefined) return addressed(caseId, key, earlier);
      const rendered = writer.notice(noticeDataOf(order, { caseId, organisation, links }));
      const { addressee } = order;
      const kept = keptFrom(rendered, now(), addressee[order.to], addressee.name);
      return addressed(caseId, key, await keepCopy(pool, dataKey, key, kept));
    },

    composeAlert(caseId, key, order) {
      const about = { ...concerned(order), on: civilDateIn(now(), order.timeZone) };
      const called =
        order.kind === 'subject-request' || order.kind === undefined
          ? []
          : order.person === undefined
            ? calledAt(organisation, about, order.rung)
            : recipientsOfAlert(organisation, about);
      const rendered = alertText(caseId, order);
      const page = pageOf(caseId, key, order, rendered.subject);
      const alerts = (order.rung === undefined ? recipientsOfAlert(organisation, about) : called).map(
        (person, index) => {
          const to = { name: person.name, address: person.mail };
          return {
            letter: outgoing(caseId, `${key}.${index}`, to, { ...rendered, date: now() }),
            page: { ...page, person: person.id },
            rings: person.pager !== undefined && called.includes(person),
          };
        },
      );
      return Promise.resolve(alerts);
    },
  };

  function alertText(caseId: string, order: AlertOrder): RenderedLetter {
    return writer.staffLetter({
      letter: order.alert,
      language: organisation.organisation.languages[0] ?? 'en',
      reference: order.reference,
      kind: order.kind ?? 'subject-request',
      dueAt: order.dueAt,
      clock: order.clock,
      timeZone: order.timeZone,
      caseUrl: links.operations(caseId),
    });
  }

  function pageOf(caseId: string, key: string, order: AlertOrder, subject: string): Omit<Page, 'person'> {
    const { alert, clock, clockId, drill } = order;
    const isLaw = clock !== undefined && clockId !== undefined && clockId !== 'commitment';
    return {
      dedupKey: `duly:${caseId}:${clockId ?? alert}:${key}`,
      summary: isLaw ? `${subject}: ${clock}` : subject,
      urgency: urgencyOf(alert),
      ...{ caseUrl: links.operations(caseId), drill },
    };
  }

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
function informationFile(key: DataKey, text: string): NewDocument {
  const contentType = 'text/plain; charset=utf-8';
  const name = 'what-we-do-with-your-data.txt';
  return { key, source: 'information', kind: 'information', name, contentType, bytes: Buffer.from(text) };
}

const copySource = (effect: string): string => `letter ${effect}`;

async function findCopy(pool: Pool, dataKey: DataKey, effect: string): Promise<Copy | undefined> {
  const documentId = documentIdFrom(dataKey, copySource(effect));
  if ((await documentOf(pool, dataKey, documentId)) === undefined) return undefined;
  const text = (await readWhole(pool, dataKey, documentId)).toString('utf8');
  return { documentId, kept: keptLetter.parse(JSON.parse(text)) };
}

/** Every attempt sends the copy that stands, whichever attempt wrote it. */
async function keepCopy(pool: Pool, key: DataKey, effect: string, kept: KeptLetter): Promise<Copy> {
  const name = `letter-${effect}.json`;
  const bytes = Buffer.from(JSON.stringify(kept));
  const copy = { key, source: copySource(effect), kind: 'letter', name, contentType: 'application/json', bytes };
  if (await keepOnce(pool, copy)) return { documentId: documentIdFrom(key, copy.source), kept };
  const standing = await findCopy(pool, key, effect);
  if (standing === undefined) throw new Error('a letter that stands cannot be read');
  return standing;
}

/** False where another one of the same source stands already. */
async function keepOnce(pool: Pool, document: NewDocument): Promise<boolean> {
  try {
    await storeDocument(pool, document);
    return true;
  } catch (error) {
    if (error instanceof DocumentDiffers) return false;
    throw error;
  }
}

function keptFrom(rendered: RenderedLetter, date: Instant, to?: string, name?: string, inReplyTo?: string): KeptLetter {
  const { subject, text, template, version, language } = rendered;
  return { letter: template, to, name, inReplyTo, subject, text, date, language, template: `${template}@${version}` };
}

function concerned({ kind, owner, person, services }: AlertOrder): Omit<AboutAlert, 'on'> {
  return { ...(kind !== undefined && { kind }), owner, person, services };
}
