import type { DecisionProposal, DescribedBreach, Reason } from '../domain/decision-aid.js';
import { proposeDecision } from '../domain/decision-aid.js';
import { edpbCasesLike } from '../domain/edpb-cases.js';
import { decisionAidFields } from './decision-aid-fields.js';
import { filled } from './step-fields.js';
import type { FieldView, Typed } from './step-fields.js';
import { sentenceCase } from './subject-request.words.js';

export const decisionAidPath = '/operations/decision-aid';

export interface DecisionAidView {
  readonly action: string;
  readonly fields: readonly FieldView[];
  readonly faults: readonly { readonly name: string; readonly text: string }[];
  readonly answer?: AnswerView;
}

export interface AnswerView {
  readonly authority: Reason;
  readonly dataSubjects: Reason;
  readonly because: readonly Reason[];
  readonly notJudged: readonly string[];
  readonly cases: readonly { readonly name: string; readonly text: string }[];
}

interface DecisionAidInput {
  readonly typed: Typed;
  readonly wrong: Typed;
  /** What was filled in whole. */
  readonly described?: DescribedBreach | undefined;
}

/** Facts in plain choices, and what they speak for; it decides nothing. GDPR Art. 33(1), 34(1). */
export function decisionAidView({ typed, wrong, described }: DecisionAidInput): DecisionAidView {
  return {
    action: decisionAidPath,
    fields: filled(decisionAidFields, typed, wrong),
    faults: Object.entries(wrong).map(([name, text]) => ({ name, text })),
    ...(described !== undefined && { answer: answerOf(described) }),
  };
}

const authorityWords: Readonly<Record<DecisionProposal['authority'], Reason>> = {
  notify: { text: 'Notify the supervisory authority', source: 'GDPR Art. 33(1)' },
  record: {
    text: 'Do not notify the supervisory authority; keep the reasons on record',
    source: 'GDPR Art. 33(1), 33(5)',
  },
};
const dataSubjectsWords: Readonly<Record<DecisionProposal['dataSubjects'], Reason>> = {
  tell: { text: 'Tell the people concerned', source: 'GDPR Art. 34(1)' },
  notNeeded: { text: 'The people concerned need not be told', source: 'GDPR Art. 34(1)' },
};

function answerOf(described: DescribedBreach): AnswerView {
  const proposal = proposeDecision(described);
  return {
    ...{ authority: authorityWords[proposal.authority], dataSubjects: dataSubjectsWords[proposal.dataSubjects] },
    ...{ because: proposal.because, notJudged: proposal.notJudged },
    cases: edpbCasesLike(described, proposal).map(({ number, title, isConfirmed }) => ({
      name: `Case ${String(number)}`,
      text: `${sentenceCase(title)}${isConfirmed ? '' : ' (told of, not read by us)'}`,
    })),
  };
}
