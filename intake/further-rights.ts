import { createHmac } from 'node:crypto';
import { readRequest } from '../database/case-reader.js';
import type { ReadRequest } from '../database/case-reader.js';
import { documentsOf } from '../database/documents.js';
import type { StoredDocument } from '../database/documents.js';
import type { CaseKeys, DataKey } from '../database/keys.js';
import type { Pool } from '../database/pool.js';
import { subjectOf } from '../database/subjects.js';
import type { Actor } from '../domain/actor.js';
import { controllerOf } from '../domain/organisation.js';
import type { Organisation } from '../domain/organisation.js';
import type { Right } from '../domain/right.js';
import { whyNotRegisterFurtherRight } from '../domain/subject-request.law.js';
import type { KnownRequest, Registration } from '../domain/subject-request.js';
import type { Standing } from '../domain/transition.js';
import { registerFurtherRight } from '../workflows/subject-request.contract.js';
import type { Asked } from '../workflows/subject-request.contract.js';
import { CaseUnknown } from './case-desk.js';
import type { CaseDesk } from './case-desk.js';
import { RegistrationRefused } from './registrar.js';
import type { NewRequest, Registrar } from './registrar.js';

export interface FurtherRightsOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly desk: CaseDesk;
  readonly registrar: Registrar;
  readonly organisation: Organisation;
  readonly serverKey: Uint8Array;
}

export interface FurtherRightAsked {
  /** Of the case that the message opened. */
  readonly caseId: string;
  readonly by: Actor;
  readonly right: Right;
  readonly updateId: string;
}

export interface FurtherCase {
  readonly caseId: string;
  readonly registration: Registration;
  /** Where the case that the message opened stands after it. */
  readonly standing: Standing;
}

/** GDPR Art. 12(2): each right that a message asks for gets a case of its own, received when the message was. */
export interface FurtherRights {
  open(asked: FurtherRightAsked): Promise<FurtherCase>;
}

export function createFurtherRights(options: FurtherRightsOptions): FurtherRights {
  const { pool, keys, desk, registrar, serverKey } = options;

  /** First the case, then the fact that names it: whatever ends between them, asking again finds the case open. */
  async function open({ caseId, by, right, updateId }: FurtherRightAsked): Promise<FurtherCase> {
    const read = await readRequest(pool, keys, caseId);
    if (read === undefined || read.folded.state.phase === 'new') throw new CaseUnknown();
    const { state } = read.folded;
    const further = furtherCaseId(serverKey, caseId, right);
    // Where the fact is on record, its case knows whether this is the question that put it there.
    const isNamed = state.furtherRights?.some((named) => named.caseId === further) === true;
    const opened = isNamed ? undefined : await openCase(read, state, { further, by, right });
    const standing = await desk.ask(caseId, registerFurtherRight, { by, right, caseId: further }, updateId);
    const command = opened ?? (await registrar.kept(further));
    if (command === undefined) throw new Error('A case that is named was registered');
    return { caseId: further, registration: command.registration, standing };
  }

  async function openCase(read: ReadRequest, state: KnownRequest, case_: Opening): Promise<Asked<'register'>> {
    const refusal = whyNotRegisterFurtherRight(state, case_.right);
    if (refusal !== undefined) throw new RegistrationRefused(refusal);
    const key = await keys.ofCase(read.caseId);
    const command = await registrar.prepare(await requestFrom(read, state, key, case_));
    await desk.open(case_.further, command);
    return command;
  }

  async function requestFrom(
    read: ReadRequest,
    state: KnownRequest,
    key: DataKey,
    { further, by, right }: Opening,
  ): Promise<NewRequest> {
    const controller = controllerOf(options.organisation, state.controller);
    if (controller === undefined) throw new Error('The organisation file does not name the controller of the case');
    const { channel, receivedAt, language, earlierCase, readable, drill, addressDoubt } = state;
    return {
      ...{ caseId: further, by, right, controller },
      ...{ channel, receivedAt, language, earlierCase, readable, drill, addressDoubt },
      contact: (await subjectOf(pool, key)) ?? {},
      documents: [],
      copies: { key, documents: messageIn(await documentsOf(pool, key), read, state) },
      sameMessageAs: read.caseId,
      acknowledge: addressDoubt === undefined,
      owner: state.owner ?? by.id,
    };
  }

  return { open };
}

interface Opening {
  readonly further: string;
  readonly by: Actor;
  readonly right: Right;
}

/** Opaque, and the same however often it is asked for: two clicks open one case. */
function furtherCaseId(serverKey: Uint8Array, caseId: string, right: Right): string {
  return createHmac('sha256', serverKey)
    .update(JSON.stringify(['further-right', caseId, right]))
    .digest()
    .subarray(0, 13)
    .toString('hex');
}

/** GDPR Art. 5(1)(c): what was asked and the mail that brought it; no later message, nothing that we wrote or gathered. */
function messageIn(
  documents: readonly StoredDocument[],
  { entries }: ReadRequest,
  { documents: registered }: KnownRequest,
): readonly StoredDocument[] {
  const later = new Set(
    entries.flatMap(({ fact }) =>
      fact.type === 'messageReceived' ? [fact.documentId, ...(fact.attachments ?? [])] : [],
    ),
  );
  const first = documents.filter(({ documentId }) => registered.includes(documentId));
  const added = documents.filter(
    ({ documentId, kind }) => kind === 'request' && !registered.includes(documentId) && !later.has(documentId),
  );
  return [...first, ...added];
}
