import type { AuthorityMessage } from '../domain/breach.authority.js';
import type { Anchor } from '../domain/breach.anchors.js';
import type { CommunicationOrder } from '../domain/breach.communication.js';
import type { Involvement } from '../domain/breach.involving.js';
import type { BreachFact, Classification, Communication, Submission } from '../domain/breach.js';
import type { EarlierWords } from '../domain/ports/announcer.js';
import type { SeverityBand } from '../domain/enisa-severity.js';
import { languageInEnglish, languages } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';
import { authorityKindWords, provisionWords } from './authority.words.js';
import { countryName } from './notification-fields.js';
import {
  anchorWords,
  channelWords,
  clockWords,
  placeWords,
  riskWords,
  sendingWords,
  submissionWords,
  subtypeWords,
  unresolvedWords,
} from './breach.words.js';
import type { FactSentence } from './fact-sentences.js';
import { counted } from './fact-sentences.js';
import { extentText, informationQuestions, reporterMessageWords } from './incident.words.js';
import { dueMoment, plainDay, shortMoment } from './moment.js';
import { sentenceCase } from './subject-request.words.js';
import { repeatWords } from './wave-fields.js';

type NameOf = (id: string) => string;

/** What became true in a breach, as one would tell it. */
export function breachSentence(fact: BreachFact, timeZone: string, nameOf: NameOf): FactSentence {
  switch (fact.type) {
    case 'incidentReported':
      return {
        text: `Incident reported ${channelWords[fact.registration.channel]}:`,
        words: fact.registration.summary,
      };
    case 'anchorSet':
      return withWords(`${anchorWords[fact.name].name}: ${anchorMoment(fact.anchor, timeZone)}.`, fact.anchor.reasons);
    case 'controllerBecameAware':
      return withWords('Decided: it is a personal data breach.', fact.reasons);
    case 'foundNotABreach':
      return { text: 'Decided: it is not a personal data breach. Reasons:', words: fact.reasons };
    case 'incidentClassified':
      return { text: classified(fact.classification), words: fact.classification.reasons };
    case 'riskProposed':
      return {
        text: `Proposed, for a second person to approve: ${riskWords[fact.assessment.level]}${scored(fact)}. Reasons:`,
        words: fact.assessment.reasons,
      };
    case 'riskAssessed':
      return {
        text: `${assessed(fact, nameOf)}: ${riskWords[fact.assessment.level]}${scored(fact)}. Reasons:`,
        words: fact.assessment.reasons,
      };
    case 'notificationAnswered':
      return { text: `Answers for the notification to the authority were written down: ${fieldsIn(fact.answers)}.` };
    case 'notificationFrozen':
      return { text: frozen(fact) };
    case 'notificationSendingOrdered': {
      const { version, channel, reasonsForDelay } = fact.order;
      return withWords(
        `Version ${version} of the notification was ordered to be sent ${sendingWords[channel]}.`,
        reasonsForDelay,
      );
    }
    case 'notificationRefused':
      return { text: `The authority did not take version ${fact.version}${codeIn(fact.code)}. The clock runs on.` };
    case 'notificationUnresolved':
      return {
        text: `Version ${fact.version}: ${unresolvedWords[fact.why]} A person must settle it; the clock runs on.`,
      };
    case 'submissionEvidenced':
      return withWords(submitted(fact.submission, timeZone), fact.submission.reasonsForDelay);
    case 'communicationRecorded':
      return communicated(fact.communication, timeZone);
    case 'communicationOrdered':
      return {
        text: `${counted(fact.to - fact.from + 1, 'letter')} to the people concerned ordered${translatedInto(fact.order)}:`,
        words: fact.order.text,
      };
    case 'communicationRepeated':
      return { text: `${repeatWords[fact.repeat.what]} ordered to go out again. Reasons:`, words: fact.repeat.reasons };
    case 'waveBatchSent':
      return { text: batchSent(fact) };
    case 'communicationHeld':
      return {
        text: `Letters wait until ${shortMoment(fact.hold.until, timeZone)}: law enforcement asked for it. Reasons:`,
        words: `${fact.hold.requestedBy}: ${fact.hold.reasons}`,
      };
    case 'communicationHoldEnded':
      return { text: `The hold on the letters ended.${fact.resumes ? ' They go out now.' : ''}` };
    case 'countriesNamed':
      return { text: `People are affected in: ${fact.affected.countries.map(countryName).join(', ')}.` };
    case 'authorityMessageReceived':
      return { text: received(fact.message, timeZone), words: fact.message.text };
    case 'authorityAnswered': {
      const { message, sentAt, text } = fact.answer;
      return { text: `The authority was answered on ${shortMoment(sentAt, timeZone)}, about ${message}:`, words: text };
    }
    case 'authorityAsked': {
      const { id, sentAt, text } = fact.question;
      return { text: `The authority was asked for its view on ${shortMoment(sentAt, timeZone)}, ${id}:`, words: text };
    }
    case 'commitmentKept':
      return { text: `A promise of ours was kept on ${shortMoment(fact.keptAt, timeZone)}.` };
    case 'dataRestored':
      return { text: `The data are available again since ${shortMoment(fact.restoredAt, timeZone)}.` };
    case 'measureTaken':
      return { text: 'A measure was taken:', words: fact.text };
    case 'lessonRecorded':
      return { text: 'A lesson was put down:', words: fact.lesson.text };
    case 'handedOver':
      return { text: `Handed over to ${nameOf(fact.to)}. Reasons:`, words: fact.reasons };
    case 'tellingCorrected': {
      const { toldBy, before } = fact;
      return {
        text: `Corrected: the processor “${toldBy.processor}” told us, and not “${before.processor}”. Reasons:`,
        words: fact.reasons,
      };
    }
    case 'noteAdded':
      return { text: 'Note:', words: fact.text };
    case 'extentRecorded':
      return { text: `How far it went: ${extentText(fact.extent)}.` };
    case 'personInvolved':
      return involved(fact.involvement, nameOf);
    case 'reporterTold': {
      const { what, text, at, reasons } = fact.told;
      const told = `The reporter was told ${reporterMessageWords[what]} on ${shortMoment(at, timeZone)}:`;
      return { text: told, words: reasons === undefined ? text : `${text} (${reasons})` };
    }
    case 'holdingStatementSet':
      return {
        text: `To be said by everybody who is asked, from ${shortMoment(fact.validFrom, timeZone)}:`,
        words: fact.text,
      };
    case 'holdingStatementBegan':
      return { text: `Statement ${fact.statement}, written ahead, is to be said from now on.` };
    case 'announced':
      return {
        text: `Statement ${fact.statement} was announced ${placeWords[fact.place]}${earlierSaid(fact.earlier)}.`,
      };
    case 'announcementFailed':
      return { text: notAnnounced(fact) };
    case 'announcementBounced':
      return {
        text: `Statement ${fact.statement} ${placeWords[fact.place]} came back: nobody there has it; a person must say it there.`,
      };
    case 'informationAsked':
      return { text: `${nameOf(fact.of)} was asked: ${informationQuestions[fact.item]}` };
    case 'informationGiven':
      return { text: informationQuestions[fact.item], words: fact.text };
    case 'controllersConfirmed':
      return {
        text: `${counted(fact.confirmation.affected.length, 'controller')} to be told${leftOut(fact.confirmation.excluded.length)}:`,
        words: fact.confirmation.text,
      };
    case 'noticesOpened':
      return { text: `${counted(fact.count, 'notice')} to controllers under way.` };
    case 'controllersToldMore':
      return { text: 'Further information for the controllers:', words: fact.text };
    case 'controllersReached':
      return { text: `The notices of ${counted(fact.count, 'controller')} were gone through.` };
    case 'noticesSummed': {
      const { of, told, acknowledged } = fact.summary;
      return {
        text: `Of ${counted(of, 'controller')} ${String(told)} are told, ${String(acknowledged)} have acknowledged.`,
      };
    }
    case 'clocksComputed':
      return { text: `${counted(fact.clocks.length, 'clock')} computed anew.` };
    case 'clockStagePassed':
      return { text: stagePassed(fact, timeZone) };
    case 'alertAcknowledged':
      return { text: `Somebody has it: ${fact.clocks.map((key) => `“${wordOf(key)}”`).join(', ')}.` };
    case 'alertEscalated':
      return { text: escalated(fact) };
    case 'alertSent':
      return { text: alerted(fact, nameOf) };
    case 'effectFailed':
      return { text: 'Something that Duly should do could not be done; a person must see to it.' };
    case 'caseClosed':
      return { text: 'The case was closed.' };
  }
}

