import type { Request, RequestHandler } from 'express';
import { dataSubject } from '../../domain/actor.js';
import type { Actor, Role } from '../../domain/actor.js';
import { Forbidden, Unauthenticated } from '../problem.js';
import type { VerifyToken } from './bearer.js';
import type { Identity } from './identity.js';
import { grantOf, permittedRole } from './permissions.js';
import type { Action } from './permissions.js';
import { foreign, isForeign } from './same-origin.js';
import type { Sessions } from './sessions.js';

export interface Authentication {
  readonly verify: VerifyToken;
  readonly sessions: Sessions;
  readonly publicOrigin: string;
  /** The Temporal UI, a site of its own on the same host: it may send the cookie to the one address that only decodes. */
  readonly temporalUiOrigin?: string | undefined;
}

const identities = new WeakMap<Request, Identity>();
const failures = new WeakMap<Request, Error>();
const actors = new WeakMap<Request, Actor>();

/** Finds out who asks. A credential that fails is held back until limits per address have counted it. */
export function authenticate(authentication: Authentication): RequestHandler {
  return async (request, _response, next) => {
    try {
      const identity = await identityBehind(request, authentication);
      if (identity !== undefined) identities.set(request, identity);
    } catch (error) {
      failures.set(request, error instanceof Error ? error : new Unauthenticated('invalid_token'));
    }
    next();
  };
}

/** Behind the limits: a wrong token is refused on public addresses too, so that its owner learns of it. */
export const refuseFailedCredentials: RequestHandler = (request, _response, next) => {
  const failure = failures.get(request);
  if (failure !== undefined) throw failure;
  next();
};

async function identityBehind(
  request: Request,
  { verify, sessions, publicOrigin, temporalUiOrigin }: Authentication,
): Promise<Identity | undefined> {
  const token = bearerIn(request);
  if (token !== undefined) return verify(token);
  if (!sessions.carriesCookie(request)) return undefined;
  const isDecoding = request.path === '/codec/decode' && request.headers.origin === temporalUiOrigin;
  if (!isDecoding && isForeign(request, publicOrigin, true)) throw foreign();
  return sessions.find(request);
}

function bearerIn(request: Request): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  const token = /^bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated('invalid_token');
  return token;
}

export function identityOf(request: Request): Identity | undefined {
  return identities.get(request);
}

/** Lets through who may take the action, and notes under which of their roles. */
export function allow(action: Action): RequestHandler {
  return (request, _response, next) => {
    const identity = identities.get(request);
    const grant = grantOf(action);
    if (identity === undefined && grant !== 'public') throw new Unauthenticated();
    const role = identity && permittedRole(action, identity.roles);
    if (role === undefined && grant !== 'public') throw wrongRole(grant, identity?.roles ?? []);
    actors.set(request, identity && role ? { role, id: identity.id } : dataSubject);
    next();
  };
}

/** For what no action names: the roles themselves. */
export function requireRole(...needed: readonly Role[]): RequestHandler {
  return (request, _response, next) => {
    const identity = identities.get(request);
    if (identity === undefined) throw new Unauthenticated();
    const role = identity.roles.find((held) => needed.includes(held));
    if (role === undefined) throw wrongRole(needed, identity.roles);
    actors.set(request, { role, id: identity.id });
    next();
  };
}

/** Who takes this step, in the role that allows it. */
export function actorOf(request: Request): Actor {
  const actor = actors.get(request);
  if (actor === undefined) throw new Error('the route names no action, so nobody was let through');
  return actor;
}

/** Who was refused: the first of their roles, since none of them allowed the step. */
export function refusedActor(request: Request): Actor | undefined {
  const identity = identities.get(request);
  const role = identity?.roles[0];
  return identity && role && { role, id: identity.id };
}

const roleNames: Readonly<Record<Role, string>> = {
  operator: 'operator',
  decider: 'decider',
  dpo: 'data protection officer',
  'incident-manager': 'incident manager',
  agent: 'call-centre agent',
  auditor: 'auditor',
  'system-owner': 'system owner',
  service: 'service',
};

function wrongRole(needed: readonly Role[], held: readonly Role[]): Forbidden {
  const own = held.length === 0 ? 'without a role' : `as ${listed(held, 'and')}`;
  return new Forbidden(`This step needs the role ${listed(needed, 'or')}. You are signed in ${own}.`);
}

function listed(some: readonly Role[], conjunction: string): string {
  const names = some.map((role) => roleNames[role]);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
