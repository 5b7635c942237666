import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Eta } from 'eta';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { createTransport } from 'nodemailer';
import type { MailStore } from './mail-store.js';
import { lineOf, openMail } from './mailbox.view.js';
import { LOOPBACK } from './ports.js';

export interface PageOptions {
  readonly port: number;
  readonly smtpPort: number;
  readonly store: MailStore;
  readonly privacyMailbox: string;
  /** A folder with `*.eml`. */
  readonly examples: string;
  /** Where Duly's own pages are. */
  readonly duly: string;
}

export interface MailboxPage {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const PER_PAGE = 50;
const styles = path.resolve(import.meta.dirname, '../pages/assets');

export async function serveMailboxPage(options: PageOptions): Promise<MailboxPage> {
  const server = createMailboxApp(options).listen(options.port, LOOPBACK);
  await once(server, 'listening');
  return {
    port: options.port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function createMailboxApp(options: PageOptions): Express {
  const { store } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(
    helmet({ contentSecurityPolicy: { useDefaults: false, directives: POLICY }, strictTransportSecurity: false }),
  );
  app.use(onlyFromHere(options.port));
  app.use('/assets', express.static(styles));

  app.get('/', async (request, response) => {
    response.type('html').send(await render(options, undefined, request.query));
  });
  app.get('/mails/:id', async (request, response) => {
    const mail = await store.read(request.params.id);
    if (!mail) return void response.status(404).type('text').send('There is no such mail.');
    response.type('html').send(await render(options, await openMail(mail), request.query));
  });
  app.get('/mails/:id/raw', async (request, response) => {
    const mail = await store.read(request.params.id);
    if (!mail) return void response.status(404).type('text').send('There is no such mail.');
    response.attachment('mail.eml').type('application/octet-stream').send(mail.raw);
  });
  app.get('/messages', (request, response) => {
    const messageId = request.query['message-id'];
    if (typeof messageId !== 'string') return void response.status(400).json({ expected: '?message-id=…' });
    response.json({ found: store.has(messageId) });
  });
  app.post('/examples', express.urlencoded({ extended: false, limit: '2kb' }), async (request, response) => {
    const { example } = (request.body ?? {}) as { example?: unknown };
    const known = exampleNames(options.examples).find((name) => name === example);
    if (known === undefined) return void response.status(400).type('text').send('There is no such example.');
    const outcome = await sendExample(path.join(options.examples, known), options);
    response.redirect(303, `/?${outcome}`);
  });
  app.use(sayNothing);
  return app;
}

const POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Other sites' pages run in the same browser: they may neither read mails by a name of their own nor send any. */
function onlyFromHere(port: number): RequestHandler {
  const hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
  return (request, response, next) => {
    const { host, origin } = request.headers;
    const isOurs = host !== undefined && hosts.includes(host);
    const looks = request.method === 'GET' || request.method === 'HEAD';
    if (isOurs && (looks || origin === `http://${host}`)) next();
    else response.status(403).type('text').send('This page answers to this machine only.');
  };
}

const sayNothing: ErrorRequestHandler = (_error, _request, response, next) => {
  if (response.headersSent) {
    next(_error);
    return;
  }
  response.status(500).type('text').send('The local mailbox failed.');
};

const eta = new Eta({ views: import.meta.dirname, cache: true });

async function render(
  { store, privacyMailbox, smtpPort, examples, duly }: PageOptions,
  open: Awaited<ReturnType<typeof openMail>> | undefined,
  query: Record<string, unknown>,
): Promise<string> {
  const ids = store.ids();
  const start = Math.max(
    0,
    ids.findIndex((id) => id === query.from),
  );
  const shown = await Promise.all(ids.slice(start, start + PER_PAGE).map((id) => store.read(id)));
  const next = ids[start + PER_PAGE];
  return eta.render('./mailbox.eta', {
    mails: await Promise.all(shown.flatMap((mail) => (mail ? [lineOf(mail)] : []))),
    older: next === undefined ? undefined : `/?from=${next}`,
    open,
    notice:
      query.sent !== undefined
        ? 'Sent. Duly has taken it.'
        : query.refused !== undefined
          ? 'Duly did not take it.'
          : '',
    privacyMailbox,
    duly,
    smtp: `${LOOPBACK}:${smtpPort}`,
    examples: exampleNames(examples),
  });
}

function exampleNames(folder: string): readonly string[] {
  return fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .sort()
    : [];
}

async function sendExample(file: string, { smtpPort, privacyMailbox }: PageOptions): Promise<'sent' | 'refused'> {
  const transport = createTransport({ host: LOOPBACK, port: smtpPort, ignoreTLS: true, disableFileAccess: true });
  const raw = fs.readFileSync(file);
  try {
    await transport.sendMail({ envelope: { from: senderOf(raw), to: [privacyMailbox] }, raw });
    return 'sent';
  } catch {
    return 'refused';
  } finally {
    transport.close();
  }
}

/** A bounce has an empty sender; the others are sent by whom their From names. */
function senderOf(raw: Buffer): string {
  const headers = raw.toString('latin1').split(/\r?\n\r?\n/)[0] ?? '';
  const named = (header: string): string | undefined =>
    new RegExp(`^${header}:.*?([^\\s<>"]+@[^\\s<>"]+|<>)`, 'im').exec(headers)?.[1];
  return (named('return-path') ?? named('from') ?? '').replace('<>', '');
}
