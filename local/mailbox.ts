import { openMailStore } from './mail-store.js';
import { receiveMail } from './mail-receiver.js';
import type { Intake } from './mail-receiver.js';
import { serveMailboxPage } from './mailbox-page.js';

export interface MailboxOptions {
  readonly directory: string;
  readonly smtpPort: number;
  readonly pagePort: number;
  readonly privacyMailbox: string;
  readonly intake: Intake;
  readonly examples: string;
  /** Where Duly's own pages are. */
  readonly duly: string;
  readonly now?: () => string;
}

export interface Mailbox {
  readonly close: () => Promise<void>;
}

/** A mail server for this machine alone: nothing it takes ever leaves. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { privacyMailbox, intake, examples, duly, smtpPort, pagePort } = options;
  const store = await openMailStore(options.directory);
  const now = options.now ?? ((): string => new Date().toISOString());
  const receiver = await receiveMail({ port: smtpPort, store, privacyMailbox, intake, now });
  const page = await serveMailboxPage({ port: pagePort, smtpPort, store, privacyMailbox, examples, duly });
  return {
    close: async () => {
      await receiver.close();
      await page.close();
    },
  };
}
