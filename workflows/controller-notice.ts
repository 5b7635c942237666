import { continueAsNew, setHandler } from '@temporalio/workflow';
import { duly } from '../domain/actor.js';
import { controllerNoticeDecider } from '../domain/controller-notice.decider.js';
import type { ControllerNotice, NoticeCommand, NoticeEffect, NoticeFact } from '../domain/controller-notice.js';
import type { DueEffect } from '../domain/decider.js';
import type { Recording, Resumed, Standing } from '../domain/transition.js';
import * as ask from './controller-notice.contract.js';
import { post, recordTransition } from './outside.js';
import { RunningCase } from './running-case.js';

/** One controller that a processor tells of a breach, until it has acknowledged (GDPR Art. 33(2)). */
export async function controllerNotice(
  caseId: string,
  from?: Resumed<ControllerNotice, NoticeEffect>,
): Promise<Standing> {
  const running = new RunningCase<ControllerNotice, NoticeCommand, NoticeFact, NoticeEffect>(
    controllerNoticeDecider,
    {
      record: (transition) => recordTransition(caseId, transition) as Promise<Recording<NoticeFact>>,
      perform: (due) => perform(caseId, due),
      whenFailed: ({ key, effect }) => ({ type: 'noteEffectFailed', by: duly, effect: key, what: effect.type }),
      continueAsNew: (resumed) => continueAsNew<typeof controllerNotice>(caseId, resumed),
    },
    from,
  );

  setHandler(ask.getControllerNotice, () => running.state);
  running.on(ask.register, (message) => ({ type: 'register', ...message }));
  running.on(ask.recordTold, (message) => ({ type: 'recordTold', ...message }));
  running.on(ask.recordAcknowledgement, (message) => ({ type: 'recordAcknowledgement', ...message }));
  running.on(ask.acknowledge, (message) => ({ type: 'noteAcknowledged', ...message }));
  running.onSignal(ask.noticeAcknowledged, (message) => ({ type: 'noteAcknowledged', ...message }));
  running.onSignal(ask.informationGiven, (message) => ({ type: 'noteInformation', ...message }));
  running.onSignal(ask.breachClosed, (message) => ({ type: 'noteBreachClosed', ...message }));
  running.onSignal(ask.noticeBounced, (message) => ({ type: 'noteBounce', ...message }));
  running.onSignal(ask.replyReceived, (message) => ({ type: 'noteReply', ...message }));

  return running.run();
}

async function perform(caseId: string, { key, effect }: DueEffect<NoticeEffect>): Promise<NoticeCommand> {
  if (effect.type === 'sendNotice') {
    const came = await post().sendNotice(caseId, key, effect);
    return { type: 'noteNotice', by: duly, effect: key, came };
  }
  // One alert for all that are silent: whoever comes second finds it sent.
  await post().alertStaff(effect.shared.caseId, effect.shared.key, effect);
  return { type: 'noteAlert', by: duly, effect: key };
}
