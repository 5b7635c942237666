import { createAnnouncers } from '../activities/announcing/announcers.js';
import { createLetterDesk } from '../activities/letters/letter-desk.js';
import { httpLookup } from '../activities/letters/journal.js';
import { createPost } from '../activities/letters/post.js';
import { smtpCarrier } from '../activities/letters/smtp-carrier.js';
import type { SmtpCarrier, SmtpCarrierOptions } from '../activities/letters/smtp-carrier.js';
import { createEndpoints, createNotifier, drillEndpoint } from '../activities/notifications/notifier.js';
import { createPager, drillPager } from '../activities/paging/pagers.js';
import { createPace } from '../activities/waves/pace.js';
import { createWaves } from '../activities/waves/wave-sender.js';
import { createCaseRecords } from '../database/case-records.js';
import { createIdentityResults } from '../database/identity-results.js';
import type { CaseKeys } from '../database/keys.js';
import { createOutbox } from '../database/outbox.js';
import { createWaveOutbox } from '../database/wave-outbox.js';
import type { Pool } from '../database/pool.js';
import type { Organisation } from '../domain/organisation.js';
import type { ProcessingRecord } from '../domain/processing-record.js';
import type { LetterCarrier, SentLookup } from '../domain/ports/letter-carrier.js';
import { createLinks } from '../letters/links.js';
import type { LetterWriter } from '../letters/render.js';
import type { Outside } from './case-worker.js';
import type { WorkerConfig } from './config.js';

export interface OutsideParts {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly processingRecords: readonly ProcessingRecord[];
  readonly writer: LetterWriter;
}

/** The real world, from configuration. */
export function realOutside(
  config: WorkerConfig,
  parts: OutsideParts,
): Omit<Outside, 'controllerNotices'> & { readonly carrier: SmtpCarrier } {
  const { pool, keys } = parts;
  const outbox = createOutbox(pool);
  const carrier = smtpCarrier(smtpOptions(config));
  const lookup = config.SENT_LOOKUP_URL === undefined ? blindLookup : httpLookup(config.SENT_LOOKUP_URL);
  const settleMs = config.SENT_SETTLE_SECONDS * 1000;
  const now = () => Date.now();
  const letters = { outbox: createWaveOutbox(pool), now, settleMs };
  const post = createPost({ outbox, carrier, lookup, now, settleMs });
  const staffPost = createPost({ outbox, carrier, lookup, now, settleMs, mayRepeat: true });
  // What reaches nobody may be sent again as well.
  const drillPost = createPost({ outbox, carrier: drillCarrier, lookup: blindLookup, now, settleMs, mayRepeat: true });
  const nowText = () => new Date().toISOString();
  const links = createLinks(config.DULY_PUBLIC_URL, config.DULY_SERVER_KEY);
  return {
    carrier,
    records: createCaseRecords({ pool, keys }),
    identityResults: createIdentityResults(pool),
    desk: createLetterDesk({ ...parts, links, now: nowText }),
    waves: createWaves({
      ...parts,
      post: createPost({ ...letters, carrier, lookup }),
      drillPost: createPost({ ...letters, carrier: drillCarrier, lookup: blindLookup }),
      pace: createPace(config.DULY_WAVE_PER_SECOND, now),
      now,
    }),
    notifier: createNotifier({
      ...{ pool, keys, organisation: parts.organisation, post, drillPost, now: nowText },
      endpoints: createEndpoints(parts.organisation, config.environment),
      drillEndpoint: drillEndpoint(nowText),
    }),
    ...{ post, staffPost, drillPost },
    announcerFor: createAnnouncers(parts.organisation, { post, drillPost }),
    pager: createPager(parts.organisation.people, config.environment),
    drillPager,
  };
}

/** Without a journal nobody can say whether a letter of unknown outcome has left: a person decides, save for our own. */
const blindLookup: SentLookup = { find: () => Promise.resolve('unknown') };

/** No real recipient is reachable from a drill. */
const drillCarrier: LetterCarrier = { carry: () => Promise.resolve({ outcome: 'sent', response: 'drill' }) };

function smtpOptions({ SMTP_URL, SMTP_REQUIRE_TLS }: WorkerConfig): SmtpCarrierOptions {
  const { hostname, port, protocol, username, password } = new URL(SMTP_URL);
  const isImplicit = protocol === 'smtps:';
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname,
    port: Number(port || (isImplicit ? 465 : 25)),
    tls: isImplicit ? 'implicit' : SMTP_REQUIRE_TLS ? 'required' : 'none',
    ...(username !== '' && { auth }),
  };
}
