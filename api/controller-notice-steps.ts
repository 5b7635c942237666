import type { z } from 'zod';
import type { Actor } from '../domain/actor.js';
import type { Standing } from '../domain/transition.js';
import type { NoticeDesk } from '../intake/case-desk.js';
import { noticeUpdateOf } from '../workflows/controller-notice.contract.js';
import type { NoticeStepCommand } from '../workflows/controller-notice.contract.js';
import { acknowledgedByController, toldController } from './controller-schemas.js';

type Unsigned = NoticeStepCommand extends infer Command
  ? Command extends NoticeStepCommand
    ? Omit<Command, 'by'>
    : never
  : never;

/** One step that a person may take for a controller: the same for the API and for a form on a page. */
export interface NoticeStep<Body> {
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly toCommand: (body: Body) => Unsigned;
}

function step<Body>(
  summary: string,
  body: z.ZodType<Body>,
  toCommand: NoticeStep<Body>['toCommand'],
): NoticeStep<Body> {
  return { summary, body, toCommand };
}

/** By the last part of their address. */
export const noticeSteps = {
  told: step(
    'Record that a controller was told by telephone or in person. GDPR Art. 33(2).',
    toldController,
    (told) => ({
      type: 'recordTold',
      ...told,
    }),
  ),
  acknowledgement: step('Record that a controller acknowledged it to one of us.', acknowledgedByController, (said) => ({
    type: 'recordAcknowledgement',
    ...said,
  })),
};
export type NoticeStepName = keyof typeof noticeSteps;
export const noticeStepNames = ['told', 'acknowledgement'] as const satisfies readonly NoticeStepName[];

export function takeNoticeStep<Body>(
  desk: NoticeDesk,
  { toCommand }: NoticeStep<Body>,
  asked: { readonly caseId: string; readonly by: Actor; readonly updateId: string; readonly body: Body },
): Promise<Standing> {
  const { caseId, by, updateId, body } = asked;
  const { type, ...message } = { ...toCommand(body), by } as NoticeStepCommand;
  return desk.ask(caseId, noticeUpdateOf[type], message, updateId);
}
