import { possibleOwners } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import { articleOfGround, groundsAgainst } from '../domain/subject-request.refusing.js';
import { extensionGrounds, identityMethods } from '../domain/subject-request.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import { acceptanceFields, answerGivenFields } from './answer-fields.js';
import { localInput, zoneName } from './moment.js';
import { contactFields } from './contact-fields.js';
import type { KnownContact } from './contact-fields.js';
import { classifyFields, furtherRightFields } from './right-fields.js';
import type { StepName } from './step-names.js';
import { languageNames } from './words/languages.js';
import {
  extensionGroundWords,
  groundWords,
  identityMethodWords,
  letterWords,
  sentenceCase,
  troubleWords,
} from './subject-request.words.js';

/** What somebody typed, by the name of the field. */
export type Typed = Readonly<Record<string, string>>;

export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type:
    | 'text'
    | 'textarea'
    | 'select'
    | 'radio'
    /** Any number of the choices, each sent under its own name, `roles-controller`. */
    | 'checks'
    | 'datetime-local'
    | 'date'
    | 'time'
    | 'files'
    | 'search'
    | 'email'
    | 'tel';
  readonly value: string;
  readonly required: boolean;
  readonly choices?: readonly {
    readonly value: string;
    readonly text: string;
    /** What else is to be said of it, in words. */
    readonly note?: string;
    readonly chosen: boolean;
  }[];
  /** What else is to be said of it, in a word or two. */
  readonly tag?: string;
  /** What is wrong with it, and what would be right. */
  readonly wrong?: string;
  readonly autocomplete?: string;
  /** Ids of its hint and its fault. */
  readonly describedBy?: string;
}

/** Its value, its words, and what else is to be said of it. */
export type Choice = readonly [value: string, text: string, note?: string];

export type Field = Omit<FieldView, 'value' | 'choices' | 'wrong' | 'describedBy'> & {
  readonly choices?: readonly Choice[];
  readonly preset?: string;
};

export interface AnswerFile {
  readonly documentId: string;
  readonly name: string;
}

interface Asked {
  readonly step: StepName;
  readonly request: KnownRequest;
  readonly files: readonly AnswerFile[];
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly contact?: KnownContact | undefined;
}

/** What a step asks, filled with what was typed before. */
export function stepFields(asked: Asked & { readonly typed: Typed; readonly wrong: Typed }): readonly FieldView[] {
  return filled(fieldsOf(asked), asked.typed, asked.wrong);
}

export function filled(fields: readonly Field[], typed: Typed, wrong: Typed): readonly FieldView[] {
  return fields.map(({ preset = '', choices, ...field }) => {
    const value = typed[field.name] ?? preset;
    const fault = wrong[field.name];
    return {
      ...field,
      value,
      ...(choices && {
        choices: choices.map((choice) => {
          const isChosen = field.type === 'checks' ? isChecked(typed, field.name, choice[0]) : choice[0] === value;
          return shownChoice(choice, isChosen);
        }),
      }),
      ...(fault !== undefined && { wrong: fault }),
      ...describedBy(field.name, field.hint !== undefined, fault !== undefined),
    };
  });
}

export function isChecked(typed: Typed, field: string, choice: string): boolean {
  return typed[`${field}-${choice}`] === 'yes';
}

function shownChoice([key, text, note]: Choice, chosen: boolean): NonNullable<FieldView['choices']>[number] {
  return { value: key, text, ...(note !== undefined && { note }), chosen };
}

function describedBy(name: string, hasHint: boolean, isWrong: boolean): Pick<FieldView, 'describedBy'> {
  const ids = [...(hasHint ? [`h-${name}`] : []), ...(isWrong ? [`w-${name}`] : [])];
  return ids.length === 0 ? {} : { describedBy: ids.join(' ') };
}

const reasonsHint = 'In words that can be checked; ten characters at least.';

function reasons(label: string, hint: string, required = true): Field {
  return { name: 'reasons', label, hint, type: 'textarea', required };
}

