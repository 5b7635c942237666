import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAnnouncers } from '../../activities/announcing/announcers.js';
import { mailAnnouncer } from '../../activities/announcing/mail.js';
import { createPost } from '../../activities/letters/post.js';
import { smtpCarrier } from '../../activities/letters/smtp-carrier.js';
import { createOutbox } from '../../database/outbox.js';
import type { AnnouncementPlace } from '../../domain/organisation.js';
import type { Announcement, Announcer } from '../../domain/ports/announcer.js';
import { readOrganisation } from '../../organisation/read.js';
import { createTestDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { startScriptedSmtp } from '../support/smtp.js';

let database: TestDatabase;
const closers: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => database.drop());

interface Entry {
  readonly title: string;
  readonly text: string;
  /** Which of the entries it answers. */
  readonly answers?: number;
}

/** A place as a test needs it: what stands there, and how it misbehaves. */
interface TestPlace {
  /** As another process has it. */
  announcer(place?: AnnouncementPlace): Announcer;
  entries(): Promise<readonly Entry[]>;
  refuse(): void;
  beBusy(): void;
}

async function mailPlace(): Promise<TestPlace> {
  const smtp = await startScriptedSmtp();
  closers.push(() => smtp.close());
  return {
    announcer(place = 'chat') {
      const carrier = smtpCarrier({ host: '127.0.0.1', port: smtp.port, tls: 'none' });
      closers.push(() => {
        carrier.close();
      });
      const lookup = { find: () => Promise.resolve('unknown' as const) };
      const outbox = createOutbox(database.pool);
      const post = createPost({ outbox, carrier, lookup, now: () => Date.now(), settleMs: 100 });
      const from = { name: 'Example Cloud SE', address: 'privacy@example.org' };
      return mailAnnouncer({ place, to: { address: 'room@chat.example.org' }, from, language: 'en', post });
    },
    async entries() {
      const mails = await Promise.all(smtp.accepted.map(({ raw }) => simpleParser(raw)));
      return mails.map(({ subject = '', text = '', inReplyTo }) => {
        const answers = mails.findIndex(({ messageId }) => messageId === inReplyTo);
        return { title: subject, text: text.trim(), ...(inReplyTo !== undefined && { answers }) };
      });
    },
    refuse() {
      smtp.behave({ rcpt: '550 5.1.1 room@chat.example.org is unknown' });
    },
    beBusy() {
      smtp.behave({ rcpt: '450 4.2.0 room@chat.example.org later' });
    },
  };
}

const places: readonly (readonly [name: string, open: () => Promise<TestPlace>])[] = [['mail', mailPlace]];

function anAnnouncement(changes: Partial<Announcement> = {}): Announcement {
  const caseId = randomUUID();
  const words = { title: 'B-2026-0007', text: 'We look into it and tell more at noon.' };
  return { caseId, dedupKey: `${caseId}:statement-1`, ...words, at: '2026-11-20T14:00:00.000Z', ...changes };
}

/** The next words of the same case. */
function nextOf({ caseId, dedupKey }: Announcement): Announcement {
  const text = 'The mailbox is closed again.';
  return anAnnouncement({ caseId, dedupKey: `${caseId}:statement-2`, follows: dedupKey, text });
}

describe.each(places)('%s', (name, open) => {
  test(`${name}: what is announced stands there with its title, word for word`, async () => {
    const place = await open();

    expect(await place.announcer().announce(anAnnouncement())).toEqual({ outcome: 'accepted' });
    expect(await place.entries()).toEqual([{ title: 'B-2026-0007', text: 'We look into it and tell more at noon.' }]);
  });

  test(`${name}: the same announcement is one entry, however often and by whichever process it is made`, async () => {
    const [place, announcement] = [await open(), anAnnouncement()];

    await place.announcer().announce(announcement);
    expect(await place.announcer().announce(announcement)).toEqual({ outcome: 'accepted' });

    expect(await place.entries()).toHaveLength(1);
  });

  test(`${name}: the first words of two cases are two entries`, async () => {
    const place = await open();

    await place.announcer().announce(anAnnouncement());
    await place.announcer().announce(anAnnouncement());

    expect(await place.entries()).toHaveLength(2);
  });

  test(`${name}: what follows becomes of the earlier words what the adapter declares`, async () => {
    const [place, announcement] = [await open(), anAnnouncement()];
    const announcer = place.announcer();

    await announcer.announce(announcement);
    await announcer.announce(nextOf(announcement));

    const entries = await place.entries();
    expect(entries.at(-1)?.text).toBe('The mailbox is closed again.');
    const { earlier } = announcer.capabilities;
    expect(entries).toHaveLength(earlier === 'replaced' ? 1 : 2);
    expect(entries.at(-1)?.answers).toBe(earlier === 'answered' ? 0 : undefined);
  });

  test(`${name}: where the place has lost the earlier words, what follows stands there all the same`, async () => {
    const place = await open();

    expect(await place.announcer().announce(nextOf(anAnnouncement()))).toEqual({ outcome: 'accepted' });
    expect((await place.entries()).map(({ text }) => text)).toEqual(['The mailbox is closed again.']);
  });

  test(`${name}: a final no of the place is an answer`, async () => {
    const place = await open();
    place.refuse();
    expect(await place.announcer().announce(anAnnouncement())).toMatchObject({ outcome: 'refused' });
  });

  test(`${name}: what passes by itself is tried again, and no failure names the place or the words`, async () => {
    const [place, announcement] = [await open(), anAnnouncement()];
    place.beBusy();

    const failure = await place
      .announcer()
      .announce(announcement)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ nonRetryable: false });
    expect(inspect(failure)).not.toMatch(/room@chat|tell more at noon/);
  });
});

test('the same words in two places that take mail are two mails', async () => {
  const [place, announcement] = [await mailPlace(), anAnnouncement()];

  await place.announcer('chat').announce(announcement);
  await place.announcer('status-page').announce(announcement);

  expect(await place.entries()).toHaveLength(2);
});

test('of a drill no place hears, and a place that the file does not name is none', async () => {
  const organisation = await readOrganisation('examples/organisation.yaml');
  const carried: string[] = [];
  const by = (name: string) => (letter: { readonly to: { readonly address: string } }) => {
    carried.push(`${name}: ${letter.to.address}`);
    return Promise.resolve('sent' as const);
  };
  const announcerFor = createAnnouncers(organisation, { post: by('post'), drillPost: by('drill') });

  await announcerFor('chat', true)?.announce(anAnnouncement());
  await announcerFor('help-desk', false)?.announce(anAnnouncement());

  expect(carried).toEqual(['drill: incident-room@chat.example.org', 'post: incidents@helpdesk.example.org']);
  expect(announcerFor('status-page', false)).toBeUndefined();
});
