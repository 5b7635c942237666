import { randomUUID } from 'node:crypto';
import type { BreachRole } from '../../domain/breach.js';
import type { TestSystem } from '../support/processes.js';

export const reasons = 'the mailbox of the payroll team was opened from abroad';

export type Ask = (method: string, path: string, body?: unknown, type?: string) => Promise<Record<string, unknown>>;

/** As an incident manager; a no fails the test. */
export function askAs(system: TestSystem): Ask {
  const { token } = system.personWith('incident-manager');
  return async (method, path, body, type = 'application/json') => {
    const answer = await fetch(new URL(path, system.api), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** A breach that somebody is aware of since an hour, by the last answer of our own clocks. */
export async function aware(ask: Ask, roles: readonly BreachRole[], hours = 1): Promise<string> {
  const at = new Date(Date.now() - hours * 3_600_000).toISOString();
  const anchors = { firstInformedAt: { at, source: 'ownDetection' } };
  const incident = { roles, summary: 'A mailbox was opened.', aspects: ['confidentiality'], anchors };
  const caseId = String((await ask('POST', '/v1/breaches', incident))['caseId']);
  const decision = { outcome: 'aware', anchor: { at, source: 'logs' }, reasons };
  await ask('POST', `/v1/breaches/${caseId}/awareness`, decision);
  return caseId;
}
