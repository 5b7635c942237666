import type { Role } from './actor.js';
import type { CaseKind } from './board.js';
import type { Language, LetterAuthority, Localised } from './letter.js';
import type { MemberState } from './member-state.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { CivilDate } from './time.js';

/** Machines hold no office. */
export type PersonRole = Exclude<Role, 'service'>;

/** A name of the environment, `env:DULY_SECRET_RT_TOKEN`: resolved by the process that needs it, never here. */
export type SecretReference = string;

export interface Deputy {
  readonly id: string;
  /** First and last day, both included. */
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export const pagerKinds = ['goalert', 'pagerduty', 'webhook'] as const;
export type PagerKind = (typeof pagerKinds)[number];

/** By what a person is woken; without one, by mail alone. */
export interface PersonalPager {
  readonly by: PagerKind;
  readonly key: SecretReference;
  /** An address without credentials, or a secret reference. PagerDuty has one of its own. */
  readonly url?: string;
}

/** Where others look first for word of a breach; how each is reached is its own adapter's. */
export const announcementPlaces = ['help-desk', 'status-page', 'chat'] as const;
export type AnnouncementPlace = (typeof announcementPlaces)[number];

/** A place that takes mail: for now every one does. */
export interface AnnouncementTarget {
  readonly place: AnnouncementPlace;
  readonly mail: string;
}

/** Who may be assigned, paged and asked. Sign-in comes from elsewhere and names the `id` or one of the `accounts`. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly deputies?: readonly Deputy[];
  /** Further accounts of the same human. */
  readonly accounts?: readonly string[];
  readonly mail: string;
  readonly phone?: string;
  readonly pager?: PersonalPager;
}

/** How an authority takes notifications of breaches; without a word of it, by its own form (GDPR Art. 33(1)). */
export const notificationChannels = ['form', 'mail', 'endpoint'] as const;
export type NotificationChannel =
  | { readonly by: 'form'; readonly url: string }
  | { readonly by: 'mail'; readonly mail: string }
  | { readonly by: 'endpoint'; readonly url: string; readonly token: SecretReference };

export interface SupervisoryAuthority extends LetterAuthority {
  readonly id: string;
  readonly notification?: NotificationChannel;
}

/** A controller (GDPR Art. 4(7)) of our own house, in whose name letters go out. */
export interface ControllerInHouse {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly memberState: MemberState;
  /** A part of the Member State with holidays of its own, `NW`; opt-in. */
  readonly region?: string;
  readonly timeZone: string;
  readonly supervisoryAuthority: string;
  /** Joint controllers (GDPR Art. 26). */
  readonly jointWith: readonly string[];
  /** Which court, and how (GDPR Art. 79); it stands in letters word for word. */
  readonly judicialRemedy: Localised;
}

export type KnownController = Omit<ControllerInHouse, 'supervisoryAuthority'> & {
  readonly supervisoryAuthority: SupervisoryAuthority;
};

export interface Service {
  readonly id: string;
  readonly owner: string;
  readonly deputies: readonly string[];
  readonly systems: readonly string[];
}

/** Where personal data are, and the adapter that reaches them. */
export interface ConnectedSystem {
  readonly id: string;
  readonly adapter: string;
  readonly owner: string;
  /** An address without credentials, or a secret reference. */
  readonly url?: string;
  readonly token?: SecretReference;
  readonly dataMap?: string;
}

export interface Contact {
  readonly mail: string;
  readonly phone?: string;
}

export interface NotificationContract {
  /** How soon a breach must be told, `PT1H` (GDPR Art. 33(2)). */
  readonly maxNotify: string;
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

/** A controller for whom we process. */
export interface OutsideController {
  readonly id: string;
  readonly name: string;
  readonly services: readonly string[];
  readonly contact: Contact;
  readonly contract: NotificationContract;
  /** What their own systems call it. */
  readonly externalId?: string;
  /** Read and answered at every hour (EDPB Guidelines 9/2022). */
  readonly roundTheClock?: Contact;
  readonly language?: Language;
  /** When somebody last made sure that the contacts are right. */
  readonly lastCheckedOn?: CivilDate;
}

/** To whom data are disclosed (GDPR Art. 4(9)), by name. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  /** ISO 3166. */
  readonly country: string;
  readonly contact: Contact;
}

/** Who processes for us; a recipient too. */
export interface Processor extends Recipient {
  readonly services: readonly string[];
  readonly contract: NotificationContract;
}

/** What nobody does alone. */
export const approvalSubjects = [
  'refusal',
  'erasure',
  'retentionPolicy',
  'keyDestruction',
  'organisationFile',
] as const;
export type ApprovalSubject = (typeof approvalSubjects)[number];

/** Who proposes, who approves. */
export type Approval = readonly [proposer: PersonRole, approver: PersonRole];

export interface OrganisationFile {
  readonly organisation: {
    readonly name: string;
    readonly address: string;
    readonly roles: readonly ('controller' | 'processor')[];
    /** Every text that people read is there in each of them; the first is used where a person's is not known. */
    readonly languages: readonly Language[];
  };
  readonly supervisoryAuthorities: readonly SupervisoryAuthority[];
  readonly controllersInHouse: readonly ControllerInHouse[];
  readonly rulePacks: readonly string[];
  readonly contact: { readonly dpo: Contact; readonly privacyMailbox: string };
  /** Citable as a legal basis. */
  readonly mandate?: { readonly text: string; readonly url: string };
  readonly approvals: Readonly<Record<ApprovalSubject, Approval>>;
  readonly people: readonly Person[];
  readonly services: readonly Service[];
  readonly systems: readonly ConnectedSystem[];
  readonly controllers: readonly OutsideController[];
  readonly processors: readonly Processor[];
  readonly recipients: readonly Recipient[];
  /** Where a holding statement is told as soon as it holds; nowhere without them. */
  readonly announcements?: readonly AnnouncementTarget[];
  /** Before a deadline: a period, or a share of the time elapsed. */
  readonly warnings: { readonly subjectRequest: readonly string[]; readonly breach: readonly string[] };
}

