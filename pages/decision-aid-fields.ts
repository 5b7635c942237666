import { breachAspects } from '../domain/breach.js';
import { consequences, describedKinds, protections, receivers, restorations } from '../domain/decision-aid.js';
import type { Consequence, DescribedKind, Protection, ReceivedBy, Restoration } from '../domain/decision-aid.js';
import { aspectWords } from './breach.words.js';
import type { Choice, Field } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';

type Words<Value extends string> = Readonly<Record<Value, string>>;

const protectionWords: Words<Protection> = {
  intact: 'No: they were made unreadable, and the key is safe',
  none: 'Yes',
  unknown: 'Not known',
};
const restorationWords: Words<Restoration> = {
  notNeeded: 'They were never away or wrong',
  quick: 'Yes, before anybody was harmed',
  slow: 'Yes, but later than people could bear without noticing',
  none: 'No, and they will not come back',
  unknown: 'Not known',
};
const exfiltrationWords = { no: 'No', yes: 'Yes', unknown: 'Not known' } as const;
const kindWords: Words<DescribedKind> = {
  ordinary: 'Ordinary: names, addresses, orders',
  special: 'Health, religion, politics and the like (Art. 9)',
  financial: 'Financial: pay, accounts, payments',
  credentials: 'Passwords and other means of access',
  identificationNumber: 'National identification numbers',
};
const receiverWords: Words<ReceivedBy> = {
  nobody: 'Nobody',
  trusted: 'Somebody bound to keep and destroy them as asked',
  known: 'Somebody who is known, but not bound',
  unknown: 'Nobody knows who',
  malicious: 'Somebody hostile: thieves, blackmailers',
};
const consequenceWords: Words<Consequence> = {
  fraud: 'Fraud or theft of identity',
  discrimination: 'Discrimination',
  reputation: 'Damage to reputation',
  healthOrSafety: 'Harm to health or safety',
};

const choicesOf = <Value extends string>(values: readonly Value[], words: Words<Value>): readonly Choice[] =>
  values.map((value): Choice => [value, words[value]]);

/** Plain facts, nothing chosen in advance; *not known* is an answer wherever somebody may not know. */
export const decisionAidFields: readonly Field[] = [
  {
    name: 'aspects',
    label: 'What happened to the data?',
    hint: 'All that is true.',
    ...{ type: 'checks', required: true },
    choices: breachAspects.map((aspect): Choice => [aspect, sentenceCase(aspectWords[aspect])]),
  },
  {
    name: 'kinds',
    label: 'Which data?',
    hint: 'All that are concerned.',
    ...{ type: 'checks', required: true, choices: choicesOf(describedKinds, kindWords) },
  },
  one('receivedBy', 'Who has them, or could open them?', choicesOf(receivers, receiverWords)),
  one('protection', 'Can they read them?', choicesOf(protections, protectionWords)),
  one('exfiltration', 'Were data taken away?', choicesOf(['no', 'yes', 'unknown'], exfiltrationWords)),
  one('restoration', 'Are the right data there again?', choicesOf(restorations, restorationWords)),
  {
    ...one('hasVulnerablePeople', 'Are vulnerable people concerned?', [
      ['yes', 'Yes'],
      ['no', 'No'],
    ]),
    hint: 'Children, patients, employees and others who cannot easily defend themselves.',
  },
  {
    ...{ name: 'people', label: 'How many people?', hint: 'A whole number. Leave it empty if nobody knows.' },
    ...{ type: 'text', required: false, autocomplete: 'off' },
  },
  {
    name: 'consequences',
    label: 'What is expected, or has happened?',
    hint: 'Leave it empty if nothing of this is.',
    ...{ type: 'checks', required: false, choices: choicesOf(consequences, consequenceWords) },
  },
];

function one(name: string, label: string, choices: readonly Choice[]): Field {
  return { name, label, type: 'radio', required: true, choices };
}
