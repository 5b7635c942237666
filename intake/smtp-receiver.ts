import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { mailLimits } from './mime-limits.js';

export interface ReceivedMail {
  /** Empty for `<>`. */
  readonly envelopeFrom: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
}

export const receiverEvents = [
  'taken',
  'refused-recipient',
  'too-large',
  'too-busy',
  'not-delivered',
  'broken-off',
  'server-error',
] as const;
export type ReceiverEvent = (typeof receiverEvents)[number];

export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** What the greeting calls us; the machine's own name is nobody's business. */
  readonly name?: string;
  accepts(recipient: string): boolean;
  /** Resolves once the mail is on record: only then is the sender told that it arrived. */
  deliver(mail: ReceivedMail): Promise<void>;
  /** For counters and logs; `cause` is what `deliver` threw, and says nothing about the mail itself. */
  report(event: ReceiverEvent, cause?: unknown): void;
  /** Offers STARTTLS with this certificate; without it there is none, which is for loopback only. */
  readonly tls?: TlsOptions;
  readonly limits?: Partial<ReceiverLimits>;
}

export interface ReceiverLimits {
  readonly clients: number;
  readonly deliveries: number;
  /** Of all mails being received at one time. */
  readonly bytesInMemory: number;
  readonly bytesPerMail: number;
  readonly idleMs: number;
  readonly connectionMs: number;
}

const defaultLimits: ReceiverLimits = {
  clients: 100,
  deliveries: 8,
  bytesInMemory: 6 * mailLimits.bytes,
  bytesPerMail: mailLimits.bytes,
  idleMs: 2 * 60_000,
  connectionMs: 15 * 60_000,
};

/**
 * Takes mail over SMTP. A sender hears 250 when the mail is on record and not before, so that whatever goes wrong in
 * between is the sender's to send again; the same mail twice is told apart by its identity.
 */
export async function startReceiver(options: ReceiverOptions): Promise<{ port: number; close(): Promise<void> }> {
  const limits = { ...defaultLimits, ...options.limits };
  const server = new SMTPServer({ ...serverOptions(options, limits), ...handlers(options, limits) });
  server.on('error', () => {
    options.report('server-error');
  });
  limitConnectionTime(server, limits.connectionMs);
  const listener = server.listen(options.port, options.host);
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function serverOptions(options: ReceiverOptions, limits: ReceiverLimits): SMTPServerOptions {
  return {
    name: options.name ?? 'mail',
    disabledCommands: options.tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...options.tls,
    disableReverseLookup: true,
    logger: false,
    size: limits.bytesPerMail,
    rejectOversized: true,
    maxClients: limits.clients,
    maxRecipients: 100,
    socketTimeout: limits.idleMs,
    closeTimeout: 5_000,
  };
}

function handlers(options: ReceiverOptions, limits: ReceiverLimits): SMTPServerOptions {
  const deliver = withAtMost(limits.deliveries, options.deliver.bind(options));
  let bytesHeld = 0;
  return {
    onRcptTo({ address }, _session, done) {
      if (options.accepts(address)) {
        done();
        return;
      }
      options.report('refused-recipient');
      done(reply(550, 'No such mailbox here'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      let held = 0;
      let isRefused = false;
      const letGo = () => {
        chunks.length = 0;
        bytesHeld -= held;
        held = 0;
      };
      stream.on('data', (chunk: Buffer) => {
        isRefused ||= stream.sizeExceeded || bytesHeld + chunk.length > limits.bytesInMemory;
        // What will be refused is read to its end, as the protocol wants, but not kept.
        if (isRefused) letGo();
        else {
          chunks.push(chunk);
          held += chunk.length;
          bytesHeld += chunk.length;
        }
      });
      stream.once('error', letGo);
      stream.once('close', () => {
        if (!stream.readableEnded) options.report('broken-off');
      });
      stream.once('end', () => {
        if (isRefused) {
          done(refusal(stream, options));
          return;
        }
        void deliver({ ...envelopeOf(session), raw: Buffer.concat(chunks) })
          .then(
            () => {
              options.report('taken');
              done(null, 'Taken');
            },
            (error: unknown) => {
              options.report('not-delivered', error);
              done(reply(451, 'Could not be stored, please try again later'));
            },
          )
          .finally(letGo);
      });
    },
  };
}

function refusal(stream: SMTPServerDataStream, options: ReceiverOptions): Error {
  options.report(stream.sizeExceeded ? 'too-large' : 'too-busy');
  return stream.sizeExceeded
    ? reply(552, 'Message exceeds the maximum size')
    : reply(451, 'Too much mail at once, please try again later');
}

function envelopeOf({ envelope }: SMTPServerSession): Pick<ReceivedMail, 'envelopeFrom' | 'recipients'> {
  return {
    envelopeFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    recipients: envelope.rcptTo.map(({ address }) => address),
  };
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** Idle time alone would let a client hold its place for ever by a byte a minute. */
function limitConnectionTime(server: SMTPServer, milliseconds: number): void {
  server.server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), milliseconds);
    timer.unref();
    socket.once('close', () => {
      clearTimeout(timer);
    });
  });
}

/** Runs at most so many at a time, the others in the order in which they came. */
function withAtMost<T>(most: number, run: (input: T) => Promise<void>): (input: T) => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (input) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      await run(input);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
