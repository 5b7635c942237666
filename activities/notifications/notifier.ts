import { frozenVersions } from '../../domain/breach.notifying.js';
import type { Dispatch, SendingOutcome, WhyUnresolved } from '../../domain/breach.sending.js';
import type { FrozenVersion } from '../../domain/notification.js';
import { payloadOf } from '../../domain/notification.payload.js';
import type { NotificationChannel, Organisation } from '../../domain/organisation.js';
import type { AuthorityNotifier } from '../../domain/ports/authority-notifier.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import type { Instant } from '../../domain/time.js';
import { readBreach } from '../../database/case-reader.js';
import { documentIdFrom } from '../../database/document-storing.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { keptLetter } from '../../letters/kept-letter.js';
import type { KeptLetter } from '../../letters/kept-letter.js';
import { notificationCover } from '../../letters/notification-cover.js';
import { notificationPdf } from '../../reports/notification-pdf.js';
import { notificationText } from '../../reports/notification-text.js';
import { letterUuid, messageIdFor } from '../letters/message-id.js';
import type { Post } from '../letters/post.js';
import { resolved } from '../secret.js';
import { authorityEndpoint } from './endpoint.js';
import type { AuthorityEndpoint, EndpointAt } from './endpoint.js';
import { paperOf } from './papers.js';
import type { Blank, Paper } from './papers.js';

export interface NotifierOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly post: Post;
  /** By the `id` of the authority. */
  readonly endpoints: ReadonlyMap<string, AuthorityEndpoint>;
  /** Both reach nobody. */
  readonly drillPost: Post;
  readonly drillEndpoint: AuthorityEndpoint;
  readonly now: () => Instant;
}

interface Job {
  readonly caseId: string;
  readonly key: DataKey;
  readonly dispatch: Dispatch;
  readonly filed: FrozenVersion;
  readonly signal: AbortSignal | undefined;
}

export function createNotifier(options: NotifierOptions): AuthorityNotifier {
  const { pool, keys, organisation, post, endpoints, drillPost, drillEndpoint, now } = options;

  return {
    async send(caseId, dispatch, signal) {
      const authority = organisation.supervisoryAuthorities.find(({ id }) => id === dispatch.authority);
      const channel = authority?.notification;
      // This process may have read another organisation file than the one that was asked.
      if (authority === undefined || channel?.by !== dispatch.channel) return unresolved('ChannelUnknown', []);
      const key = await keys.ofCase(caseId);
      const job = { caseId, key, dispatch, filed: await versionOf(caseId, dispatch), signal };
      if (channel.by === 'mail') return byMail(job, { name: authority.name, address: channel.mail });
      return channel.by === 'endpoint' ? byEndpoint(job) : unresolved('ChannelUnknown', []);
    },
  };

  async function versionOf(caseId: string, { version }: Dispatch): Promise<FrozenVersion> {
    const read = await readBreach(pool, keys, caseId);
    const filed = frozenVersions(read?.entries.map(({ fact }) => fact) ?? []).find((one) => one.version === version);
    if (filed === undefined) throw new Error('the version that is to be sent is not on record');
    return filed;
  }

  /** The same attempt after attempt; a mail that was ordered again is another one, because a person said so. */
  async function byMail(job: Job, to: { readonly name: string; readonly address: string }): Promise<SendingOutcome> {
    const { caseId, key, dispatch, signal } = job;
    const paper = (blank: Blank): Promise<Paper> => paperOf(pool, key, blank);
    const [json, pdf] = [await paper(jsonOf(job)), await paper(pdfOf(job))];
    const effect = `notification-${dispatch.version}${dispatch.times > 1 ? `.${dispatch.times}` : ''}`;
    const copy = await paper(mailOf(job, effect, to));
    const documents = [copy, pdf, json].map(({ documentId }) => documentId);
    const letter = { ...outgoing(caseId, effect, keptIn(copy), to), attachments: [pdf, json] };
    const outcome = await (dispatch.drill ? drillPost : post)(letter, signal);
    if (outcome === 'refused') return { outcome, documents };
    if (outcome === 'unknown') return unresolved('OutcomeUnknown', documents);
    return { outcome: 'taken', takenAt: now(), receipt: letter.messageId, documents };
  }

  function mailOf(
    { dispatch, filed }: Job,
    effect: string,
    to: { readonly address: string; readonly name: string },
  ): Blank {
    const language = organisation.organisation.languages[0] ?? 'en';
    const { reference, reasonsForDelay, timeZone } = dispatch;
    const form = notificationText(filed.answers, filed.filing, timeZone);
    return {
      ...{ source: `letter ${effect}`, name: `letter-${effect}.json`, contentType: 'application/json' },
      write: () => {
        const cover = notificationCover(language, { reference, form, reasonsForDelay });
        const about = { letter: 'notification', to: to.address, name: to.name, template: 'notification@1' };
        return Buffer.from(JSON.stringify({ ...about, ...cover, date: now(), language } satisfies KeptLetter));
      },
    };
  }

  function outgoing(caseId: string, effect: string, kept: KeptLetter, to: OutgoingLetter['to']): OutgoingLetter {
    const address = organisation.contact.privacyMailbox;
    const whole = `${caseId}:${effect}`;
    const messageId = messageIdFor(whole, address.slice(address.indexOf('@') + 1));
    const { subject, text, language, date } = kept;
    const from = { name: organisation.organisation.name, address };
    return { key: effect, messageId, caseId, to, from, subject, text, language, date, boundary: letterUuid(whole) };
  }

  async function byEndpoint(job: Job): Promise<SendingOutcome> {
    const { key, dispatch, signal } = job;
    const endpoint = dispatch.drill ? drillEndpoint : endpoints.get(dispatch.authority);
    if (endpoint === undefined) return unresolved('ChannelUnknown', []);
    const sent = await paperOf(pool, key, jsonOf(job));
    const answer = await endpoint.submit(opaqueKey(key, dispatch), sent.bytes.toString('utf8'), signal);
    const documents = [sent.documentId, (await paperOf(pool, key, answerOf(job, answer.said))).documentId];
    if (answer.outcome === 'refused') return { outcome: 'refused', code: answer.code, documents };
    if (answer.outcome === 'unresolved') return unresolved('AnswerNotUnderstood', documents);
    return { outcome: 'taken', takenAt: answer.receivedAt, receipt: answer.reference, documents };
  }
}

