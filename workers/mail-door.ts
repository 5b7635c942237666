import type { Logger } from 'pino';
import { isSameAddress } from '../domain/mail.js';
import type { Organisation } from '../domain/organisation.js';
import type { MailIntake } from '../intake/mail-intake.js';
import { startReceiver } from '../intake/smtp-receiver.js';
import type { WorkerConfig } from './config.js';

export interface MailDoor {
  close(): Promise<void>;
}

/** Where our mail server hands on what people write to the privacy mailbox; without a port there is no door. */
export async function openMailDoor(
  config: WorkerConfig,
  organisation: Organisation,
  intake: MailIntake,
  logger: Logger,
): Promise<MailDoor> {
  if (config.INTAKE_SMTP_PORT === undefined) return { close: () => Promise.resolve() };
  const { privacyMailbox } = organisation.contact;
  return startReceiver({
    host: config.INTAKE_SMTP_HOST,
    port: config.INTAKE_SMTP_PORT,
    accepts: (recipient) => isSameAddress(recipient, privacyMailbox),
    deliver: (mail) => intake.take(mail),
    report: (event, cause) => {
      if (event !== 'taken') logger.warn({ event, err: cause }, 'a mail was not taken');
    },
  });
}
