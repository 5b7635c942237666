import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { MailStore } from './mail-store.js';
import { LOOPBACK } from './ports.js';

export interface Intake {
  readonly host: string;
  readonly port: number;
}

export interface ReceiverOptions {
  readonly port: number;
  readonly store: MailStore;
  readonly privacyMailbox: string;
  readonly intake: Intake;
  readonly now: () => string;
}

export interface MailReceiver {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

type Carry = (mail: Mail) => Promise<void>;

/** Above what Duly's own intake takes, so that its refusal is the one that is heard. */
const LARGEST = 40 * 1024 * 1024;
const HAND_ON_LIMIT_MS = 60_000;
/** The sender keeps the mail and tries again. */
const TRY_AGAIN = 451;

/** Takes every mail; what is for the privacy mailbox is taken only when Duly's intake has taken it. */
export async function receiveMail(options: ReceiverOptions): Promise<MailReceiver> {
  const transport = createTransport({
    ...{ host: options.intake.host, port: options.intake.port, secure: false, ignoreTLS: true, pool: true },
    ...{ maxConnections: 5, maxMessages: Infinity, connectionTimeout: 5_000, socketTimeout: HAND_ON_LIMIT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const carry: Carry = async ({ from, to, raw }) => {
    await transport.sendMail({ envelope: { from, to: [...to] }, raw });
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST,
    closeTimeout: 500,
    logger: false,
    onData: (stream, session, callback) => {
      takeIn(stream, session, options, carry).then(
        () => {
          callback(null, 'taken');
        },
        (error: unknown) => {
          callback(refusalFrom(error));
        },
      );
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(options.port, LOOPBACK);
  await once(listening, 'listening');
  return {
    port: options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          transport.close();
          resolve();
        });
      }),
  };
}

async function takeIn(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  { store, privacyMailbox, now }: ReceiverOptions,
  carry: Carry,
): Promise<void> {
  const raw = Buffer.concat((await stream.toArray()) as Buffer[]);
  if (stream.sizeExceeded) throw Object.assign(new Error('the mail is too large'), { responseCode: 552 });
  const from = envelope.mailFrom ? envelope.mailFrom.address : '';
  const to = envelope.rcptTo.map(({ address }) => address);
  const forDuly = to.filter((address) => isFor(privacyMailbox, address));
  const pending = await store.write({ from, to, receivedAt: now(), handedOn: forDuly.length > 0 }, raw);
  try {
    if (forDuly.length > 0) await carry({ from, to: forDuly, raw });
  } catch (error) {
    await pending.discard();
    throw error;
  }
  await pending.commit();
}

function isFor(mailbox: string, address: string): boolean {
  return address.replace(/\+[^@]*@/, '@').toLowerCase() === mailbox.toLowerCase();
}

/** What the intake answered is what the sender hears; without an answer the sender is asked to come again. */
function refusalFrom(error: unknown): Error {
  const { responseCode, response } = error as { responseCode?: number; response?: string };
  const text = response
    ?.replace(/^\d{3}[ -]/, '')
    .split('\n')[0]
    ?.trim();
  const sentence = text ?? (error instanceof Error && responseCode ? error.message : 'Duly cannot take this mail now');
  return Object.assign(new Error(sentence), { responseCode: responseCode ?? TRY_AGAIN });
}
