import { statementAt, statementsAhead } from '../domain/breach.reporter.js';
import type { KnownBreach } from '../domain/breach.js';
import type { SeverityInput } from '../domain/enisa-severity.js';
import type { OrganisationFile } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import { breachFieldsOf } from './breach-step-fields.js';
import { whyNotBreachStep } from './breach-steps.view.js';
import { breachStepPath, breachStepWords } from './breach-steps.words.js';
import type { BreachStepPage, StepWords } from './breach-steps.words.js';
import { riskWords } from './breach.words.js';
import { casePath } from './case-path.js';
import { orderReference, readersText, translationViews } from './communication-fields.js';
import type { Readers, TranslationView } from './communication-fields.js';
import { previewView } from './communication.view.js';
import type { PreviewedLetter, PreviewView } from './communication.view.js';
import { decisionAidPath } from './decision-aid.view.js';
import { countriesTyped } from './authority-fields.js';
import { holdingStatementsPath } from './holding-statements.view.js';
import { extentTyped } from './incident-fields.js';
import { leftOpen } from './incident.view.js';
import { scoreView, severityFields } from './severity-fields.js';
import type { ScoreView } from './severity-fields.js';
import { shortMoment } from './moment.js';
import { filled } from './step-fields.js';
import type { FieldView, Typed } from './step-fields.js';
import { nameOfPerson } from './timeline.view.js';

export interface BreachStepInput {
  readonly caseId: string;
  readonly breach: KnownBreach;
  readonly step: BreachStepPage;
  readonly organisation: OrganisationFile;
  readonly now: Instant;
  readonly nonce: string;
  /** What the form was filled in from, where it is: one state of the record told from another. */
  readonly mark?: string | undefined;
  readonly typed: Typed;
  readonly wrong: Typed;
  /** A score that was filled in whole. */
  readonly severity?: SeverityInput | undefined;
  /** Whom an order of letters would write to, and what: rendered, where somebody asked to see it. */
  readonly readers?: readonly Readers[] | undefined;
  readonly letters?: readonly PreviewedLetter[] | undefined;
  readonly problem?: { readonly message: string; readonly article?: string | undefined } | undefined;
  /** False for a first contact who reads no breach. */
  readonly mayReadCase: boolean;
}

export interface BreachStepView extends StepWords {
  readonly reference: string;
  /** Where whoever looks came from. */
  readonly back: { readonly href: string; readonly text: string; readonly isCase: boolean };
  readonly action: string;
  readonly nonce: string;
  /** What may be said of it now, for whoever tells the reporter. */
  readonly statement?: string | undefined;
  /** What is to be said later, and is not if other words are put in force now. */
  readonly ahead?: readonly { readonly from: string; readonly text: string }[];
  readonly mark?: string | undefined;
  readonly fields: readonly FieldView[];
  /** The score that may inform the decision: how it is worked out, and what came of it. */
  readonly score?: {
    readonly aid: string;
    readonly fields: readonly FieldView[];
    readonly isOpen: boolean;
    readonly result?: ScoreView;
  };
  /** The words of a letter in other languages, and the letters as they would leave. */
  readonly translations?: readonly TranslationView[];
  /** In which languages it will be read. */
  readonly readers?: string | undefined;
  readonly mayPreview: boolean;
  readonly preview?: PreviewView;
  /** What is typed last, by hand. */
  readonly last?: { readonly fields: readonly FieldView[] };
  readonly faults: readonly { readonly name: string; readonly text: string; readonly label?: string | undefined }[];
  /** What nobody must do, and nobody can any more once the case is closed. */
  readonly leftOpen?: readonly string[];
  readonly problem?: BreachStepInput['problem'];
  readonly isClosed: boolean;
  readonly takesFiles: boolean;
}

