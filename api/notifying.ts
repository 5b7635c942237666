import type { Actor } from '../domain/actor.js';
import { answersToFile, filingOf, frozenVersions } from '../domain/breach.notifying.js';
import type { SendingOrder } from '../domain/breach.sending.js';
import type { BreachFact, FilingOrder, KnownBreach } from '../domain/breach.js';
import type { Recorded } from '../domain/decider.js';
import { differenceBetween } from '../domain/notification.js';
import type { Answers, Difference, Filing, FrozenVersion, NotificationSubtype } from '../domain/notification.js';
import { eeaStates, gapsOf } from '../domain/notification.gaps.js';
import type { Gap } from '../domain/notification.gaps.js';
import { controllerOf, personOf } from '../domain/organisation.js';
import type { Contact, Organisation } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';

interface FilingAsk {
  readonly controller: string;
  readonly by: Actor;
  readonly subtype: NotificationSubtype;
  readonly reasons?: string | undefined;
}

/** GDPR Art. 33(3)(b): who notifies, and who can say more, as the organisation file has them now. */
export function filingOrder(
  organisation: Organisation,
  { controller: id, by, subtype, reasons }: FilingAsk,
): FilingOrder {
  const controller = controllerOf(organisation, id);
  const officer = organisation.people.find(({ roles }) => roles.includes('dpo'));
  const reporter = personOf(organisation, by.id);
  const { dpo, privacyMailbox } = organisation.contact;
  return {
    subtype,
    ...(reasons !== undefined && { reasons }),
    isEstablishedInEea: controller !== undefined && eeaStates.includes(controller.memberState),
    organisation: {
      ...(controller && { memberState: controller.memberState, authority: controller.supervisoryAuthority.name }),
      name: controller?.name ?? organisation.organisation.name,
      contact: `${controller?.address ?? organisation.organisation.address}\n${privacyMailbox}`,
      ...(officer && { dpo: { name: officer.name, contact: written(dpo) } }),
      ...(reporter && {
        reporter: { name: reporter.name, contact: written(reporter), isDpo: reporter.roles.includes('dpo') },
      }),
    },
  };
}

function written({ mail, phone }: Contact): string {
  return phone === undefined ? mail : `${mail}, ${phone}`;
}

/** By the channel that the authority of the controller takes; by its form where the organisation file names none. */
export function sendingOrder(
  organisation: Organisation,
  { controller, ...asked }: Pick<SendingOrder, 'version' | 'reasonsForDelay'> & { readonly controller: string },
): SendingOrder {
  const authority = controllerOf(organisation, controller)?.supervisoryAuthority;
  return { ...asked, authority: authority?.id ?? '', channel: authority?.notification?.by ?? 'form' };
}

/** Answers as they would be filed at this moment by whoever asks. */
export interface Draft {
  readonly filing: Filing;
  readonly answers: Answers;
  readonly gaps: readonly Gap[];
}

export function draftOf(
  breach: KnownBreach,
  organisation: Organisation,
  asked: Omit<FilingAsk, 'controller'> & { readonly at: Instant },
): Draft {
  const order = filingOrder(organisation, { controller: breach.controller, ...asked });
  const filing = filingOf(breach, order, asked.at);
  const answers = answersToFile(breach, order, asked.at);
  return { filing, answers, gaps: gapsOf(answers, filing) };
}

type Failed = Extract<Recorded<BreachFact>, { type: 'notificationRefused' | 'notificationUnresolved' }>;

export interface KnownVersion extends FrozenVersion {
  readonly frozenBy: Actor;
  /** By evidence; undefined until then. */
  readonly sentAt?: Instant | undefined;
  /** Why the last order to send it came to nothing. */
  readonly failed?: Failed | undefined;
  /** To the version before it. */
  readonly difference?: Difference;
}

export function versionsOf(breach: KnownBreach, facts: readonly Recorded<BreachFact>[]): readonly KnownVersion[] {
  const frozen = facts.filter(({ type }) => type === 'notificationFrozen');
  const versions = frozenVersions(frozen);
  return frozen.flatMap(({ by: frozenBy }, index) => {
    const [version, before] = [versions[index], versions[index - 1]];
    if (version === undefined) return [];
    const sent = breach.submissions.find((submission) => submission.version === version.version);
    const failed = facts.filter(isFailed).findLast((fact) => fact.version === version.version);
    const difference = before && differenceBetween(before.answers, version.answers);
    return [
      { ...version, frozenBy, failed, ...(sent && { sentAt: sent.submittedAt }), ...(difference && { difference }) },
    ];
  });
}

function isFailed(fact: Recorded<BreachFact>): fact is Failed {
  return fact.type === 'notificationRefused' || fact.type === 'notificationUnresolved';
}