function alerted(
  { pagersRefused = [], pagersBack = [] }: Extract<BreachFact, { type: 'alertSent' }>,
  nameOf: NameOf,
): string {
  const refused = pagersRefused.length === 0 ? '' : ` ${pagersRefuse(pagersRefused.map(nameOf))}`;
  const back = pagersBack.map((person) => ` The pager of ${nameOf(person)} takes calls again.`).join('');
  return `Our own people were alerted.${refused}${back}`;
}

/** A final no: trying again gets the same. */
export function pagersRefuse(names: readonly string[]): string {
  return `The pager of ${names.join(' and of ')} refused the call for good: only mail calls them until it is mended.`;
}

function involved({ person, mandate, workStopped }: Involvement, nameOf: NameOf): FactSentence {
  const stopped = workStopped === undefined ? '' : ` Put down for it: ${workStopped}`;
  return { text: `${nameOf(person)} was involved. Mandate:`, words: `${mandate}${stopped}` };
}

function withWords(text: string, words: string | undefined): FactSentence {
  return words === undefined || words === '' ? { text } : { text: `${text} Reasons:`, words };
}

/** As exactly as it is known, and no more. */
export function anchorMoment({ at, precision }: Anchor, timeZone: string, now?: Instant): string {
  if (precision === 'minute') return shortMoment(at, timeZone, now);
  const day = plainDay(at, timeZone, 'en');
  if (precision === 'day') return day;
  const [, month = '', year = ''] = day.split(' ');
  return precision === 'month' ? `${month} ${year}` : year;
}

