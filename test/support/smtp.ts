import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** A reply line such as `550 5.1.1 no such user`, or something worse than a reply. */
export type Fault = `${number} ${string}` | 'reset' | 'close' | 'silence';

/** What the server does instead of what it should. Each is used once per connection unless `always` says otherwise. */
export interface SmtpScript {
  greeting?: Fault;
  ehlo?: Fault;
  mail?: Fault;
  rcpt?: Fault | ((address: string) => Fault | undefined);
  data?: Fault;
  /** In the middle of the letter: the connection goes after this many bytes. */
  cutAfterBytes?: number;
  /** After the final dot. With `keeps: true` the letter counts as accepted although the answer fails. */
  end?: Fault;
  keeps?: boolean;
  /** Takes no more letters than this in a second, on all connections together: the others wait for their answer. */
  perSecond?: number;
}

export interface ScriptedServer {
  readonly port: number;
  /** Letters that the server accepted, whatever it answered. */
  readonly accepted: readonly Received[];
  readonly connections: () => number;
  /** Replaces the script for what comes next, on open connections too. */
  behave(script: SmtpScript): void;
  close(): Promise<void>;
}

/** An SMTP server that misbehaves as told: no TLS, no authentication, one command at a time. */
export async function startScriptedSmtp(first: SmtpScript = {}): Promise<ScriptedServer> {
  let script = first;
  let connections = 0;
  const sockets = new Set<Socket>();
  const accepted: Received[] = [];
  let freeAt = 0;
  /** How long the next letter waits for its turn, in milliseconds. */
  const wait = (): number => {
    if (script.perSecond === undefined) return 0;
    const now = Date.now();
    freeAt = Math.max(now, freeAt) + 1_000 / script.perSecond;
    return freeAt - now;
  };
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, () => script, { accepted, wait });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted,
    connections: () => connections,
    behave(next) {
      script = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function act(socket: Socket, fault: Fault): void {
  if (fault === 'reset') socket.resetAndDestroy();
  else if (fault === 'close') socket.end();
  else if (fault !== 'silence') socket.write(`${fault}\r\n`);
}

interface Taking {
  readonly accepted: Received[];
  readonly wait: () => number;
}

function converse(socket: Socket, script: () => SmtpScript, { accepted, wait }: Taking): void {
  let pending = Buffer.alloc(0);
  let letter: { from: string; to: string[] } = { from: '', to: [] };
  let isReadingLetter = false;
  act(socket, script().greeting ?? '220 scripted ESMTP');

  const commands: Readonly<Record<string, (line: string) => Fault>> = {
    EHLO: () => script().ehlo ?? '250 scripted',
    HELO: () => '250 scripted',
    MAIL: (line) => {
      letter = { from: addressIn(line), to: [] };
      return script().mail ?? '250 ok';
    },
    RCPT: (line) => {
      const { rcpt } = script();
      const fault = typeof rcpt === 'function' ? rcpt(addressIn(line)) : rcpt;
      if (fault === undefined) letter.to.push(addressIn(line));
      return fault ?? '250 ok';
    },
    DATA: () => {
      const fault = script().data;
      isReadingLetter = fault === undefined;
      return fault ?? '354 go on';
    },
    RSET: () => '250 ok',
    NOOP: () => '250 ok',
    QUIT: () => 'close',
  };

  function takeLetter(): boolean {
    const { cutAfterBytes, end, keeps } = script();
    if (cutAfterBytes !== undefined && pending.length >= cutAfterBytes) {
      act(socket, 'reset');
      return false;
    }
    const dot = pending.indexOf('\r\n.\r\n');
    if (dot < 0) return false;
    const raw = pending.subarray(0, dot + 2);
    pending = pending.subarray(dot + 5);
    isReadingLetter = false;
    if (end === undefined || keeps === true) accepted.push({ ...letter, raw: Buffer.from(raw) });
    const delay = wait();
    if (delay === 0) act(socket, end ?? '250 2.0.0 taken');
    else setTimeout(act, delay, socket, end ?? '250 2.0.0 taken');
    return true;
  }

  function takeCommand(): boolean {
    const stop = pending.indexOf('\r\n');
    if (stop < 0) return false;
    const line = pending.subarray(0, stop).toString();
    pending = pending.subarray(stop + 2);
    act(socket, (commands[line.slice(0, 4).toUpperCase()] ?? (() => '500 what' as const))(line));
    return true;
  }

  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (isReadingLetter ? takeLetter() : takeCommand());
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

export interface CollectingMailbox {
  readonly port: number;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A well-behaved mailbox on the real `smtp-server`: keeps what it is sent. */
export async function startMailbox(): Promise<CollectingMailbox> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) });
        done(null, 'kept');
      });
    },
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
