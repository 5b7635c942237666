import { isOurRole } from '../domain/actor.js';
import type { Access, KeptAccess } from '../domain/access.js';
import type { CaseKind } from '../domain/board.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { casePath } from './case-path.js';
import { longDay, clockTime, zoneName } from './moment.js';
import { roleWords } from './frame.view.js';

export interface AccessesInput {
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly reference: string;
  readonly accesses: readonly KeptAccess[];
  readonly organisation: OrganisationFile;
  readonly timeZone: string;
  /** Where the page after this one begins. */
  readonly next?: string | undefined;
  readonly isFirst: boolean;
}

interface AccessRow {
  readonly datetime: string;
  readonly at: string;
  readonly who: string;
  readonly role: string;
  readonly what: string;
  readonly times: string;
}

export interface AccessesView {
  readonly reference: string;
  readonly caseHref: string;
  readonly zone: string;
  readonly rows: readonly AccessRow[];
  readonly first?: string;
  readonly next?: string;
}

export const accessWords: Readonly<Record<Access, string>> = {
  'case-opened': 'opened it',
  'case-followed': 'had it open while it changed',
  'cases-searched': 'searched for it',
  'message-read': 'read what was asked',
  'document-added': 'added a document',
  'document-downloaded': 'downloaded a document',
  'evidence-downloaded': 'downloaded the evidence',
  'payload-decoded': 'decoded it in the Temporal UI',
  'mail-read': 'read its mail',
  'holds-read': 'read its legal holds',
  'register-read': 'read the register of breaches',
  'recipients-read': 'read who is written to',
  'recipient-corrected': 'corrected an address',
  'recipient-removed': 'took somebody off the list of recipients',
  'role-refused': 'was refused by role',
};

export function accessesPath(caseId: string): string {
  return `${casePath(caseId)}/accesses`;
}

/** GDPR Art. 5(2), 32(1): who of ours looked at the data of a case, when, and how often. */
export function accessesView(input: AccessesInput): AccessesView {
  const { caseId, kind, reference, accesses, organisation, timeZone, next, isFirst } = input;
  const path = accessesPath(caseId);
  return {
    reference,
    caseHref: casePath(caseId, kind),
    zone: zoneName(timeZone),
    rows: accesses.map(({ access, actor, minute, count }) => ({
      datetime: minute,
      at: `${longDay(minute, timeZone)}, ${clockTime(minute, timeZone)}`,
      // Whom the organisation file does not know stands under a pseudonym, which still tells one from another.
      who: personOf(organisation, actor.id)?.name ?? actor.id,
      role: isOurRole(actor.role) ? roleWords[actor.role] : actor.role,
      what: accessWords[access],
      times: count === 1 ? 'once' : `${String(count)} times`,
    })),
    ...(!isFirst && { first: path }),
    ...(next !== undefined && { next: `${path}?cursor=${encodeURIComponent(next)}` }),
  };
}