/** One for a version of a case, however often it is ordered; it says nothing to whoever lacks the key of the case. */
function opaqueKey(key: DataKey, { version }: Dispatch): string {
  return documentIdFrom(key, `idempotency-key notification-${version}`);
}

function jsonOf({ dispatch, filed }: Job): Blank {
  const body = `${JSON.stringify(payloadOf(filed.answers, filed.filing), null, 1)}\n`;
  return { ...fileOf(dispatch, 'json'), contentType: 'application/json', write: () => Buffer.from(body) };
}

function pdfOf({ dispatch, filed }: Job): Blank {
  const { reference, version, timeZone } = dispatch;
  const title = `${reference}: Version ${version}`;
  const write = () => notificationPdf(title, filed.answers, filed.filing, timeZone);
  return { ...fileOf(dispatch, 'pdf'), contentType: 'application/pdf', write };
}

/** As the page offers it for download. */
function fileOf({ reference, version }: Dispatch, form: string): Pick<Blank, 'source' | 'name'> {
  const name = `notification-${version}.${form}`;
  return { source: `sent ${name}`, name: `${reference}-${name}` };
}

/** Of each order its own: what was refused first may be taken later. */
function answerOf({ dispatch }: Job, said: string): Blank {
  const { reference, version, times } = dispatch;
  const name = `notification-${version}-answer-${times}.json`;
  const about = { source: `came ${name}`, name: `${reference}-${name}`, contentType: 'application/json' };
  return { ...about, write: () => Buffer.from(said) };
}

const keptIn = ({ bytes }: Paper): KeptLetter => keptLetter.parse(JSON.parse(bytes.toString('utf8')));

function unresolved(why: WhyUnresolved, documents: readonly string[]): SendingOutcome {
  return { outcome: 'unresolved', why, documents };
}

/** A secret that is not there stops the worker at its start, and not a notification in its last hour. */
export function createEndpoints(
  { supervisoryAuthorities }: Organisation,
  environment: NodeJS.ProcessEnv,
  pace: Pick<EndpointAt, 'timeoutMs' | 'pendingMs'> = {},
): ReadonlyMap<string, AuthorityEndpoint> {
  const at = (channel: NotificationChannel | undefined) =>
    channel?.by === 'endpoint' ? [{ url: channel.url, token: resolved(channel.token, environment) }] : [];
  return new Map(
    supervisoryAuthorities.flatMap(({ id, notification }) =>
      at(notification).map((place) => [id, authorityEndpoint({ ...place, ...pace })] as const),
    ),
  );
}

/** No real authority is reachable from a drill. */
export function drillEndpoint(now: () => Instant): AuthorityEndpoint {
  return {
    submit: () => {
      const [reference, receivedAt] = ['DRILL', now()];
      return Promise.resolve({
        outcome: 'taken',
        reference,
        receivedAt,
        said: JSON.stringify({ reference, receivedAt }),
      });
    },
  };
}
