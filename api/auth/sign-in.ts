import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { SignInStore, SignedIn } from '../../database/sessions.js';
import type { House } from '../plain-page.js';
import { Unauthenticated } from '../problem.js';
import { resource } from '../route.js';
import type { Mount } from '../route.js';
import type { VerifyToken } from './bearer.js';
import { cookieIn } from './cookies.js';
import type { Identify } from './identity.js';
import { TRANSACTION_SECONDS } from './oidc.js';
import type { CodeFlow } from './oidc.js';
import { fromOurPages } from './same-origin.js';
import { newSecret, secretHash } from './sessions.js';
import type { Sessions } from './sessions.js';
import { continuePage, signInPage } from './sign-in-page.js';

export interface SignIn {
  readonly store: SignInStore;
  readonly sessions: Sessions;
  readonly publicUrl: URL;
  readonly house: House;
  readonly now: () => Date;
  /** Per address: sign-in is where guessing would start. */
  readonly limit: RequestHandler;
  /** Accepts a bearer token in the form; of the local issuer only. */
  readonly verifyLocal?: VerifyToken;
  /** For production: the identity provider. */
  readonly oidc?: { readonly flow: CodeFlow; readonly identify: Identify };
}

/** From there everybody is led to where their role may go. */
const START = '/';
const query = z.object({ token: z.string().max(200).optional(), then: z.string().max(2_000).optional() });
const form = z.strictObject({ token: z.string().trim().min(1).max(4_000), then: z.string().max(2_000).default(START) });

/** A one-time token for the person, to be redeemed by a button. A mail scanner that follows the link redeems nothing. */
export async function offerSignIn(store: SignInStore, who: SignedIn, expiresAt: Date): Promise<string> {
  const token = newSecret();
  await store.offer(secretHash(token), who, expiresAt);
  return token;
}

export function signInRoutes(signIn: SignIn): Mount {
  const routes = resource('/');
  const page = { action: 'sign-in', page: true, limit: signIn.limit } as const;
  routes.route(
    'get',
    '/sign-in',
    { ...page, summary: 'Show the sign-in page.', query, answers: { 200: 'text' } },
    (asked) => {
      const { token, then } = asked.query;
      const view = { then: ownPath(then, signIn.publicUrl), withProvider: signIn.oidc !== undefined };
      show(asked.response, signInPage(signIn.house, token === undefined ? view : { ...view, token }));
    },
  );
  routes.router.post(['/sign-in', '/sign-out'], fromOurPages(signIn.publicUrl.origin));
  routes.route(
    'post',
    '/sign-in',
    { ...page, summary: 'Redeem a one-time token.', body: form, accepts: 'form', answers: { 303: 'nothing' } },
    async ({ body, response }) => {
      const then = ownPath(body.then, signIn.publicUrl);
      const proof = await proven(body.token, signIn);
      if (proof === undefined) {
        response.status(401).set(new Unauthenticated('invalid_token').headers);
        show(response, signInPage(signIn.house, { then, withProvider: signIn.oidc !== undefined, refused: true }));
        return;
      }
      const { notAfter, ...who } = proof;
      await signIn.sessions.open(response, who, notAfter);
      response.redirect(303, then);
    },
  );
  routes.route(
    'post',
    '/sign-out',
    { ...page, summary: 'End the session.', accepts: 'form', answers: { 303: 'nothing' } },
    async ({ request, response }) => {
      await signIn.sessions.close(request, response);
      response.redirect(303, '/sign-in');
    },
  );
  if (signIn.oidc !== undefined) addProvider(routes, signIn, signIn.oidc);
  return routes;
}

function addProvider(
  routes: ReturnType<typeof resource>,
  { sessions, publicUrl, house, now, limit }: SignIn,
  { flow, identify }: NonNullable<SignIn['oidc']>,
): void {
  const page = { action: 'sign-in', page: true, limit } as const;
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? '__Host-duly-sign-in' : 'duly-sign-in';
  // Lax: the provider sends the browser back from another site, and a strict cookie would stay at home.
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  routes.route(
    'get',
    '/sign-in/oidc',
    { ...page, summary: 'Go to the identity provider.', query, answers: { 303: 'nothing' } },
    async ({ query: { then }, response }) => {
      const { url, note } = await flow.start(ownPath(then, publicUrl));
      response.cookie(name, note, { ...cookie, maxAge: TRANSACTION_SECONDS * 1000 });
      response.redirect(303, url.href);
    },
  );
  routes.route(
    'get',
    '/sign-in/callback',
    { ...page, summary: 'Come back from the identity provider.', answers: { 200: 'text' } },
    async ({ request, response }) => {
      response.clearCookie(name, cookie);
      const answer = new URL(request.originalUrl, publicUrl).searchParams;
      const { subject, then } = await flow.finish(answer, cookieIn(request, name) ?? '');
      await sessions.open(response, identify(subject, now()));
      show(response, continuePage(house, ownPath(then, publicUrl)));
    },
  );
}

type Proof = SignedIn & { readonly notAfter?: Date };

async function proven(token: string, { store, verifyLocal, now }: SignIn): Promise<Proof | undefined> {
  const isBearer = token.includes('.');
  if (isBearer && verifyLocal !== undefined) {
    const { id, roles, expiresAt } = await verifyLocal(token);
    return { id, roles, notAfter: expiresAt };
  }
  return store.redeem(secretHash(token), now());
}

/** Only to our own pages: an address from outside would lend our name to another site. */
function ownPath(then: string | undefined, publicUrl: URL): string {
  if (then?.startsWith('/') !== true || !URL.canParse(then, publicUrl.href)) return START;
  const url = new URL(then, publicUrl);
  return url.origin === publicUrl.origin ? `${url.pathname}${url.search}` : START;
}

function show(response: Response, page: string): void {
  response.set('cache-control', 'no-store').type('html').send(page);
}