function fieldsOf({ step, request, files, organisation, now, contact }: Asked): readonly Field[] {
  const { timeZone, language } = request;
  const inTheirLanguage = `They read it in their letter, so write it in their language: ${languageNames[language]}. Ten characters at least.`;
  switch (step) {
    case 'classify':
      return classifyFields(request);
    case 'further-rights':
      return furtherRightFields(request);
    case 'set-aside':
      return [reasons('Why is it no request?', reasonsHint)];
    case 'identity-request':
      return [
        {
          name: 'doubt',
          label: 'Why is there reasonable doubt?',
          hint: inTheirLanguage,
          type: 'textarea',
          required: true,
        },
      ];
    case 'identity-decision':
      return [
        {
          name: 'outcome',
          label: 'What is decided?',
          type: 'radio',
          required: true,
          choices: [
            ['confirmed', 'It is them'],
            ['waived', 'No check is needed'],
            ['notConfirmed', 'It could not be confirmed'],
          ],
        },
        {
          name: 'method',
          label: 'If it is them: how do we know?',
          type: 'select',
          required: false,
          choices: [
            ['', 'Choose one'],
            ...identityMethods.map((method) => [method, sentenceCase(identityMethodWords[method])] as const),
          ],
        },
        reasons('Otherwise: why?', reasonsHint, false),
      ];
    case 'extension':
      return [
        {
          name: 'ground',
          label: 'On which ground?',
          hint: 'The law knows these two.',
          type: 'radio',
          required: true,
          choices: extensionGrounds.map((ground) => [ground, sentenceCase(extensionGroundWords[ground])]),
        },
        reasons('Why is more time needed?', inTheirLanguage),
      ];
    case 'acceptance':
      return acceptanceFields(request);
    case 'refusal':
      return [
        {
          name: 'scope',
          label: 'What is refused?',
          type: 'radio',
          required: true,
          choices: [
            ['part', 'A part: the rest is answered'],
            ['whole', 'The whole request'],
          ],
        },
        {
          name: 'ground',
          label: 'On which ground?',
          hint: 'These are all that the law gives against this right.',
          type: 'radio',
          required: true,
          choices: groundsAgainst[request.right ?? 'access'].map((ground) => [
            ground,
            `${sentenceCase(groundWords[ground])}, ${articleOfGround[ground].replace('GDPR ', '')}`,
          ]),
        },
        reasons('Reasons for the requester', inTheirLanguage),
        {
          name: 'demonstration',
          label: 'How is that shown?',
          hint: 'The facts that prove it, or the provision of national law. The burden is ours. Not needed for the rights of others.',
          type: 'textarea',
          required: false,
        },
        ...deviation(request),
      ];
    case 'approval':
      return [
        {
          name: 'decision',
          label: 'What do you decide?',
          type: 'radio',
          required: true,
          choices: [
            ['approved', 'Approve the refusal'],
            ['rejected', 'Reject it: the request goes on'],
          ],
        },
        reasons('Why? (if you want to say it)', 'For the file; it stands in no letter.', false),
        ...deviation(request),
      ];
    case 'answer':
      return [
        {
          name: 'files',
          label: 'The copy of the data',
          hint: 'One or more files, 50 MB together. They are encrypted under the key of this case.',
          type: 'files',
          required: true,
        },
      ];
    case 'answer-removal':
      return [
        {
          name: 'document',
          label: 'Which file is taken out?',
          type: 'radio',
          required: true,
          choices: request.answerFiles.map((id) => [id, files.find(({ documentId }) => documentId === id)?.name ?? id]),
        },
      ];
    case 'fulfilment':
      return request.answerClock.dueAt > now
        ? []
        : [
            {
              name: 'lateReasons',
              label: 'Why is the answer late?',
              hint: inTheirLanguage,
              type: 'textarea',
              required: true,
            },
          ];
    case 'answer-given':
      return answerGivenFields(request, now);
    case 'withdrawal':
      return [reasons('How did they say so? (optional)', 'For the file; it stands in no letter.', false)];
    case 'advice':
      return [
        { name: 'advice', label: 'Your advice', hint: reasonsHint, type: 'textarea', required: true },
        {
          name: 'against',
          label: 'Do you advise against refusing?',
          type: 'radio',
          required: true,
          choices: [
            ['no', 'No'],
            ['yes', 'Yes: whoever refuses, in whole or in part, must say why'],
          ],
        },
      ];
    case 'letter-sent':
      return [
        {
          name: 'effect',
          label: 'Which letter?',
          type: 'radio',
          required: true,
          ...(request.openLetters.length === 1 && { preset: request.openLetters[0]?.effect ?? '' }),
          choices: request.openLetters.map(({ effect, letter, reason }) => [
            effect,
            `${letterWords[letter]}: ${troubleWords[reason]}`,
          ]),
        },
        {
          name: 'sentAt',
          label: 'When did it leave?',
          hint: `${zoneName(timeZone)}. The law counts from this moment.`,
          type: 'datetime-local',
          required: true,
          preset: localInput(now, timeZone),
        },
      ];
    case 'owner':
      return [
        {
          name: 'owner',
          label: 'Who sees to this case from now on?',
          hint: 'Operators and deciders of the organisation file.',
          type: 'select',
          required: true,
          choices: [
            ['', 'Choose one'],
            ...possibleOwners(organisation)
              .filter(({ id }) => id !== request.owner)
              .map(({ id, name }) => [id, name] as const),
          ],
        },
      ];
    case 'contact':
      return contactFields(request, contact);
    case 'notes':
      return [
        {
          name: 'text',
          label: 'Your note',
          hint: 'It cannot be changed or removed later. Name no more people than you must.',
          type: 'textarea',
          required: true,
        },
      ];
  }
}

/** Where the data protection officer advised against it, the file says why it is done all the same. */
function deviation({ advice }: KnownRequest): readonly Field[] {
  if (advice?.against !== true) return [];
  return [
    {
      name: 'deviationReasons',
      label: 'Why, against the advice of the data protection officer?',
      hint: `The advice: ${advice.advice}`,
      type: 'textarea',
      required: false,
    },
  ];
}
