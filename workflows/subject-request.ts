import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { IdentityActivities } from '../activities/identity/identity.js';
import { duly } from '../domain/actor.js';
import type { DueEffect } from '../domain/decider.js';
import { subjectRequestDecider } from '../domain/subject-request.decider.js';
import type { RequestCommand, RequestEffect, RequestFact, SubjectRequest } from '../domain/subject-request.js';
import type { Recording, Resumed, Standing } from '../domain/transition.js';
import { post, recordTransition } from './outside.js';
import { RunningCase } from './running-case.js';
import * as ask from './subject-request.contract.js';

const { readIdentityResult } = proxyActivities<IdentityActivities>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { maximumInterval: '5 minutes' },
});

/** One request by which a data subject exercises a right, from receipt to the end of its duty (GDPR Art. 12, 15). */
export async function subjectRequest(caseId: string, from?: Resumed<SubjectRequest, RequestEffect>): Promise<Standing> {
  const running = new RunningCase<SubjectRequest, RequestCommand, RequestFact, RequestEffect>(
    subjectRequestDecider,
    {
      record: (transition) => recordTransition(caseId, transition) as Promise<Recording<RequestFact>>,
      perform: (due) => perform(caseId, due),
      whenFailed: ({ key, effect }) => ({
        type: 'noteEffectFailed',
        by: duly,
        what: effect.type,
        effect: key,
        letter: effect.type === 'sendLetter' ? effect.letter : undefined,
      }),
      continueAsNew: (resumed) => continueAsNew<typeof subjectRequest>(caseId, resumed),
    },
    from,
  );

  setHandler(ask.getSubjectRequest, () => running.state);
  running.on(ask.register, (message) => ({ type: 'register', ...message }));
  running.on(ask.classify, (message) => ({ type: 'classify', ...message }));
  running.on(ask.registerFurtherRight, (message) => ({ type: 'registerFurtherRight', ...message }));
  running.on(ask.setAside, (message) => ({ type: 'setAside', ...message }));
  running.on(ask.requestIdentityEvidence, (message) => ({ type: 'requestIdentityEvidence', ...message }));
  running.on(ask.decideIdentity, (message) => ({ type: 'decideIdentity', ...message }));
  running.on(ask.grantExtension, (message) => ({ type: 'grantExtension', ...message }));
  running.on(ask.acceptRequest, (message) => ({ type: 'acceptRequest', ...message }));
  running.on(ask.proposeRefusal, (message) => ({ type: 'proposeRefusal', ...message }));
  running.on(ask.decideProposal, (message) => ({ type: 'decideProposal', ...message }));
  running.on(ask.advise, (message) => ({ type: 'advise', ...message }));
  running.on(ask.attachAnswer, (message) => ({ type: 'attachAnswer', ...message }));
  running.on(ask.detachAnswer, (message) => ({ type: 'detachAnswer', ...message }));
  running.on(ask.fulfil, (message) => ({ type: 'fulfil', ...message }));
  running.on(ask.recordAnswerGiven, (message) => ({ type: 'recordAnswerGiven', ...message }));
  running.on(ask.withdraw, (message) => ({ type: 'withdraw', ...message }));
  running.on(ask.recordIncidentLookup, (message) => ({ type: 'recordIncidentLookup', ...message }));
  running.on(ask.addNote, (message) => ({ type: 'addNote', ...message }));
  running.on(ask.settleContact, (message) => ({ type: 'settleContact', ...message }));
  running.on(ask.assignOwner, (message) => ({ type: 'assignOwner', ...message }));
  running.on(ask.recordLetterSent, (message) => ({ type: 'recordLetterSent', ...message }));
  running.onSignal(ask.identityDecided, (message) => ({ type: 'noteIdentitySignal', ...message }));
  running.onSignal(ask.messageReceived, (message) => ({ type: 'noteMessage', ...message }));
  running.onSignal(ask.letterBounced, (message) => ({ type: 'noteBounce', ...message }));

  return running.run();
}

async function perform(caseId: string, { key, effect }: DueEffect<RequestEffect>): Promise<RequestCommand> {
  switch (effect.type) {
    case 'sendLetter': {
      const came = await post().sendLetter(caseId, key, effect);
      return { type: 'noteLetter', by: duly, effect: key, letter: effect.letter, came };
    }
    case 'alertStaff':
      await post().alertStaff(caseId, key, effect);
      return { type: 'noteAlert', by: duly, effect: key };
    case 'readIdentityResult':
      return {
        type: 'noteIdentityResult',
        by: duly,
        effect: key,
        result: await readIdentityResult(caseId, effect.resultId),
      };
  }
}
