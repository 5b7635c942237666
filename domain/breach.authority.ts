import type { ComputedClock } from './breach.clocks.js';
import type { KnownBreach } from './breach.js';
import { hoursAfter } from './time.js';
import type { Instant } from './time.js';

/** What comes in from the supervisory authority; only an order and a question ask for an answer. */
export const authorityMessageKinds = ['order', 'question', 'view'] as const;
export type AuthorityMessageKind = (typeof authorityMessageKinds)[number];

/** The powers by which it asks or orders; what rests on national law says so in its own words. */
export const authorityProvisions = [
  'GDPR Art. 34(4)',
  'GDPR Art. 58(1)(a)',
  'GDPR Art. 58(1)(e)',
  'GDPR Art. 58(2)(d)',
  'GDPR Art. 58(2)(e)',
  'GDPR Art. 58(2)(f)',
] as const;
export type AuthorityProvision = (typeof authorityProvisions)[number];

export interface AuthorityMessage {
  /** Ours, `A1`. */
  readonly id: string;
  /** It stands in the place of what is on record under the same name, as where the authority moves its date. */
  readonly corrects?: true | undefined;
  readonly kind: AuthorityMessageKind;
  readonly text: string;
  readonly receivedAt: Instant;
  /** As the authority set it; without one it is owed without undue delay. */
  readonly dueAt?: Instant | undefined;
  readonly provision?: AuthorityProvision | undefined;
  /** Its own. */
  readonly reference?: string | undefined;
  readonly documents: readonly string[];
  /** The `id` of our question. */
  readonly answers?: string | undefined;
  /** The `id` of an order or question that it takes back, as where it finds a condition of GDPR Art. 34(3) met. */
  readonly lifts?: string | undefined;
}

/** What was sent, with what shows it. */
interface Sent {
  readonly text: string;
  readonly sentAt: Instant;
  readonly receipt?: string | undefined;
  readonly documents: readonly string[];
}

export interface AuthorityAnswer extends Sent {
  /** The `id` of the order or question. */
  readonly message: string;
}

/** Whether, and how, to tell the data subjects is decided in cooperation with the authority (Recital 86). */
export interface AuthorityQuestion extends Sent {
  readonly id: string;
}

const powersToOrderCommunication: readonly (AuthorityProvision | undefined)[] = [
  'GDPR Art. 34(4)',
  'GDPR Art. 58(2)(e)',
];

/** GDPR Art. 34(4), 58(2)(e): to tell the data subjects, which nobody but their controller can be ordered. */
function ordersCommunication({ roles }: KnownBreach, { kind, provision }: AuthorityMessage): boolean {
  return kind === 'order' && roles.includes('controller') && powersToOrderCommunication.includes(provision);
}

/** GDPR Art. 34(4): whatever we decided about the risk or about an exemption, until the authority lifts its order. */
export function isCommunicationOrdered(breach: KnownBreach): boolean {
  const { authorityMessages = [] } = breach;
  return authorityMessages.some(
    (message) => ordersCommunication(breach, message) && liftedAt(breach, message) === undefined,
  );
}

/** GDPR Art. 34(4): a communication from before the order is not the one that was ordered. */
export function isOrderedCommunicationOpen(breach: KnownBreach): boolean {
  return openMessages(breach).some((message) => ordersCommunication(breach, message));
}

/** What the authority still waits for. */
export function openMessages(breach: KnownBreach): readonly AuthorityMessage[] {
  const { authorityMessages = [] } = breach;
  return authorityMessages.filter((message) => message.kind !== 'view' && settledAt(breach, message) === undefined);
}

/** What we asked, and nothing came back. */
export function openQuestions({ authorityQuestions = [], authorityMessages = [] }: KnownBreach) {
  return authorityQuestions.filter(({ id }) => !authorityMessages.some(({ answers }) => answers === id));
}

/** By evidence of an answer; an order to tell people only by telling them. */
export function settledAt(breach: KnownBreach, message: AuthorityMessage): Instant | undefined {
  const { communication, authorityAnswers = [] } = breach;
  const lifted = liftedAt(breach, message);
  if (lifted !== undefined) return lifted;
  if (!ordersCommunication(breach, message))
    return authorityAnswers.find((answer) => answer.message === message.id)?.sentAt;
  const isTold = communication?.outcome === 'communicated' && communication.at >= message.receivedAt;
  return isTold ? communication.at : undefined;
}

function liftedAt({ authorityMessages = [] }: KnownBreach, { id }: AuthorityMessage): Instant | undefined {
  return authorityMessages.find(({ lifts }) => lifts === id)?.receivedAt;
}

/** ADR 0015: where no number is given, a target of ours. */
const HOURS_WITHOUT_DATE = 72;
const withoutDate = 'Without undue delay: the authority set no date, so 72 hours are our target.';

/** The dates that the authority set itself, and a target for an order to tell people that names none: nothing is computed, and people are warned as of any other clock. */
export function authorityClocks(breach: KnownBreach): readonly ComputedClock[] {
  const { authorityMessages = [] } = breach;
  return authorityMessages.flatMap((message): ComputedClock[] => {
    const { id, receivedAt: startsAt } = message;
    const isDated = message.dueAt !== undefined;
    if (!isDated && !ordersCommunication(breach, message)) return [];
    const dueAt = message.dueAt ?? hoursAfter(startsAt, HOURS_WITHOUT_DATE);
    const metAt = settledAt(breach, message);
    const article = articleOf(message);
    return [
      {
        ...{
          key: `authority:${id}`,
          id: 'authority',
          article,
          basis: isDated ? 'authority' : 'target',
          recipient: 'supervisoryAuthority',
        },
        ...{ startsAt, dueAt, calendarComplete: true },
        steps: [{ text: isDated ? 'The authority set this date itself.' : withoutDate, article }],
        ...(metAt !== undefined && { metAt }),
      },
    ];
  });
}

/** Who names no power asks for cooperation, GDPR Art. 31. */
export function articleOf({ provision }: AuthorityMessage): string {
  return provision ?? 'GDPR Art. 31';
}
