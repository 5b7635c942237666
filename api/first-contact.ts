import type { Request } from 'express';
import type { Actor } from '../domain/actor.js';
import type { Breach } from '../domain/breach.js';
import { identityOf } from './auth/authenticate.js';
import { permittedRole } from './auth/permissions.js';
import { NotFound } from './problem.js';

/** Whoever may read breaches reads every one of them, in whichever of their roles. */
export function readsBreaches(request: Request): boolean {
  return permittedRole('breach.read', identityOf(request)?.roles ?? []) !== undefined;
}

export function isFirstContact({ id }: Actor, breach: Breach | undefined): boolean {
  return breach !== undefined && breach.phase !== 'new' && breach.firstContact === id;
}

/** Whoever reads none takes the step of a first contact where they are it; of another breach they learn nothing. */
export function mustBeTheirs(request: Request, actor: Actor, breach: Breach | undefined): void {
  if (!readsBreaches(request) && !isFirstContact(actor, breach)) throw new NotFound('There is no such breach.');
}
