import type { Actor, Role } from '../domain/actor.js';
import type { Instant } from '../domain/time.js';
import { englishRemaining } from './moment.js';
import type { RemainingWords } from './moment.js';

/** Who looks at a page of our own. */
export interface Viewer extends Actor {
  readonly role: Role;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface FrameInput {
  readonly organisation: string;
  readonly version: string;
  readonly viewer: Viewer;
  readonly now: Instant;
  readonly here: Place | 'case' | 'start';
  readonly title: string;
  /** Where the page's live stream is; absent: the page does not move. */
  readonly stream?: string;
  readonly drill?: boolean;
  /** Where this person may go. */
  readonly mayVisit: readonly Place[];
}

export interface FrameView {
  readonly title: string;
  readonly language: string;
  readonly now: Instant;
  readonly words: string;
  readonly organisation: string;
  readonly version: string;
  readonly who: string;
  readonly stream?: string;
  readonly drill: boolean;
  readonly nav: readonly { readonly href: string; readonly text: string; readonly isHere: boolean }[];
}

const places = [
  { key: 'board', href: '/operations', text: 'Operations room' },
  { key: 'new', href: '/operations/new', text: 'Open a case' },
  { key: 'report', href: '/operations/breaches/new', text: 'Report an incident' },
  { key: 'aid', href: '/operations/decision-aid', text: 'Decision aid' },
  { key: 'statements', href: '/operations/holding-statements', text: 'What may be said' },
  { key: 'closed', href: '/operations?closed=yes', text: 'Closed cases' },
  { key: 'register', href: '/operations/register', text: 'Register' },
  { key: 'alarms', href: '/operations/alarms', text: 'Alarms' },
  { key: 'ledger', href: '/v1/ledger/checkpoint', text: 'Ledger' },
] as const;
export type Place = (typeof places)[number]['key'];

export const roleWords: Readonly<Record<Role, string>> = {
  operator: 'operator',
  decider: 'decider',
  dpo: 'data protection officer',
  'incident-manager': 'incident manager',
  agent: 'agent',
  auditor: 'auditor',
  'system-owner': 'system owner',
  service: 'service',
};

/** What stands around every page of the operations room. */
export function frameView(input: FrameInput): FrameView {
  const { organisation, version, viewer, now, here, title, stream, drill = false } = input;
  return {
    title: `${title} · Duly`,
    language: 'en',
    now,
    words: browserWords(englishRemaining),
    organisation,
    version,
    who: `${viewer.name}, ${viewer.roles.map((role) => roleWords[role]).join(' and ')}`,
    ...(stream !== undefined && { stream }),
    drill,
    nav: places
      .filter(({ key }) => input.mayVisit.includes(key))
      .map(({ key, href, text }) => ({ href, text, isHere: key === here })),
  };
}

/** What `duly.js` needs to go on counting in the page's language. */
export function browserWords({ ahead, behind, day, days, hour, minute }: RemainingWords): string {
  return [ahead, behind, day, days, hour, minute].join('|');
}
