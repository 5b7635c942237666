import { calendarForCase } from '../../calendars/calendar-for.js';
import type { Actor } from '../../domain/actor.js';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Recorded } from '../../domain/decider.js';
import { answerClock } from '../../domain/subject-request.clocks.js';
import type { Registration, RequestFact } from '../../domain/subject-request.js';

export const operator: Actor = { role: 'operator', id: 'r-visser' };
export const decider: Actor = { role: 'decider', id: 'n-okafor' };

export const receivedAt = '2026-03-03T09:00:00.000Z';

export function aRegistration(overrides: Partial<Registration> = {}): Registration {
  const zone = 'Europe/Amsterdam';
  return {
    reference: 'S-2026-0031',
    right: 'access',
    suggestedRights: [],
    channel: 'mail',
    receivedAt,
    controller: 'example-cloud',
    timeZone: zone,
    calendar: calendarForCase({ memberState: 'NL' }, civilDateIn(overrides.receivedAt ?? receivedAt, zone)),
    rulePack: 'eu-gdpr@1',
    language: 'en',
    drill: false,
    acknowledge: true,
    readable: true,
    documents: [],
    warnings: ['P7D', 'P2D'],
    owner: 'r-visser',
    ...overrides,
  };
}

export function fact(body: RequestFact, at = receivedAt, by: Actor = operator): Recorded<RequestFact> {
  return { ...body, at, by };
}

export function registered(overrides: Partial<Registration> = {}, at = receivedAt): Recorded<RequestFact> {
  const registration = aRegistration(overrides);
  return fact({ type: 'requestRegistered', registration, clock: answerClock(registration) }, at);
}