/** A place that takes no words back shows the old ones too. */
function earlierSaid(earlier: EarlierWords | undefined): string {
  if (earlier === undefined) return '';
  return (
    { replaced: ', in place of', answered: ', as an answer to', left: ', beside' }[earlier] + ' what was said before'
  );
}

function notAnnounced({ statement, place, why }: Extract<BreachFact, { type: 'announcementFailed' }>): string {
  const where = placeWords[place];
  if (why === 'refused') return `Statement ${statement} was not taken ${where}; a person must say it there.`;
  return `Nobody knows whether statement ${statement} stands ${where}; a person must look there.`;
}

/** The answers themselves stand on the page of the notification. */
function fieldsIn(answers: object): string {
  const numbers = Object.keys(answers);
  return `${numbers.length === 1 ? 'field' : 'fields'} ${numbers.join(', ')}`;
}

function frozen({ version, filing }: Extract<BreachFact, { type: 'notificationFrozen' }>): string {
  return `Version ${version} of the notification to the authority was frozen, ${subtypeWords[filing.subtype]}.`;
}

export function codeIn(code: number | undefined): string {
  return code === undefined ? '' : `, answer ${code}`;
}

function classified(classification: Classification): string {
  const { regime, isReportable } = classification;
  const what = regime === 'nis2' ? 'significant under NIS2' : 'major under DORA';
  return `Decided: the incident is ${isReportable ? '' : 'not '}${what}. Reasons:`;
}

