import { describe, expect, it } from 'vitest';
import { permittedRole } from '../../api/auth/permissions.js';
import { actionOf } from '../../api/case-page.js';
import { stepNames } from '../../pages/step-names.js';
import type { StepName } from '../../pages/step-names.js';
import { takesFiles } from '../../pages/step.view.js';
import { inRoom, nonce } from '../support/room.js';

describe('who looked at a case', () => {
  it.each(['', ...stepNames.map((name) => `/${name}`)])('is on record for the page “%s”, its form included', (step) =>
    inRoom(async ({ get, post, looked }) => {
      const path = `/operations/cases/c1${step}`;
      const [role = 'operator'] = (['operator', 'decider', 'dpo'] as const).filter(
        (each) => step === '' || permittedRole(actionOf(step.slice(1) as StepName), [each]) !== undefined,
      );
      await get(path, role);
      const opened = { access: 'case-opened', caseId: 'c1', actor: { role, id: `${role}-1` } };
      const openings = () => looked.filter(({ access }) => access === 'case-opened');
      expect(openings()).toMatchObject([opened]);

      if (step === '' || takesFiles(step.slice(1) as StepName)) return;
      await post(path, { nonce, go: 'look' }, role);
      expect(openings()).toMatchObject([opened, opened]);
    }),
  );

  it('is on record for a page that is kept open, each time it is told more', () =>
    inRoom(async ({ get, looked }) => {
      const stream = await get('/operations/cases/c1/live', 'auditor');
      const first: unknown = await stream.body?.getReader().read();

      expect(first).toMatchObject({ done: false });
      expect(looked).toMatchObject([{ access: 'case-followed', caseId: 'c1', actor: { id: 'auditor-1' } }]);
    }));

  it('without a record nothing is shown, and nothing done', () =>
    inRoom(
      async ({ get, post, asked }) => {
        for (const answer of [
          await get('/operations/cases/c1', 'operator'),
          await get('/operations/cases/c1/refusal', 'operator'),
          await get('/operations/cases/c1/live', 'operator'),
          await post('/operations/cases/c1/notes', { nonce, go: 'do', text: 'x' }, 'operator'),
        ]) {
          expect(answer.status).toBe(500);
          expect(await answer.text()).not.toContain('S-2026-0031');
        }
        expect(asked).toEqual([]);
      },
      { recordAccess: () => Promise.reject(new Error('no record, no reading')) },
    ));

  it('a case that is not there leaves none: what somebody typed does not fill the records', () =>
    inRoom(async ({ get, looked }) => {
      await get('/operations/cases/elsewhere', 'operator');
      await get('/operations/cases/elsewhere/notes', 'operator');

      expect(looked).toEqual([]);
    }));

  it.each([
    ['dpo', true],
    ['auditor', true],
    ['operator', false],
    ['decider', false],
  ] as const)('the case page leads a %s to the records: %s', (role, leads) =>
    inRoom(async ({ get }) => {
      const html = await (await get('/operations/cases/c1', role)).text();

      expect(html.includes('<a href="/operations/cases/c1/accesses">Who looked at this data</a>')).toBe(leads);
    }),
  );
});
