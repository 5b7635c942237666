import { casePath } from './case-path.js';

/** The steps that have a form, in the order in which a breach mostly goes. */
export const breachStepNames = [
  'alert-acknowledgement',
  'awareness',
  'risk-assessment',
  'risk-approval',
  'submissions',
  'anchors',
  'communication-order',
  'communication-repeat',
  'communication-hold',
  'communications',
  'affected-countries',
  'authority-messages',
  'authority-answers',
  'authority-questions',
  'classification',
  'commitments',
  'restoration',
  'extent',
  'information-requests',
  'information-answers',
  'involvements',
  'holding-statement',
  'contact-reports',
  'measures',
  'lessons',
  'telling',
  'handover',
  'notes',
  'closure',
] as const;
export type BreachStepPage = (typeof breachStepNames)[number];

export interface StepWords {
  readonly title: string;
  readonly hint: string;
  readonly button: string;
}

export const breachStepWords: Readonly<Record<BreachStepPage, StepWords>> = {
  'alert-acknowledgement': {
    title: 'I have it',
    hint: 'Says that you see to what rings. Nobody else is called, unless nothing is recorded within an hour.',
    button: 'I have it',
  },
  awareness: {
    title: 'Decide: a breach or not',
    hint: 'Aware since when; the 72 hours of Art. 33(1) start there. Or not a breach, with reasons.',
    button: 'Record the decision',
  },
  'risk-assessment': {
    title: 'Assess the risk',
    hint: 'An unlikely risk ends the duty to notify, a high one starts the duty to tell people. Art. 33(1), 34(1).',
    button: 'Record the assessment',
  },
  'risk-approval': {
    title: 'Approve that a risk is unlikely',
    hint: 'With an identification number among the data it takes a second person. Until then Art. 33(1) runs.',
    button: 'Approve the assessment',
  },
  submissions: {
    title: 'Record what was sent',
    hint: 'The receipt stops the clock that asks for it; nothing else does.',
    button: 'Record the sending',
  },
  anchors: {
    title: 'Say or correct an instant',
    hint: 'Every clock is computed anew; what was believed before stays on record. Art. 33(5).',
    button: 'Record the instant',
  },
  'communication-order': {
    title: 'Write to the people concerned',
    hint: 'A letter by mail to everybody on the list of this breach. Art. 34(1). The list of people comes first: it has a page of its own.',
    button: 'Send the letters',
  },
  'communication-repeat': {
    title: 'Send letters again that did not arrive',
    hint: 'The words that were ordered last, to those alone whose letter stands where you say. Whose entry you corrected is not written to again until then. Art. 34(1).',
    button: 'Send them again',
  },
  'communication-hold': {
    title: 'Hold the letters back',
    hint: 'Where police or prosecutors ask for it, until a moment that you name. The authority is notified all the same.',
    button: 'Hold them back',
  },
  communications: {
    title: 'Record that people were told, or need not be',
    hint: 'What was told, attached; or one of three exemptions, with reasons. Ends the clock of Art. 34(1).',
    button: 'Record it',
  },
  'affected-countries': {
    title: 'Say in which countries people are affected',
    hint: 'It decides which authority is notified, and whether one leads. Art. 55, 56.',
    button: 'Record the countries',
  },
  'authority-messages': {
    title: 'Record what the authority wrote',
    hint: 'An order, a question or a view. The date that it set is a clock; an order to tell people, Art. 34(4), overrides what we decided.',
    button: 'Record it',
  },
  'authority-answers': {
    title: 'Record what the authority was answered',
    hint: 'With the receipt, or a document that shows it: that stops the clock.',
    button: 'Record the answer',
  },
  'authority-questions': {
    title: 'Record that the authority was asked for its view',
    hint: 'Whether, and how, to tell people. Asking holds no clock. Art. 34, Recital 86.',
    button: 'Record the question',
  },
  classification: {
    title: 'Classify the incident',
    hint: 'Significant under NIS2, or major under DORA: their clocks start there.',
    button: 'Record the classification',
  },
  commitments: {
    title: 'Record that a promise was kept',
    hint: 'Ends the clock of a contract or a code of conduct.',
    button: 'Record the promise as kept',
  },
  lessons: {
    title: 'Put down a lesson',
    hint: 'With owner, date and retest before the case can be closed.',
    button: 'Record the lesson',
  },
  restoration: {
    title: 'Record that the data are back',
    hint: 'Ends the clock of Art. 32(1)(c). If they can never come back: say since when that is certain, under “Say or correct an instant”.',
    button: 'Record the return',
  },
  extent: {
    title: 'Record how far it went',
    hint: 'How many people and records, and which data; every version stays on record. Art. 33(3)(a).',
    button: 'Record the extent',
  },
  'information-requests': {
    title: 'Ask for what is missing',
    hint: 'Of a named person, who is written to at once. How long an answer takes is counted.',
    button: 'Ask for it',
  },
  'information-answers': {
    title: 'Answer a question of the incident team',
    hint: 'What somebody found out, in words.',
    button: 'Record the answer',
  },
  involvements: {
    title: 'Involve a person',
    hint: 'Whoever is needed, with what they may decide. They are written to at once.',
    button: 'Involve them',
  },
  'holding-statement': {
    title: 'Say what may be said',
    hint: 'One text for everybody who is asked; the service desk reads it too.',
    button: 'Put it in force',
  },
  'contact-reports': {
    title: 'Record what the reporter was told',
    hint: 'How it goes, thanks, what came of it; by their first contact, or with reasons.',
    button: 'Record it',
  },
  measures: { title: 'Record a measure', hint: 'What was done about it. Art. 33(3)(d).', button: 'Record the measure' },
  telling: {
    title: 'Correct who told us',
    hint: 'Another processor of ours than was said; both stay on record. Art. 33(2), 33(5).',
    button: 'Record the correction',
  },
  handover: { title: 'Hand over', hint: 'Alerts go to the new owner from then on.', button: 'Hand the case over' },
  notes: { title: 'Write a note', hint: 'Kept with the case; changes nothing else.', button: 'Add the note' },
  closure: { title: 'Close the case', hint: 'Once nothing is owed any more.', button: 'Close the case' },
};

export function breachStepPath(caseId: string, step: BreachStepPage): string {
  return `${casePath(caseId, 'breach')}/steps/${step}`;
}
