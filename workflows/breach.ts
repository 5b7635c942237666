import { continueAsNew, setHandler } from '@temporalio/workflow';
import { duly } from '../domain/actor.js';
import { breachDecider } from '../domain/breach.decider.js';
import type { Breach, BreachCommand, BreachEffect, BreachFact } from '../domain/breach.js';
import type { DueEffect } from '../domain/decider.js';
import type { Recording, Resumed, Standing } from '../domain/transition.js';
import * as ask from './breach.contract.js';
import { bulk, post, recordTransition } from './outside.js';
import { RunningCase } from './running-case.js';

/** One personal data breach, from the first information to the end of its duties (GDPR Art. 33, 34). */
export async function breach(caseId: string, from?: Resumed<Breach, BreachEffect>): Promise<Standing> {
  const running = new RunningCase<Breach, BreachCommand, BreachFact, BreachEffect>(
    breachDecider,
    {
      record: (transition) => recordTransition(caseId, transition) as Promise<Recording<BreachFact>>,
      perform: (due) => perform(caseId, due),
      whenFailed,
      continueAsNew: (resumed) => continueAsNew<typeof breach>(caseId, resumed),
    },
    from,
  );

  setHandler(ask.getBreach, () => running.state);
  running.on(ask.register, (message) => ({ type: 'register', ...message }));
  running.on(ask.setAnchor, (message) => ({ type: 'setAnchor', ...message }));
  running.on(ask.decideAwareness, (message) => ({ type: 'decideAwareness', ...message }));
  running.on(ask.classifyIncident, (message) => ({ type: 'classifyIncident', ...message }));
  running.on(ask.assessRisk, (message) => ({ type: 'assessRisk', ...message }));
  running.on(ask.approveRisk, (message) => ({ type: 'approveRisk', ...message }));
  running.on(ask.answerNotification, (message) => ({ type: 'answerNotification', ...message }));
  running.on(ask.freezeNotification, (message) => ({ type: 'freezeNotification', ...message }));
  running.on(ask.sendNotification, (message) => ({ type: 'sendNotification', ...message }));
  running.on(ask.recordSubmission, (message) => ({ type: 'recordSubmission', ...message }));
  running.on(ask.recordCommunication, (message) => ({ type: 'recordCommunication', ...message }));
  running.on(ask.orderCommunication, (message) => ({ type: 'orderCommunication', ...message }));
  running.on(ask.repeatCommunication, (message) => ({ type: 'repeatCommunication', ...message }));
  running.on(ask.holdCommunication, (message) => ({ type: 'holdCommunication', ...message }));
  running.on(ask.nameCountries, (message) => ({ type: 'nameCountries', ...message }));
  running.on(ask.recordAuthorityMessage, (message) => ({ type: 'recordAuthorityMessage', ...message }));
  running.on(ask.answerAuthority, (message) => ({ type: 'answerAuthority', ...message }));
  running.on(ask.askAuthority, (message) => ({ type: 'askAuthority', ...message }));
  running.on(ask.keepCommitment, (message) => ({ type: 'keepCommitment', ...message }));
  running.on(ask.recordRestoration, (message) => ({ type: 'recordRestoration', ...message }));
  running.on(ask.addMeasure, (message) => ({ type: 'addMeasure', ...message }));
  running.on(ask.putLesson, (message) => ({ type: 'putLesson', ...message }));
  running.on(ask.correctTelling, (message) => ({ type: 'correctTelling', ...message }));
  running.on(ask.handOver, (message) => ({ type: 'handOver', ...message }));
  running.on(ask.addNote, (message) => ({ type: 'addNote', ...message }));
  running.on(ask.recordExtent, (message) => ({ type: 'recordExtent', ...message }));
  running.on(ask.involvePerson, (message) => ({ type: 'involvePerson', ...message }));
  running.on(ask.reportToReporter, (message) => ({ type: 'reportToReporter', ...message }));
  running.on(ask.setHoldingStatement, (message) => ({ type: 'setHoldingStatement', ...message }));
  running.on(ask.askInformation, (message) => ({ type: 'askInformation', ...message }));
  running.on(ask.giveInformation, (message) => ({ type: 'giveInformation', ...message }));
  running.on(ask.confirmControllers, (message) => ({ type: 'confirmControllers', ...message }));
  running.on(ask.informControllers, (message) => ({ type: 'informControllers', ...message }));
  running.on(ask.acknowledgeAlert, (message) => ({ type: 'acknowledgeAlert', ...message }));
  running.on(ask.close, (message) => ({ type: 'close', ...message }));
  running.onSignal(ask.noticesSummed, (message) => ({ type: 'noteNoticesSummary', ...message }));
  running.onSignal(ask.announcementBounced, (message) => ({ type: 'noteAnnouncementBounce', ...message }));

  return running.run();
}

function whenFailed({ key, effect }: DueEffect<BreachEffect>): BreachCommand {
  if (effect.type !== 'announce') return { type: 'noteEffectFailed', by: duly, effect: key, what: effect.type };
  const { statement, place } = effect;
  return { type: 'noteAnnouncement', by: duly, effect: key, statement, place, outcome: 'unknown' };
}

async function perform(caseId: string, { key, effect }: DueEffect<BreachEffect>): Promise<BreachCommand> {
  switch (effect.type) {
    case 'alertStaff':
      return { type: 'noteAlert', by: duly, effect: key, pagers: await post().alertStaff(caseId, key, effect) };
    case 'openNotices':
      return { type: 'noteNoticesOpened', by: duly, effect: key, count: await bulk().openNotices(caseId, effect) };
    case 'informControllers': {
      const count = await bulk().informControllers(caseId, key, effect.text);
      return { type: 'noteControllersReached', by: duly, effect: key, count };
    }
    case 'sendWaveBatch': {
      const { batch } = effect;
      return { type: 'noteWaveBatch', by: duly, effect: key, batch, ...(await bulk().sendWaveBatch(caseId, effect)) };
    }
    case 'sendNotification': {
      const { version } = effect;
      const outcome = await post().sendNotification(caseId, effect);
      return { type: 'noteSending', by: duly, effect: key, version, ...outcome };
    }
    case 'announce': {
      const { statement, place } = effect;
      const came = await post().announce(caseId, effect);
      return { type: 'noteAnnouncement', by: duly, effect: key, statement, place, ...came };
    }
    case 'closeNotices':
      return { type: 'noteControllersReached', by: duly, effect: key, count: await bulk().closeNotices(caseId) };
  }
}
