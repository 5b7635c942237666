import { createHmac } from 'node:crypto';
import { calendarForCase } from '../calendars/calendar-for.js';
import { countAcknowledgement } from '../database/acknowledgements.js';
import { storeDocumentWith } from '../database/document-storing.js';
import type { NewDocument } from '../database/document-storing.js';
import { readDocument } from '../database/documents.js';
import type { StoredDocument } from '../database/documents.js';
import type { CaseKeys, DataKey } from '../database/keys.js';
import { inTransaction } from '../database/pool.js';
import type { Pool, Transaction } from '../database/pool.js';
import { nextReference } from '../database/references.js';
import { keepRegistration, registrationOf } from '../database/registrations.js';
import { putSubject } from '../database/subjects.js';
import type { SubjectContact } from '../database/subjects.js';
import type { Actor } from '../domain/actor.js';
import type { CaseKind } from '../domain/board.js';
import { civilDateIn, yearOf } from '../domain/civil-date.js';
import type { Language } from '../domain/letter.js';
import type { KnownController, Organisation } from '../domain/organisation.js';
import type { Refusal } from '../domain/refusal.js';
import type { Right } from '../domain/right.js';
import { rulePackFor } from '../domain/rule-pack.js';
import { whyNotReceive } from '../domain/subject-request.law.js';
import type { AddressDoubt, Channel, Registration } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import type { Asked } from '../workflows/subject-request.contract.js';

/** A request as it comes through a door, before it is a case. */
export interface NewRequest {
  readonly caseId: string;
  readonly by: Actor;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  readonly controller: KnownController;
  readonly language: Language;
  readonly contact: SubjectContact;
  readonly right?: Right | undefined;
  readonly suggestedRights?: readonly Right[] | undefined;
  readonly concerns?: 'breach' | undefined;
  /** New ones, stored with the case; and ones that its key already seals. */
  readonly documents: readonly Omit<NewDocument, 'key'>[];
  readonly keptDocuments?: readonly string[] | undefined;
  /** Ones of another case, sealed anew under the key of this one. */
  readonly copies?: { readonly key: DataKey; readonly documents: readonly StoredDocument[] } | undefined;
  readonly earlierCase?: string | undefined;
  readonly sameMessageAs?: string | undefined;
  readonly acknowledge: boolean;
  readonly readable?: boolean | undefined;
  readonly addressDoubt?: AddressDoubt | undefined;
  readonly drill?: boolean | undefined;
  readonly owner?: string | undefined;
}

/** Refused before anything of it is kept. */
export class RegistrationRefused extends Error {
  override readonly name = 'RegistrationRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.type);
    this.refusal = refusal;
  }
}

export interface Registrar {
  /** All that a case needs before it starts, in one transaction; the same case again gives what was kept. */
  prepare(request: NewRequest): Promise<Asked<'register'>>;
  /** What was kept, for a registration that nobody finished. */
  kept(caseId: string): Promise<Asked<'register'> | undefined>;
}

export interface RegistrarOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly serverKey: Uint8Array;
  readonly now: () => Instant;
}

export function createRegistrar(options: RegistrarOptions): Registrar {
  const { pool, keys, now } = options;
  const kept = async (caseId: string): Promise<Asked<'register'> | undefined> =>
    (await registrationOf(pool, await keys.ofCase(caseId))) as Asked<'register'> | undefined;
  return {
    kept,
    prepare: (request) =>
      preparedOnce(pool, keys, { kind: 'subject-request', caseId: request.caseId }, async (transaction, key) => {
        const at = now();
        const refusal = whyNotReceive(request.receivedAt, at);
        if (refusal !== undefined) throw new RegistrationRefused(refusal);
        const documents = [...(request.keptDocuments ?? [])];
        for (const document of [...copiesIn(transaction, request), ...request.documents]) {
          documents.push((await storeDocumentWith(transaction, { ...document, key })).documentId);
        }
        await putSubject(transaction, key, request.contact);
        const registration = await registrationFor(transaction, request, options, documents, at);
        return { by: request.by, registration };
      }),
  };
}

/** Read in the same transaction, so that a copy takes no second connection, and no more memory than a chunk. */
function copiesIn(transaction: Transaction, { copies }: NewRequest): readonly Omit<NewDocument, 'key'>[] {
  if (copies === undefined) return [];
  return copies.documents.map(({ documentId, kind, name, contentType }) => ({
    ...{ kind, name, contentType },
    bytes: readDocument(transaction, copies.key, documentId),
  }));
}

/** What a case is told first, made once: the same case again gives what was kept. */
export function preparedOnce<Command extends object>(
  pool: Pool,
  keys: CaseKeys,
  { kind, caseId }: { readonly kind: CaseKind; readonly caseId: string },
  make: (transaction: Transaction, key: DataKey) => Promise<Command>,
): Promise<Command> {
  return inTransaction(pool, async (transaction) => {
    // The key row is the lock: two attempts at the same case wait for each other here.
    const key = await keys.create(transaction, caseId);
    await transaction.query('SELECT 1 FROM duly.case_key WHERE key_id = $1 FOR UPDATE', [key.keyId]);
    const earlier = await registrationOf(transaction, key);
    if (earlier !== undefined) return earlier as Command;
    const command = await make(transaction, key);
    await keepRegistration(transaction, key, kind, command);
    return command;
  });
}

/**
 * Whoever asks from outside may name an address that is not theirs. A person of ours who takes a request down has
 * somebody before them, and knows to whom they write.
 */
async function mayAcknowledge(
  transaction: Transaction,
  { acknowledge, by, contact }: NewRequest,
  serverKey: Uint8Array,
  at: Instant,
): Promise<boolean> {
  const isFromOutside = by.role === 'data-subject' || by.role === 'service';
  if (!acknowledge || !isFromOutside || contact.mail === undefined) return acknowledge;
  return countAcknowledgement(transaction, hashedAddress(contact.mail, serverKey), at);
}

/** Providers deliver `name+anything@` to `name@`, and do not tell `A@x` from `a@x`. */
function hashedAddress(address: string, serverKey: Uint8Array): string {
  const mailbox = address.toLowerCase().replace(/\+[^@]*@/, '@');
  return createHmac('sha256', serverKey)
    .update(JSON.stringify(['acknowledgement', mailbox]))
    .digest('base64url');
}

async function registrationFor(
  transaction: Transaction,
  request: NewRequest,
  { organisation, serverKey }: RegistrarOptions,
  documents: readonly string[],
  at: Instant,
): Promise<Registration> {
  const { controller, receivedAt } = request;
  const { memberState, region, timeZone } = controller;
  const receivedOn = civilDateIn(receivedAt, timeZone);
  return {
    reference: await nextReference(transaction, 'S', yearOf(receivedOn)),
    right: request.right,
    suggestedRights: request.suggestedRights ?? [],
    concerns: request.concerns,
    channel: request.channel,
    receivedAt,
    controller: controller.id,
    timeZone,
    calendar: calendarForCase({ memberState, region }, receivedOn),
    rulePack: rulePackFor(memberState).id,
    language: request.language,
    drill: request.drill ?? false,
    acknowledge: await mayAcknowledge(transaction, request, serverKey, at),
    readable: request.readable ?? true,
    addressDoubt: request.addressDoubt,
    documents,
    earlierCase: request.earlierCase,
    sameMessageAs: request.sameMessageAs,
    warnings: organisation.warnings.subjectRequest,
    owner: request.owner,
  };
}
