import type { Role } from '../../domain/actor.js';
import { roles } from '../../domain/actor.js';
import { civilDateIn } from '../../domain/civil-date.js';
import { mayActAs, personOf } from '../../domain/organisation.js';
import type { Organisation } from '../../domain/organisation.js';
import type { SignInStore } from '../../database/sessions.js';
import type { ApiConfig } from '../config.js';
import { publicLimit } from '../rate-limits.js';
import { tokenVerifier } from './bearer.js';
import type { VerifyToken } from './bearer.js';
import { identifier } from './identity.js';
import type { FindPerson } from './identity.js';
import { createLocalIssuer } from './local-issuer.js';
import type { LocalIssuer } from './local-issuer.js';
import { codeFlow } from './oidc.js';
import { accessTokenRules, createProvider } from './provider.js';
import { createSessions } from './sessions.js';
import { offerSignIn } from './sign-in.js';
import type { SignIn } from './sign-in.js';

const TOKEN_MINUTES = 8 * 60;

/** One line of what `npm start` prints. */
export interface LocalToken {
  readonly role: string;
  readonly id: string;
  readonly token: string;
  readonly signInUrl: string;
}

export type SignInParts = Omit<SignIn, 'house'> & { readonly verify: VerifyToken };

/** Who may sign in, and how: by the local issuer on this machine, or by the organisation's identity provider. */
export async function signInFor(
  config: Pick<ApiConfig, 'publicUrl' | 'signIn' | 'serverKey' | 'state' | 'host'>,
  organisation: Organisation,
  store: SignInStore,
  now: () => Date,
): Promise<{ readonly sign: SignInParts; readonly issuer?: LocalIssuer }> {
  const { publicUrl, signIn } = config;
  const identify = identifier(findPerson(organisation), config.serverKey);
  const services = { identify, isRevoked: (hash: string) => store.isRevoked(hash), now };
  const common = { store, sessions: createSessions(store, publicUrl, now), publicUrl, now, limit: publicLimit(30) };
  if (signIn === 'local') {
    const issuer = await createLocalIssuer(config.state, config.host);
    const verify = tokenVerifier(issuer.rules, services);
    return { sign: { ...common, verify, verifyLocal: verify }, issuer };
  }
  const provider = createProvider(signIn.issuer);
  const client = {
    clientId: signIn.clientId,
    redirectUri: new URL('/sign-in/callback', publicUrl).href,
    ...(signIn.clientSecret !== undefined && { clientSecret: signIn.clientSecret }),
  };
  const verify = tokenVerifier(accessTokenRules(provider, signIn.audience), services);
  return { sign: { ...common, verify, oidc: { flow: codeFlow(provider, client, config.serverKey, now), identify } } };
}

/** A person's own roles, and on this day those of the people they stand in for. */
function findPerson(organisation: Organisation): FindPerson {
  return (subject, at) => {
    const person = personOf(organisation, subject);
    if (person === undefined) return undefined;
    const on = civilDateIn(at.toISOString(), organisation.controllersInHouse[0]?.timeZone ?? 'UTC');
    const standsInFor = roles.filter(
      (role) => !isOwn(person.roles, role) && mayActAs(organisation, person.id, role, on),
    );
    return { id: person.id, roles: person.roles, standsInFor };
  };
}

function isOwn(own: readonly Role[], role: Role): boolean {
  return own.includes(role);
}

export async function tokensFor(
  organisation: Organisation,
  issuer: LocalIssuer,
  store: SignInStore,
  publicUrl: URL,
  at: Date,
): Promise<readonly LocalToken[]> {
  const expiresAt = new Date(at.getTime() + TOKEN_MINUTES * 60_000);
  const service = { id: 'local-service', roles: ['service'] as const };
  return Promise.all(
    [...organisation.people, service].map(async ({ id, roles: held }) => {
      const signIn = new URL('/sign-in', publicUrl);
      signIn.searchParams.set('token', await offerSignIn(store, { id, roles: held }, expiresAt));
      return { role: held.join(', '), id, token: await issuer.mint({ id, roles: held }, at), signInUrl: signIn.href };
    }),
  );
}
