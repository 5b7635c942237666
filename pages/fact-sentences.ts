import { articleOf } from '../domain/right.js';
import type { LaterMessage, RequestFact, Sent } from '../domain/subject-request.js';
import { dueMoment, receiptMoment, shortMoment } from './moment.js';
import {
  answerWayWords,
  channelWords,
  deedWords,
  extensionGroundWords,
  groundWords,
  identityMethodWords,
  letterWords,
  rightWords,
  troubleWords,
} from './subject-request.words.js';

export interface FactSentence {
  readonly text: string;
  /** Somebody's own words: only for those who may read the texts of a case. */
  readonly words?: string;
}

/** What became true, as one would tell it. */
export function factSentence(fact: RequestFact, timeZone: string, nameOf: (id: string) => string): FactSentence {
  switch (fact.type) {
    case 'requestRegistered':
      return { text: registered(fact, timeZone) };
    case 'requestClassified':
      return { text: `Classified: ${rightWords[fact.right].toLowerCase()}, ${articleOf[fact.right]}.` };
    case 'furtherRightRegistered':
      return {
        text: `The same message asks for ${rightWords[fact.right].toLowerCase()} too; that has a case of its own.`,
      };
    case 'messageSetAside':
      return { text: 'Set aside: the message is not a request. Reasons:', words: fact.reasons };
    case 'identityAsked':
      return { text: 'A question about the identity was ordered. The doubt:', words: fact.doubt };
    case 'identityConfirmed':
      return { text: `Identity confirmed: ${identityMethodWords[fact.method]}.` };
    case 'identityCheckWaived':
      return { text: 'No identity check is needed. Reasons:', words: fact.reasons };
    case 'identityNotConfirmed':
      return { text: 'The identity could not be confirmed.', ...(fact.reasons && { words: fact.reasons }) };
    case 'identityResultAnnounced':
      return { text: 'A result of the identity check came in.' };
    case 'identityResultUnknown':
      return { text: 'The result of the identity check could not be used, and changes nothing.' };
    case 'extensionGranted':
      return {
        text: `Extension granted: ${extensionGroundWords[fact.grant.ground]}. Not effective until the notice has left. Reasons:`,
        words: fact.grant.reasons,
      };
    case 'requestAccepted':
      return {
        text: fact.acceptance === 'accepted' ? 'Request accepted.' : 'Decided: we hold no data on this person.',
      };
    case 'refusalProposed':
      return {
        text: `Refusal of ${fact.proposal.scope === 'whole' ? 'the whole' : 'a part'} proposed: ${groundWords[fact.proposal.ground]}. Reasons:`,
        words: fact.proposal.reasons,
      };
    case 'proposalApproved':
      return { text: 'The refusal was approved.', ...(fact.reasons && { words: fact.reasons }) };
    case 'proposalRejected':
      return { text: 'The refusal was rejected: the request goes on.', ...(fact.reasons && { words: fact.reasons }) };
    case 'answerAttached':
      return { text: `${counted(fact.documents.length, 'file')} attached to the answer.` };
    case 'answerDetached':
      return { text: `${counted(fact.documents.length, 'file')} taken out of the answer.` };
    case 'fulfilmentOrdered':
      return fact.lateReasons === undefined
        ? { text: 'The answer was ordered to leave.' }
        : { text: 'The answer was ordered to leave, late. Reasons:', words: fact.lateReasons };
    case 'answerGiven':
      return answerGiven(fact, timeZone);
    case 'requestWithdrawn':
      return { text: 'The request was withdrawn.', ...(fact.reasons && { words: fact.reasons }) };
    case 'adviceGiven':
      return {
        text: fact.against
          ? 'The data protection officer advised against refusing:'
          : 'The data protection officer advised:',
        words: fact.advice,
      };
    case 'contactSettled':
      return {
        text: fact.corrected ? 'The address was corrected:' : 'The address was confirmed:',
        words: fact.reasons,
      };
    case 'ownerAssigned':
      return { text: `${nameOf(fact.owner)} owns the case from now on.` };
    case 'incidentsLookedUp':
      return { text: incidentsLookedUp(fact) };
    case 'noteAdded':
      return { text: 'Note:', words: fact.text };
    case 'messageReceived':
      return { text: laterMessage(fact) };
    case 'requestAcknowledged':
      return { text: sent('Acknowledgement', fact, timeZone) };
    case 'identityEvidenceRequested':
      return { text: sent('Question about identity', fact, timeZone) };
    case 'extensionNoticeSent':
      return { text: `${sent('Extension notice', fact, timeZone)} ${extensionEffect(fact, timeZone)}` };
    case 'requestRefused':
      return { text: sent('Refusal', fact, timeZone) + refusalLateness(fact) };
    case 'answerSent':
      return { text: sent('Answer', fact, timeZone) + refusalLateness(fact) };
    case 'withdrawalConfirmed':
      return { text: sent('Confirmation of withdrawal', fact, timeZone) };
    case 'letterNeedsPerson':
      return {
        text: `${letterWords[fact.letter]} could not be sent: ${troubleWords[fact.reason]}. A person must see to it.`,
      };
    case 'letterBounced':
      return { text: `${letterWords[fact.letter]} came back undelivered (${fact.status}).` };
    case 'alertSent':
      return { text: 'Our own people were alerted.' };
    case 'effectFailed':
      return {
        text:
          fact.letter === undefined
            ? 'Something that Duly should do could not be done; a person must see to it.'
            : `${letterWords[fact.letter]} could not be made or sent; a person must see to it.`,
      };
    case 'deadlineWarned':
      return { text: `Warning: the answer is due ${dueMoment(fact.dueAt, timeZone)}.` };
    case 'deadlinePassed':
      return {
        text: `The date passed without an answer (${dueMoment(fact.dueAt, timeZone)}). The duty remains; the answer must give reasons.`,
      };
    case 'latenessReminded':
      return { text: 'Reminder: the answer is still late.' };
    case 'caseClosed':
      return { text: 'The case was closed.' };
  }
}

