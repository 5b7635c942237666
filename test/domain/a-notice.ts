import type { NoticeRegistration } from '../../domain/controller-notice.js';
import { hoursAfter } from '../../domain/time.js';

const startsAt = '2026-11-20T13:20:00.000Z';

export function aNotice(overrides: Partial<NoticeRegistration> = {}): NoticeRegistration {
  return {
    ...{ reference: 'N-2026-0001', breach: 'breach', breachReference: 'B-2026-0007', batch: 0 },
    controller: 'example-cloud',
    addressee: {
      id: 'acme',
      name: 'Acme NV',
      language: 'nl',
      mail: 'privacy@acme.example',
      phones: ['+32 2 555 02 00'],
    },
    text: 'An employee opened files of yours.',
    ...{ startsAt, dueAt: hoursAfter(startsAt, 1), timeZone: 'Europe/Amsterdam', drill: false, owner: 'm-adeyemi' },
    ...overrides,
  };
}
