import { approvalSubjects } from '../domain/organisation.js';
import type { OrganisationFile, PersonRole } from '../domain/organisation.js';
import { breachPacks } from '../domain/breach.clock-table.js';
import { rulePacks } from '../domain/rule-pack.js';
import type { Finding } from './located.js';

/** What the parts of a well-formed file must say together. */
export function ruleFindings(org: OrganisationFile): readonly Finding[] {
  return [
    ...missingTexts(org),
    ...oneSidedArrangements(org),
    ...unknownRulePacks(org),
    ...conflictsOfDpo(org),
    ...ownDeputies(org),
    ...emptyOffices(org),
    ...approvalsByOne(org),
    ...pagersWithoutAddress(org),
  ];
}

/** A letter must name the court in the language of its reader. GDPR Art. 12(1), 12(4). */
function missingTexts(org: OrganisationFile): readonly Finding[] {
  return org.controllersInHouse.flatMap(({ judicialRemedy }, index) =>
    org.organisation.languages
      .filter((language) => judicialRemedy[language] === undefined)
      .map((language) => ({
        path: ['controllersInHouse', index, 'judicialRemedy', language],
        message: `expected a text in ${language}: letters are written in it`,
      })),
  );
}

/** Joint controllers answer for each other. GDPR Art. 26(3). */
function oneSidedArrangements(org: OrganisationFile): readonly Finding[] {
  return org.controllersInHouse.flatMap((controller, index) =>
    controller.jointWith.flatMap((id, place) => {
      const other = org.controllersInHouse.find((known) => known.id === id);
      const isMutual = other !== undefined && id !== controller.id && other.jointWith.includes(controller.id);
      const path = ['controllersInHouse', index, 'jointWith', place];
      return isMutual ? [] : [{ path, message: 'expected another controller that names this one as joint, too' }];
    }),
  );
}

function unknownRulePacks(org: OrganisationFile): readonly Finding[] {
  const inForce = [...new Set([...rulePacks, ...breachPacks].flatMap(({ id, enabled }) => (enabled ? [id] : [])))];
  return org.rulePacks.flatMap((id, index) =>
    inForce.includes(id) ? [] : [{ path: ['rulePacks', index], message: `expected one of ${inForce.join(', ')}` }],
  );
}

/** The DPO advises and decides nothing, neither by office nor as a deputy. GDPR Art. 38(6). */
function conflictsOfDpo(org: OrganisationFile): readonly Finding[] {
  const dpos = org.people.filter(({ roles }) => roles.includes('dpo'));
  const message = 'a data protection officer cannot be the decider as well (GDPR Art. 38(6))';
  return org.people.flatMap((person, index) => {
    if (!person.roles.includes('decider')) return [];
    const own = person.roles.includes('dpo') ? [{ path: ['people', index, 'roles'], message }] : [];
    const deputies = (person.deputies ?? []).flatMap(({ id }, place) =>
      dpos.some((dpo) => dpo.id === id) ? [{ path: ['people', index, 'deputies', place, 'id'], message }] : [],
    );
    return [...own, ...deputies];
  });
}

function ownDeputies(org: OrganisationFile): readonly Finding[] {
  return org.people.flatMap((person, index) =>
    (person.deputies ?? []).flatMap(({ id }, place) =>
      id === person.id
        ? [{ path: ['people', index, 'deputies', place, 'id'], message: 'nobody deputises for themselves' }]
        : [],
    ),
  );
}

/** The last one who is warned is the DPO, or whoever does that work where the law asks for none. */
function emptyOffices(org: OrganisationFile): readonly Finding[] {
  const message = 'expected somebody with the role dpo: every alert ends there';
  return holdersOf(org, 'dpo').length === 0 ? [{ path: ['people'], message }] : [];
}

function approvalsByOne(org: OrganisationFile): readonly Finding[] {
  return approvalSubjects.flatMap((subject) => {
    const [proposers, approvers] = org.approvals[subject].map((role) => holdersOf(org, role));
    const areTwo = proposers?.some((one) => approvers?.some((other) => other !== one)) ?? false;
    return areTwo ? [] : [{ path: ['approvals', subject], message: 'no two people hold these roles' }];
  });
}

/** Only PagerDuty is at one address for everybody. */
function pagersWithoutAddress(org: OrganisationFile): readonly Finding[] {
  const message = 'expected the url of the pager as well';
  return org.people.flatMap(({ pager }, index) =>
    pager === undefined || pager.by === 'pagerduty' || pager.url !== undefined
      ? []
      : [{ path: ['people', index, 'pager', 'url'], message }],
  );
}

function holdersOf(org: OrganisationFile, role: PersonRole): readonly string[] {
  return org.people.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
}
