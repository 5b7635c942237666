import { breachDecider } from '../../domain/breach.decider.js';
import { registerEntryOf } from '../../domain/breach.register.js';
import type { RegisterRow } from '../../domain/breach.register-row.js';
import { fold } from '../../domain/decider.js';
import { hoursAfter } from '../../domain/time.js';
import type { Instant } from '../../domain/time.js';
import { after, assess, at, aware, report, submit } from '../domain/a-breach.js';
import type { Asked } from '../domain/a-breach.js';

/** One that was notified late, one that was not, one that was none, one that is new, one whose key is gone. */
export async function* aRegister(now: Instant): AsyncGenerator<RegisterRow> {
  const informed = hoursAfter(now, -200);
  const hour = (count: number): Instant => hoursAfter(informed, count);
  const aware1 = [aware(hour(1)), 2] as const;
  const late = { reasonsForDelay: 'The extent was unknown until Monday.' };
  const notified = [assess('risk'), 3] as const;
  const sent = [submit('authority-notification', hour(80), late), 81] as const;
  const none = { outcome: 'notABreach', reasons: 'The laptop was in the cupboard, sealed.' } as const;
  const stories: readonly (readonly (readonly [Asked, number])[])[] = [
    [
      aware1,
      notified,
      sent,
      [{ type: 'handOver', to: 't-bakker', reasons: 'End of the shift.' }, 90],
      [{ type: 'close' }, 100],
    ],
    [aware1, [assess('unlikely'), 3]],
    [[{ type: 'decideAwareness', decision: none }, 5]],
    [],
  ];
  const ledger = { log: 'log.example.org', facts: 5 };
  for (const [index, story] of stories.entries()) {
    const reference = `B-2026-000${String(index + 1)}`;
    const told = report({ reference, anchors: { firstInformedAt: at(informed) } });
    const facts = after(...[[told, 1] as const, ...story].map(([asked, hours]) => [asked, hour(hours)] as const));
    const entry = registerEntryOf(facts, fold(breachDecider, facts).state, now);
    if (entry === undefined) throw new Error('no entry');
    const place = (position: number) => ({ position, index: 20_400 + position, commitment: 'pXq0Yh1c' });
    const caseId = `b-000${String(index + 1)}`;
    const evidence = `/v1/breaches/${caseId}/evidence`;
    yield await Promise.resolve({ ...entry, caseId, ledger: { ...ledger, first: place(0), last: place(4) }, evidence });
  }
  yield {
    ...{ kind: 'keyDestroyed', reference: 'B-2026-0009', controller: 'example-cloud', roles: ['controller'] },
    ...{ caseId: 'b-0009', registeredAt: informed, changedAt: hour(2), destroyedAt: hour(190), ledger },
    steps: [{ fact: 'incidentReported', at: informed, by: { role: 'incident-manager', id: 'm-adeyemi' } }],
  };
}