function incidentsLookedUp({ searched, found }: Extract<RequestFact, { type: 'incidentsLookedUp' }>): string {
  const where = found.length === 0 ? 'the requester is on none' : `the requester is on ${found.join(', ')}`;
  return `${counted(searched, 'list')} of incidents searched: ${where}.`;
}

function registered({ registration }: Extract<RequestFact, { type: 'requestRegistered' }>, timeZone: string): string {
  const right = registration.right === undefined ? 'Message' : `${rightWords[registration.right]} request`;
  return `${right} received ${channelWords[registration.channel]} on ${receiptMoment(registration.receivedAt, timeZone)}.`;
}

function answerGiven(fact: Extract<RequestFact, { type: 'answerGiven' }>, timeZone: string): FactSentence {
  const { done, way, givenAt, lateReasons } = fact;
  const when = `${answerWayWords[way]} on ${shortMoment(givenAt, timeZone)}`;
  const text = `Answered by people, ${when}: ${deedWords[done]}.${refusalLateness(fact)}`;
  return lateReasons === undefined ? { text } : { text: `${text} Late, because:`, words: lateReasons };
}

function sent(what: string, { how, sentAt }: Sent, timeZone: string): string {
  return how === 'mail'
    ? `${what} sent and accepted by the receiving server.`
    : `${what} sent by hand on ${shortMoment(sentAt, timeZone)}.`;
}

function refusalLateness({ refusalLate }: { readonly refusalLate?: boolean | undefined }): string {
  return refusalLate === true ? ' What it refuses was told later than the month of Art. 12(4).' : '';
}

type NoticeSent = Extract<RequestFact, { type: 'extensionNoticeSent' }>;

function extensionEffect({ effective, clock }: NoticeSent, timeZone: string): string {
  if (!effective || clock === undefined) return 'It left after the first month: the date does not move.';
  return `New date: ${dueMoment(clock.dueAt, timeZone)}.`;
}

function laterMessage({ attachments = [] }: LaterMessage): string {
  const files = attachments.length === 0 ? '' : ` with ${counted(attachments.length, 'attachment')}`;
  return `A further message from the requester came in${files}; it lies with the documents.`;
}

export function counted(count: number, thing: string): string {
  return `${count === 0 ? 'No' : count} ${thing}${count === 1 ? '' : 's'}`;
}
