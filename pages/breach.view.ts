import { anchorNames } from '../domain/breach.anchors.js';
import type { AnchorName } from '../domain/breach.anchors.js';
import { holds, lossOf } from '../domain/breach.restoring.js';
import { breachPhaseOf } from '../domain/breach.standing.js';
import { unacknowledgedClocks } from '../domain/breach.ringing.js';
import type { BreachFact, KnownBreach } from '../domain/breach.js';
import type { Recorded } from '../domain/decider.js';
import { controllerOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { accessesPath } from './accesses.view.js';
import { authorityRows, competentRow } from './authority.view.js';
import type { AuthorityRow } from './authority.view.js';
import { breachClocksView, unsaidEndOf } from './breach-clocks.view.js';
import type { BreachClocksView, UnsaidEnd } from './breach-clocks.view.js';
import { lineView } from './breach-line.view.js';
import type { LineView } from './breach-line.view.js';
import { anchorMoment, breachSentence, pagersRefuse } from './breach-sentences.js';
import { shownDocuments } from './case-documents.view.js';
import type { KeptDocument, ShownDocument } from './case-documents.view.js';
import { shownHolds } from './holds.view.js';
import type { HoldsShown, ShownHold } from './holds.view.js';
import { breachStepPath } from './breach-steps.words.js';
import { breachStepsView } from './breach-steps.view.js';
import type { BreachStepsView } from './breach-steps.view.js';
import type { BreachStepPage } from './breach-steps.words.js';
import {
  anchorWords,
  aspectWords,
  breachPhaseWords,
  breachWhat,
  channelWords,
  clockWords,
  riskWords,
  sourceWords,
} from './breach.words.js';
import { controllersPath } from './controllers.view.js';
import { casePath, notificationPath } from './case-path.js';
import { incidentView } from './incident.view.js';
import type { IncidentView } from './incident.view.js';
import { checkpointOf } from './case.view.js';
import type { CaseView } from './case.view.js';
import { shortMoment, zoneName } from './moment.js';
import { newDocumentsPath } from './new-documents.view.js';
import { recipientsPath } from './recipients.view.js';
import { nameOf, nameOfPerson, timeline } from './timeline.view.js';
import { letterPairs } from './wave-fields.js';
import type { LetterCounts } from './wave-fields.js';
import type { DayOfFacts } from './timeline.view.js';

/** Everything of a breach that a page may show. */
export interface BreachFile {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly facts: readonly Recorded<BreachFact>[];
  readonly letters?: LetterCounts | undefined;
  readonly documents?: readonly KeptDocument[];
  readonly holds?: readonly ShownHold[];
  /** Place in the ledger, by the fact's place in the case. */
  readonly ledgerIndices: readonly (number | undefined)[];
  /** The signed head of the ledger, word for word. */
  readonly checkpoint?: string | undefined;
}

export interface BreachInput {
  readonly file: BreachFile;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly notYours: Readonly<Partial<Record<BreachStepPage, string>>>;
  readonly mayReadTexts: boolean;
  readonly mayFetchEvidence: boolean;
  readonly mayReadAccesses: boolean;
  readonly mayReadDocuments: boolean;
  readonly mayAttach: boolean;
  readonly mayList: boolean;
  readonly mayReadHolds: boolean;
  readonly mayHold: boolean;
  readonly mayLift: boolean;
}

interface AnchorVersionView {
  readonly when: string;
  readonly source: string;
  readonly set: string;
  readonly reasons?: string;
  readonly isInForce: boolean;
}

export interface BreachView
  extends BreachClocksView, HoldsShown, Pick<CaseView, 'evidence' | 'checkpoint' | 'accesses'> {
  readonly caseId: string;
  readonly reference: string;
  readonly title: string;
  readonly path: string;
  readonly about: string;
  readonly summary?: string;
  readonly pairs: readonly { readonly term: string; readonly text: string }[];
  readonly drill: boolean;
  readonly zone: string;
  readonly steps: BreachStepsView;
  /** Where the controllers stand, for whom we process these data. */
  readonly controllers?: { readonly href: string; readonly told: string };
  /** GDPR Art. 34(1): where the list of those who are written to is kept. */
  readonly recipients?: string;
  /** GDPR Art. 33(3): where a controller writes its notification to the authority. */
  readonly notification?: string;
  readonly authority: readonly AuthorityRow[];
  /** Absent for who may not read them. */
  readonly documents?: readonly ShownDocument[];
  readonly attachHref?: string;
  /** What calls people until one of them has it. */
  readonly ringing?: { readonly clocks: string; readonly href: string; readonly refused?: string };
  /** Who is around it, what may be said, and what is not known yet. */
  readonly people: IncidentView;
  readonly line: LineView;
  /** NIS2 Art. 23(4)(e): a final report that waits for an instant nobody has said. */
  readonly unsaidEnd?: UnsaidEnd | undefined;
  readonly anchors: readonly { readonly name: string; readonly versions: readonly AnchorVersionView[] }[];
  readonly days: readonly DayOfFacts[];
}

export function breachView(input: BreachInput): BreachView {
  const { file, organisation, now, mayReadTexts } = input;
  const { caseId, breach } = file;
  const { timeZone, reference } = breach;
  const sentence = (fact: Recorded<BreachFact>) =>
    breachSentence(fact, timeZone, (id) => nameOfPerson(id, organisation));
  return {
    ...{ caseId, reference, title: breachWhat(breach.roles.join('-and-')), path: casePath(caseId, 'breach') },
    about: aboutOf(breach, organisation, now),
    ...(mayReadTexts && { summary: breach.summary }),
    pairs: [...pairsOf(breach, now), ...letterPairs(breach, file.letters, (at) => shortMoment(at, timeZone, now))],
    ...{ drill: breach.drill, zone: zoneName(timeZone) },
    ...breachClocksView(breach, now),
    unsaidEnd: unsaidEndOf(caseId, breach, input.notYours.anchors === undefined),
    ...(breach.roles.includes('processor') && { controllers: controllersOf(caseId, breach) }),
    steps: breachStepsView(caseId, breach, now, input.notYours),
    ...(breach.roles.includes('controller') && { notification: notificationPath(caseId) }),
    ...(breach.roles.includes('controller') && input.mayList && { recipients: recipientsPath(caseId) }),
    authority: [
      ...competentRow(breach, controllerOf(organisation, breach.controller)?.memberState),
      ...authorityRows(breach, now, mayReadTexts),
    ],
    ...documentsIn(input),
    ...shownHolds({ ...input, caseId, kind: 'breach', holds: file.holds ?? [], timeZone }),
    ...ringingOf(caseId, breach, (id) => nameOfPerson(id, organisation)),
    people: incidentView({ breach, organisation, now, mayReadTexts, sayHref: sayHrefOf(input) }),
    line: lineView(breach, now),
    anchors: anchorsOf(input),
    days: timeline({ ...file, sentence, timeZone, organisation, mayReadTexts }),
    ...(input.mayFetchEvidence && { evidence: evidenceOf(caseId, reference) }),
    ...(input.mayReadAccesses && { accesses: accessesPath(caseId) }),
    ...(file.checkpoint !== undefined && { checkpoint: checkpointOf(file.checkpoint) }),
  };
}

function documentsIn({ file: { caseId, breach, documents = [] }, mayReadDocuments, mayAttach }: BreachInput) {
  return {
    ...(mayReadDocuments && { documents: shownDocuments(caseId, documents, 'breach') }),
    ...(mayAttach && breach.phase === 'open' && { attachHref: newDocumentsPath(caseId, 'breach') }),
  };
}

function sayHrefOf({ file: { caseId }, notYours }: BreachInput): string | undefined {
  return notYours['holding-statement'] === undefined ? breachStepPath(caseId, 'holding-statement') : undefined;
}

function ringingOf(caseId: string, breach: KnownBreach, nameOf: (id: string) => string): Pick<BreachView, 'ringing'> {
  const clocks = unacknowledgedClocks(breach).map(({ id }) => clockWords[id]);
  if (breach.phase === 'closed' || clocks.length === 0) return {};
  const { refusedPagers = [] } = breach;
  return {
    ringing: {
      ...{ clocks: [...new Set(clocks)].join(', '), href: breachStepPath(caseId, 'alert-acknowledgement') },
      ...(refusedPagers.length > 0 && { refused: pagersRefuse(refusedPagers.map(nameOf)) }),
    },
  };
}

function aboutOf(breach: KnownBreach, organisation: OrganisationFile, now: Instant): string {
  const owner = breach.owner === undefined ? 'nobody yet' : nameOfPerson(breach.owner, organisation);
  const controller = controllerOf(organisation, breach.controller)?.name ?? breach.controller;
  const reported = `Reported ${reportedBy(breach, organisation)} on ${shortMoment(breach.registeredAt, breach.timeZone, now)}`;
  return `${breachPhaseWords[breachPhaseOf(breach)]}. Owner ${owner}, ${handoversIn(breach)}. Controller ${controller}. ${reported}.`;
}

/** By the name of the processor that told us, where the registration says which. */
function reportedBy({ channel, toldBy }: KnownBreach, { processors }: OrganisationFile): string {
  const told = processors.find(({ id }) => id === toldBy?.processor);
  return told === undefined ? channelWords[channel] : `${channelWords[channel]}, ${told.name},`;
}

function controllersOf(caseId: string, { confirmations = [], notices }: KnownBreach): { href: string; told: string } {
  const affected = confirmations.reduce((sum, confirmation) => sum + confirmation.affected.length, 0);
  const told = confirmations.length === 0 ? 'Say which controllers it concerns' : `Controllers: ${String(affected)}`;
  const isAll = notices !== undefined && notices.told === affected && affected > 0;
  return { href: controllersPath(caseId), told: `${told}${isAll ? ', all told' : ''}` };
}

function handoversIn({ handovers }: KnownBreach): string {
  if (handovers === 0) return 'never handed over';
  return handovers === 1 ? 'handed over once' : `handed over ${handovers} times`;
}

function pairsOf(breach: KnownBreach, now: Instant): BreachView['pairs'] {
  const { aspects, risk, riskProposal } = breach;
  return [
    { term: 'Data', text: `${aspects.map((aspect) => aspectWords[aspect]).join(', ')}${sinceWhen(breach, now)}` },
    { term: 'Risk', text: riskText(risk, riskProposal) },
  ];
}

/** GDPR Art. 32(1)(c): whether what was away is there again, or never will be. */
function sinceWhen(breach: KnownBreach, now: Instant): string {
  const { restoredAt, timeZone } = breach;
  const loss = lossOf(breach);
  if (loss !== undefined) return `; lost for good, certain since ${anchorMoment(loss, timeZone, now)}`;
  return restoredAt === undefined ? '' : `; available again since ${shortMoment(restoredAt, timeZone, now)}`;
}

function riskText(risk: KnownBreach['risk'], proposal: KnownBreach['riskProposal']): string {
  if (proposal !== undefined) return 'unlikely, if a second person approves it';
  return risk === undefined ? 'not assessed yet' : riskWords[risk.level];
}

/** GDPR Art. 33(5): what was believed stands beside what is known, with who said so and why. */
function anchorsOf(input: BreachInput): BreachView['anchors'] {
  return anchorNames.flatMap((name) => {
    const versions = versionsOf(name, input);
    return versions.length === 0 ? [] : [{ name: anchorWords[name].name, versions }];
  });
}

function versionsOf(
  name: AnchorName,
  { file: { breach }, organisation, now, mayReadTexts }: BreachInput,
): readonly AnchorVersionView[] {
  const { anchors, timeZone } = breach;
  const versions = anchors[name] ?? [];
  return versions.map((version, index) => ({
    when: anchorMoment(version, timeZone, now),
    source: sourceWords[version.source],
    set: `${nameOf(version.setBy, organisation)}, ${shortMoment(version.setAt, timeZone, now)}`,
    ...(mayReadTexts && version.reasons !== undefined && { reasons: version.reasons }),
    isInForce: index === versions.length - 1 && holds(name, breach),
  }));
}

function evidenceOf(caseId: string, reference: string): { href: string; command: string } {
  return {
    href: `/v1/breaches/${encodeURIComponent(caseId)}/evidence`,
    command: `node cli/duly.js verify ${reference}.evidence.json`,
  };
}