/** The page of one step; where no form would be taken, the reason in its place. */
export function breachStepView(input: BreachStepInput): BreachStepView {
  const { caseId, breach, step, now, nonce, mark, wrong, problem, mayReadCase } = input;
  const why = whyNotBreachStep(step, breach, now);
  const fields = filled(breachFieldsOf(input), knownBefore(input), wrong);
  return {
    ...breachStepWords[step],
    ...(step === 'risk-approval' && { hint: proposed(input) }),
    ...{
      reference: breach.reference,
      back: mayReadCase
        ? { href: casePath(caseId, 'breach'), text: 'Back to the case', isCase: true }
        : { href: holdingStatementsPath, text: 'Back to what may be said', isCase: false },
      action: breachStepPath(caseId, step),
      ...{ nonce, mark },
    },
    ...(step === 'contact-reports' && { statement: statementAt(breach, now)?.text }),
    ...(step === 'holding-statement' && statementsOf(input)),
    fields,
    ...(step === 'closure' && { leftOpen: leftOpen(breach, input.organisation) }),
    ...(step === 'risk-assessment' && { score: scoreOf(input) }),
    ...(step === 'communication-order' && orderOf(input)),
    mayPreview: step === 'communication-order' || step === 'communication-repeat',
    ...(input.letters && { preview: previewView(input.letters, breach) }),
    faults: Object.entries(wrong).map(([name, text]) => ({ name, text, label: labelOf(fields, name) })),
    problem: problem ?? why,
    isClosed: problem === undefined && why !== undefined,
    takesFiles: takesFiles(step),
  };
}

/** A fault names its field where the field stands on the page. */
function labelOf(fields: readonly FieldView[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.label;
}

/** Open as soon as anything of it is filled in. */
function scoreOf({ typed, wrong, severity }: BreachStepInput): NonNullable<BreachStepView['score']> {
  const fields = filled(severityFields(), typed, wrong);
  const isOpen = fields.some(({ value, wrong: fault }) => value !== '' || fault !== undefined);
  return { aid: decisionAidPath, fields, isOpen, ...(severity !== undefined && { result: scoreView(severity) }) };
}

function orderOf(input: BreachStepInput): Pick<BreachStepView, 'translations' | 'readers' | 'last'> {
  const { breach, organisation, readers = [], typed, wrong } = input;
  const preset = organisation.organisation.languages[0] ?? 'en';
  return {
    translations: translationViews({ readers, preset, typed, wrong }),
    readers: readersText(readers),
    last: { fields: filled([orderReference(breach)], typed, wrong) },
  };
}

/** The words in force stand in a form that nobody sent yet; beside one that comes back they are there to compare. */
function statementsOf({ breach, now, typed }: BreachStepInput): Pick<BreachStepView, 'statement' | 'ahead'> {
  const ahead = statementsAhead(breach, now).map(({ text, validFrom }) => {
    return { from: shortMoment(validFrom, breach.timeZone, now), text };
  });
  return { ...(typed['nonce'] !== undefined && { statement: statementAt(breach, now)?.text }), ahead };
}

/** A form that nobody sent yet shows what is on record. */
function knownBefore({ step, breach, typed }: BreachStepInput): Typed {
  return typed['nonce'] === undefined ? (onRecord(step, breach) ?? typed) : typed;
}

/** Of a step that replaces what was said before: what that was, as the form has it; of a statement, whether it holds already or not. */
export function onRecord(step: BreachStepPage, breach: KnownBreach): Typed | undefined {
  if (step === 'affected-countries') return countriesTyped(breach.affected);
  if (step === 'holding-statement') return { setLast: breach.holdingStatements?.at(-1)?.text ?? '' };
  return step === 'extent' ? extentTyped(breach.extent) : undefined;
}

/** What is approved stands before whoever approves it. */
function proposed({ breach: { riskProposal }, organisation }: BreachStepInput): string {
  if (riskProposal === undefined) return breachStepWords['risk-approval'].hint;
  const { assessment, proposedBy } = riskProposal;
  return `${nameOfPerson(proposedBy.id, organisation)} proposed that ${riskWords[assessment.level]}: “${assessment.reasons}”`;
}

/** The step takes what was sent or told, as files of its form. */
export function takesFiles(step: BreachStepPage): boolean {
  return step === 'submissions' || step === 'communications' || step.startsWith('authority-');
}