function submitted({ kind, submittedAt, receipt, isComplete, version }: Submission, timeZone: string): string {
  const shown = receipt === undefined || receipt === '' ? 'a document shows it' : `receipt ${receipt}`;
  const rest = isComplete ? '' : ' The rest follows in phases.';
  const which = version === undefined ? '' : `, version ${version},`;
  return `${submissionWords[kind]}${which} was sent on ${shortMoment(submittedAt, timeZone)}; ${shown}.${rest}`;
}

function translatedInto({ translations = {} }: CommunicationOrder): string {
  const written = languages.filter((language) => translations[language] !== undefined);
  return written.length === 0 ? '' : `, translated into ${written.map((one) => languageInEnglish[one]).join(', ')}`;
}

function communicated(communication: Communication, timeZone: string): FactSentence {
  if (communication.outcome === 'exempt')
    return {
      text: `Decided: the people concerned need not be told, GDPR Art. 34(3)(${communication.ground}). Reasons:`,
      words: communication.reasons,
    };
  const { way, at, recipients } = communication;
  const how = way === 'public' ? 'in public' : `${counted(recipients, 'letter')} or other messages`;
  return { text: `The people concerned were told on ${shortMoment(at, timeZone)}: ${how}.` };
}

function received({ id, kind, receivedAt, dueAt, provision, lifts }: AuthorityMessage, timeZone: string): string {
  const power = provision === undefined ? '' : ` (${provisionWords[provision]})`;
  const due = dueAt === undefined ? '' : `, due ${dueMoment(dueAt, timeZone)}`;
  const lifted = lifts === undefined ? '' : `, which takes back ${lifts}`;
  const what = `${sentenceCase(authorityKindWords[kind].name)} of the authority${power}, ${id}`;
  return `${what}, received on ${shortMoment(receivedAt, timeZone)}${due}${lifted}:`;
}

function batchSent({ sent, refused, unknown }: Extract<BreachFact, { type: 'waveBatchSent' }>): string {
  const left = `${counted(sent, 'letter')} left`;
  if (refused + unknown === 0) return `${left}, every one of the batch.`;
  return `${left}; ${String(refused)} were not taken, of ${String(unknown)} nobody knows. Reach these people otherwise.`;
}

function stagePassed(
  { clock, stage, dueAt }: Extract<BreachFact, { type: 'clockStagePassed' }>,
  timeZone: string,
): string {
  const what = wordOf(clock);
  if (stage === 'cannotCompute') return `“${what}” cannot be computed: an instant is missing.`;
  if (stage === 'due') return `“${what}” was due and is not done (${dueMoment(dueAt, timeZone)}).`;
  if (stage === 'late') return `Reminder: “${what}” is still late.`;
  return `Warning: “${what}” is due ${dueMoment(dueAt, timeZone)}.`;
}

function escalated({ clock, rung, because }: Extract<BreachFact, { type: 'alertEscalated' }>): string {
  const what = `“${wordOf(clock)}”`;
  return because === 'silent'
    ? `${what} was acknowledged, and nothing happened: people were called again, call ${rung}.`
    : `Nobody has acknowledged ${what}: more people were called, call ${rung}.`;
}

/** A promise is kept under its own id: `commitment:cloud-code`. */
function wordOf(key: string): string {
  const id = key.split(':', 1)[0] ?? key;
  return Object.hasOwn(clockWords, id) ? clockWords[id as keyof typeof clockWords] : key;
}

function assessed({ proposedBy }: Extract<BreachFact, { type: 'riskAssessed' }>, nameOf: NameOf): string {
  return proposedBy === undefined ? 'Assessed' : `Approved, as ${nameOf(proposedBy.id)} proposed`;
}

/** The score stands beside the decision. */
function scored({ score }: Extract<BreachFact, { type: 'riskAssessed' | 'riskProposed' }>): string {
  return score === undefined ? '' : `; ENISA score ${String(score.score)}, ${severityWords[score.level]}`;
}

export const severityWords: Readonly<Record<SeverityBand, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  veryHigh: 'very high',
};

function leftOut(count: number): string {
  return count === 0 ? '' : `, ${String(count)} left out`;
}