/** Who we are, as of one version of the file. */
export interface Organisation extends OrganisationFile {
  /** Hash of the content; comments and order of keys do not count. */
  readonly version: string;
}

/** By `id`, or by an account of theirs. */
export function personOf(org: OrganisationFile, id: string): Person | undefined {
  return org.people.find((person) => person.id === id || (person.accounts?.includes(id) ?? false));
}

/** Who stands in for a person on a day, in the order of the file. */
export function deputiesOf(org: OrganisationFile, personId: string, on: CivilDate): readonly Person[] {
  const dated = personOf(org, personId)?.deputies ?? [];
  return dated.filter(({ from, to }) => from <= on && on <= to).flatMap(({ id }) => personOf(org, id) ?? []);
}

/** By an office of their own, or as the dated deputy of somebody who holds it. A deputy has no deputies. */
export function mayActAs(org: OrganisationFile, personId: string, role: Role, on: CivilDate): boolean {
  const person = personOf(org, personId);
  if (person === undefined || role === 'service') return false;
  const holders = org.people.filter(({ roles }) => roles.includes(role));
  return holders.some(
    (holder) => holder.id === person.id || deputiesOf(org, holder.id, on).some(({ id }) => id === person.id),
  );
}

/** Whoever holds the office that the organisation named for it. That they did not propose it is a rule of the case. */
export function mayApprove(org: OrganisationFile, subject: ApprovalSubject, personId: string, on: CivilDate): boolean {
  const [, role] = org.approvals[subject];
  return mayActAs(org, personId, role, on);
}

export function controllerOf(org: OrganisationFile, id: string): KnownController | undefined {
  const controller = org.controllersInHouse.find((known) => known.id === id);
  const authority = org.supervisoryAuthorities.find((known) => known.id === controller?.supervisoryAuthority);
  if (controller === undefined || authority === undefined) return undefined;
  return { ...controller, supervisoryAuthority: authority };
}

/** The DPO advises on cases and sees to none of them, GDPR Art. 38(6); whoever is asked about one system neither. */
export function possibleOwners({ people }: OrganisationFile): readonly Person[] {
  return people.filter(({ roles }) => roles.includes('operator') || roles.includes('decider'));
}

/** By `id`, or by an account of theirs. */
export function whyNotOwn(org: OrganisationFile, id: string): Refusal | undefined {
  const person = personOf(org, id);
  if (person !== undefined && possibleOwners(org).includes(person)) return undefined;
  return refuse('CannotOwn', 'The organisation file names nobody by that id who takes the steps of a request.');
}

export interface AboutAlert {
  readonly kind?: CaseKind;
  readonly owner?: string | undefined;
  /** Whoever answers for these hears of it too. */
  readonly services?: readonly string[] | undefined;
  /** Whom alone it is for. */
  readonly person?: string | undefined;
  readonly on: CivilDate;
}

/** Owner and deputy, or who could be one; then the DPO, of a breach the incident managers too, each once. The file has a DPO: somebody is always reached. */
export function recipientsOfAlert(
  org: OrganisationFile,
  { kind, owner, person, services = [], on }: AboutAlert,
): readonly Person[] {
  const asked = person === undefined ? undefined : personOf(org, person);
  if (asked !== undefined) return [asked, ...deputiesOf(org, asked.id, on)];
  const concerned = org.services.filter(({ id }) => services.includes(id));
  const named = [...(owner === undefined ? [] : [owner]), ...concerned.flatMap(answeringFor)];
  const owners = named.flatMap((id) => [personOf(org, id) ?? [], deputiesOf(org, id, on)].flat());
  const instead: readonly PersonRole[] = owners.length > 0 || kind === 'breach' ? [] : ['operator'];
  const offices = [...instead, ...(kind === 'breach' ? (['incident-manager'] as const) : []), 'dpo'] as const;
  const holders = offices.flatMap((office) => org.people.filter(({ roles }) => roles.includes(office)));
  return [...owners, ...holders].filter((person, index, all) => all.indexOf(person) === index);
}

function answeringFor({ owner, deputies }: Service): readonly string[] {
  return [owner, ...deputies];
}

/** Of the first service: its owner, or whoever stands in, who takes the steps of a breach. The owner hears of it in any case. */
export function ownerByService(org: OrganisationFile, services: readonly string[], on: CivilDate): string | undefined {
  const first = org.services.find(({ id }) => id === services[0]);
  const asked = first === undefined ? [] : answeringFor(first);
  const candidates = asked.flatMap((id) => [personOf(org, id) ?? [], deputiesOf(org, id, on)].flat());
  return candidates.find(({ roles }) => roles.includes('incident-manager') || roles.includes('operator'))?.id;
}

/** Who hears that something went wrong which no law of a case expects: incident managers, or the DPO where there is none. */
export function recipientsOfAlarm({ people }: OrganisationFile): readonly Person[] {
  const holding = (role: PersonRole) => people.filter(({ roles }) => roles.includes(role));
  const managers = holding('incident-manager');
  return managers.length > 0 ? managers : holding('dpo');
}

/** Everybody to whom data may have been disclosed; processors are recipients (GDPR Art. 4(9)). */
export function recipientOf(org: OrganisationFile, id: string): Recipient | undefined {
  return [...org.recipients, ...org.processors].find((known) => known.id === id);
}
