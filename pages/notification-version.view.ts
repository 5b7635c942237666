import type { KnownBreach } from '../domain/breach.js';
import { differenceBetween } from '../domain/notification.js';
import type { Answers, Filing } from '../domain/notification.js';
import type { Refusal } from '../domain/refusal.js';
import { casePath, notificationPath } from './case-path.js';
import { differences } from './notification.view.js';
import type { AskedSection } from './notification-section.view.js';
import { filled } from './step-fields.js';
import type { Field, FieldView, Typed } from './step-fields.js';

/** A section as it is read: answers in words. */
export interface ReadSection {
  readonly title: string;
  readonly rows: readonly {
    readonly number: number;
    readonly label: string;
    readonly letters?: string;
    readonly lines: readonly string[];
  }[];
}

export interface VersionInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly sections: readonly AskedSection[];
  /** What would be frozen. */
  readonly filing: Filing;
  readonly answers: Answers;
  readonly read: readonly ReadSection[];
  readonly before?: { readonly version: number; readonly answers: Answers } | undefined;
  readonly whyNot?: Refusal | undefined;
  readonly nonce: string;
  /** Of the answers as they are shown. */
  readonly mark: string;
  readonly typed: Typed;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
}

export interface VersionPageView {
  readonly reference: string;
  readonly caseHref: string;
  readonly back: string;
  readonly title: string;
  readonly hint: string;
  readonly button: string;
  readonly action: string;
  readonly subtype: string;
  readonly nonce: string;
  readonly mark: string;
  readonly fields: readonly FieldView[];
  readonly problem?: VersionInput['problem'];
  readonly mayFreeze: boolean;
  readonly differenceTitle: string;
  readonly differences: readonly string[];
  readonly sections: readonly { readonly title: string; readonly rows: ReadSection['rows'] }[];
}

const titles: Readonly<Record<Filing['subtype'], string>> = {
  incomplete: 'Freeze as incomplete',
  complete: 'Freeze as complete',
  withdrawn: 'Withdraw the notification',
};

/** What would be frozen, before it is: nothing can be changed in it afterwards. */
export function versionPageView(input: VersionInput): VersionPageView {
  const { caseId, breach, filing, before, whyNot, problem } = input;
  const version = (breach.notificationVersions?.length ?? 0) + 1;
  const told = differencesIn(input);
  return {
    ...{ reference: breach.reference, caseHref: casePath(caseId, 'breach'), back: notificationPath(caseId) },
    title: titles[filing.subtype],
    hint: `Version ${version} will be kept as it stands below and can be downloaded. Nothing is sent by it; the clock stops once you record that it was sent.`,
    button: `Freeze version ${version}`,
    action: `${notificationPath(caseId)}/versions`,
    ...{ subtype: filing.subtype, nonce: input.nonce, mark: input.mark },
    fields: filing.subtype === 'withdrawn' ? filled([reasons], input.typed, {}) : [],
    problem: problem ?? whyNot,
    mayFreeze: whyNot === undefined,
    differenceTitle: before === undefined ? 'The first version' : `Against version ${before.version}`,
    differences: told,
    sections: input.read,
  };
}

const reasons: Field = {
  ...{ name: 'reasons', label: 'Why is it withdrawn?', type: 'textarea', required: true },
  hint: 'It stands in the notification. In words that can be checked.',
};

function differencesIn({ before, answers, sections }: VersionInput): readonly string[] {
  if (before === undefined) return ['Nothing was frozen before.'];
  const all = sections.flatMap(({ questions }) => questions);
  const label = (number: number) => `${number}. ${all.find((one) => one.number === number)?.label ?? ''}`;
  const told = differences(differenceBetween(before.answers, answers), label);
  return told.length === 0 ? ['Nothing differs.'] : told;
}
