import { expect } from 'vitest';
import * as ask from '../../workflows/subject-request.contract.js';
import { handleOf, note, warningsIn } from '../support/case-steps.js';
import { startCases, untilTrue } from '../support/cases.js';
import type { TestCases } from '../support/cases.js';
import { startCuttable } from '../support/cuttable.js';
import type { Cuttable } from '../support/cuttable.js';

export interface CuttableCases {
  readonly cases: TestCases;
  readonly line: Cuttable;
  close(): Promise<void>;
}

/** Cases whose line to Postgres can be cut; what a test reads, it reads past the cut. */
export async function startCuttableCases(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CuttableCases> {
  const line = await startCuttable(target.host, target.port);
  const way = (appUrl: string): string => {
    const url = new URL(appUrl);
    url.host = `127.0.0.1:${String(line.port)}`;
    return url.href;
  };
  const cases = await startCases({ way });
  return {
    cases,
    line,
    async close() {
      line.mend();
      await cases.close();
      await line.close();
    },
  };
}

/** Nothing is answered wrongly while Postgres is away for so long, and nothing is missing after it. */
export async function outlivesAnAbsence({ cases, line }: CuttableCases, seconds: number): Promise<void> {
  const caseId = await cases.open({ acknowledge: false, warnings: warningsIn(12) });
  await note(cases, caseId, 'before');
  const handle = handleOf(cases, caseId);

  line.cut();
  const cutAt = Date.now();
  const passing = cases.forward(caseId, '13 hours');
  const asked = cases.client.withDeadline(Date.now() + (seconds + 60) * 1_000, () =>
    handle.executeUpdate(ask.addNote, { args: [{ by: { role: 'operator', id: 'r-visser' }, text: 'meanwhile' }] }),
  );
  passing.catch(() => undefined);
  asked.catch(() => undefined);
  await untilTrue(
    async () => {
      expect(await handle.query(ask.getSubjectRequest)).toMatchObject({ phase: 'open' });
      return Date.now() - cutAt > seconds * 1_000;
    },
    (seconds + 20) * 1_000,
  );
  expect(await cases.factsOf(caseId)).toEqual(['requestRegistered', 'noteAdded']);

  line.mend();
  expect(await asked).toMatchObject({ phase: 'deciding' });
  // Time may not have passed at all, where the update was first and waited for Postgres.
  await passing.catch(() => cases.forward(caseId, '13 hours'));
  await cases.until(caseId, 'deadlineWarned');

  const { entries, folded } = await cases.read(caseId);
  expect(
    entries
      .map(({ fact }) => fact.type)
      .slice(0, 4)
      .sort(),
  ).toEqual(['requestRegistered', 'noteAdded', 'noteAdded', 'deadlineWarned'].sort());
  const warned = entries.map(({ fact }) => fact).find(({ type }) => type === 'deadlineWarned');
  expect(warned).toMatchObject({ dueAt: folded.state.phase === 'new' ? '' : folded.state.answerClock.dueAt });
}
