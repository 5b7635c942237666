import type { Role } from '../domain/actor.js';
import { roleWords } from './frame.view.js';

export interface HomelessView {
  readonly title: string;
  readonly text: string;
}

const purposes: Readonly<Partial<Record<Role, string>>> = {
  service: 'A service is a program. It speaks to the API with its token, and no page is made for it.',
};

/** For somebody who is signed in, and whom no page of ours is for. */
export function homelessView(roles: readonly Role[]): HomelessView {
  return {
    title: `Signed in as ${roles.map((role) => roleWords[role]).join(' and ')}`,
    text: roles.map((role) => purposes[role] ?? 'This role has no page.').join(' '),
  };
}
