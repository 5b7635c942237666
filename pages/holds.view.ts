import { articleOfHold, holdGrounds } from '../domain/key-destruction.js';
import type { HoldGround } from '../domain/key-destruction.js';
import { personOf } from '../domain/organisation.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import { longMoment } from './moment.js';
import { filled } from './step-fields.js';
import type { Choice, Field, FieldView, Typed } from './step-fields.js';
import type { EffectView, ProblemNote } from './step.view.js';

/** Kinds of case with a page of holds. */
export type HeldKind = 'subject-request' | 'breach';

/** A hold as it is kept, in force or lifted. */
export interface ShownHold {
  readonly holdId: string;
  readonly ground: HoldGround;
  readonly placedBy: string;
  readonly placedAt: Instant;
  readonly reasons: string;
  readonly lifted?: { readonly by: string; readonly at: Instant; readonly reasons: string };
}

const groundWords: Readonly<Record<HoldGround, string>> = {
  'legal-claims': 'Legal claims: we or others make or defend one',
  'legal-obligation': 'A law obliges us to keep them',
  'authority-inquiry': 'An authority is looking into it',
  restriction: 'The requester asked for restriction',
};

export interface HoldRow {
  readonly title: string;
  readonly article: string;
  readonly placed: string;
  readonly reasons: string;
  readonly lifted?: string;
  readonly liftedReasons?: string;
  readonly liftHref?: string;
}

export interface HoldsInput {
  readonly caseId: string;
  readonly kind: HeldKind;
  readonly holds: readonly ShownHold[];
  readonly organisation: OrganisationFile;
  readonly timeZone: string;
  readonly mayReadHolds: boolean;
  readonly mayHold: boolean;
  readonly mayLift: boolean;
}

export interface HoldsShown {
  /** Absent for who may not read them. */
  readonly holds?: readonly HoldRow[];
  readonly holdHref?: string;
}

/** What keeps the data of the case, and what kept them: to whoever may read it through the API. */
export function shownHolds(input: HoldsInput): HoldsShown {
  return {
    ...(input.mayReadHolds && { holds: holdRows(input) }),
    ...(input.mayHold && { holdHref: holdsPath(input.caseId, input.kind) }),
  };
}

function holdRows({ caseId, kind, holds, organisation, timeZone, mayLift }: HoldsInput): readonly HoldRow[] {
  const who = (id: string, at: Instant) =>
    `on ${longMoment(at, timeZone)}, by ${personOf(organisation, id)?.name ?? 'somebody of ours'}`;
  return holds.map(({ holdId, ground, placedBy, placedAt, reasons, lifted }) => ({
    title: groundWords[ground],
    article: articleOfHold[ground].replace('GDPR ', ''),
    placed: who(placedBy, placedAt),
    reasons,
    ...(lifted !== undefined && { lifted: who(lifted.by, lifted.at), liftedReasons: lifted.reasons }),
    ...(lifted === undefined && mayLift && { liftHref: liftPath(caseId, kind, holdId) }),
  }));
}

export function holdsPath(caseId: string, kind: HeldKind): string {
  return `${casePath(caseId, kind)}/holds`;
}

export function liftPath(caseId: string, kind: HeldKind, holdId: string): string {
  return `${holdsPath(caseId, kind)}/${encodeURIComponent(holdId)}/lifting`;
}

export interface HoldPageInput {
  readonly caseId: string;
  readonly kind: HeldKind;
  readonly reference: string;
  readonly timeZone: string;
  /** The hold that is to be lifted; absent: one is to be placed. */
  readonly lifting?: ShownHold | undefined;
  readonly destructionDueAt?: Instant | undefined;
  readonly now: Instant;
  readonly nonce: string;
  readonly typed: Typed;
  readonly wrong: Typed;
  readonly problem?: ProblemNote | undefined;
}

export interface HoldPageView {
  readonly caseHref: string;
  readonly action: string;
  readonly reference: string;
  readonly title: string;
  readonly article: string;
  /** The hold that is to be lifted, in the words of who placed it. */
  readonly placed?: { readonly title: string; readonly reasons: string };
  readonly nonce: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly effects: readonly EffectView[];
  readonly button: string;
  readonly isGrave: boolean;
  readonly problem?: ProblemNote;
}

export function holdPage(input: HoldPageInput): HoldPageView {
  const { caseId, kind, lifting, reference, nonce, typed, wrong, problem } = input;
  const fields = filled(lifting === undefined ? placingFields(kind) : liftingFields(reference), typed, wrong);
  return {
    caseHref: casePath(caseId, kind),
    action: lifting === undefined ? holdsPath(caseId, kind) : liftPath(caseId, kind, lifting.holdId),
    reference,
    title: lifting === undefined ? 'Place a hold' : 'Lift a hold',
    article: lifting === undefined ? 'Art. 17(3), 18(2)' : articleOfHold[lifting.ground].replace('GDPR ', ''),
    ...(lifting !== undefined && { placed: { title: groundWords[lifting.ground], reasons: lifting.reasons } }),
    nonce,
    fields,
    faults: fields.flatMap(({ name, wrong: text }) => (text === undefined ? [] : [{ name, text }])),
    effects: [{ what: 'The data', text: dataWords(input) }, ...always],
    button: lifting === undefined ? 'Place the hold' : 'Lift the hold',
    isGrave: lifting !== undefined,
    ...(problem !== undefined && { problem }),
  };
}

const always: readonly EffectView[] = [
  { what: 'Letter', text: 'None is sent.' },
  { what: 'Clock', text: 'None moves.' },
  {
    what: 'Who sees it',
    text: 'Colleagues who work on the case read your words. The ledger tells that it was done, and by whom.',
  },
];

function dataWords({ lifting, destructionDueAt, now, timeZone }: HoldPageInput): string {
  if (lifting === undefined) {
    return 'Nothing of this case is destroyed while the hold is in force, also where that is approved already.';
  }
  if (destructionDueAt === undefined) return 'They stay: nobody has had their destruction approved.';
  const when = destructionDueAt > now ? `on ${longMoment(destructionDueAt, timeZone)}` : 'at once';
  return `Their destruction is approved. If no other hold is in force they are destroyed ${when}, and nobody can bring them back.`;
}

const reasonsField = {
  name: 'reasons',
  hint: 'In words that can be checked; ten characters at least.',
  type: 'textarea',
  required: true,
} as const;

/** Restriction is what a requester asks for; a breach has none. */
function placingFields(kind: HeldKind): readonly Field[] {
  const grounds = holdGrounds.filter((ground) => kind === 'subject-request' || ground !== 'restriction');
  const choices = grounds.map((ground): Choice => [
    ground,
    `${groundWords[ground]}, ${articleOfHold[ground].replace('GDPR ', '')}`,
  ]);
  return [
    { name: 'ground', label: 'Why must the data stay?', type: 'radio', required: true, choices },
    { ...reasonsField, label: 'Which claim, law or inquiry is it?' },
  ];
}

function liftingFields(reference: string): readonly Field[] {
  return [
    { ...reasonsField, label: 'Why is it needed no longer?' },
    {
      name: 'confirmReference',
      label: 'Type the case reference',
      hint: reference,
      type: 'text',
      required: true,
      autocomplete: 'off',
    },
  ];
}
