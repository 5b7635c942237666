import { z } from 'zod';
import { readNotice } from '../../database/case-reader.js';
import type { ReadNotice } from '../../database/case-reader.js';
import { noticePhases } from '../../domain/controller-notice.decider.js';
import type { KnownNotice } from '../../domain/controller-notice.js';
import type { NoticeDesk } from '../../intake/case-desk.js';
import { noticeSteps, takeNoticeStep } from '../controller-notice-steps.js';
import type { NoticeStep } from '../controller-notice-steps.js';
import { answerOnce } from '../idempotency.js';
import type { Questions } from '../idempotency.js';
import { NotFound } from '../problem.js';
import { resource } from '../route.js';
import type { Resource } from '../route.js';
import { caseParams, standing, stillToCome } from '../subject-request-schemas.js';
import { addReading, listQuery } from './case-reading.js';
import type { ReadingDependencies } from './case-reading.js';

export interface NoticeDependencies extends ReadingDependencies {
  readonly noticeDesk: NoticeDesk;
  readonly questions: Questions;
}

/** What one controller was told of a breach, and what it answered: GDPR Art. 33(2). */
export function controllerNoticeRoutes(dependencies: NoticeDependencies): Resource {
  const notices = resource('/v1/controller-notices');
  addReading(notices, dependencies, {
    kind: 'controller-notice',
    noun: 'notice to a controller',
    action: 'breach.read',
    evidence: 'breach.evidence',
    query: listQuery.extend({ phase: z.enum(noticePhases).optional() }),
    read: (caseId) => mustRead(dependencies, caseId),
    shown: knownNotice,
  });
  for (const [name, step] of Object.entries(noticeSteps))
    addStep(notices, dependencies, name, step as NoticeStep<unknown>);
  return notices;
}

function addStep(notices: Resource, dependencies: NoticeDependencies, name: string, step: NoticeStep<unknown>): void {
  notices.route(
    'post',
    `/:caseId/${name}`,
    {
      ...{ action: 'breach.record', summary: step.summary, params: caseParams, body: step.body },
      answers: { 200: standing, 202: stillToCome },
    },
    ({ request, response, actor, params: { caseId }, body }) =>
      answerOnce(dependencies.questions, request, response, async ({ updateId }) => {
        await mustRead(dependencies, caseId);
        const taken = takeNoticeStep(dependencies.noticeDesk, step, { caseId, by: actor, updateId, body });
        return { caseId, answer: taken.then((where) => ({ status: 200, body: where })) };
      }),
  );
}

async function mustRead({ pool, keys }: NoticeDependencies, caseId: string): Promise<ReadNotice> {
  const read = await readNotice(pool, keys, caseId);
  if (read === undefined) throw new NotFound('There is no such notice.');
  return read;
}

function knownNotice({ folded }: ReadNotice): KnownNotice {
  if (folded.state.phase === 'new') throw new NotFound('There is no such notice.');
  return folded.state;
}
