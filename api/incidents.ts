import { recordAccess } from '../database/access-records.js';
import { findOnList, incidentLists } from '../database/incident-lists.js';
import type { FoundIncident, IncidentList } from '../database/incident-lists.js';
import type { Actor } from '../domain/actor.js';
import { isMailAddress } from '../domain/mail.js';
import { refuse } from '../domain/refusal.js';
import { whyNotLookUpIncidents } from '../domain/subject-request.incidents.js';
import type { IncidentLookup } from '../domain/subject-request.js';
import type { CaseFile } from '../pages/case.view.js';
import { askFor } from './case-steps.js';
import type { PageSteps } from './page-steps.js';
import { Refused } from './problem.js';

export type LookupServices = Pick<PageSteps, 'pool' | 'keys' | 'desk' | 'questions' | 'now'>;

export interface LookupAsk {
  readonly file: Pick<CaseFile, 'caseId' | 'request' | 'contact'>;
  readonly actor: Actor;
  /** Serves as Idempotency-Key. */
  readonly nonce: string;
}

export interface LookedUp {
  readonly searched: number;
  readonly found: readonly FoundIncident[];
  /** References of open breaches that have no list: who is concerned there, nobody has written down yet. */
  readonly unlisted: readonly string[];
}

/** Looks the data subject's own address up on every list. GDPR Art. 15(1). */
export async function lookUpIncidents(services: LookupServices, asked: LookupAsk): Promise<LookedUp> {
  const mail = addressIn(asked.file);
  const lists = await incidentLists(services.pool);
  const searched = lists.filter(({ hasList }) => hasList);
  const found = await search(services, searched, { mail, actor: asked.actor });
  await keep(services, asked, { searched: searched.length, found: found.map(({ reference }) => reference) });
  return {
    searched: searched.length,
    found,
    unlisted: lists.filter(({ hasList, closed }) => !hasList && !closed).map(({ reference }) => reference),
  };
}

/** Lists know people by their mail address and nothing else. */
function addressIn({ request, contact }: LookupAsk['file']): string {
  const refusal = whyNotLookUpIncidents(request);
  if (refusal !== undefined) throw new Refused(refusal);
  const mail = contact?.mail;
  if (mail !== undefined && isMailAddress(mail)) return mail;
  throw new Refused(refuse('NothingToLookUp', 'No mail address of the requester is known, and lists know no other.'));
}

/** Whoever looks at a list is on record, whether they find somebody there or not. */
async function search(
  services: LookupServices,
  lists: readonly IncidentList[],
  { mail, actor }: { readonly mail: string; readonly actor: Actor },
): Promise<readonly FoundIncident[]> {
  const found: FoundIncident[] = [];
  for (const list of lists) {
    await recordAccess(services.pool, {
      ...{ access: 'recipients-read', actor, caseId: list.caseId, at: services.now() },
    });
    const one = await findOnList(services, list, mail);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** What was found is looked up again each time a page is sent again; the fact is kept once. */
async function keep({ desk, questions }: LookupServices, asked: LookupAsk, lookup: IncidentLookup): Promise<void> {
  const { actor, nonce } = asked;
  const { caseId } = asked.file;
  const route = `POST /operations/cases/${caseId}/incidents`;
  const question = await questions.rememberStep({ actor, route, key: nonce }, {});
  if (question.earlierAnswer !== undefined) return;
  const body = await askFor(desk, caseId, { type: 'recordIncidentLookup', by: actor, ...lookup }, question.updateId);
  await questions.answered(question, { status: 200, body });
}
